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

from core.booking.hours import Change, Hours, Span, WeekLine, hours_of, instant_of, spans_of, without
from core.booking.production_calendar import rule_of
from core.booking.slots import Shape
from core.booking.states import ChangeKind, DayKind, Mode

K = TypeVar("K")
V = TypeVar("V")

ONE_DAY = timedelta(days=1)
Seat = tuple[int, int | None]
"""A specialist and the room."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A settlement the centre drives to; `travel_minutes` one way."""

    id: int
    name: str
    travel_minutes: int


@dataclass(frozen=True, slots=True)
class VillageDay:
    """Hours a crew spends in a settlement; `way` is how long it drives there."""

    settlement_id: int
    hours: Hours
    way: int

    @property
    def away(self) -> Hours:
        """When the crew is not to be had elsewhere: the way there and back belongs to it."""
        return Hours(max(0, self.hours.starts - self.way), min(1440, self.hours.ends + self.way))


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
    about: str
    age_from: int | None
    age_to: int | None

    def shape(self, mode: Mode, way: int | None = None) -> Shape:
        """The time one visit takes: travel on both sides of a home visit, else the buffer.

        `way`: minutes to the settlement; None: the service's own, for where the centre is. In a village the crew is
        there already: the way belongs to the day, not to each visit.
        """
        travel = timedelta(minutes=(self.travel_minutes if way is None else way) if mode is Mode.HOME else 0)
        after = max(travel, timedelta(minutes=self.buffer_minutes))
        return Shape(timedelta(minutes=self.minutes), timedelta(minutes=self.step_minutes), travel, after)


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
    out_of_use: frozenset[int]
    """Rooms and crews that cannot be had at all until somebody brings them back."""
    specialists: frozenset[int]
    crews: Mapping[int, int]
    """Specialist -> the crew they drive out with, also one that is out of use."""
    destinations: Mapping[int, Destination]
    village_days: Mapping[tuple[date, int], VillageDay]
    """(day, crew) -> where it is then."""
    weeks: Mapping[int, Sequence[WeekLine]]
    changes: Mapping[tuple[date, int | None], Sequence[Change]]
    own_days: Mapping[date, DayKind]
    _worked: dict[tuple[int, date], tuple[Span, ...]] = field(default_factory=dict)

    def offer(self, service_id: int, mode: Mode, settlement_id: int | None = None) -> "Offer | None":
        """The service in this mode (away: to this settlement), or None when it is not to be had."""
        service = self.services.get(service_id)
        if service is None or mode not in self.modes.get(service_id, ()):
            return None
        target = self.destinations.get(settlement_id) if settlement_id is not None else None
        if target is None and (settlement_id is not None or mode is Mode.VILLAGE):
            return None
        way = target.travel_minutes if target else None
        return Offer(self, service, mode, service.shape(mode, way), target.id if target and mode.away else None)

    def working(self, specialist: int, days: Iterable[date]) -> tuple[Span, ...]:
        """When somebody works at the centre or drives out from it on these days, in order."""
        return tuple(span for day in days for span in self._on(specialist, day))

    def in_village(self, specialist: int, settlement_id: int, days: Iterable[date]) -> tuple[Span, ...]:
        """When somebody receives families in a settlement on these days, in order."""
        crew = self.crews.get(specialist)
        found = [(day, self.village_days.get((day, crew))) for day in days] if crew is not None else []
        return tuple(
            span
            for day, there in found
            if there is not None and there.settlement_id == settlement_id
            for span in spans_of(day, without([there.hours], self._cut(day, specialist, crew)), self.zone)
        )

    def shortest(self, specialist: int) -> timedelta:
        """The shortest visit this specialist gives."""
        given = (service for id, service in self.services.items() if specialist in dict(self.seats.get(id, ())))
        return timedelta(minutes=min((service.minutes for service in given), default=0))

    def closed(self, resource: int | None, days: Iterable[date]) -> Iterator[Span]:
        """When a room or crew (without hours of their own) cannot be used; None: the whole centre, by its own word."""
        for day in days:
            if resource is None and self.own_days.get(day) is DayKind.OFF:
                yield span_of_days([day], self.zone)
            changes = self.changes.get((day, resource), ())
            yield from spans_of(day, [one.hours for one in changes if one.kind is ChangeKind.CLOSED], self.zone)

    def hours(self, specialist: int, day: date) -> tuple[Hours, ...]:
        """Minutes on the centre's wall at which somebody works there; a day in a village is cut out with its way."""
        changes = [*self.changes.get((day, None), ()), *self.changes.get((day, specialist), ())]
        worked = hours_of(self.weeks.get(specialist, ()), rule_of(day, self.own_days.get(day)), changes)
        crew = self.crews.get(specialist)
        there = self.village_days.get((day, crew)) if crew is not None else None
        return without(worked, [there.away]) if there is not None else worked

    def _cut(self, day: date, *resources: int | None) -> Iterator[Hours]:
        """Closed hours of the centre and of those."""
        for resource in (None, *resources):
            yield from (one.hours for one in self.changes.get((day, resource), ()) if one.kind is ChangeKind.CLOSED)

    def _on(self, specialist: int, day: date) -> tuple[Span, ...]:
        known = self._worked.get((specialist, day))
        if known is None:
            known = self._worked[specialist, day] = spans_of(day, self.hours(specialist, day), self.zone)
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A service of a centre as it can be visited in one mode, away from it in one settlement (None: where it is)."""

    schedule: Schedule
    service: ServiceFacts
    mode: Mode
    shape: Shape
    settlement_id: int | None = None

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
        """Who can give it (one or all), with the room the family comes to or the crew that drives out.

        Somebody without a crew drives alone, but to no village day: those are a crew's. Whose room or crew is out of
        use is not to be had there until given another one (nobody knows where the family would go); by phone and
        video they are.
        """
        givers = self.schedule.seats.get(self.service_id, ())
        wanted = [seat for seat in givers if specialist_id is None or seat[0] == specialist_id]
        pairs = [(specialist, self._along(specialist, room)) for specialist, room in wanted]
        if self.mode is Mode.VILLAGE:
            pairs = [pair for pair in pairs if pair[1] is not None]
        return [pair for pair in pairs if pair[1] not in self.schedule.out_of_use]

    def working(self, specialist: int, days: Iterable[date]) -> tuple[Span, ...]:
        """When somebody can be visited this way on these days, in order."""
        if self.mode is Mode.VILLAGE and self.settlement_id is not None:
            return self.schedule.in_village(specialist, self.settlement_id, days)
        return self.schedule.working(specialist, days)

    def _along(self, specialist: int, room: int | None) -> int | None:
        if self.mode.away:
            return self.schedule.crews.get(specialist)
        return room if self.mode is Mode.PLACE else None


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
