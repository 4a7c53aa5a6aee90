"""Numbers cut at the thresholds that rules name, each cut with its side.

`ratio < 1.0` and `ratio <= 1.0` cut the line before and after the same point; an answer given as a band therefore
decides a rule exactly when the whole band lies on one side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.catalog.conditions import Comparison, IncomeRatio, PregnancyWeeks
from core.triage.profile import Band

Cut = tuple[float, bool]
"""A point and whether the cut lies after it (the point itself then belongs below)."""

_SIDE = {Comparison.LT: False, Comparison.LTE: True, Comparison.GT: True, Comparison.GTE: False}
_BELOW = frozenset({Comparison.LT, Comparison.LTE})


@dataclass(frozen=True, slots=True)
class Scale:
    """Cells between neighbouring cuts, lowest first."""

    cuts: tuple[Cut, ...]

    @staticmethod
    def of(cuts: Iterable[Cut]) -> Scale:
        return Scale(tuple(sorted(set(cuts))))

    @property
    def size(self) -> int:
        return len(self.cuts) + 1

    def below(self, cut: Cut) -> int:
        """Cells below a cut, as a bit mask."""
        return (1 << self.cuts.index(cut) + 1) - 1

    def above(self, cut: Cut) -> int:
        return ((1 << self.size) - 1) & ~self.below(cut)

    def runs(self, cells: int) -> Iterator[tuple[int, int]]:
        """First and last cell of every run of neighbouring cells."""
        first = 0
        while cells >> first:
            first += ((cells >> first) & -(cells >> first)).bit_length() - 1
            length = ((~cells >> first) & -(~cells >> first)).bit_length() - 1
            yield first, first + length - 1
            first += length

    def cells(self, band: Band) -> int:
        """Cells a number of the band may lie in."""
        lowest = bisect_left if band.low_closed else bisect_right
        first = lowest(self.cuts, (band.low, True))
        last = bisect_left(self.cuts, (band.high, band.high_closed))
        return (1 << last + 1) - (1 << first)


def income_cut(atom: IncomeRatio) -> Cut:
    return atom.bound, _SIDE[atom.comparison]


def income_cells(atom: IncomeRatio, scale: Scale) -> int:
    """Cells in which the condition holds."""
    cut = income_cut(atom)
    return scale.below(cut) if atom.comparison in _BELOW else scale.above(cut)


def week_cuts(atom: PregnancyWeeks) -> tuple[Cut, ...]:
    upper = () if atom.at_most is None else ((float(atom.at_most + 1), False),)
    return (float(atom.at_least), False), *upper


def week_cells(atom: PregnancyWeeks, scale: Scale) -> int:
    lower, *upper = week_cuts(atom)
    return scale.above(lower) & (scale.below(upper[0]) if upper else -1)
