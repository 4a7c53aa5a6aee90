"""When somebody works on a day: weekly hours, breaks, the day's own changes, the production calendar. Pure.

All of it is in minutes of the centre's wall clock; `spans_of` turns the result into instants. Strongest first:
closed times of the day, open times of the day (they replace the week and work on a holiday too), the calendar's rule,
the weekly hours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.booking.states import ChangeKind, HoursKind


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """Minutes after midnight on the wall, half-open."""

    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line of a weekly timetable; `weekday` is ISO, Monday is 1."""

    weekday: int
    hours: Hours
    kind: HoursKind = HoursKind.WORK


@dataclass(frozen=True, slots=True)
class Change:
    """Hours of one particular day."""

    kind: ChangeKind
    hours: Hours


@dataclass(frozen=True, slots=True)
class DayRule:
    """What the calendar says about a day: whose weekday's hours apply (None: a day off), how much shorter it is."""

    weekday: int | None
    cut_minutes: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Instants, half-open, aware."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether both have a moment in common."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def hours_of(week: Iterable[WeekLine], rule: DayRule, changes: Sequence[Change]) -> tuple[Hours, ...]:
    """Working minutes of one day in order, apart from each other."""
    opened = _of_kind(changes, ChangeKind.OPEN)
    closed = _of_kind(changes, ChangeKind.CLOSED)
    if opened:
        return without(joined(opened), closed)
    lines = [line for line in week if line.weekday == rule.weekday]
    work = joined(line.hours for line in lines if line.kind is HoursKind.WORK)
    breaks = [line.hours for line in lines if line.kind is HoursKind.BREAK]
    return without(_shortened(work, rule.cut_minutes), [*breaks, *closed])


def joined(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    """The same minutes as few intervals in order; touching ones become one."""
    result: list[Hours] = []
    for each in sorted(hours):
        if result and each.starts <= result[-1].ends:
            result[-1] = Hours(result[-1].starts, max(result[-1].ends, each.ends))
        else:
            result.append(each)
    return tuple(result)


def without(hours: Iterable[Hours], cuts: Iterable[Hours]) -> tuple[Hours, ...]:
    """`hours` less every cut."""
    left = list(hours)
    for cut in cuts:
        left = [piece for each in left for piece in _less(each, cut)]
    return tuple(left)


def spans_of(day: date, hours: Iterable[Hours], zone: ZoneInfo) -> tuple[Span, ...]:
    """Instants (UTC) of wall-clock minutes on `day` in `zone`."""
    return tuple(Span(instant_of(day, each.starts, zone), instant_of(day, each.ends, zone)) for each in hours)


def instant_of(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall-clock minute (0 to 1440)."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _of_kind(changes: Sequence[Change], kind: ChangeKind) -> list[Hours]:
    return [change.hours for change in changes if change.kind is kind]


def _less(each: Hours, cut: Hours) -> list[Hours]:
    if cut.ends <= each.starts or each.ends <= cut.starts:
        return [each]
    left = [Hours(each.starts, cut.starts)] if each.starts < cut.starts else []
    right = [Hours(cut.ends, each.ends)] if cut.ends < each.ends else []
    return left + right


def _shortened(work: tuple[Hours, ...], minutes: int) -> tuple[Hours, ...]:
    if not work or minutes == 0:
        return work
    closing = work[-1].ends
    return without(work, [Hours(closing - minutes, closing)])
