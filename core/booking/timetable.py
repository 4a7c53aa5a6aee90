"""From rows to what `slots.py` needs: who gives a service, when they work, when they are busy.

A hold whose ten minutes are over counts as free here although its row still stands: expiry is a question to the
clock, never a job that must have run.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.hours import Change, DayRule, Hours, Span, WeekLine, hours_of, instant_of, spans_of
from core.booking.production_calendar import rule_of
from core.booking.slots import Chair, Shape
from core.booking.states import Mode, Status
from core.booking.tables import (
    Appointment,
    CentreDay,
    DayChange,
    Occupancy,
    Offering,
    Resource,
    Service,
    ServiceMode,
    WorkingHours,
)
from core.centres.tables import Centre
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
    row = tx.session.exec(
        select(Service, Centre.time_zone)
        .join(Centre, col(Centre.id) == col(Service.centre_id))
        .join(ServiceMode, col(ServiceMode.service_id) == col(Service.id))
        .where(Service.id == service_id, ServiceMode.mode == mode, col(Service.offered), col(Centre.opened))
    ).first()
    return None if row is None else _as_offer(row[0], ZoneInfo(row[1]), mode)


def shape_of(service: Service, mode: Mode) -> Shape:
    """The time one visit takes: travel on both sides of a home or village visit, the buffer after any other."""
    travel = service.travel_minutes if mode in (Mode.HOME, Mode.VILLAGE) else 0
    return Shape(
        timedelta(minutes=service.minutes),
        timedelta(minutes=service.step_minutes),
        timedelta(minutes=travel),
        timedelta(minutes=max(travel, service.buffer_minutes)),
    )


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
            yield from spans_of(day, [change.hours for change in self.changes[day, resource]], self.zone)

    def _spans(self, specialist: int, week: Sequence[WeekLine]) -> Iterator[Span]:
        for day, rule in self.rules.items():
            changes = self.changes[day, None] + self.changes[day, specialist]
            yield from spans_of(day, hours_of(week, rule, changes), self.zone)


def busy_spans(tx: Tx, resources: Iterable[int], within: Span, ignoring: int | None = None) -> dict[int, list[Span]]:
    """What each resource is busy with, holds included unless their time is over."""
    rows = tx.session.exec(
        select(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at)
        .join(Appointment, col(Appointment.id) == col(Occupancy.appointment_id))
        .where(
            col(Occupancy.resource_id).in_(list(resources)),
            Occupancy.starts_at < within.ends_at,
            Occupancy.ends_at > within.starts_at,
            sa.not_(hold_is_over(tx.now)),
            col(Appointment.id) != (ignoring or 0),
        )
    )
    busy: dict[int, list[Span]] = defaultdict(list)
    for resource, starts_at, ends_at in rows:
        busy[resource].append(Span(starts_at, ends_at))
    return busy


def hold_is_over(now: datetime) -> sa.ColumnElement[bool]:
    """The condition on `appointment` under which a hold no longer holds anything."""
    held_until = sa.func.coalesce(col(Appointment.held_until), now + ONE_DAY)
    return sa.and_(col(Appointment.status) == Status.HELD, held_until <= now)


def _as_offer(service: Service, zone: ZoneInfo, mode: Mode) -> Offer:
    assert service.id is not None
    return Offer(
        service.id,
        service.centre_id,
        zone,
        mode,
        shape_of(service, mode),
        timedelta(minutes=service.notice_minutes),
        timedelta(days=service.horizon_days),
    )


def _seats(tx: Tx, offer: Offer, specialist_id: int | None) -> list[tuple[int, int | None]]:
    query = (
        select(Offering.specialist_id, Offering.room_id)
        .join(Resource, col(Resource.id) == col(Offering.specialist_id))
        .where(Offering.service_id == offer.service_id, col(Resource.works))
        .order_by(col(Offering.specialist_id))
    )
    if specialist_id is not None:
        query = query.where(Offering.specialist_id == specialist_id)
    in_place = offer.mode is Mode.PLACE
    return [(specialist, room if in_place else None) for specialist, room in tx.session.exec(query)]


def _chair(specialist: int, room: int | None, working: tuple[Span, ...], busy: dict[int, list[Span]]) -> Chair:
    taken = busy[specialist] + (busy[room] if room is not None else [])
    return Chair(specialist, room, working, tuple(taken))


def _weeks(tx: Tx, specialists: list[int]) -> dict[int, list[WeekLine]]:
    weeks: dict[int, list[WeekLine]] = {specialist: [] for specialist in specialists}
    for row in tx.session.exec(select(WorkingHours).where(col(WorkingHours.resource_id).in_(specialists))):
        weeks[row.resource_id].append(WeekLine(row.weekday, Hours(row.starts, row.ends), row.kind))
    return weeks


def _changes(tx: Tx, centre_id: int, days: Sequence[date]) -> dict[tuple[date, int | None], list[Change]]:
    rows = tx.session.exec(
        select(DayChange).where(DayChange.centre_id == centre_id, col(DayChange.day).between(days[0], days[-1]))
    )
    changes: dict[tuple[date, int | None], list[Change]] = defaultdict(list)
    for row in rows:
        changes[row.day, row.resource_id].append(Change(row.kind, Hours(row.starts, row.ends)))
    return changes


def _rules(tx: Tx, centre_id: int, days: Sequence[date]) -> dict[date, DayRule]:
    rows = tx.session.exec(
        select(CentreDay).where(CentreDay.centre_id == centre_id, col(CentreDay.day).between(days[0], days[-1]))
    )
    own = {row.day: row.kind for row in rows}
    return {day: rule_of(day, own.get(day)) for day in days}


def names_of(tx: Tx, resources: Iterable[int | None]) -> dict[int, str]:
    """Names of specialists and rooms as families see them."""
    wanted = {resource for resource in resources if resource is not None}
    rows = tx.session.exec(select(Resource.id, Resource.name).where(col(Resource.id).in_(wanted)))
    return {resource: name for resource, name in rows if resource is not None}
