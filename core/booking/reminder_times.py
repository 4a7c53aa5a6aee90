"""When to remind of a visit: a day before and two hours before, never at night. Pure (B10).

Night is outside 08:00-21:00 where the family lives. A reminder that would fall into it comes at 20:00 of the evening
before. The two of one visit never fall together: at least eight hours lie between them (property test).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WAKES, SLEEPS, EVENING = time(8), time(21), time(20)


class Notice(StrEnum):
    """Which reminder."""

    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"


_AHEAD = {Notice.DAY_BEFORE: timedelta(hours=24), Notice.HOURS_BEFORE: timedelta(hours=2)}


@dataclass(frozen=True, slots=True)
class ReminderTime:
    """A reminder and its instant (UTC when `starts_at` is)."""

    notice: Notice
    due_at: datetime


def reminder_times(starts_at: datetime, family_zone: ZoneInfo, now: datetime) -> tuple[ReminderTime, ...]:
    """The reminders still ahead of `now`, in order."""
    planned = [ReminderTime(notice, due_at(notice, starts_at, family_zone)) for notice in Notice]
    return tuple(reminder for reminder in planned if reminder.due_at > now)


def due_at(notice: Notice, starts_at: datetime, family_zone: ZoneInfo) -> datetime:
    """When this reminder of a visit falls due."""
    return by_day(starts_at - _AHEAD[notice], family_zone)


def morning_after(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """08:00 after the night `moment` falls into; None by day. For what could not leave in time."""
    local = moment.astimezone(zone)
    if WAKES <= local.time() < SLEEPS:
        return None
    day = local.date() + timedelta(days=1) if local.time() >= SLEEPS else local.date()
    return datetime.combine(day, WAKES, tzinfo=zone).astimezone(moment.tzinfo)


def by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment`, or 20:00 of the evening before the night it falls into."""
    local = moment.astimezone(zone)
    if WAKES <= local.time() < SLEEPS:
        return moment
    evening = local.date() if local.time() >= SLEEPS else local.date() - timedelta(days=1)
    return datetime.combine(evening, EVENING, tzinfo=zone).astimezone(moment.tzinfo)
