"""A family joins the waiting list, answers an offer, leaves; and who waits, for the family and for staff (B11)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, func, select

from core.booking.appointments import Visit, reach
from core.booking.change_letters import tell_of_change
from core.booking.choosing import Wanted
from core.booking.confirm import Confirm, confirm
from core.booking.contacts import Contact, contacts_of
from core.booking.hold import Hold, guest_of
from core.booking.holders import holder_of_family
from core.booking.outing_tables import Settlement
from core.booking.refusals import AlreadyBooked, NotNow, Reason
from core.booking.schedule import Offer
from core.booking.states import Mode, PartOfDay, Status
from core.booking.tables import Appointment, Resource, Service
from core.booking.timetable import offer_of
from core.booking.waiting import pass_over, serve
from core.booking.waiting_letters import readers
from core.booking.waiting_rows import place_of, place_offered, stop_waiting, take_turn
from core.booking.waiting_tables import Waiting
from core.centres.tables import Centre
from core.families.household import reach_family
from core.families.tables import Family
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Adult, Refused, StaffMember, Tx, use_case


class NotWaiting(Refused):
    """This family does not wait for that (any more)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A family's place in the queue. `ahead` counts families before it; `offered` is set while a time is kept."""

    id: int
    family_ticket: str
    service_id: int
    service: str
    mode: Mode
    part: PartOfDay
    specialist: str | None
    """Whom it waits for; None: anybody."""
    settlement: str | None
    """Where it is visited; None: where the centre is."""
    joined_at: datetime
    ahead: int
    offered: str | None
    """Ticket of the kept time."""
    offered_at: datetime | None
    """When it begins."""
    offered_until: datetime | None
    to_call: bool
    """A time is kept and no letter tells of it: staff call the family."""
    time_zone: str
    """The centre's."""
    contact: Contact | None = None
    """For staff while a time is kept: whose it is, and where to call those who must be called."""
    given: bool = True
    """What it waits for is still to be had at this centre; if not, staff talk with the family."""


@dataclass(frozen=True, slots=True)
class Places:
    """Places by service and order."""

    entries: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class JoinWaiting:
    """Wait for a time of this service. `family_id` for staff; an adult waits for the own family.

    `specialist_id=None`: with anybody who gives it. `settlement_id`: where a home or village visit would go.
    """

    service_id: int
    mode: Mode
    part: PartOfDay = PartOfDay.ANY
    family_id: int | None = None
    specialist_id: int | None = None
    settlement_id: int | None = None


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def join_waiting(tx: Tx, command: JoinWaiting) -> Place:
    """Join; again with another wish changes the wish and keeps the place. A time that suits is offered at once.

    Raises `SlotRefused` (NOT_OFFERED) when the centre does not give this, or that specialist not.
    """
    offer = _offered(tx, command)
    tx.require_centre(offer.centre_id)
    guest = guest_of(tx, Hold(command.service_id, command.mode, tx.now, family_id=command.family_id))
    if guest.family_id is None:
        raise NotNow("waiting needs a family")
    take_turn(tx, offer.centre_id)
    row = place_of(tx, guest.family_id, command.service_id) or Waiting(
        centre_id=offer.centre_id,
        service_id=command.service_id,
        mode=command.mode,
        part=command.part,
        family_id=guest.family_id,
        adult_id=guest.adult_id,
        holder=guest.holder if guest.adult_id else holder_of_family(tx, guest.family_id),
        joined_at=tx.now,
    )
    row.mode, row.part = command.mode, command.part
    row.specialist_id, row.settlement_id = command.specialist_id, offer.settlement_id
    tx.session.add(row)
    tx.session.flush()
    serve(tx, offer.centre_id)
    publish(tx, offer.centre_id, "waiting.changed", f"centre:{offer.centre_id}")
    return places(tx, col(Waiting.id) == row.id)[0]


def _offered(tx: Tx, command: JoinWaiting) -> Offer:
    offer = _given(tx, command)
    if offer is None:
        wanted = Wanted(command.service_id, command.mode, tx.now, settlement_id=command.settlement_id)
        raise wanted.refused(Reason.NOT_OFFERED)
    return offer


def _given(tx: Tx, wish: JoinWaiting | Waiting) -> Offer | None:
    """What somebody waits for, as long as the centre gives it so, there, and by that specialist."""
    offer = offer_of(tx, wish.service_id, wish.mode, wish.settlement_id)
    if offer is None or wish.specialist_id not in (None, *dict(offer.schedule.seats.get(wish.service_id, ()))):
        return None
    return offer


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """The ticket of the kept time, and whether the family takes it."""

    ticket: str
    take: bool


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def answer_offer(tx: Tx, command: AnswerOffer) -> Visit | None:
    """Take the time, or let the next family have it. Raises what `confirm` raises when it is gone.

    Declining raises `AlreadyBooked` after it was taken and `NotNow` when it is kept no longer: nothing was given away.
    A family for whom staff take it is written to; `told` of the result says whether it can be, None: it knew already.
    """
    if command.take:
        return _take(tx, command.ticket)
    take_turn(tx, reach(tx, command.ticket, lock=False).centre_id)
    held = reach(tx, command.ticket)
    row = place_offered(tx, held.id)
    if held.status is Status.CONFIRMED:
        raise AlreadyBooked(command.ticket)
    if row is None or held.status is not Status.HELD:
        raise NotNow("the time is not kept any more")
    pass_over(tx, row, held)
    serve(tx, held.centre_id)
    return None


def _take(tx: Tx, ticket: str) -> Visit:
    held = reach(tx, ticket)
    news = held.status is Status.HELD
    visit = confirm(tx, Confirm(ticket))
    return tell_of_change(tx, visit, None, held.adult_id) if news and isinstance(tx.actor, StaffMember) else visit


@dataclass(frozen=True, slots=True)
class LeaveWaiting:
    """Wait for this service no longer. `family_id` for staff."""

    service_id: int
    family_id: int


@dataclass(frozen=True, slots=True)
class Left:
    """Done."""


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def leave_waiting(tx: Tx, command: LeaveWaiting) -> Left:
    """Leave; a kept time goes to the next family. Leaving twice changes nothing.

    Staff are asked for the centre of the list: the family may have chosen another one since.
    """
    if isinstance(tx.actor, Adult):
        reach_family(tx, command.family_id)
    row = place_of(tx, command.family_id, command.service_id)
    if row is not None:
        tx.require_centre(row.centre_id)
        take_turn(tx, row.centre_id)
        stop_waiting(tx, command.family_id, command.service_id)
        serve(tx, row.centre_id)
        publish(tx, row.centre_id, "waiting.changed", f"centre:{row.centre_id}")
    return Left()


@dataclass(frozen=True, slots=True)
class ReadMyWaiting:
    """A family's places."""

    family_id: int


@use_case(Permission.FAMILY, Permission.READ_APPOINTMENTS)
def read_my_waiting(tx: Tx, query: ReadMyWaiting) -> Places:
    """Where this family waits."""
    reach_family(tx, query.family_id)
    return Places(places(tx, col(Waiting.family_id) == query.family_id))


@dataclass(frozen=True, slots=True)
class ReadWaitingList:
    """A centre's list."""

    centre_id: int


@use_case(Permission.READ_APPOINTMENTS)
def read_waiting_list(tx: Tx, query: ReadWaitingList) -> Places:
    """Everybody who waits at the centre, by service, in order."""
    tx.require_centre(query.centre_id)
    return Places(places(tx, col(Waiting.centre_id) == query.centre_id))


def places(tx: Tx, condition: sa.ColumnElement[bool]) -> tuple[Place, ...]:
    """Places that meet `condition` (on `Waiting`), by service and order."""
    before = sa.orm.aliased(Waiting)
    ahead = (
        select(func.count())
        .where(col(before.service_id) == col(Waiting.service_id), col(before.id) < col(Waiting.id))
        .scalar_subquery()
    )
    rows = tx.session.execute(
        sa.select(  # type: ignore[call-overload]
            Waiting,
            Family.ticket,
            Service.title,
            Resource.name,
            Settlement.name,
            ahead,
            Centre.time_zone,
            Appointment,
        )
        .join(Family, col(Family.id) == col(Waiting.family_id))
        .join(Service, col(Service.id) == col(Waiting.service_id))
        .join(Centre, col(Centre.id) == col(Waiting.centre_id))
        .outerjoin(Resource, col(Resource.id) == col(Waiting.specialist_id))
        .outerjoin(Settlement, col(Settlement.id) == col(Waiting.settlement_id))
        .outerjoin(Appointment, col(Appointment.id) == col(Waiting.appointment_id))
        .where(condition)
        .order_by(col(Service.title), col(Waiting.id))
    )
    return tuple(_place(tx, *row) for row in rows)


def _place(
    tx: Tx,
    row: Waiting,
    family: str,
    title: str,
    specialist: str | None,
    settlement: str | None,
    ahead: int,
    zone: str,
    held: Appointment | None,
) -> Place:
    assert row.id is not None
    live = held is not None and held.status is Status.HELD and held.held_until is not None and held.held_until > tx.now
    kept = held if live else None
    to_call = kept is not None and not readers(tx, row)
    contact = contacts_of(tx, [kept.id or 0]).get(kept.id or 0) if kept and isinstance(tx.actor, StaffMember) else None
    return Place(
        id=row.id,
        family_ticket=family,
        service_id=row.service_id,
        service=title,
        mode=row.mode,
        part=row.part,
        specialist=specialist,
        settlement=settlement,
        joined_at=row.joined_at,
        ahead=ahead,
        offered=kept.ticket if kept else None,
        offered_at=kept.starts_at if kept else None,
        offered_until=kept.held_until if kept else None,
        to_call=to_call,
        time_zone=zone,
        contact=contact,
        given=_given(tx, row) is not None,
    )
