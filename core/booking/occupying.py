"""The one write path to time: every visit and meeting takes and gives back minutes here, whoever books it (B1).

Looking first keeps refusals cheap and kind; what makes a double booking impossible is the schema. When two bookings
race on PostgreSQL both may look and see nothing: then the second insert waits for the first, breaks the constraint, its
whole transaction is undone and run again, and it is refused, or seen by somebody else, like anybody who came later.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import col, delete, select

from core.booking.hours import Span
from core.booking.queries import TAKE_SPAN, ask, hold_is_over
from core.booking.states import ACTIVE, Status
from core.booking.tables import Appointment, Occupancy
from core.storage.database import Crossed
from core.use_case import Tx

_BROKEN_KEYS = frozenset(
    {"23505", "23P01", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_TRIGGER"}
)
"""Unique and exclusion violations of PostgreSQL, and what SQLite calls them."""


def occupy(tx: Tx, appointment_id: int, resources: Sequence[int], span: Span) -> None:
    """Take `span` of every resource (in the order of `in_order`). Raises what `racing` understands."""
    for each in resources:
        _take(tx, each, span, appointment_id=appointment_id)


def occupy_room(tx: Tx, meeting_id: int, room_id: int, span: Span) -> None:
    """Take a room for a meeting of a club, under the same guard. Raises what `racing` understands."""
    _take(tx, room_id, span, meeting_id=meeting_id)


def _take(tx: Tx, resource_id: int, span: Span, **by: int) -> None:
    whose = {"appointment_id": None, "meeting_id": None, **by}
    ask(tx, TAKE_SPAN, resource_id=resource_id, starts_at=span.starts_at, ends_at=span.ends_at, **whose)


def vacate(tx: Tx, appointment_id: int) -> None:
    """Give back every minute of an appointment."""
    tx.session.exec(delete(Occupancy).where(col(Occupancy.appointment_id) == appointment_id))


def vacate_room(tx: Tx, meeting_id: int) -> None:
    """Give back the room of a meeting."""
    tx.session.exec(delete(Occupancy).where(col(Occupancy.meeting_id) == meeting_id))


def end(tx: Tx, appointment: Appointment, status: Status) -> None:
    """Put an appointment into a status that takes no time any more."""
    assert status not in ACTIVE and appointment.id is not None
    appointment.status, appointment.held_until, appointment.ordinal = status, None, None
    appointment.changed_at = tx.now
    tx.session.add(appointment)
    tx.session.flush()
    vacate(tx, appointment.id)


def expire_holds(tx: Tx, *conditions: sa.ColumnElement[bool], in_passing: bool = False) -> int:
    """End the holds whose time is over and that meet `conditions`; returns how many.

    One that somebody else has in hand (a late confirmation, the sweep) is waited for, since its time is wanted;
    `in_passing` leaves it alone.
    """
    rows = tx.session.exec(
        select(Appointment)
        .where(hold_is_over(tx.now), *conditions)
        .order_by(col(Appointment.id))
        .with_for_update(skip_locked=in_passing)
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        end(tx, row, Status.EXPIRED)
    return len(rows)


def in_order(*resources: int | None) -> list[int]:
    """Specialist and room in the order in which everybody takes them (two orders could deadlock)."""
    return sorted(resource for resource in resources if resource is not None)


@contextmanager
def racing() -> Iterator[None]:
    """Turn a broken key, which only a racing transaction can break, into `Crossed`: the unit is run again."""
    try:
        yield
    except Exception as error:
        broken = getattr(error, "orig", error)  # SQLAlchemy wraps the driver's fault, the wire does not
        fault = getattr(broken, "sqlstate", None) or getattr(broken, "sqlite_errorname", None)
        if fault not in _BROKEN_KEYS:
            raise
        raise Crossed("another transaction was faster") from error
