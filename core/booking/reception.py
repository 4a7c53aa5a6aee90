"""When a visit really began, and how long families waited after they came (B14).

The targets are those of the regulations of public service centres: 5 minutes when the time was agreed, 15 in a queue.
Every visit here has an agreed time; the wait is counted from it when the family came earlier.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.appointments import Visit, reach, visit_of
from core.booking.reception_tables import Reception
from core.booking.refusals import NotNow
from core.booking.schedule import span_of_days
from core.booking.states import Status
from core.booking.tables import Appointment
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case

AGREED, QUEUED = timedelta(minutes=5), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class StartVisit:
    """The ticket of a family that has come."""

    ticket: str


@use_case(Permission.MANAGE_APPOINTMENTS)
def start_visit(tx: Tx, command: StartVisit) -> Visit:
    """The specialist receives the family now; saying it twice changes nothing. Raises `NotNow` before it has come."""
    row = reach(tx, command.ticket)
    if row.status is not Status.ARRIVED:
        raise NotNow(row.status.value)
    assert row.id is not None
    if tx.session.get(Reception, row.id) is None:
        tx.session.add(Reception(appointment_id=row.id, started_at=tx.now))
        publish(tx, row.centre_id, "appointment.changed", f"appointment:{row.id}")
    return visit_of(tx, row)


@dataclass(frozen=True, slots=True)
class ReadWaits:
    """Days of a centre (its calendar), both included."""

    centre_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits in whole minutes. `started`: ids of visits that have begun; `median` is None while there are none."""

    started: frozenset[int]
    median: int | None
    longest: int
    over_agreed: int
    over_queued: int


@use_case(Permission.READ_APPOINTMENTS)
def read_waits(tx: Tx, query: ReadWaits) -> Waits:
    """How long families waited on these days."""
    tx.require_centre(query.centre_id)
    zone = ZoneInfo(tx.session.get_one(Centre, query.centre_id).time_zone)
    span = span_of_days([query.first, query.last], zone)
    rows = tx.session.exec(
        select(Appointment, Reception.started_at)
        .join(Reception, col(Reception.appointment_id) == col(Appointment.id))
        .where(
            Appointment.centre_id == query.centre_id,
            col(Appointment.starts_at) >= span.starts_at,
            col(Appointment.starts_at) < span.ends_at,
        )
    ).all()
    waits = [_waited(row, started) for row, started in rows]
    minutes = [wait.total_seconds() / 60 for wait in waits]
    return Waits(
        started=frozenset(row.id for row, _ in rows if row.id is not None),
        median=round(median(minutes)) if minutes else None,
        longest=round(max(minutes, default=0)),
        over_agreed=sum(wait > AGREED for wait in waits),
        over_queued=sum(wait > QUEUED for wait in waits),
    )


def _waited(row: Appointment, started_at: datetime) -> timedelta:
    """From coming, but not from before the agreed time."""
    came = max(row.starts_at, row.arrived_at or row.starts_at)
    return max(timedelta(0), started_at - came)
