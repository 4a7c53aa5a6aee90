"""Can this rule be met, can it fail, does every part of it matter, and which family tells two rules apart.

The answers are exact for the rule vocabulary. Each fact falls into finitely many cells (a flag: two; the
income ratio: the intervals between its bounds; the children: every combination of truths a set of births
can give), so a depth-first search over cells that evaluates the tree as soon as it is decided is sound
and complete.

`LINKS` are the inferences the questionnaire is allowed to make (weeks only while pregnant, a pupil is at
least six). A rule no real family can meet is found with them; whether an atom matters is judged without
them, because naming both `pregnant` and the weeks is good style, not an error.

Births meet ages on a day, so every question takes `on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.catalog.cells import Cell, cells_of
from core.catalog.conditions import (
    EVERYBODY,
    AllOf,
    AnyOf,
    Atom,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    Condition,
    Flag,
    Holds,
    Not,
    PregnancyWeeks,
    atoms_of,
)

NOBODY = AnyOf(())
YEARS_AHEAD = (2, 5, 9, 17)


def _implies(flag: Flag, consequence: Condition) -> Condition:
    return AnyOf((Not(Holds(flag)), consequence))


LINKS: tuple[tuple[Flag, Condition], ...] = (
    (Flag.PREGNANT, _implies(Flag.PREGNANT, PregnancyWeeks(at_least=1))),
    (Flag.PREGNANT, AnyOf((Holds(Flag.PREGNANT), Not(PregnancyWeeks(at_least=1))))),
    (Flag.CHILD_DISABLED, _implies(Flag.CHILD_DISABLED, ChildrenCount(at_least=1))),
    (Flag.CHILD_AT_SCHOOL, _implies(Flag.CHILD_AT_SCHOOL, ChildAgedBetween(6, 17))),
    (Flag.CHILD_IN_KINDERGARTEN, _implies(Flag.CHILD_IN_KINDERGARTEN, ChildAgedBetween(1, 7))),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A family as plain facts (the format of the matcher); facts that do not matter are left out."""

    facts: Mapping[str, Any]


def example_that_meets(condition: Condition, on: date) -> Example | None:
    """A family for which the rule holds, or `None` when no family can meet it."""
    return _search(AllOf((condition, *_links(condition))), on)


def example_that_fails(condition: Condition, on: date) -> Example | None:
    """A family for which the rule does not hold, or `None` when it holds for everybody."""
    return example_that_meets(Not(condition), on)


def first_difference(old: Condition, new: Condition, on: date) -> Example | None:
    """A family the two rules treat differently, or `None` when they mean the same on that day."""
    return example_that_meets(_exclusive_or(old, new), on)


def idle_atoms(condition: Condition, on: date) -> tuple[Atom, ...]:
    """Atoms that can be struck out (as always or as never true) without changing the rule for any family.

    Ages move against days of birth, so beside a day of birth an atom counts as idle only if it is on
    several days of the next childhood, not just on this one.
    """
    days = [on]
    if any(isinstance(atom, ChildBornBetween) for atom in atoms_of(condition)):
        days += [on + timedelta(days=366 * years) for years in YEARS_AHEAD]
    return tuple(
        atom
        for atom, struck in _with_each_struck(condition)
        if all(_same_as_any(condition, struck, day) for day in days)
    )


def _same_as_any(condition: Condition, others: Sequence[Condition], on: date) -> bool:
    return any(_search(_exclusive_or(condition, other), on) is None for other in others)


def _exclusive_or(a: Condition, b: Condition) -> Condition:
    return AnyOf((AllOf((a, Not(b))), AllOf((Not(a), b))))


def _with_each_struck(condition: Condition) -> Iterator[tuple[Atom, tuple[Condition, ...]]]:
    """Each atom occurrence, with the tree where it always holds and the tree where it never does."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for index, part in enumerate(parts):
                for atom, struck in _with_each_struck(part):
                    yield atom, tuple(_replaced(condition, index, other) for other in struck)
        case Not(part):
            for atom, struck in _with_each_struck(part):
                yield atom, tuple(Not(other) for other in struck)
        case _:
            yield condition, (EVERYBODY, NOBODY)


def _replaced(tree: AllOf | AnyOf, index: int, part: Condition) -> Condition:
    return type(tree)((*tree.parts[:index], part, *tree.parts[index + 1 :]))


def _links(condition: Condition) -> tuple[Condition, ...]:
    """The links whose flag the rule names; a flag it does not name can always be chosen to fit."""
    flags = {atom.flag for atom in atoms_of(condition) if isinstance(atom, Holds)}
    return tuple(link for flag, link in LINKS if flag in flags)


def _search(condition: Condition, on: date) -> Example | None:
    """A complete choice of cells that makes the tree true."""
    groups = cells_of(set(atoms_of(condition)), on)
    chosen = _choose(condition, groups, {})
    return None if chosen is None else Example(dict(cell.fact for cell in chosen if cell.fact))


def _choose(
    condition: Condition, groups: Sequence[Sequence[Cell]], truths: Mapping[Atom, bool]
) -> tuple[Cell, ...] | None:
    value = _value(condition, truths)
    if value is not None:
        return () if value else None
    head, rest = groups[0], groups[1:]
    for cell in head:
        found = _choose(condition, rest, {**truths, **cell.truths})
        if found is not None:
            return (cell, *found)
    return None


def _value(condition: Condition, truths: Mapping[Atom, bool]) -> bool | None:
    """The tree's value as far as the chosen cells decide it."""
    match condition:
        case AllOf(parts):
            return _joined(parts, truths, decisive=False)
        case AnyOf(parts):
            return _joined(parts, truths, decisive=True)
        case Not(part):
            value = _value(part, truths)
            return None if value is None else not value
        case _:
            return truths.get(condition)


def _joined(parts: Sequence[Condition], truths: Mapping[Atom, bool], *, decisive: bool) -> bool | None:
    """Stops at the first part that decides."""
    value: bool | None = not decisive
    for part in parts:
        each = _value(part, truths)
        if each is decisive:
            return decisive
        if each is None:
            value = None
    return value
