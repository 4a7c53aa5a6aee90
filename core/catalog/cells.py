"""Cells: for each fact, finitely many representative values that between them decide every atom over it.

Two families in the same cell of every fact get the same verdict from the rules the cells were cut for.
"""

from __future__ import annotations

import calendar
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.catalog.conditions import (
    Atom,
    ChildAgedBetween,
    ChildAtom,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
    Comparison,
    Holds,
    IncomeRatio,
    LivesIn,
    PregnancyWeeks,
)

LONGEST_PREGNANCY_WEEKS = 42
ADULT_MONTHS = 18 * 12
NO_BIRTHS: tuple[date, ...] = ()

# How many children, per atom, have a birth the atom counts.
Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One way a fact can stand: its name with a representative value, and what that makes of its atoms."""

    fact: tuple[str, Any] | None
    truths: Mapping[Atom, bool]


def cells_of(atoms: Iterable[Atom], on: date) -> list[list[Cell]]:
    """The cells of every fact the atoms read, fact by fact; facts with fewer cells come first."""
    ordered = sorted(atoms, key=repr)
    groups = [[_flag_cell(atom, value) for value in (True, False)] for atom in ordered if isinstance(atom, Holds)]
    groups.append(_region_cells([atom for atom in ordered if isinstance(atom, LivesIn)]))
    groups.append(_income_cells([atom for atom in ordered if isinstance(atom, IncomeRatio)]))
    groups.append(_week_cells([atom for atom in ordered if isinstance(atom, PregnancyWeeks)]))
    groups.append(_children_cells([atom for atom in ordered if isinstance(atom, ChildAtom)], on))
    return sorted((group for group in groups if group), key=len)


def _flag_cell(atom: Holds, value: bool) -> Cell:
    return Cell((atom.flag.value, value), {atom: value})


def _region_cells(atoms: Sequence[LivesIn]) -> list[Cell]:
    codes = sorted(frozenset().union(*(atom.regions for atom in atoms)))
    named = [Cell(("region", code), {atom: code in atom.regions for atom in atoms}) for code in codes]
    return [*named, Cell(None, dict.fromkeys(atoms, False))] if atoms else []


def _income_cells(atoms: Sequence[IncomeRatio]) -> list[Cell]:
    bounds = sorted({atom.bound for atom in atoms})
    between = [(low + high) / 2 for low, high in zip([0.0, *bounds], bounds, strict=False)]
    values = [*between, *bounds, bounds[-1] + 1] if bounds else []
    return [Cell(("income_per_head_ratio", value), {atom: _on_side(value, atom) for atom in atoms}) for value in values]


def _on_side(value: float, atom: IncomeRatio) -> bool:
    match atom.comparison:
        case Comparison.LT:
            return value < atom.bound
        case Comparison.LTE:
            return value <= atom.bound
        case Comparison.GT:
            return value > atom.bound
        case Comparison.GTE:
            return value >= atom.bound


def _week_cells(atoms: Sequence[PregnancyWeeks]) -> list[Cell]:
    """Week 0 stands for "not pregnant": no fact is stated then."""
    if not atoms:
        return []
    starts = {0, 1} | {atom.at_least for atom in atoms} | {(atom.at_most or 0) + 1 for atom in atoms}
    weeks = sorted(week for week in starts if week <= LONGEST_PREGNANCY_WEEKS)
    return [
        Cell(
            ("pregnancy_weeks", week) if week else None,
            {atom: within(week, atom.at_least, atom.at_most) for atom in atoms},
        )
        for week in weeks
    ]


def within(number: int, at_least: int, at_most: int | None) -> bool:
    return at_least <= number and (at_most is None or number <= at_most)


def _children_cells(atoms: Sequence[ChildAtom], on: date) -> list[Cell]:
    """Every combination of truths some set of births under 18 can give, each with the smallest such family."""
    if not atoms:
        return []
    days = [_days_of(atom, on) for atom in atoms]
    births = _representative_births(days, on)
    ceilings = [_ceiling(atom) for atom in atoms]
    found: dict[tuple[bool, ...], Cell] = {}
    nobody: Counts = (0,) * len(atoms)
    seen, queue = {nobody}, deque([(nobody, NO_BIRTHS)])
    while queue:
        inside, family = queue.popleft()
        truths = tuple(_holds(atom, inside, index) for index, atom in enumerate(atoms))
        found.setdefault(truths, _family_cell(family, dict(zip(atoms, truths, strict=True)), on))
        for birth in births:
            grown = _with_child(inside, birth, days, ceilings)
            if grown not in seen:
                seen.add(grown)
                queue.append((grown, (*family, birth)))
    return list(found.values())


def _days_of(atom: ChildAtom, on: date) -> tuple[date, date]:
    """The first and last birthday an atom counts, on the day."""
    youngest = on
    match atom:
        case ChildAgedBetween(from_years, to_years):
            return _day_after(_months_before(on, 12 * (to_years + 1))), _months_before(on, 12 * from_years)
        case ChildYoungerThan(months):
            return _day_after(_months_before(on, months)), youngest
        case ChildrenUnder(age_years, _):
            return _day_after(_months_before(on, 12 * age_years)), youngest
        case ChildBornBetween(since, until):
            return since, until or youngest
        case ChildrenCount():
            return _day_after(_months_before(on, ADULT_MONTHS)), youngest


def _representative_births(days: Sequence[tuple[date, date]], on: date) -> list[date]:
    """One birth from each stretch of days no atom tells apart, all under 18."""
    first = _day_after(_months_before(on, ADULT_MONTHS))
    cuts = {first} | {start for start, _ in days} | {_day_after(end) for _, end in days}
    starts = sorted(cut for cut in cuts if first <= cut <= on)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), on]
    return [start + (end - start) // 2 for start, end in zip(starts, ends, strict=True)]


def _ceiling(atom: ChildAtom) -> int:
    """The number of children beyond which the atom cannot tell more from fewer."""
    match atom:
        case ChildrenCount(at_least, at_most):
            return max(at_least, (at_most or 0) + 1)
        case ChildrenUnder(_, at_least):
            return at_least
        case _:
            return 1


def _with_child(inside: Counts, birth: date, days: Sequence[tuple[date, date]], ceilings: Sequence[int]) -> Counts:
    return tuple(
        min(count + (start <= birth <= end), ceiling)
        for count, (start, end), ceiling in zip(inside, days, ceilings, strict=True)
    )


def _holds(atom: ChildAtom, inside: Counts, index: int) -> bool:
    match atom:
        case ChildrenCount(at_least, at_most):
            return within(inside[index], at_least, at_most)
        case ChildrenUnder(_, at_least):
            return inside[index] >= at_least
        case _:
            return inside[index] > 0


def _family_cell(births: tuple[date, ...], truths: Mapping[Atom, bool], on: date) -> Cell:
    return Cell(("children", [{"age_months": _completed_months(birth, on)} for birth in births]), truths)


def _completed_months(birth: date, on: date) -> int:
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def _months_before(day: date, months: int) -> date:
    """The last birthday on which a child has completed the months by the day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
