"""When is she free: everybody who works at a centre, day by day, with the hours at work and what of them is left.

What is left is time, not an offer: whether a visit fits into it, with its length and its way, `free.py` says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.booking.hours import Hours, Span, without
from core.booking.listing import Person
from core.booking.schedule import Schedule, days_between, span_of_days
from core.booking.tables import TICK_MINUTES
from core.booking.timetable import busy_spans, schedule_of
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadGaps:
    """The days of a centre (its own calendar), both included."""

    centre_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """One person's day, on the centre's wall. `works` empty: a day off, or out in a village; `free`: from now on."""

    day: date
    specialist: Person
    works: tuple[Hours, ...]
    free: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Everybody who works here, by name, and each of their days, by day and name."""

    people: tuple[Person, ...]
    days: tuple[WorkingDay, ...]


@use_case(Permission.READ_APPOINTMENTS)
def read_gaps(tx: Tx, query: ReadGaps) -> Gaps:
    """Who works when, and when each is free."""
    tx.require_centre(query.centre_id)
    schedule = schedule_of(tx, query.centre_id)
    named = (Person(one, schedule.names[one]) for one in schedule.specialists)
    people = tuple(sorted(named, key=lambda one: (one.name, one.id)))
    days = [query.first + timedelta(days=number) for number in range((query.last - query.first).days + 1)]
    busy = busy_spans(tx, schedule.specialists, span_of_days(days, schedule.zone))
    lines = [_working_day(schedule, one, day, busy.get(one.id, ()), tx.now) for day in days for one in people]
    return Gaps(people, tuple(lines))


def _working_day(schedule: Schedule, one: Person, day: date, busy: Iterable[Span], now: datetime) -> WorkingDay:
    works = schedule.hours(one.id, day)
    taken = [*_on_wall(busy, day, schedule.zone), _passed(now, day, schedule.zone)]
    return WorkingDay(day, one, works, without(works, taken))


def _on_wall(spans: Iterable[Span], day: date, zone: ZoneInfo) -> Iterator[Hours]:
    """What of these lies on `day`, in minutes of its wall clock."""
    for span in spans:
        if day in days_between(span.starts_at, span.ends_at, zone):
            yield Hours(_minute(span.starts_at, day, zone), _minute(span.ends_at, day, zone))


def _passed(now: datetime, day: date, zone: ZoneInfo) -> Hours:
    """What of `day` is over, to the next step of the schedule."""
    return Hours(0, -(-_minute(now, day, zone) // TICK_MINUTES) * TICK_MINUTES)


def _minute(moment: datetime, day: date, zone: ZoneInfo) -> int:
    """The minute of `day` at `moment`: 0 before it begins, 1440 when it is over."""
    local = moment.astimezone(zone)
    if local.date() != day:
        return 0 if local.date() < day else 1440
    return local.hour * 60 + local.minute
