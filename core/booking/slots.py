"""From working time to free slots. Pure: spans in, slots out, always in the same order (B7).

A visit of exactly the service's length lies, together with travel and buffer, inside one working span and touches
nothing busy. Starts stand on a grid of `step` from the beginning of the working span, so that everybody who looks sees
the same times.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking.hours import Span


@dataclass(frozen=True, slots=True)
class Shape:
    """The time a visit takes: `before` (travel) and `after` (travel or buffer) belong to it but not to the family."""

    length: timedelta
    step: timedelta
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)

    def occupies(self, starts_at: datetime) -> Span:
        """Everything a visit beginning at `starts_at` keeps busy."""
        return Span(starts_at - self.before, starts_at + self.length + self.after)


@dataclass(frozen=True, slots=True)
class Chair:
    """One specialist with working and busy spans; busy may overlap and come in any order.

    `along_id`: the room the family comes to, or the crew that drives out; it is taken together with the specialist.
    """

    specialist_id: int
    along_id: int | None
    working: tuple[Span, ...]
    busy: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time with one specialist, in a room or with a crew (`along_id`). Instants in UTC, half-open."""

    starts_at: datetime
    ends_at: datetime
    specialist_id: int
    along_id: int | None

    def meets(self, spans: Iterable[Span]) -> bool:
        """Whether the visit itself shares a moment with one of these."""
        return any(Span(self.starts_at, self.ends_at).overlaps(span) for span in spans)


def free_starts(working: Sequence[Span], busy: Iterable[Span], shape: Shape, window: Span) -> Iterator[datetime]:
    """Every free start within `window`, in order. `working` is in order and apart."""
    taken = sorted(busy)
    first = 0
    for span in working:
        start = _on_grid(span.starts_at + shape.before, shape.step, window.starts_at)
        while (need := shape.occupies(start)).ends_at <= span.ends_at and start < window.ends_at:
            while first < len(taken) and taken[first].ends_at <= need.starts_at:
                first += 1
            if not _touches(taken, first, need):
                yield start
            start += shape.step


def slots_of(chairs: Iterable[Chair], shape: Shape, window: Span) -> list[Slot]:
    """Every free slot of every specialist within `window`, by time, then by specialist."""
    found = [
        Slot(start, start + shape.length, chair.specialist_id, chair.along_id)
        for chair in chairs
        for start in free_starts(chair.working, chair.busy, shape, window)
    ]
    return sorted(found, key=lambda slot: (slot.starts_at, slot.specialist_id))


def apart_from(own: Sequence[Span], slots: Iterable[Slot]) -> Iterable[Slot]:
    """The slots at which somebody who is busy at `own` can come."""
    return (slot for slot in slots if not slot.meets(own)) if own else slots


def one_per_time(slots: Iterable[Slot], load: dict[int, int]) -> list[Slot]:
    """For "any specialist": each time once, with whoever has the least on that day (`load`: specialist -> visits)."""
    best: dict[datetime, Slot] = {}
    for slot in slots:
        standing = best.get(slot.starts_at)
        if standing is None or _lighter(slot, standing, load):
            best[slot.starts_at] = slot
    return [best[start] for start in sorted(best)]


def back_to_back(first: Sequence[Slot], second: Sequence[Slot], wait: timedelta) -> list[tuple[Slot, Slot]]:
    """Pairs in which `second` begins at most `wait` after `first` ends: one way for the family, two visits.

    The specialists differ, each `first` is used once with the earliest `second`; both lists are in order.
    """
    pairs = []
    for slot in first:
        followers = (
            other
            for other in second
            if slot.ends_at <= other.starts_at <= slot.ends_at + wait and other.specialist_id != slot.specialist_id
        )
        follower = next(followers, None)
        if follower is not None:
            pairs.append((slot, follower))
    return pairs


def spoilt(chair: Chair, takes: Span, shortest: timedelta) -> timedelta:
    """Free time beside a visit at `takes` that would be too short for any other: less than `shortest`.

    Whoever is chosen so that little is spoilt leaves room for whoever comes later (B5).
    """
    first = max(span.starts_at for span in chair.working if span.starts_at <= takes.starts_at)
    last = min(span.ends_at for span in chair.working if span.ends_at >= takes.ends_at)
    before = takes.starts_at - max([first, *(one.ends_at for one in chair.busy if one.ends_at <= takes.starts_at)])
    after = min([last, *(one.starts_at for one in chair.busy if one.starts_at >= takes.ends_at)]) - takes.ends_at
    return sum((gap for gap in (before, after) if gap < shortest), timedelta(0))


def fits(chair: Chair, shape: Shape, starts_at: datetime) -> bool:
    """Whether `starts_at` is a time this specialist is offered at all: on the grid, inside working time."""
    window = Span(starts_at, starts_at + shape.step)
    return next(free_starts(chair.working, (), shape, window), None) == starts_at


def _lighter(slot: Slot, standing: Slot, load: dict[int, int]) -> bool:
    mine, theirs = load.get(slot.specialist_id, 0), load.get(standing.specialist_id, 0)
    return (mine, slot.specialist_id) < (theirs, standing.specialist_id)


def _on_grid(first: datetime, step: timedelta, not_before: datetime) -> datetime:
    """The first time of the grid that is not before `not_before`."""
    if not_before <= first:
        return first
    return first + step * -((first - not_before) // step)


def _touches(taken: Sequence[Span], first: int, need: Span) -> bool:
    """Whether anything from `first` on overlaps `need`. Earlier ones may end later than `first` begins: look on."""
    for index in range(first, len(taken)):
        if taken[index].starts_at >= need.ends_at:
            return False
        if taken[index].ends_at > need.starts_at:
            return True
    return False
