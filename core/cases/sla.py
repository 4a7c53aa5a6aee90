"""How long a family waits, in the centre's working time.

A promise such as "an answer within an hour" is a promise about hours somebody is there: a message written on Friday at
16:30 is not late on Saturday. This module counts only time inside the working intervals it is given, so it knows
nothing of schedules, holidays or zones: whoever owns the schedule hands over intervals as UTC instants, with lunch,
shortened days and days off already cut out (acceptance row A14).

While the centre waits for the family the clock stands still (:class:`Clock`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """Working time from `starts_at` up to, not including, `ends_at`. Aware instants."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("working time needs aware instants")
        if self.starts_at >= self.ends_at:
            raise ValueError("working time must end after it starts")


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as few intervals in order: several people at work at once are one opening."""
    result: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.starts_at):
        if result and interval.starts_at <= result[-1].ends_at:
            result[-1] = replace(result[-1], ends_at=max(result[-1].ends_at, interval.ends_at))
        else:
            result.append(interval)
    return tuple(result)


def _from(moment: datetime, working: Iterable[Interval]) -> Iterator[Interval]:
    """The working time left after `moment`, in order. Intervals do not overlap (`merged`)."""
    for interval in sorted(working, key=lambda each: each.starts_at):
        if interval.ends_at > moment:
            yield replace(interval, starts_at=max(moment, interval.starts_at))


def spent(started: datetime, until: datetime, working: Iterable[Interval]) -> timedelta:
    """Working time between two instants; nothing when `until` is not after `started`."""
    parts = (min(left.ends_at, until) - left.starts_at for left in _from(started, working))
    return sum((part for part in parts if part > NOTHING), NOTHING)


def due(started: datetime, allowance: timedelta, working: Iterable[Interval]) -> datetime | None:
    """The instant at which `allowance` of working time has passed since `started`.

    An allowance used up exactly at closing time is due at closing time, not at the next opening. None when the given
    intervals end too early to tell: nothing is ever promised beyond the known schedule.
    """
    rest = allowance
    for left in _from(started, working):
        length = left.ends_at - left.starts_at
        if rest <= length:
            return left.starts_at + rest
        rest -= length
    return None


def next_opening(now: datetime, working: Iterable[Interval]) -> datetime | None:
    """When somebody is there: `now` itself during working time, else the next start; None when unknown."""
    return due(now, NOTHING, working)


def is_open(now: datetime, working: Iterable[Interval]) -> bool:
    """Somebody is there at `now`."""
    return next_opening(now, working) == now


@dataclass(frozen=True, slots=True)
class Clock:
    """Working time used up so far, and since when it has been running; None while it stands still."""

    used: timedelta = NOTHING
    running_since: datetime | None = None

    def run(self, now: datetime) -> "Clock":
        """It is the centre's turn from `now` on. A running clock is left alone."""
        return self if self.running_since is not None else replace(self, running_since=now)

    def stand(self, now: datetime, working: Sequence[Interval]) -> "Clock":
        """It is the family's turn from `now` on."""
        return Clock(self.total(now, working))

    def total(self, now: datetime, working: Sequence[Interval]) -> timedelta:
        """Working time the centre has used up to `now`."""
        return self.used if self.running_since is None else self.used + spent(self.running_since, now, working)

    def due(self, allowance: timedelta, working: Sequence[Interval]) -> datetime | None:
        """When `allowance` will be used up; None while the clock stands still or the schedule ends too early.

        An allowance already overdrawn is due at the moment the clock was started again.
        """
        if self.running_since is None:
            return None
        return due(self.running_since, max(allowance - self.used, NOTHING), working)
