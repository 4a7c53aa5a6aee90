"""All stored families at once: one measure against tens of thousands, in columns.

For the preview of a changed rule ("whose verdict changes?") and for segments by verdict. Columns hold *facts* on one
day, not cells, so a rule with new thresholds needs no re-encoding. The verdicts are those of `evaluation`: the same
boxes, applied to whole columns. Families with a birth known only as an interval
that a rule's windows split are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.catalog.conditions import Flag
from core.triage.facts import Fact
from core.triage.household_columns import Cells, Mask, Offspring, household_cells
from core.triage.layout import ELSEWHERE, Layout, Variable
from core.triage.profile import Band
from core.triage.rulebook import Rule, Rulebook
from core.triage.scales import Cut, Scale
from core.triage.situation import LONGEST_PREGNANCY_WEEKS, Situation
from core.triage.verdicts import Verdict

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Ends:
    """Intervals of numbers, one per family, each end with its side."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    low_open: Mask
    high_open: Mask

    @staticmethod
    def of(bands: Sequence[Band]) -> Ends:
        return Ends(
            np.array([band.low for band in bands], np.float64),
            np.array([band.high for band in bands], np.float64),
            np.array([not band.low_closed for band in bands], np.bool_),
            np.array([not band.high_closed for band in bands], np.bool_),
        )

    def within(self, scale: Scale, allowed: int) -> Mask:
        """Whose whole interval lies inside the allowed cells of a scale; each run of cells is a range of its own."""
        found = np.zeros(len(self.low), np.bool_)
        for first, last in scale.runs(allowed):
            inside = np.ones(len(self.low), np.bool_)
            if first > 0:
                inside &= self._above(scale.cuts[first - 1])
            if last < scale.size - 1:
                inside &= self._below(scale.cuts[last])
            found |= inside
        return found

    def _above(self, cut: Cut) -> Mask:
        point, after = cut
        return (self.low > point) | ((self.low == point) & self.low_open) if after else self.low >= point

    def _below(self, cut: Cut) -> Mask:
        point, after = cut
        return self.high <= point if after else (self.high < point) | ((self.high == point) & self.high_open)


@dataclass(frozen=True, slots=True)
class FamilyColumns:
    """Facts of many families on the day `on`, in order of falling number of children; `place` tells where each of the
    families as given stands.

    `flags` holds 1 (can be false) | 2 (can be true) per family.
    """

    on: date
    place: NDArray[np.intp]
    flags: dict[Flag, NDArray[np.uint8]]
    regions: NDArray[np.intp]
    region_codes: dict[str, int]
    income: Ends
    weeks: Ends
    children: Offspring

    @staticmethod
    def of(situations: Iterable[Situation]) -> FamilyColumns:
        """Columns of families whose situations are all of one day."""
        given = tuple(situations)
        order = sorted(range(len(given)), key=lambda row: -len(given[row].children or ()))
        rows = [given[row] for row in order]
        codes = {code: at for at, code in enumerate(sorted({row.region for row in rows if row.region}))}
        return FamilyColumns(
            on=rows[0].on,
            place=np.argsort(np.array(order, np.intp)),
            flags={flag: np.array([_sides(row.flags.get(flag)) for row in rows], np.uint8) for flag in Flag},
            regions=np.array([codes.get(row.region or "", _UNKNOWN) for row in rows], np.intp),
            region_codes=codes,
            income=Ends.of([row.income or Band() for row in rows]),
            weeks=Ends.of([Band(*(row.weeks or (1, LONGEST_PREGNANCY_WEEKS))) for row in rows]),
            children=Offspring.of(
                [None if row.children is None else [child.birth for child in row.children] for row in rows]
            ),
        )

    def __len__(self) -> int:
        return len(self.regions)

    def in_given_order(self, found: Mask) -> Mask:
        """A column put back into the order in which the families were given."""
        return np.take(found, self.place)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Who gets which verdict about one measure: disjoint masks over the families as given, ASK is the rest."""

    granted: Mask
    refused: Mask
    granted_as: Verdict

    def of(self, row: int) -> Verdict:
        if self.granted[row]:
            return self.granted_as
        return Verdict.NO if self.refused[row] else Verdict.ASK


def verdicts(rulebook: Rulebook, measure_id: str, columns: FamilyColumns) -> Verdicts:
    """The verdict of every family about one measure."""
    rule = rulebook.rules[rulebook.positions[measure_id]]
    within = _Within(rulebook.layout, rule, columns)
    granted, refused = (columns.in_given_order(within.any_box(box)) for box in (rule.true_boxes, rule.false_boxes))
    return Verdicts(granted, refused, Verdict.CHECK if rule.measure.eligibility_extra else Verdict.YES)


def _sides(value: bool | None) -> int:
    return 0b11 if value is None else 0b10 if value else 0b01


class _Within:
    """Whose possibilities lie inside the boxes of one rule; each test of one fact is made once."""

    def __init__(self, layout: Layout, rule: Rule, columns: FamilyColumns) -> None:
        self._layout, self._rule, self._columns = layout, rule, columns
        self._tests: dict[tuple[int, int], Mask] = {}
        self._cells: Cells | None = None

    def any_box(self, boxes: Iterable[int]) -> Mask:
        found = np.zeros(len(self._columns), np.bool_)
        for box in boxes:
            inside = np.ones(len(self._columns), np.bool_)
            for variable in self._rule.variables:
                if variable.mask & ~box:
                    inside &= self._test(variable, (box & variable.mask) >> variable.offset)
            found |= inside
        return found

    def _test(self, variable: Variable, allowed: int) -> Mask:
        key = (variable.offset, allowed)
        if key not in self._tests:
            self._tests[key] = self._tested(variable, allowed)
        return self._tests[key]

    def _tested(self, variable: Variable, allowed: int) -> Mask:
        columns, layout = self._columns, self._layout
        match variable.fact:
            case Fact.REGION:
                return _lives_in(layout, columns, allowed)
            case Fact.INCOME_PER_HEAD_RATIO:
                return columns.income.within(layout.incomes, allowed)
            case Fact.PREGNANCY_WEEKS:
                return columns.weeks.within(layout.terms, allowed)
            case Fact.CHILDREN:
                outside: Mask = self._household_cells() & ~np.uint64(allowed) == 0
                return outside
            case _:
                known: Mask = columns.flags[Flag(variable.fact.value)] == allowed
                return known

    def _household_cells(self) -> Cells:
        if self._cells is None:
            assert self._rule.household is not None
            self._cells = household_cells(
                self._rule.household.household, self._layout.windows, self._columns.children, self._columns.on
            )
        return self._cells


def _lives_in(layout: Layout, columns: FamilyColumns, allowed: int) -> Mask:
    """Whose region is known and among the allowed ones; a missing region is the last entry."""
    inside = np.zeros(len(columns.region_codes) + 1, np.bool_)
    for code, at in columns.region_codes.items():
        inside[at] = bool(layout.regions.get(code, layout.regions[ELSEWHERE]) & allowed)
    return np.take(inside, columns.regions)
