"""What is free: the nearest times, the days of a month, the times of a day (F1, F7).

Reads only; what they show may be gone a second later, and then `hold` says so kindly. Times are UTC instants, days
are the centre's calendar days.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.booking.family_hours import own_hours, whose_hours
from core.booking.hours import Span
from core.booking.schedule import Offer, days_between, span_of_days
from core.booking.slots import Slot, apart_from, one_per_time, slots_of
from core.booking.states import Mode
from core.booking.timetable import chairs_of, offer_of
from core.permissions import Permission
from core.use_case import Tx, use_case

LOOK_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time that can be booked. `specialist` and `room` are names as families see them; a visit away has no room."""

    starts_at: datetime
    ends_at: datetime
    specialist_id: int
    specialist: str
    room: str | None


@dataclass(frozen=True, slots=True)
class FreeSlots:
    """Free times in order; `time_zone` is the centre's, empty when nothing is offered at all."""

    slots: tuple[FreeSlot, ...]
    time_zone: str


@dataclass(frozen=True, slots=True)
class NearestSlots:
    """The first `count` free times of a service. `specialist_id=None`: anybody who gives it.

    `moving`: id of an appointment that is being moved; its own time counts as free. `settlement_id`: where a home or
    village visit would go; None: where the centre is. `family_id`: for whom staff look; an adult looks for the own
    family. Times at which that family is at another visit are left out, here and in the other questions of this file.
    """

    service_id: int
    mode: Mode
    count: int = 3
    specialist_id: int | None = None
    not_before: datetime | None = None
    moving: int | None = None
    settlement_id: int | None = None
    family_id: int | None = None


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def nearest_slots(tx: Tx, query: NearestSlots) -> FreeSlots:
    """The nearest free times, each time once, within the service's notice and horizon.

    When there are too few from `not_before` on, the first ones before it fill the answer.
    """
    offer = offer_of(tx, query.service_id, query.mode, query.settlement_id)
    if offer is None:
        return FreeSlots((), "")
    window = offer.window(tx.now)
    start = max(window.starts_at, query.not_before or window.starts_at)
    later = _first(tx, offer, query, Span(start, window.ends_at), query.count)
    earlier = _first(tx, offer, query, Span(window.starts_at, start), query.count - len(later))
    return FreeSlots(named(offer, earlier + later), offer.zone.key)


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def soonest_of_each(tx: Tx, query: NearestSlots) -> FreeSlots:
    """The first free time of everybody who gives the service and has one, the soonest first: to choose a person by.

    One answer a person: `count`, `specialist_id` and `not_before` say nothing here.
    """
    offer = offer_of(tx, query.service_id, query.mode, query.settlement_id)
    if offer is None:
        return FreeSlots((), "")
    each = (replace(query, specialist_id=specialist) for specialist, _ in offer.seats())
    found = [slot for one in each for slot in _first(tx, offer, one, offer.window(tx.now), 1)]
    return FreeSlots(named(offer, sorted(found, key=lambda slot: slot.starts_at)), offer.zone.key)


def _first(tx: Tx, offer: Offer, query: NearestSlots, within: Span, count: int) -> list[Slot]:
    """The first `count` free times within a span, looked for week by week."""
    found: list[Slot] = []
    start = within.starts_at
    while len(found) < count and start < within.ends_at:
        until = min(start + LOOK_AHEAD, within.ends_at)
        found += free_slots(tx, offer, Span(start, until), query.specialist_id, query.moving, query.family_id)
        start = until
    return found[:count]


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """The free times of one day of the centre."""

    service_id: int
    mode: Mode
    day: date
    specialist_id: int | None = None
    moving: int | None = None
    settlement_id: int | None = None
    family_id: int | None = None


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def free_times(tx: Tx, query: FreeTimes) -> FreeSlots:
    """Every free time of the day, each once."""
    offer = offer_of(tx, query.service_id, query.mode, query.settlement_id)
    if offer is None:
        return FreeSlots((), "")
    window = _common(offer.window(tx.now), span_of_days([query.day], offer.zone))
    found = free_slots(tx, offer, window, query.specialist_id, query.moving, query.family_id) if window else []
    return FreeSlots(named(offer, found), offer.zone.key)


@dataclass(frozen=True, slots=True)
class FreeDays:
    """The days of one month on which something is free."""

    service_id: int
    mode: Mode
    year: int
    month: int
    specialist_id: int | None = None
    settlement_id: int | None = None


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day with `times` different free times."""

    day: date
    times: int


@dataclass(frozen=True, slots=True)
class Month:
    """Days with something free, in order."""

    days: tuple[FreeDay, ...]


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def free_days(tx: Tx, query: FreeDays) -> Month:
    """Days with at least one free time; the calendar shows only these."""
    offer = offer_of(tx, query.service_id, query.mode, query.settlement_id)
    if offer is None:
        return Month(())
    first = date(query.year, query.month, 1)
    last = first.replace(day=monthrange(query.year, query.month)[1])
    window = _common(offer.window(tx.now), span_of_days([first, last], offer.zone))
    found = free_slots(tx, offer, window, query.specialist_id) if window else []
    counts = Counter(slot.starts_at.astimezone(offer.zone).date() for slot in found)
    return Month(tuple(FreeDay(day, counts[day]) for day in sorted(counts)))


def free_slots(
    tx: Tx,
    offer: Offer,
    window: Span,
    specialist_id: int | None = None,
    moving: int | None = None,
    family_id: int | None = None,
) -> list[Slot]:
    """Free times of a service within `window`, each time once, with whoever has less to do; see `NearestSlots`."""
    days = days_between(window.starts_at, window.ends_at, offer.zone)
    chairs = chairs_of(tx, offer, days, specialist_id, moving)
    load = {chair.specialist_id: len(chair.busy) for chair in chairs}
    last = Span(window.starts_at, window.ends_at + offer.shape.length)
    own = own_hours(tx, whose_hours(tx, family_id, moving), last, moving)
    return one_per_time(apart_from(own, slots_of(chairs, offer.shape, window)), load)


def _common(one: Span, other: Span) -> Span | None:
    starts_at, ends_at = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return Span(starts_at, ends_at) if starts_at < ends_at else None


def named(offer: Offer, slots: Sequence[Slot]) -> tuple[FreeSlot, ...]:
    """The slots with names as families see them."""
    names = offer.schedule.names
    return tuple(
        FreeSlot(
            slot.starts_at,
            slot.ends_at,
            slot.specialist_id,
            names[slot.specialist_id],
            names[slot.along_id] if slot.along_id is not None and not offer.mode.away else None,
        )
        for slot in slots
    )
