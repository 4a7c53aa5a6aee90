"""Families no letter reaches are reminded by telephone: whom to call about a visit now, and who has called (C15).

A call falls due when the letter a day before would leave (`reminder_times.py`), on the last day before that on which
somebody works at the centre: a letter leaves on a Sunday, a colleague does not call. What is due is a question to the
clock and to the addresses of this moment, so nothing has to be queued, moved or withdrawn with the visit. The tasks of
a case (`core.accompaniment.tasks`) are steps of a plan with one person who does them; such a family may have no case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.appointments import Visit, reach, visits
from core.booking.calling_tables import ReminderCall
from core.booking.contacts import reads_messages
from core.booking.refusals import NotNow
from core.booking.reminder_times import Notice, due_at
from core.booking.schedule import Schedule
from core.booking.states import Status
from core.booking.tables import Appointment
from core.booking.timetable import schedule_of
from core.cases.conversations import staff
from core.families.tables import Family
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.tables import Account
from core.use_case import Tx, use_case

PAUSE = 14
"""The longest holidays that are looked across, in days."""
EARLIEST = timedelta(days=PAUSE + 2)
"""No call is due longer than this before its visit: holidays, a day, and the night it may be moved out of."""


@dataclass(frozen=True, slots=True)
class ReadCalls:
    """Whose."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Calls:
    """Visits ahead about which somebody has to call now, by time."""

    entries: tuple[Visit, ...]


@use_case(Permission.READ_APPOINTMENTS)
def read_calls(tx: Tx, query: ReadCalls) -> Calls:
    """Visits nobody is reminded of: the moment has come, no letter finds a reader, nobody has called yet.

    Whoever agreed upon the time later than that moment has just been spoken to.
    """
    tx.require_centre(query.centre_id)
    found = visits(
        tx,
        col(Appointment.centre_id) == query.centre_id,
        col(Appointment.status) == Status.CONFIRMED,
        col(Appointment.starts_at) > tx.now,
        col(Appointment.starts_at) <= tx.now + EARLIEST,
        ~reads_messages(),
        ~_called(),
    )
    families = select(Family.id, Family.time_zone).where(col(Family.id).in_({visit.family_id for visit in found}))
    zones = {family: ZoneInfo(zone) for family, zone in tx.session.exec(families)}
    schedule = schedule_of(tx, query.centre_id)
    due = [(visit, _due_at(visit, zones[visit.family_id], schedule)) for visit in found]
    return Calls(tuple(visit for visit, at in due if visit.changed_at < at <= tx.now))


@dataclass(frozen=True, slots=True)
class MarkCalled:
    """The ticket of a visit whose family was called."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Called:
    """Who called, and when (UTC)."""

    name: str
    at: datetime


@use_case(Permission.MANAGE_APPOINTMENTS)
def mark_called(tx: Tx, command: MarkCalled) -> Called:
    """The acting person has called; whoever was first stays named. Raises `NotNow` for a visit that is not ahead."""
    row = reach(tx, command.ticket)
    if row.status is not Status.CONFIRMED:
        raise NotNow(row.status.value)
    assert row.id is not None
    if tx.session.get(ReminderCall, (row.id, row.version)) is None:
        caller = staff(tx).account_id
        tx.session.add(
            ReminderCall(appointment_id=row.id, version=row.version, account_id=caller, called_at=tx.now),
        )
        tx.session.flush()
        publish(tx, row.centre_id, "appointment.changed", f"appointment:{row.id}")
    called = _call_of(tx, row)
    assert called is not None
    return called


@dataclass(frozen=True, slots=True)
class ReadCall:
    """The ticket of a visit."""

    ticket: str


@use_case(Permission.READ_APPOINTMENTS)
def read_call(tx: Tx, query: ReadCall) -> Called | None:
    """Who has called about the visit as it stands; None: nobody. Raises `UnknownAppointment`, `Forbidden`."""
    return _call_of(tx, reach(tx, query.ticket, lock=False))


def _call_of(tx: Tx, row: Appointment) -> Called | None:
    query = (
        select(Account.name, ReminderCall.called_at)
        .join(ReminderCall, col(ReminderCall.account_id) == col(Account.id))
        .where(ReminderCall.appointment_id == row.id, ReminderCall.version == row.version)
    )
    found = tx.session.exec(query).first()
    return Called(*found) if found is not None else None


def _called() -> sa.ColumnElement[bool]:
    """The condition on `Appointment` that somebody has called about it as it stands."""
    mine = (ReminderCall.appointment_id == Appointment.id, ReminderCall.version == Appointment.version)
    return select(ReminderCall.version).where(*mine).correlate(Appointment).exists()


def _due_at(visit: Visit, family_zone: ZoneInfo, schedule: Schedule) -> datetime:
    """When a letter would leave, or as many days earlier as nobody is there to call."""
    at = due_at(Notice.DAY_BEFORE, visit.starts_at, family_zone)
    earlier = (at - timedelta(days=days) for days in range(PAUSE + 1))
    return next((each for each in earlier if _is_workday(schedule, each)), at)


def _is_workday(schedule: Schedule, at: datetime) -> bool:
    """Somebody is at the centre at some hour of that day."""
    day = at.astimezone(schedule.zone).date()
    return any(schedule.working(one, [day]) for one in schedule.specialists)
