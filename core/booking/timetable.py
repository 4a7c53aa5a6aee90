"""From rows to what `slots.py` needs: who gives a service, when they work, when they are busy.

A hold whose ten minutes are over counts as free here although its row still stands: expiry is a question to the
clock, never a job that must have run.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.booking.hours import Change, DayRule, Hours, Span, WeekLine, hours_of, instant_of, spans_of
from core.booking.production_calendar import rule_of
from core.booking.queries import BUSY, CENTRE_DAYS, CHANGES, NAMES, OFFER, SEATS, WEEKS, ask
from core.booking.slots import Chair, Shape
from core.booking.states import ChangeKind, Mode
from core.use_case import Tx

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """A service of a centre as it can be visited in one mode. `zone` is the centre's."""

    service_id: int
    centre_id: int
    zone: ZoneInfo
    mode: Mode
    shape: Shape
    notice: timedelta
    horizon: timedelta

    def window(self, now: datetime) -> Span:
        """When a visit may begin, seen from `now`."""
        return Span(now + self.notice, now + self.horizon)


def offer_of(tx: Tx, service_id: int, mode: Mode) -> Offer | None:
    """The service in this mode; None when the centre does not offer it or is not open for booking."""
    row = ask(tx, OFFER, service=service_id, mode=mode).first()
    if row is None:
        return None
    shape = shape_of(row.minutes, row.step_minutes, row.buffer_minutes, row.travel_minutes, mode)
    notice, horizon = timedelta(minutes=row.notice_minutes), timedelta(days=row.horizon_days)
    return Offer(service_id, row.centre_id, ZoneInfo(row.time_zone), mode, shape, notice, horizon)


def shape_of(minutes: int, step: int, buffer: int, travel: int, mode: Mode) -> Shape:
    """The time one visit takes, from minutes: travel on both sides of a home or village visit, else the buffer."""
    away = timedelta(minutes=travel if mode in (Mode.HOME, Mode.VILLAGE) else 0)
    after = max(away, timedelta(minutes=buffer))
    return Shape(timedelta(minutes=minutes), timedelta(minutes=step), away, after)


def chairs_of(
    tx: Tx, offer: Offer, days: Sequence[date], specialist_id: int | None = None, ignoring: int | None = None
) -> list[Chair]:
    """Everybody who gives the service, with working and busy spans of `days` (one after another, at least one).

    `ignoring` is an appointment whose own time counts as free, for moving it.
    """
    seats = _seats(tx, offer, specialist_id)
    rooms = [room for _, room in seats if room is not None]
    resources = [specialist for specialist, _ in seats] + rooms
    calendar = Calendar.read(tx, offer.centre_id, offer.zone, days)
    working = calendar.working(tx, [specialist for specialist, _ in seats])
    busy = busy_spans(tx, resources, span_of_days(days, offer.zone), ignoring)
    for room in rooms:
        busy[room].extend(calendar.closed(room))
    return [_chair(specialist, room, working[specialist], busy) for specialist, room in seats]


def days_between(first: datetime, last: datetime, zone: ZoneInfo) -> list[date]:
    """Calendar days in `zone` from one instant to another, both included."""
    start, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    return [start + ONE_DAY * count for count in range((end - start).days + 1)]


def span_of_days(days: Sequence[date], zone: ZoneInfo) -> Span:
    """From the first midnight to the midnight after the last day."""
    return Span(instant_of(days[0], 0, zone), instant_of(days[-1], 1440, zone))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Some days of a centre: the rule of each, and what changes for whom."""

    zone: ZoneInfo
    rules: dict[date, DayRule]
    changes: dict[tuple[date, int | None], list[Change]]

    @staticmethod
    def read(tx: Tx, centre_id: int, zone: ZoneInfo, days: Sequence[date]) -> "Calendar":
        """Read `days`, which follow one another."""
        return Calendar(zone, _rules(tx, centre_id, days), _changes(tx, centre_id, days))

    def working(self, tx: Tx, specialists: Iterable[int]) -> dict[int, tuple[Span, ...]]:
        """Working time of each specialist."""
        weeks = _weeks(tx, list(specialists))
        return {specialist: tuple(self._spans(specialist, week)) for specialist, week in weeks.items()}

    def closed(self, resource: int) -> Iterator[Span]:
        """When a room (which has no hours of its own) cannot be used."""
        for day in self.rules:
            shut = [change.hours for change in self.changes[day, resource] if change.kind is ChangeKind.CLOSED]
            yield from spans_of(day, shut, self.zone)

    def _spans(self, specialist: int, week: Sequence[WeekLine]) -> Iterator[Span]:
        for day, rule in self.rules.items():
            changes = self.changes[day, None] + self.changes[day, specialist]
            yield from spans_of(day, hours_of(week, rule, changes), self.zone)


def busy_spans(
    tx: Tx, resources: Iterable[int], within: Span, ignoring: int | None = None
) -> defaultdict[int, list[Span]]:
    """What each resource is busy with, holds included unless their time is over."""
    rows = ask(
        tx,
        BUSY,
        resources=list(resources),
        since=within.starts_at,
        until=within.ends_at,
        ignoring=ignoring or 0,
        now=tx.now,
    )
    busy: defaultdict[int, list[Span]] = defaultdict(list)
    for resource, starts_at, ends_at in rows:
        busy[resource].append(Span(starts_at, ends_at))
    return busy


def _seats(tx: Tx, offer: Offer, specialist_id: int | None) -> list[tuple[int, int | None]]:
    rows = ask(tx, SEATS, service=offer.service_id)
    in_place = offer.mode is Mode.PLACE
    return [
        (specialist, room if in_place else None)
        for specialist, room in rows
        if specialist_id is None or specialist == specialist_id
    ]


def _chair(specialist: int, room: int | None, working: tuple[Span, ...], busy: dict[int, list[Span]]) -> Chair:
    taken = busy[specialist] + (busy[room] if room is not None else [])
    return Chair(specialist, room, working, tuple(taken))


def _weeks(tx: Tx, specialists: list[int]) -> dict[int, list[WeekLine]]:
    weeks: dict[int, list[WeekLine]] = {specialist: [] for specialist in specialists}
    for resource, weekday, starts, ends, kind in ask(tx, WEEKS, resources=specialists):
        weeks[resource].append(WeekLine(weekday, Hours(starts, ends), kind))
    return weeks


def _changes(tx: Tx, centre_id: int, days: Sequence[date]) -> dict[tuple[date, int | None], list[Change]]:
    changes: dict[tuple[date, int | None], list[Change]] = defaultdict(list)
    for day, resource, kind, starts, ends in ask(tx, CHANGES, centre=centre_id, first=days[0], last=days[-1]):
        changes[day, resource].append(Change(kind, Hours(starts, ends)))
    return changes


def _rules(tx: Tx, centre_id: int, days: Sequence[date]) -> dict[date, DayRule]:
    own = {row.day: row.kind for row in ask(tx, CENTRE_DAYS, centre=centre_id, first=days[0], last=days[-1])}
    return {day: rule_of(day, own.get(day)) for day in days}


def names_of(tx: Tx, resources: Iterable[int | None]) -> dict[int, str]:
    """Names of specialists and rooms as families see them."""
    wanted = {resource for resource in resources if resource is not None}
    return {row.id: row.name for row in ask(tx, NAMES, resources=list(wanted))}
