"""Who is on duty at a moment, from the lines of a roster. Pure: no database, no clock.

Lines are of the centre's wall clock. A day with lines of its own ignores those of the week, so that a holiday promises
nobody who is not there. A shift that ends before it begins goes on into the next day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.duty.states import Line

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class RosterLine:
    """`weekday` 1 (Monday) to 7, or one `day`. Minutes since midnight; `account_id` None: nobody on that day."""

    account_id: int | None
    line: Line
    weekday: int | None
    day: date | None
    starts_minute: int
    ends_minute: int

    def on(self, day: date) -> bool:
        """Whether the line is about this day."""
        return self.day == day if self.day is not None else self.weekday == day.isoweekday()


def on_duty(roster: Sequence[RosterLine], now: datetime, zone: ZoneInfo) -> tuple[tuple[Line, int], ...]:
    """Who is there at `now` (aware), each person once per line, in the order of the roster."""
    today = now.astimezone(zone).date()
    there = (
        (each.line, each.account_id)
        for day in (today - timedelta(days=1), today)
        for each in _of_day(roster, day)
        if each.account_id is not None and _covers(each, day, now, zone)
    )
    return tuple(dict.fromkeys(there))


def _of_day(roster: Iterable[RosterLine], day: date) -> list[RosterLine]:
    found = [each for each in roster if each.on(day)]
    return [each for each in found if each.day is not None] or found


def _covers(line: RosterLine, day: date, now: datetime, zone: ZoneInfo) -> bool:
    ends = line.ends_minute if line.ends_minute > line.starts_minute else line.ends_minute + _DAY
    return _moment(day, line.starts_minute, zone) <= now < _moment(day, ends, zone)


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minute, _DAY)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
