"""Why a verdict is what it is, in as few conditions as can carry it, and what would change a NO.

A reason is the smallest set of conditions that, on their own, force the verdict whatever else is true: the fewest
over all maximal boxes around the family. It never lists everything that happens to be false, because then nobody can
see what they failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from core.catalog.conditions import AllOf, AnyOf, Atom, Condition, Not, atoms_of, fact_of
from core.triage.boxes import Box
from core.triage.evaluation import Assessment
from core.triage.facts import Fact
from core.triage.layout import Variable
from core.triage.rulebook import Rule
from core.triage.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Ground:
    """A condition that is met (`holds`) or not met by the family.

    Nearly always one atom; an `AnyOf` where only several possibilities together carry the verdict.
    """

    condition: Condition
    holds: bool

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(dict.fromkeys(Fact(fact_of(atom)) for atom in atoms_of(self.condition)))


@dataclass(frozen=True, slots=True)
class Reason:
    """`grounds` alone force a YES, CHECK or NO. For ASK they are empty and `open` names the deciding facts."""

    verdict: Verdict
    grounds: tuple[Ground, ...] = ()
    open: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to become different, all of it; then a NO turns if nothing still unknown stands against it."""

    wanted: tuple[Ground, ...]


def reason(assessment: Assessment, measure_id: str) -> Reason:
    """The smallest reason for the verdict about one measure."""
    rule = assessment.rulebook.rules[assessment.rulebook.positions[measure_id]]
    verdict = assessment[measure_id]
    if verdict is Verdict.ASK:
        return Reason(verdict, open=assessment.to_ask(measure_id))
    boxes = rule.false_boxes if verdict is Verdict.NO else rule.true_boxes
    around = (box for box in boxes if not assessment.possible & rule.space.full & ~box)
    return Reason(verdict, min((_grounds(rule, box, assessment.possible) for box in around), key=len))


def changes(assessment: Assessment, measure_id: str) -> tuple[Change, ...]:
    """«Что изменит ответ»: for a NO, every smallest set of conditions that would have to become different.

    Empty when only another region would help, or when the verdict is not NO.
    """
    rule = assessment.rulebook.rules[assessment.rulebook.positions[measure_id]]
    if assessment[measure_id] is not Verdict.NO:
        return ()
    against = [(box, _opposed(rule, box, assessment.possible)) for box in rule.true_boxes]
    open_to_family = [pair for pair in against if all(one.fact is not Fact.REGION for one in pair[1])]
    fewest = min((len(opposed) for _, opposed in open_to_family), default=0)
    found = (
        Change(tuple(one for variable in opposed for one in _wanted(rule, variable, box, assessment.possible)))
        for box, opposed in open_to_family
        if len(opposed) == fewest
    )
    return tuple(dict.fromkeys(found))


def _grounds(rule: Rule, box: Box, possible: Box) -> tuple[Ground, ...]:
    restricted = (variable for variable in rule.variables if variable.mask & ~box)
    return tuple(ground for variable in restricted for ground in _carrying(rule, variable, box, possible))


def _carrying(rule: Rule, variable: Variable, box: Box, possible: Box) -> tuple[Ground, ...]:
    """The fewest known conditions about one fact that keep it inside the box."""
    cells = possible & variable.mask
    known = [literal for literal in _literals(rule, variable) if not cells & ~literal[2]]
    return _fewest(known, variable, box) or (_either(rule, variable, cells),)


def _wanted(rule: Rule, variable: Variable, box: Box, possible: Box) -> tuple[Ground, ...]:
    """The fewest conditions about one fact that would bring it into the box, without those already met."""
    literals = _literals(rule, variable)
    met = {Ground(atom, holds) for atom, holds, where in literals if not possible & variable.mask & ~where}
    wanted = _fewest(literals, variable, box) or (_either(rule, variable, box & variable.mask),)
    return tuple(ground for ground in wanted if ground not in met)


def _literals(rule: Rule, variable: Variable) -> list[tuple[Atom, bool, int]]:
    """Each condition about one fact, met and not met, with the cells where that is so."""
    return [
        (atom, holds, where)
        for atom, true_cells in _atoms(rule, variable)
        for holds, where in ((True, true_cells), (False, variable.mask & ~true_cells))
    ]


def _fewest(literals: Iterable[tuple[Atom, bool, int]], variable: Variable, box: Box) -> tuple[Ground, ...]:
    """The smallest non-contradictory conjunction of literals that lies inside the box; empty if there is none."""
    choices = list(literals)
    for size in range(1, len(choices) + 1):
        for chosen in combinations(choices, size):
            cells = variable.mask
            for _, _, where in chosen:
                cells &= where
            if cells and not cells & ~box:
                return tuple(Ground(atom, holds) for atom, holds, _ in chosen)
    return ()


def _either(rule: Rule, variable: Variable, cells: Box) -> Ground:
    """One of several possibilities, spelled out: used only when no single condition is certain."""
    spelled = (
        AllOf(tuple(atom if where & cell else Not(atom) for atom, where in _atoms(rule, variable)))
        for cell in variable.cells_of(cells)
    )
    return Ground(AnyOf(tuple(spelled)), True)


def _atoms(rule: Rule, variable: Variable) -> list[tuple[Atom, int]]:
    return [(atom, cells) for atom, place, cells in rule.placed_atoms if place == variable]


def _opposed(rule: Rule, box: Box, possible: Box) -> tuple[Variable, ...]:
    """Facts whose every possible value lies outside the box."""
    return tuple(one for one in rule.variables if not box & possible & one.mask)
