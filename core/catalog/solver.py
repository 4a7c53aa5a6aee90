"""Can this rule be met, can it fail, does every part of it matter, and which family tells two rules apart.

The answers are exact for the rule vocabulary. Each fact falls into finitely many cells (a flag: two; the
income ratio: the intervals between its bounds; the children: every combination of truths a set of births
can give), so a depth-first search over cells that evaluates the tree as soon as it is decided is sound
and complete.

Most rules name every fact once. Then their atoms are independent of each other, so all of them matter, the rule can
be met and can fail, and nothing has to be searched (`plainly_alive`); that is most of what loading a catalogue costs.

`LINKS` are the inferences the questionnaire is allowed to make (weeks only while pregnant, a pupil is at
least six). A rule no real family can meet is found with them; whether an atom matters is judged without
them, because naming both `pregnant` and the weeks is good style, not an error.

Births meet ages on a day, so every question takes `on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
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
    fact_of,
)

Groups = Sequence[Sequence[Cell]]
"""The cells of every fact, fact by fact."""

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
    return first_difference(condition, NOBODY, on)


def example_that_fails(condition: Condition, on: date) -> Example | None:
    """A family for which the rule does not hold, or `None` when it holds for everybody."""
    return first_difference(condition, EVERYBODY, on)


def first_difference(old: Condition, new: Condition, on: date) -> Example | None:
    """A family the two rules treat differently, or `None` when they mean the same on that day."""
    links = _links(AllOf((old, new)))
    old, new = (AllOf((rule, *links)) for rule in (old, new))
    return _apart(old, new, _groups(AllOf((old, new)), on))


def plainly_alive(condition: Condition, on: date) -> bool:
    """True only when the rule can be met, can fail, and every atom of it matters; False when that must be searched."""
    facts = {fact_of(atom) for atom in atoms_of(condition)}
    linked = (atom for link in _links(condition) for atom in atoms_of(link) if not isinstance(atom, Holds))
    return not any(fact_of(atom) in facts for atom in linked) and _each_fact_once(condition, on)


def _each_fact_once(condition: Condition, on: date) -> bool:
    """The atoms read different facts and each can be true and false: but for links they are independent.

    A formula that reads each of its independent inputs once depends on every one of them.
    """
    facts = [fact_of(atom) for atom in atoms_of(condition)]
    once = len(facts) == len(set(facts)) > 0 and not _has_empty_part(condition)
    return once and all(_undecided(atom, on) for atom in atoms_of(condition))


def _has_empty_part(condition: Condition) -> bool:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return not parts or any(_has_empty_part(part) for part in parts)
        case Not(part):
            return _has_empty_part(part)
        case _:
            return False


@lru_cache(maxsize=4096)
def _undecided(atom: Atom, on: date) -> bool:
    """The atom is true for some families and false for others; a pure answer, shared by the rules that name it."""
    cells = chain.from_iterable(cells_of((atom,), on))
    return len({cell.truths[atom] for cell in cells}) == 2


def idle_atoms(condition: Condition, on: date) -> tuple[Atom, ...]:
    """Atoms that can be struck out (as always or as never true) without changing the rule for any family.

    Ages move against days of birth, so beside a day of birth an atom counts as idle only if it is on
    several days of the next childhood, not just on this one.
    """
    if _each_fact_once(condition, on):
        return ()
    days = [on]
    if any(isinstance(atom, ChildBornBetween) for atom in atoms_of(condition)):
        days += [on + timedelta(days=366 * years) for years in YEARS_AHEAD]
    cells = [_groups(condition, day) for day in days]
    return tuple(
        atom
        for atom, struck in _with_each_struck(condition)
        if all(_same_as_any(condition, struck, groups) for groups in cells)
    )


def _same_as_any(condition: Condition, others: Sequence[Condition], groups: Groups) -> bool:
    return any(_apart(condition, other, groups) is None for other in others)


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


def _groups(condition: Condition, on: date) -> Groups:
    return cells_of(set(atoms_of(condition)), on)


def _apart(one: Condition, other: Condition, groups: Groups) -> Example | None:
    """A family that exactly one of the trees admits; the groups cut at least every atom of both."""
    chosen = _choose(one, other, groups, {})
    return None if chosen is None else Example(dict(cell.fact for cell in chosen if cell.fact))


def _choose(one: Condition, other: Condition, groups: Groups, truths: Mapping[Atom, bool]) -> tuple[Cell, ...] | None:
    values = _value(one, truths), _value(other, truths)
    if None not in values:
        return () if values[0] is not values[1] else None
    head, rest = groups[0], groups[1:]
    for cell in head:
        found = _choose(one, other, rest, {**truths, **cell.truths})
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
