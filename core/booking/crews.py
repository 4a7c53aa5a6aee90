"""Crews and the settlements they drive to: who drives out with whom, how long the way is (B15, C8)."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from core.booking.outing_tables import Settlement
from core.booking.staffing import ResourceId, UnknownResource, reach_resource
from core.booking.states import Mode, ResourceKind
from core.booking.tables import Resource
from core.booking.timetable import renew
from core.booking.waiting_tables import Waiting
from core.cases.colleagues import Colleague, colleague_at, colleagues_of
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class EnterSettlement:
    """A place the centre drives to; `travel_minutes` one way, a multiple of five. The same name again corrects it."""

    centre_id: int
    name: str
    travel_minutes: int
    served: bool = True


@dataclass(frozen=True, slots=True)
class SettlementId:
    """The settlement."""

    settlement_id: int


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def enter_settlement(tx: Tx, command: EnterSettlement) -> SettlementId:
    """Enter or correct a settlement; booked visits keep the time they take."""
    tx.require_centre(command.centre_id)
    known = select(Settlement).where(Settlement.centre_id == command.centre_id, Settlement.name == command.name)
    row = tx.session.exec(known).first() or Settlement(centre_id=command.centre_id, name=command.name, travel_minutes=0)
    row.travel_minutes, row.served = command.travel_minutes, command.served
    tx.session.add(row)
    renew(tx, command.centre_id)
    assert row.id is not None
    return SettlementId(row.id)


@dataclass(frozen=True, slots=True)
class JoinCrew:
    """A specialist drives out with this crew; `crew_id=None`: alone."""

    specialist_id: int
    crew_id: int | None


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def join_crew(tx: Tx, command: JoinCrew) -> ResourceId:
    """Put a specialist into a crew. Raises `UnknownResource` or `Forbidden`."""
    row = reach_resource(tx, command.specialist_id, ResourceKind.SPECIALIST)
    if command.crew_id is not None:
        reach_resource(tx, command.crew_id, ResourceKind.CREW, row.centre_id)
    row.crew_id = command.crew_id
    tx.session.add(row)
    record(tx, Trace("crew.join", "resource", command.specialist_id, row.centre_id, ("crew_id",)))
    renew(tx, row.centre_id)
    return ResourceId(command.specialist_id)


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """Which member of staff a specialist is; `account_id=None`: none.

    Whoever signs in so sees the addresses of the specialist's visits out of the house.
    """

    specialist_id: int
    account_id: int | None


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def link_account(tx: Tx, command: LinkAccount) -> ResourceId:
    """Say who a specialist is at the panel; whoever was linked elsewhere is this one now.

    Raises `UnknownResource` for a specialist that is not here or somebody who sees no appointments of the centre.
    """
    row = reach_resource(tx, command.specialist_id, ResourceKind.SPECIALIST)
    account_id = command.account_id
    if account_id is not None:
        if colleague_at(tx, account_id, row.centre_id, Permission.READ_APPOINTMENTS) is None:
            raise UnknownResource(f"account {account_id}")
        elsewhere = select(Resource).where(Resource.account_id == account_id, Resource.centre_id == row.centre_id)
        for other in tx.session.exec(elsewhere):
            other.account_id = None
            tx.session.add(other)
        tx.session.flush()
    row.account_id = account_id
    tx.session.add(row)
    record(tx, Trace("specialist.link", "resource", command.specialist_id, row.centre_id, ("account_id",)))
    renew(tx, row.centre_id)
    return ResourceId(command.specialist_id)


@dataclass(frozen=True, slots=True)
class ReadCrews:
    """Whose."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Crew:
    """A crew; `works` False: it drives no more."""

    id: int
    name: str
    works: bool


@dataclass(frozen=True, slots=True)
class Driver:
    """A specialist at work: the crew, and the sign-in by which they see addresses."""

    id: int
    name: str
    crew_id: int | None
    account_id: int | None


@dataclass(frozen=True, slots=True)
class SettlementInfo:
    """A place the centre drives to, or did. `waiting`: families that wait for a day there."""

    id: int
    name: str
    travel_minutes: int
    served: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class Crews:
    """Everything about driving out, by name. `colleagues`: who may be linked to a specialist."""

    crews: tuple[Crew, ...]
    drivers: tuple[Driver, ...]
    settlements: tuple[SettlementInfo, ...]
    colleagues: tuple[Colleague, ...]


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def read_crews(tx: Tx, query: ReadCrews) -> Crews:
    """What the head has entered about crews and settlements."""
    tx.require_centre(query.centre_id)
    places = select(Settlement).where(Settlement.centre_id == query.centre_id).order_by(col(Settlement.name))
    mine = select(Resource).where(Resource.centre_id == query.centre_id).order_by(col(Resource.name), col(Resource.id))
    rows = [(row.id, row) for row in tx.session.exec(mine) if row.id is not None]
    families = select(Waiting.settlement_id, func.count(func.distinct(Waiting.family_id))).group_by(
        col(Waiting.settlement_id)
    )
    there = families.where(Waiting.centre_id == query.centre_id, Waiting.mode == Mode.VILLAGE)
    waiting = dict(tx.session.exec(there).all())
    return Crews(
        tuple(Crew(id, row.name, row.works) for id, row in rows if row.kind is ResourceKind.CREW),
        tuple(
            Driver(id, row.name, row.crew_id, row.account_id)
            for id, row in rows
            if row.kind is ResourceKind.SPECIALIST and row.works
        ),
        tuple(
            SettlementInfo(one.id or 0, one.name, one.travel_minutes, one.served, waiting.get(one.id, 0))
            for one in tx.session.exec(places)
        ),
        colleagues_of(tx, query.centre_id, Permission.READ_APPOINTMENTS),
    )
