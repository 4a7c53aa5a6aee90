"""The day of a club or event: reminders before it, who came, as staff record it (F12)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from core.booking.gathering_letters import families_enrolled, remind_of
from core.booking.gathering_tables import Attendance, Enrolment, Gathering, Meeting
from core.booking.gatherings import UnknownGathering, reach_gathering
from core.booking.states import Standing
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case

REMIND_AHEAD = timedelta(hours=48)
"""Reminders of meetings so near are queued; each leaves a day before its meeting."""


@dataclass(frozen=True, slots=True)
class RemindOfMeetings:
    """Once."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """Meetings looked at."""

    meetings: int


@use_case(Permission.SYSTEM)
def remind_of_meetings(tx: Tx, command: RemindOfMeetings) -> Reminded:
    """Queue the reminders of meetings ahead, for every family that is enrolled now. Doing it again changes nothing."""
    near = select(Meeting, Gathering).join(Gathering, col(Gathering.id) == col(Meeting.gathering_id))
    found = tx.session.exec(
        near.where(
            col(Meeting.called_off).is_(False),
            col(Meeting.starts_at) > tx.now,
            col(Meeting.starts_at) <= tx.now + REMIND_AHEAD,
        )
    ).all()
    for meeting, gathering in found:
        for family_id in families_enrolled(tx, gathering):
            remind_of(tx, gathering, meeting, family_id)
    return Reminded(len(found))


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """Who came to a meeting: tickets of places. Everybody else who is enrolled did not."""

    meeting_id: int
    came: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many came, of how many."""

    came: int
    enrolled: int


@use_case(Permission.MANAGE_APPOINTMENTS)
def record_attendance(tx: Tx, command: RecordAttendance) -> Recorded:
    """Record it; again with other names corrects it. Raises `UnknownGathering`."""
    meeting = tx.session.get(Meeting, command.meeting_id)
    if meeting is None or meeting.called_off or meeting.starts_at > tx.now:
        raise UnknownGathering(f"meeting {command.meeting_id} has not begun")
    gathering = reach_gathering(tx, meeting.gathering_id)
    enrolled = _enrolled(tx, gathering.id)
    for row in enrolled:
        assert row.id is not None
        came = row.ticket in command.came
        tx.session.merge(Attendance(meeting_id=command.meeting_id, enrolment_id=row.id, came=came))
    publish(tx, gathering.centre_id, "gathering.changed", f"gathering:{gathering.id}")
    return Recorded(sum(row.ticket in command.came for row in enrolled), len(enrolled))


@dataclass(frozen=True, slots=True)
class ReadAttendance:
    """A gathering whose begun meetings to list."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """One begun meeting; `came` holds tickets, None until somebody has recorded it."""

    meeting_id: int
    starts_at: datetime
    came: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class MeetingSheets:
    """The newest first."""

    entries: tuple[MeetingSheet, ...]


@use_case(Permission.READ_APPOINTMENTS)
def read_attendance(tx: Tx, query: ReadAttendance) -> MeetingSheets:
    """Who came to the meetings so far."""
    reach_gathering(tx, query.gathering_id)
    held = col(Meeting.called_off).is_(False) & (col(Meeting.starts_at) <= tx.now)
    begun = select(Meeting).where(Meeting.gathering_id == query.gathering_id, held)
    rows = tx.session.exec(begun.order_by(col(Meeting.starts_at).desc())).all()
    return MeetingSheets(tuple(MeetingSheet(row.id or 0, row.starts_at, _came(tx, row)) for row in rows))


def _came(tx: Tx, meeting: Meeting) -> frozenset[str] | None:
    rows = tx.session.exec(
        select(Enrolment.ticket, Attendance.came)
        .join(Attendance, col(Attendance.enrolment_id) == col(Enrolment.id))
        .where(Attendance.meeting_id == meeting.id)
    ).all()
    return frozenset(ticket for ticket, came in rows if came) if rows else None


def _enrolled(tx: Tx, gathering_id: int | None) -> list[Enrolment]:
    query = select(Enrolment).where(Enrolment.gathering_id == gathering_id, Enrolment.standing == Standing.ENROLLED)
    return list(tx.session.exec(query.order_by(col(Enrolment.id))))
