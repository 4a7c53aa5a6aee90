"""Which booked visits and meetings no longer fit the schedule, and why (C8, B8).

A change never moves or cancels anything by itself. Whoever changed the schedule is shown what it hits, so that somebody
talks to those families.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.appointments import Visit, visit_of, visits
from core.booking.clock_faces import instant_on
from core.booking.gathering_tables import Gathering, Meeting
from core.booking.hours import Span
from core.booking.schedule import Schedule, days_between
from core.booking.states import Mode, Status
from core.booking.tables import Appointment, Occupancy
from core.booking.timetable import renew, schedule_of
from core.permissions import Permission
from core.use_case import Tx, use_case


class Why(StrEnum):
    """What does not fit any more; of several the first."""

    SPECIALIST = "specialist"
    """Does not work here now."""
    SERVICE = "service"
    """Is not given any more, by this specialist or at all."""
    MODE = "mode"
    """The service is not given in this way any more."""
    SETTLEMENT = "settlement"
    """Nobody drives there now."""
    HOURS = "hours"
    """Lies outside the specialist's working time."""
    ROOM = "room"
    """Is out of use, or closed then."""
    CREW = "crew"
    """Is out of use, or not to be had then."""
    CENTRE = "centre"
    """Is closed then (meetings)."""
    CLOCK = "clock"
    """The law moved the clocks, and at the promised hour is something else."""


@dataclass(frozen=True, slots=True)
class HitVisit:
    """A booked visit that does not fit."""

    visit: Visit
    why: Why


@dataclass(frozen=True, slots=True)
class HitMeeting:
    """A meeting of a club or an event (UTC) that does not fit."""

    gathering_id: int
    centre_id: int
    title: str
    starts_at: datetime
    why: Why


@dataclass(frozen=True, slots=True)
class Hit:
    """Everything ahead that does not fit, by time."""

    entries: tuple[HitVisit, ...]
    meetings: tuple[HitMeeting, ...]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits without the reasons."""
        return tuple(one.visit for one in self.entries)


@dataclass(frozen=True, slots=True)
class FindHit:
    """A centre whose booked visits and meetings to compare with its present schedule."""

    centre_id: int


@use_case(Permission.READ_APPOINTMENTS, Permission.MANAGE_SCHEDULE)
def find_hit(tx: Tx, query: FindHit) -> Hit:
    """Booked visits and meetings ahead that do not fit now."""
    tx.require_centre(query.centre_id)
    schedule = schedule_of(tx, query.centre_id)
    return Hit(tuple(hit_visits(tx, schedule)), tuple(_meetings(tx, schedule)))


def announce(tx: Tx, centre_id: int) -> Hit:
    """Tell everybody that the schedule changed; answers with what no longer fits."""
    renew(tx, centre_id)
    return find_hit(tx, FindHit(centre_id))


def why_not(tx: Tx, row: Appointment, schedule: Schedule) -> Why | None:
    """Why one hold or visit does not fit; None: it does. No hit list names a hold: it is asked before it is a visit."""
    taken = tx.session.exec(select(Occupancy).where(Occupancy.appointment_id == row.id)).all()
    return _why_visit(visit_of(tx, row), row.wall_start, taken, schedule)


def hit_visits(tx: Tx, schedule: Schedule) -> Iterator[HitVisit]:
    """Booked visits ahead that do not fit `schedule`, be it the centre's or one it might have."""
    which = (
        col(Appointment.centre_id) == schedule.centre_id,
        col(Appointment.status) == Status.CONFIRMED,
        col(Appointment.starts_at) > tx.now,
    )
    ahead = visits(tx, *which)
    promised = dict(tx.session.exec(select(Appointment.id, Appointment.wall_start).where(*which)).all())
    taken: defaultdict[int | None, list[Occupancy]] = defaultdict(list)
    for row in tx.session.exec(select(Occupancy).where(col(Occupancy.appointment_id).in_(promised))):
        taken[row.appointment_id].append(row)
    for visit in ahead:
        why = _why_visit(visit, promised[visit.id], taken[visit.id], schedule)
        if why is not None:
            yield HitVisit(visit, why)


def _why_visit(visit: Visit, promised: str, taken: Iterable[Occupancy], schedule: Schedule) -> Why | None:
    """`promised` is the hour on the wall. Travel and buffer belong to a visit, as when it was booked."""
    if visit.specialist_id not in schedule.specialists:
        return Why.SPECIALIST
    givers = schedule.seats.get(visit.service_id, ()) if visit.service_id in schedule.services else ()
    if visit.specialist_id not in dict(givers):
        return Why.SERVICE
    if visit.mode not in schedule.modes.get(visit.service_id, ()):
        return Why.MODE
    if visit.settlement_id is not None and visit.settlement_id not in schedule.destinations:
        return Why.SETTLEMENT
    if instant_on(promised, ZoneInfo(visit.time_zone)) != visit.starts_at:
        return Why.CLOCK
    return next((why for row in taken if (why := _why_then(visit, row, schedule))), None)


def _why_then(visit: Visit, row: Occupancy, schedule: Schedule) -> Why | None:
    """Why a visit cannot have this specialist, room or crew then."""
    span = Span(row.starts_at, row.ends_at)
    days = days_between(span.starts_at, span.ends_at, schedule.zone)
    if row.resource_id == visit.specialist_id:
        spans = _working(visit, schedule, days)
        fits = any(each.starts_at <= span.starts_at and span.ends_at <= each.ends_at for each in spans)
        return None if fits else Why.HOURS
    if not _shut(row.resource_id, span, days, schedule):
        return None
    return Why.CREW if visit.mode.away else Why.ROOM


def _working(visit: Visit, schedule: Schedule, days: Sequence[date]) -> tuple[Span, ...]:
    """When this specialist can be visited in this way; work goes on on both sides of midnight."""
    if visit.mode is Mode.VILLAGE and visit.settlement_id is not None:
        return schedule.in_village(visit.specialist_id, visit.settlement_id, days)
    return schedule.working(visit.specialist_id, days)


def _meetings(tx: Tx, schedule: Schedule) -> Iterator[HitMeeting]:
    query = (
        select(Meeting, Gathering, Occupancy.resource_id)
        .join(Gathering, col(Gathering.id) == col(Meeting.gathering_id))
        .outerjoin(Occupancy, col(Occupancy.meeting_id) == col(Meeting.id))
        .where(
            Gathering.centre_id == schedule.centre_id,
            col(Meeting.starts_at) > tx.now,
            col(Meeting.called_off).is_(False),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    for meeting, gathering, room in tx.session.exec(query):
        why = _why_meeting(meeting, room, schedule)
        if why is not None:
            yield HitMeeting(meeting.gathering_id, gathering.centre_id, gathering.title, meeting.starts_at, why)


def _why_meeting(meeting: Meeting, room: int | None, schedule: Schedule) -> Why | None:
    """A club may meet on a Sunday and a New Year's party on a holiday: only the centre's own word closes the house."""
    if instant_on(meeting.wall_start, schedule.zone) != meeting.starts_at:
        return Why.CLOCK
    span = Span(meeting.starts_at, meeting.ends_at)
    days = days_between(span.starts_at, span.ends_at, schedule.zone)
    if _shut(None, span, days, schedule):
        return Why.CENTRE
    return Why.ROOM if room is not None and _shut(room, span, days, schedule) else None


def _shut(resource: int | None, span: Span, days: Sequence[date], schedule: Schedule) -> bool:
    """Whether a room, a crew or (None) the whole centre cannot be had at some moment of `span`."""
    if resource in schedule.out_of_use:
        return True
    return any(span.overlaps(one) for one in schedule.closed(resource, days))
