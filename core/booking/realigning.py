"""When the law moves a time zone, visits stay at the hour they were promised for (B9).

A visit stores the wall clock it was promised on. After an update of the zone database the instants of visits ahead are
computed anew from it; families need no new promise, only reminders and calendar files get the new instant.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.appointments import Visit, visit_of
from core.booking.hours import Span
from core.booking.occupying import occupy, vacate
from core.booking.reminders import forget_reminders, remind
from core.booking.states import ACTIVE, Status
from core.booking.tables import Appointment, Occupancy
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Realign:
    """A centre whose zone may have changed."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Realigned:
    """The visits whose instant moved; their wall clocks did not."""

    visits: tuple[Visit, ...]


@use_case(Permission.SYSTEM)
def realign(tx: Tx, command: Realign) -> Realigned:
    """Bring the instants of visits ahead back to their promised wall clocks. Doing it twice changes nothing."""
    rows = tx.session.exec(
        select(Appointment)
        .where(
            Appointment.centre_id == command.centre_id,
            col(Appointment.status).in_(ACTIVE),
            Appointment.starts_at > tx.now,
        )
        .order_by(col(Appointment.starts_at))
        .with_for_update()
    ).all()
    moved = [(row, promised_instant(row)) for row in rows if promised_instant(row) != row.starts_at]
    taken = {row.id: _taken(tx, row) for row, _ in moved}
    for row, _ in moved:
        assert row.id is not None
        vacate(tx, row.id)
    visits = tuple(_shift(tx, row, instant, *taken[row.id]) for row, instant in moved)
    if visits:
        publish(tx, command.centre_id, "schedule.changed", f"centre:{command.centre_id}")
    return Realigned(visits)


def promised_instant(row: Appointment) -> datetime:
    """The UTC instant of the promised wall clock by today's zone database."""
    return datetime.fromisoformat(row.wall_start).replace(tzinfo=ZoneInfo(row.time_zone)).astimezone(UTC)


def _taken(tx: Tx, row: Appointment) -> tuple[list[int], Span]:
    """Whoever and whatever is busy with a visit, in the order in which they are taken, and when."""
    mine = select(Occupancy).where(Occupancy.appointment_id == row.id).order_by(col(Occupancy.resource_id))
    found = tx.session.exec(mine).all()
    resources, span = [one.resource_id for one in found], Span(found[0].starts_at, found[0].ends_at)
    for one in found:
        tx.session.expunge(one)  # the rows are given back and taken anew behind the session's back
    return resources, span


def _shift(tx: Tx, row: Appointment, instant: datetime, resources: list[int], taken: Span) -> Visit:
    by = instant - row.starts_at
    if row.status is Status.CONFIRMED:
        forget_reminders(tx, row)
    row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
    row.version, row.changed_at = row.version + 1, tx.now
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    occupy(tx, row.id, resources, Span(taken.starts_at + by, taken.ends_at + by))
    visit = visit_of(tx, row)
    if row.status is Status.CONFIRMED:
        remind(tx, visit, row.adult_id)
    return visit
