"""Every small slip somebody could make in a rule: an operator flipped, a threshold moved by one, a part lost.

Scenarios beside a measure are worth having when each of these breaks at least one of them (R8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    Atom,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
    Comparison,
    Condition,
    IncomeRatio,
    Not,
    PregnancyWeeks,
)

INCOME_STEP = 0.01
_DAY = timedelta(days=1)


def mutants(condition: Condition) -> Iterator[Condition]:
    """The rule with exactly one slip, once for every possible slip; some may mean the same as the rule."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            if len(parts) > 1:
                yield AnyOf(parts) if isinstance(condition, AllOf) else AllOf(parts)
            for at, part in enumerate(parts):
                yield replace(condition, parts=parts[:at] + parts[at + 1 :])
                for slip in mutants(part):
                    yield replace(condition, parts=(*parts[:at], slip, *parts[at + 1 :]))
        case Not(part):
            yield part
            for slip in mutants(part):
                yield Not(slip)
        case _:
            yield Not(condition)
            yield from _moved(condition)


def _moved(atom: Atom) -> Iterator[Atom]:
    """The atom with a bound moved by one step, or with its side changed."""
    match atom:
        case ChildrenCount() | PregnancyWeeks():
            yield from _bounds(atom)
        case IncomeRatio(comparison, bound):
            yield from (IncomeRatio(other, bound) for other in Comparison if other is not comparison)
            yield from (IncomeRatio(comparison, round(bound + step, 6)) for step in (-INCOME_STEP, INCOME_STEP))
        case ChildAgedBetween(low, high):
            yield from (ChildAgedBetween(edge, high) for edge in (low - 1, low + 1) if 0 <= edge <= high)
            yield from (ChildAgedBetween(low, edge) for edge in (high - 1, high + 1) if edge >= low)
        case ChildYoungerThan(months):
            yield from (ChildYoungerThan(edge) for edge in (months - 1, months + 1))
        case ChildrenUnder(years, least):
            yield from (ChildrenUnder(edge, least) for edge in (years - 1, years + 1))
            yield from (ChildrenUnder(years, edge) for edge in (least - 1, least + 1))
        case ChildBornBetween(since, until):
            yield from (ChildBornBetween(since + step, until) for step in (-_DAY, _DAY))
            if until:
                yield from (ChildBornBetween(since, until + step) for step in (-_DAY, _DAY))


def _bounds(atom: ChildrenCount | PregnancyWeeks) -> Iterator[Atom]:
    for at_least in (atom.at_least - 1, atom.at_least + 1):
        if at_least >= 0 and (atom.at_most is None or at_least <= atom.at_most):
            yield replace(atom, at_least=at_least)
    if atom.at_most is not None:
        yield from (
            replace(atom, at_most=edge) for edge in (atom.at_most - 1, atom.at_most + 1) if edge >= atom.at_least
        )
