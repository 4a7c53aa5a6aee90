"""Measures compiled into boxes: the form in which a catalogue answers a family in microseconds.

A rule looks only at its own bits of the family's box. What it concludes from them never changes, so each
conclusion is worked out once and kept in the rule's own table; families share it. The tables are caches of pure
results and are bounded; nothing else here changes after construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.catalog.conditions import AllOf, AnyOf, Atom, Condition, Flag, Holds, LivesIn, Not, atoms_of
from core.catalog.measures import Measure
from core.triage.boxes import Box, RuleTooTangled, Space, maximal
from core.triage.facts import FACT_ORDER, Fact
from core.triage.layout import ChildAtoms, Layout, Placed, Variable, child_atoms
from core.triage.verdicts import Verdict

_MOST_MEMORISED = 5_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict and, for ASK, the facts that can still change it (in the order of the registry)."""

    verdict: Verdict
    open: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One measure's condition: its variables, its atoms and its maximal boxes in both directions."""

    measure: Measure
    condition: Condition
    household: Placed | None
    variables: tuple[Variable, ...]
    space: Space
    true_boxes: tuple[Box, ...]
    false_boxes: tuple[Box, ...]
    placed_atoms: tuple[tuple[Atom, Variable, int], ...]
    """Each distinct atom with its variable and the cells in which it holds."""

    @property
    def atoms(self) -> tuple[Atom, ...]:
        return tuple(atom for atom, _, _ in self.placed_atoms)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The yes/no facts the rule reads."""
        return tuple(atom.flag for atom in self.atoms if isinstance(atom, Holds))

    @property
    def facts(self) -> frozenset[Fact]:
        return frozenset(variable.fact for variable in self.variables)

    def conclude(self, possible: Box) -> Outcome:
        """The outcome for every family whose box, cut down to this rule's variables, is `possible`."""
        if any(not possible & ~box for box in self.true_boxes):
            return Outcome(Verdict.CHECK if self.measure.eligibility_extra else Verdict.YES)
        if any(not possible & ~box for box in self.false_boxes):
            return Outcome(Verdict.NO)
        return Outcome(Verdict.ASK, self.open_facts(possible))

    def open_facts(self, possible: Box) -> tuple[Fact, ...]:
        """Facts that change the answer for some values of the others, within what is possible."""
        cut = (box & possible for box in self.true_boxes)
        largest = maximal(box for box in cut if not self.space.empty(box))
        deciding = {variable.fact for variable in self.variables for box in largest if possible & variable.mask & ~box}
        return tuple(sorted(deciding, key=FACT_ORDER.__getitem__))


class Rulebook:
    """The rules in force on one day, ready to be asked about any family on any day.

    `measures` are the versions in force; `core.triage.evaluation` chooses them by date.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = tuple(measures)
        conditions = tuple(condition_of(measure) for measure in self.measures)
        self.layout = Layout(conditions)
        self.rules = tuple(
            _compile(measure, condition, self.layout)
            for measure, condition in zip(self.measures, conditions, strict=True)
        )
        self.positions = {measure.id: place for place, measure in enumerate(self.measures)}
        self._tables: tuple[tuple[int, dict[int, Outcome], Rule], ...] = tuple(
            (rule.space.full, {}, rule) for rule in self.rules
        )

    def outcomes(self, possible: Box) -> tuple[Outcome, ...]:
        """One outcome per measure, in their order, for a family's box."""
        return tuple(
            [
                table.get(possible & bits) or _remember(rule, table, possible & bits)
                for bits, table, rule in self._tables
            ]
        )

    def outcome(self, position: int, possible: Box) -> Outcome:
        bits, table, rule = self._tables[position]
        return table.get(possible & bits) or _remember(rule, table, possible & bits)


def condition_of(measure: Measure) -> Condition:
    """The measure's condition; a regional measure belongs to its region alone, whatever its tree says."""
    if measure.region is None:
        return measure.eligibility
    return AllOf((LivesIn(frozenset({measure.region})), measure.eligibility))


def _remember(rule: Rule, table: dict[int, Outcome], possible: Box) -> Outcome:
    if len(table) >= _MOST_MEMORISED:
        table.clear()
    outcome = table[possible] = rule.conclude(possible)
    return outcome


def _compile(measure: Measure, condition: Condition, layout: Layout) -> Rule:
    children = child_atoms(condition)
    placed = tuple(
        (atom, layout.variable(atom, children), layout.cells(atom, children))
        for atom in dict.fromkeys(atoms_of(condition))
    )
    variables = tuple(dict.fromkeys(variable for _, variable, _ in placed))
    space = Space(tuple(variable.mask for variable in variables))
    try:
        holds, fails = _boxes(condition, children, layout, space)
    except RuleTooTangled as error:
        raise RuleTooTangled(f"{measure.id}: {error}") from error
    household = layout.households.get(children)
    return Rule(measure, condition, household, variables, space, tuple(holds), tuple(fails), placed)


def _boxes(condition: Condition, children: ChildAtoms, layout: Layout, space: Space) -> tuple[list[Box], list[Box]]:
    """Maximal boxes in which the condition holds, and in which it fails."""
    match condition:
        case Not(part):
            holds, fails = _boxes(part, children, layout, space)
            return fails, holds
        case AllOf(parts):
            holds = [space.full]
            for part in parts:
                holds = space.both(holds, _boxes(part, children, layout, space)[0])
            return holds, space.complement(holds)
        case AnyOf(parts):
            fails = [space.full]
            for part in parts:
                fails = space.both(fails, _boxes(part, children, layout, space)[1])
            return space.complement(fails), fails
        case _:
            mask, cells = layout.variable(condition, children).mask, layout.cells(condition, children)
            return space.restrict(mask, cells), space.restrict(mask, mask & ~cells)
