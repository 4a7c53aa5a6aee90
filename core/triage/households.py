"""Conditions about the children of a household as questions with finitely many joint answers.

Every such condition counts the children inside a window of ages or birthdays ("at least one below 18 months", "two
to four minors", "one born since 2019"). A rule with several of them is not free to combine their answers: a child
below one is also below three. So the conditions of one rule form a single variable whose cells are the joint
answers that some household can really give; found by adding children one at a time until nothing new appears.

A child whose birth is an interval may fall into several windows; all of them are followed, so an answer is certain
only when every possible birthday gives it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.catalog.conditions import (
    ChildAgedBetween,
    ChildAtom,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
)
from core.triage.births import ADULT_MONTHS, Birth, completed_months, latest_birth

_DAY = timedelta(days=1)
_EVER = date.min


@dataclass(frozen=True, slots=True)
class Window:
    """Children of `from_months <= completed months < to_months`, born on `since` or later and before `before`."""

    from_months: int = 0
    to_months: int = ADULT_MONTHS
    since: date = _EVER
    before: date = date.max

    @property
    def dated(self) -> bool:
        return self.since != _EVER or self.before != date.max


@dataclass(frozen=True, slots=True)
class Census:
    """A condition read as a count: `at_least` to `at_most` children inside the window."""

    window: Window
    at_least: int
    at_most: int | None = None

    @property
    def cap(self) -> int:
        """From this number of children on, nothing changes any more."""
        return self.at_least if self.at_most is None else self.at_most + 1

    def holds(self, count: int) -> bool:
        return count >= self.at_least and (self.at_most is None or count <= self.at_most)


def census_of(atom: ChildAtom) -> Census:
    """How a condition about children counts them; bounds and units as in `core.catalog.conditions`."""
    match atom:
        case ChildrenCount(at_least, at_most):
            return Census(Window(), at_least, at_most)
        case ChildAgedBetween(from_years, to_years):
            return Census(_ages(12 * from_years, 12 * (to_years + 1)), 1)
        case ChildYoungerThan(months):
            return Census(_ages(0, months), 1)
        case ChildrenUnder(age_years, at_least):
            return Census(_ages(0, 12 * age_years), at_least)
        case ChildBornBetween(since, until):
            return Census(Window(since=since, before=until + _DAY if until else date.max), 1)


def _ages(from_months: int, to_months: int) -> Window:
    return Window(from_months, min(to_months, ADULT_MONTHS))


class Windows:
    """All windows of a catalogue; a child is the set of windows it falls into, as a bit mask.

    A child who is not born yet or has come of age falls into none.
    """

    def __init__(self, windows: Iterable[Window]) -> None:
        self.all = tuple(dict.fromkeys(windows))
        self.age_cuts = sorted({0, ADULT_MONTHS} | {edge for one in self.all for edge in _age_edges(one)})
        self._day_cuts = sorted({edge for one in self.all for edge in (one.since, one.before)} - {_EVER, date.max})
        self._by_age = [0] + [self._aged(months) for months in self.age_cuts]
        self._by_day = [self._born(day) for day in (_EVER, *self._day_cuts)]

    def _aged(self, months: int) -> int:
        return sum(1 << bit for bit, one in enumerate(self.all) if one.from_months <= months < one.to_months)

    def _born(self, day: date) -> int:
        return sum(1 << bit for bit, one in enumerate(self.all) if one.since <= day < one.before)

    def of(self, born: date, on: date) -> int:
        """Windows of a child born on `born`, on the day `on`."""
        age = bisect_right(self.age_cuts, completed_months(born, on))
        return self._by_age[age] & self._by_day[bisect_right(self._day_cuts, born)]

    def possible(self, birth: Birth, on: date) -> tuple[int, ...]:
        """Every set of windows the child may fall into on the day `on`."""
        certain = self.of(birth.earliest, on)
        if birth.earliest == birth.latest:
            return (certain,)
        starts = (day for day in self._edges(birth, on) if birth.earliest < day <= birth.latest)
        return tuple(sorted({certain, *(self.of(day, on) for day in starts)}))

    def anybody(self, on: date) -> tuple[int, ...]:
        """Every set of windows some child may fall into on the day `on`."""
        return self.possible(Birth(latest_birth(ADULT_MONTHS, on) + _DAY, on), on)

    def whenever(self) -> tuple[int, ...]:
        """Every set of windows some child may fall into on some day."""
        return tuple(sorted({ages & days for ages in self._by_age for days in self._by_day}))

    def _edges(self, birth: Birth, on: date) -> Iterable[date]:
        youngest, oldest = completed_months(birth.latest, on), completed_months(birth.earliest, on)
        yield from (latest_birth(cut, on) + _DAY for cut in self.age_cuts if youngest < cut <= oldest)
        yield from self._day_cuts


def _age_edges(window: Window) -> tuple[int, int]:
    return window.from_months, window.to_months


class Household:
    """The variable made of one rule's conditions about children; its cells are joint answers.

    A joint answer is an integer with bit `i` set when condition `i` holds.
    """

    def __init__(self, atoms: Sequence[ChildAtom], windows: Windows) -> None:
        self.atoms = tuple(atoms)
        self._censuses = tuple(census_of(atom) for atom in atoms)
        own = tuple(dict.fromkeys(census.window for census in self._censuses))
        self._bits = tuple(1 << windows.all.index(window) for window in own)
        self._slots = tuple(own.index(census.window) for census in self._censuses)
        self._caps = tuple(max(one.cap for one in self._censuses if one.window == window) for window in own)
        self.dated = any(window.dated for window in own)
        self.answers = tuple(sorted(self.closure(windows.whenever())))
        self._cells = {answer: 1 << position for position, answer in enumerate(self.answers)}

    def by_window(self) -> Iterator[tuple[Window, list[tuple[int, Census]]]]:
        """The conditions that count inside each window, each with its bit in a joint answer."""
        for window in dict.fromkeys(census.window for census in self._censuses):
            yield window, [(1 << at, one) for at, one in enumerate(self._censuses) if one.window == window]

    def cells(self, answers: Iterable[int]) -> int:
        return sum(self._cells[answer] for answer in set(answers))

    def cells_where(self, atom: ChildAtom) -> int:
        """Cells in which one of the conditions holds."""
        bit = 1 << self.atoms.index(atom)
        return self.cells(answer for answer in self.answers if answer & bit)

    def answers_of(self, children: Iterable[tuple[int, ...]]) -> set[int]:
        """Joint answers of a household whose children may each fall into the given sets of windows."""
        tallies = {(0,) * len(self._bits)}
        for kinds in children:
            tallies = {self._with(tally, kind) for tally in tallies for kind in kinds}
        return {self._answer(tally) for tally in tallies}

    def closure(self, kinds: Iterable[int]) -> set[int]:
        """Joint answers of all households made of any number of such children."""
        distinct = {kind & sum(self._bits) for kind in kinds}
        seen = frontier = {(0,) * len(self._bits)}
        while frontier:
            frontier = {self._with(tally, kind) for tally in frontier for kind in distinct} - seen
            seen = seen | frontier
        return {self._answer(tally) for tally in seen}

    def _with(self, tally: tuple[int, ...], kind: int) -> tuple[int, ...]:
        return tuple(
            min(count + 1, cap) if kind & bit else count
            for count, bit, cap in zip(tally, self._bits, self._caps, strict=True)
        )

    def _answer(self, tally: tuple[int, ...]) -> int:
        return sum(
            1 << position
            for position, (census, slot) in enumerate(zip(self._censuses, self._slots, strict=True))
            if census.holds(tally[slot])
        )
