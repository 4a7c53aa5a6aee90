"""Two specialists in one visit: times back to back, booked together or not at all (F7).

A family that needs a lawyer and a psychologist should travel once. Either may come first; between the two the family
waits a quarter of an hour at most.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.booking.appointments import Visit
from core.booking.confirm import Book, book
from core.booking.free import LOOK_AHEAD, FreeSlot, free_slots, named
from core.booking.hold import Hold
from core.booking.hours import Span
from core.booking.schedule import Offer
from core.booking.slots import Slot, back_to_back
from core.booking.states import Mode
from core.booking.timetable import offer_of
from core.permissions import Permission
from core.use_case import Tx, use_case

WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PairedSlots:
    """Two services wanted in one go, in either order. `family_id`: for whom staff look."""

    service_id: int
    other_service_id: int
    mode: Mode = Mode.PLACE
    count: int = 3
    family_id: int | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """One half of a double visit."""

    service_id: int
    slot: FreeSlot


@dataclass(frozen=True, slots=True)
class Pairs:
    """Double visits by time, one for each start; each in the order in which the family is seen and sooner done.

    `time_zone` is the centre's.
    """

    pairs: tuple[tuple[Leg, Leg], ...]
    time_zone: str


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def paired_slots(tx: Tx, query: PairedSlots) -> Pairs:
    """The nearest times at which both services can be had one right after the other."""
    one, other = offer_of(tx, query.service_id, query.mode), offer_of(tx, query.other_service_id, query.mode)
    if one is None or other is None or one.centre_id != other.centre_id:
        return Pairs((), "")
    window = Span(
        max(one.window(tx.now).starts_at, other.window(tx.now).starts_at),
        min(one.window(tx.now).ends_at, other.window(tx.now).ends_at),
    )
    found: list[tuple[Leg, Leg]] = []
    start = window.starts_at
    while len(found) < query.count and start < window.ends_at:
        until = min(start + LOOK_AHEAD, window.ends_at)
        found += _pairs(tx, one, other, Span(start, until), query.family_id)
        start = until
    return Pairs(tuple(found[: query.count]), one.zone.key)


@dataclass(frozen=True, slots=True)
class BookTogether:
    """The two halves, as `paired_slots` offered them."""

    first: Hold
    second: Hold


@dataclass(frozen=True, slots=True)
class DoubleVisit:
    """Both visits, booked."""

    first: Visit
    second: Visit


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def book_together(tx: Tx, command: BookTogether) -> DoubleVisit:
    """Book both in one transaction. Raises what `book` raises for either; then neither is booked."""
    return DoubleVisit(book(tx, Book(command.first)), book(tx, Book(command.second)))


def _pairs(tx: Tx, one: Offer, other: Offer, window: Span, family_id: int | None) -> list[tuple[Leg, Leg]]:
    ours, theirs = (free_slots(tx, offer, window, family_id=family_id) for offer in (one, other))
    both = [
        *((one, other, pair) for pair in back_to_back(ours, theirs, WAIT)),
        *((other, one, pair) for pair in back_to_back(theirs, ours, WAIT)),
    ]
    both.sort(key=lambda each: (each[2][0].starts_at, each[2][1].ends_at))
    soonest = {pair[0].starts_at: (_leg(first, pair[0]), _leg(second, pair[1])) for first, second, pair in both[::-1]}
    return [soonest[starts_at] for starts_at in sorted(soonest)]


def _leg(offer: Offer, slot: Slot) -> Leg:
    return Leg(offer.service_id, named(offer, [slot])[0])
