"""A centre's whole schedule as one value: services, who gives them where, weeks, changed days. Pure.

It is read once and kept while its token is the centre's (`timetable.py`); working time of a person and a day is worked
out when it is first asked for and kept with it. Values are shared between threads and never changed once published,
but for that memory, where two threads at worst work out the same day twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.booking.hours import Change, Hours, Span, WeekLine, hours_of, instant_of, spans_of
from core.booking.production_calendar import rule_of
from core.booking.slots import Shape
from core.booking.states import ChangeKind, DayKind, Mode

K = TypeVar("K")
V = TypeVar("V")

ONE_DAY = timedelta(days=1)
Seat = tuple[int, int | None]
"""A specialist and the room."""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as its centre entered it; times in minutes."""

    id: int
    speciality: str
    title: str
    minutes: int
    step_minutes: int
    buffer_minutes: int
    travel_minutes: int
    notice_minutes: int
    horizon_days: int

    def shape(self, mode: Mode) -> Shape:
        """The time one visit takes: travel on both sides of a home or village visit, else the buffer."""
        away = timedelta(minutes=self.travel_minutes if mode.away else 0)
        after = max(away, timedelta(minutes=self.buffer_minutes))
        return Shape(timedelta(minutes=self.minutes), timedelta(minutes=self.step_minutes), away, after)


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Everything a look at free time needs to know of a centre but who is busy. `zone` is the centre's."""

    token: str
    centre_id: int
    zone: ZoneInfo
    services: Mapping[int, ServiceFacts]
    """Those on offer."""
    modes: Mapping[int, frozenset[Mode]]
    seats: Mapping[int, Sequence[Seat]]
    """Service -> who gives it, by specialist; only people who work here now."""
    names: Mapping[int, str]
    specialists: frozenset[int]
    weeks: Mapping[int, Sequence[WeekLine]]
    changes: Mapping[tuple[date, int | None], Sequence[Change]]
    own_days: Mapping[date, DayKind]
    _worked: dict[tuple[int, date], tuple[Span, ...]] = field(default_factory=dict)

    def offer(self, service_id: int, mode: Mode) -> "Offer | None":
        """The service in this mode, or None when it is not to be had."""
        service = self.services.get(service_id)
        if service is None or mode not in self.modes.get(service_id, ()):
            return None
        return Offer(self, service, mode, service.shape(mode))

    def working(self, specialist: int, days: Iterable[date]) -> tuple[Span, ...]:
        """When somebody works on these days, in order."""
        return tuple(span for day in days for span in self._on(specialist, day))

    def closed(self, resource: int, days: Iterable[date]) -> Iterator[Span]:
        """When a room (which has no hours of its own) cannot be used."""
        for day in days:
            changes = self.changes.get((day, resource), ())
            yield from spans_of(day, [one.hours for one in changes if one.kind is ChangeKind.CLOSED], self.zone)

    def hours(self, specialist: int, day: date) -> tuple[Hours, ...]:
        """The same as minutes on the centre's wall."""
        changes = [*self.changes.get((day, None), ()), *self.changes.get((day, specialist), ())]
        return hours_of(self.weeks.get(specialist, ()), rule_of(day, self.own_days.get(day)), changes)

    def _on(self, specialist: int, day: date) -> tuple[Span, ...]:
        known = self._worked.get((specialist, day))
        if known is None:
            known = self._worked[specialist, day] = spans_of(day, self.hours(specialist, day), self.zone)
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A service of a centre as it can be visited in one mode."""

    schedule: Schedule
    service: ServiceFacts
    mode: Mode
    shape: Shape

    @property
    def service_id(self) -> int:
        """Which service."""
        return self.service.id

    @property
    def centre_id(self) -> int:
        """Whose."""
        return self.schedule.centre_id

    @property
    def zone(self) -> ZoneInfo:
        """The centre's."""
        return self.schedule.zone

    def window(self, now: datetime) -> Span:
        """When a visit may begin, seen from `now`."""
        notice, horizon = timedelta(minutes=self.service.notice_minutes), timedelta(days=self.service.horizon_days)
        return Span(now + notice, now + horizon)

    def seats(self, specialist_id: int | None = None) -> list[Seat]:
        """Who can give it (one or all), and the room when the family comes to the centre."""
        in_place = self.mode is Mode.PLACE
        return [
            (specialist, room if in_place else None)
            for specialist, room in self.schedule.seats.get(self.service_id, ())
            if specialist_id is None or specialist == specialist_id
        ]


def days_between(first: datetime, last: datetime, zone: ZoneInfo) -> list[date]:
    """Calendar days in `zone` from one instant to another, both included."""
    start, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    return [start + ONE_DAY * count for count in range((end - start).days + 1)]


def span_of_days(days: Sequence[date], zone: ZoneInfo) -> Span:
    """From the first midnight to the midnight after the last day."""
    return Span(instant_of(days[0], 0, zone), instant_of(days[-1], 1440, zone))


def gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Values by key, in their order."""
    result: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        result[key].append(value)
    return dict(result)
