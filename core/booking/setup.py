"""A centre as its head sets it up: people with their weeks, rooms, services, days that differ (C8).

Real centres come from the catalogue closed and empty; nothing is invented for them. What is missing before one can be
opened is told by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, select

from core.booking.hours import Change, WeekLine
from core.booking.schedule import Schedule, Seat, ServiceFacts
from core.booking.states import DayKind, Mode, ResourceKind
from core.booking.tables import Resource
from core.booking.timetable import schedule_of
from core.centres.opening import CentreInfo, FindCentres, UnknownCentre, find_centres
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import StaffMember, Tx, use_case


class Missing(StrEnum):
    """What a centre still lacks before families can book."""

    SPECIALIST = "specialist"
    HOURS = "hours"
    SERVICE = "service"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Worker:
    """A specialist, room or crew; `week` is empty for what has no hours of its own."""

    id: int
    name: str
    works: bool
    week: tuple[WeekLine, ...]


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service with the ways it can be visited and who gives it where."""

    facts: ServiceFacts
    modes: tuple[Mode, ...]
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class DayThatDiffers:
    """One changed day ahead; `resource_id` is empty for the whole centre."""

    day: date
    resource_id: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day ahead of which the centre says something else than the production calendar."""

    day: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class CentreSetup:
    """Everything that is entered for a centre."""

    centre: CentreInfo
    specialists: tuple[Worker, ...]
    rooms: tuple[Worker, ...]
    crews: tuple[Worker, ...]
    services: tuple[OfferedService, ...]
    days: tuple[DayThatDiffers, ...]
    own_days: tuple[OwnDay, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class ReadSetup:
    """Which centre."""

    centre_id: int


@use_case(Permission.MANAGE_SCHEDULE)
def read_setup(tx: Tx, query: ReadSetup) -> CentreSetup:
    """What is entered for the centre. Raises `UnknownCentre` or `Forbidden`."""
    tx.require_centre(query.centre_id)
    found = find_centres(tx, FindCentres(centre_id=query.centre_id)).entries
    if not found:
        raise UnknownCentre(f"centre {query.centre_id}")
    schedule = schedule_of(tx, query.centre_id)
    rows = tx.session.exec(
        select(Resource).where(Resource.centre_id == query.centre_id).order_by(col(Resource.name), col(Resource.id))
    ).all()
    specialists = _workers(rows, ResourceKind.SPECIALIST, schedule.weeks)
    services = tuple(
        _service(schedule, facts) for facts in sorted(schedule.services.values(), key=lambda one: one.title)
    )
    today = tx.now.astimezone(schedule.zone).date()
    days = tuple(
        DayThatDiffers(day, resource, tuple(changes))
        for (day, resource), changes in sorted(schedule.changes.items(), key=lambda item: (item[0][0], item[0][1] or 0))
        if day >= today
    )
    own_days = tuple(OwnDay(day, kind) for day, kind in sorted(schedule.own_days.items()) if day >= today)
    missing = tuple(_missing(found[0], specialists, services))
    rooms, crews = _workers(rows, ResourceKind.ROOM, {}), _workers(rows, ResourceKind.CREW, {})
    return CentreSetup(found[0], specialists, rooms, crews, services, days, own_days, missing)


@dataclass(frozen=True, slots=True)
class CentresInCharge:
    """Centres whose schedule the actor keeps, by name."""

    entries: tuple[CentreInfo, ...]


@use_case(Permission.MANAGE_SCHEDULE)
def centres_in_charge(tx: Tx, _: None) -> CentresInCharge:
    """Open or not. Rights over every centre give every one."""
    reach = tx.actor.centres if isinstance(tx.actor, StaffMember) else None
    query = select(Centre.id).order_by(col(Centre.name), col(Centre.id))
    ids = [one for one in tx.session.exec(query) if one is not None and (reach is None or one in reach)]
    by_id = {one.id: one for one in find_centres(tx, FindCentres()).entries}
    return CentresInCharge(tuple(by_id[one] for one in ids))


def _service(schedule: Schedule, facts: ServiceFacts) -> OfferedService:
    modes = tuple(mode for mode in Mode if mode in schedule.modes.get(facts.id, ()))
    return OfferedService(facts, modes, tuple(schedule.seats.get(facts.id, ())))


def _workers(
    rows: Iterable[Resource], kind: ResourceKind, weeks: Mapping[int, Sequence[WeekLine]]
) -> tuple[Worker, ...]:
    return tuple(
        Worker(row.id, row.name, row.works, tuple(weeks.get(row.id, ())))
        for row in rows
        if row.kind is kind and row.id is not None
    )


def _missing(
    centre: CentreInfo, specialists: Iterable[Worker], services: Iterable[OfferedService]
) -> Iterable[Missing]:
    at_work = [one for one in specialists if one.works]
    if not centre.address:
        yield Missing.ADDRESS
    if not at_work:
        yield Missing.SPECIALIST
    elif not any(one.week for one in at_work):
        yield Missing.HOURS
    if not any(service.seats for service in services):
        yield Missing.SERVICE
