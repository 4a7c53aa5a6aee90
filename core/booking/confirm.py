"""A held time becomes the family's visit: consent, limit and reminders meet here."""

from dataclasses import dataclass

from core.booking.appointments import Visit, reach, visit_of
from core.booking.change_letters import tell_of_change
from core.booking.choosing import Wanted
from core.booking.family_hours import own_visit
from core.booking.hits import why_not
from core.booking.hold import Hold, guest_of, take_time, wish_of
from core.booking.hours import Span
from core.booking.limits import free_ordinal
from core.booking.occupying import racing
from core.booking.outings import settlement_of
from core.booking.refusals import NotNow, Reason
from core.booking.reminders import remind
from core.booking.states import Status
from core.booking.tables import Appointment
from core.booking.timetable import standing_schedule
from core.booking.waiting_rows import stop_waiting
from core.families.household import own_family
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Adult, StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class Confirm:
    """The ticket of a hold."""

    ticket: str


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def confirm(tx: Tx, command: Confirm) -> Visit:
    """Make the hold a visit; confirming twice changes nothing.

    A hold whose ten minutes are over but whose time nobody wanted meanwhile is still good. Raises `SlotRefused` when
    the time is gone, the schedule has changed, the family has two such visits ahead or another one in that hour,
    `UnknownAppointment` for somebody else's hold.
    """
    row = reach(tx, command.ticket)
    if row.status is Status.CONFIRMED:
        return visit_of(tx, row)
    where = settlement_of(tx, row)
    wanted = Wanted(
        row.service_id,
        row.mode,
        row.starts_at,
        settlement_id=where,
        family_id=row.family_id,
        others_come=row.others_come,
    )
    if row.status is not Status.HELD:
        raise wanted.refused(Reason.HOLD_OVER)
    schedule = standing_schedule(tx, row.centre_id)
    if why_not(tx, row, schedule) is not None:
        offered = schedule.offer(wanted.service_id, wanted.mode, wanted.settlement_id)
        raise wanted.refused(Reason.OUTSIDE_HOURS if offered else Reason.NOT_OFFERED)
    if row.family_id is None:
        _belongs_to_the_actor(tx, row, wanted)
    standing = own_visit(tx, None if row.others_come else row.family_id, Span(row.starts_at, row.ends_at))
    if standing is not None:
        raise wanted.refused(Reason.OWN_VISIT, standing)
    row.status, row.held_until, row.changed_at = Status.CONFIRMED, None, tx.now
    with racing():
        visit = visit_of(tx, row)
    _announce(tx, visit, row.adult_id)
    return visit


@dataclass(frozen=True, slots=True)
class Book:
    """Hold and confirm in one step: staff for a family, or an adult who needs no time to think."""

    what: Hold


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def book(tx: Tx, command: Book) -> Visit:
    """Book at once. Raises what `hold` and `confirm` raise; then nothing is kept.

    A family whom staff book is written to; `told` of the result says whether it can be.
    """
    guest = guest_of(tx, command.what)
    if guest.family_id is None:
        raise NotNow("a visit needs a family")
    visit = take_time(tx, wish_of(command.what, guest), guest, None)
    _announce(tx, visit, guest.adult_id)
    return tell_of_change(tx, visit, None, guest.adult_id) if isinstance(tx.actor, StaffMember) else visit


def _announce(tx: Tx, visit: Visit, adult_id: int | None) -> None:
    assert visit.family_id is not None
    remind(tx, visit, adult_id)
    stop_waiting(tx, visit.family_id, visit.service_id, booked=visit.id)
    publish(tx, visit.centre_id, "appointment.changed", f"appointment:{visit.id}")


def _belongs_to_the_actor(tx: Tx, row: Appointment, wanted: Wanted) -> None:
    """A visitor's hold becomes that of the family the visitor has meanwhile made by consenting."""
    if not isinstance(tx.actor, Adult):
        raise NotNow("a visit needs a family")
    family = own_family(tx)
    assert family.id is not None
    ordinal = free_ordinal(tx, family.id, row.service_id)
    if ordinal is None:
        raise wanted.refused(Reason.LIMIT)
    row.family_id, row.adult_id, row.ordinal = family.id, tx.actor.adult_id, ordinal
