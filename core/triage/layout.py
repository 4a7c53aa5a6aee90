"""Where every possible value of every fact stands as a bit, for one set of rules.

The layout turns a condition into a box of its rule's space and a family's situation into the box of everything
still possible. Both are integers, so "does the rule hold for every possibility" is one AND.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.catalog.conditions import (
    Atom,
    ChildAtom,
    ChildrenCount,
    Condition,
    Flag,
    Holds,
    IncomeRatio,
    LivesIn,
    PregnancyWeeks,
    atoms_of,
)
from core.triage.facts import Fact
from core.triage.households import Household, Windows, census_of
from core.triage.profile import Band
from core.triage.scales import Scale, income_cells, income_cut, week_cells, week_cuts
from core.triage.situation import LARGE_FAMILY_CHILDREN, LONGEST_PREGNANCY_WEEKS, Situation

_MOST_MEMORISED = 20_000
_ANY_WEEK = Band(1, LONGEST_PREGNANCY_WEEKS)
ELSEWHERE = ""
"""Stands for every region no rule names."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A run of bits, one per cell, holding everything a rule can tell apart about one fact."""

    fact: Fact
    offset: int
    size: int

    @property
    def mask(self) -> int:
        return ((1 << self.size) - 1) << self.offset

    def shift(self, cells: int) -> int:
        return cells << self.offset & self.mask

    def cells_of(self, box: int) -> Iterator[int]:
        """The single bits of this variable that a box still holds."""
        bits = (1 << place for place in range(self.offset, self.offset + self.size))
        return (bit for bit in bits if bit & box)


@dataclass(frozen=True, slots=True)
class Placed:
    """The joint conditions about children of some rules, and where their cells stand."""

    household: Household
    place: Variable

    def bits(self, answers: Iterable[int]) -> int:
        return self.place.shift(self.household.cells(answers))

    def open_bits(self, kinds: Iterable[int]) -> int:
        """Cells of an unknown household made of such children."""
        return self.bits(self.household.closure(kinds)) if self.household.dated else self.place.mask


SETTLING_COUNTS = (ChildrenCount(at_least=LARGE_FAMILY_CHILDREN - 1), ChildrenCount(at_least=LARGE_FAMILY_CHILDREN))
"""Two children with a student make a large family, three do without."""

ChildAtoms = tuple[ChildAtom, ...]


def child_atoms(condition: Condition) -> ChildAtoms:
    """The distinct conditions about children in a rule, in reading order.

    A rule that also asks for a large family tells apart the numbers of children that settle it.
    """
    atoms = tuple(atoms_of(condition))
    found = dict.fromkeys(atom for atom in atoms if isinstance(atom, ChildAtom))
    if found and Holds(Flag.LARGE_FAMILY) in atoms:
        found |= dict.fromkeys(SETTLING_COUNTS)
    return tuple(found)


class Layout:
    """Bits for all rules of a catalogue, and the reading of a situation in them."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        rules = tuple(conditions)
        atoms = tuple(dict.fromkeys(atom for rule in rules for atom in atoms_of(rule)))
        self._next = 0
        self.flags = {flag: self._take(Fact(flag.value), 2) for flag in Flag}
        codes = sorted({code for atom in atoms if isinstance(atom, LivesIn) for code in atom.regions})
        self.regions: Mapping[str, int] = {code: 1 << place for place, code in enumerate((ELSEWHERE, *codes))}
        self.region = self._take(Fact.REGION, len(self.regions))
        self.incomes = Scale.of(income_cut(atom) for atom in atoms if isinstance(atom, IncomeRatio))
        self.income = self._take(Fact.INCOME_PER_HEAD_RATIO, self.incomes.size)
        self.terms = Scale.of(cut for atom in atoms if isinstance(atom, PregnancyWeeks) for cut in week_cuts(atom))
        self.weeks = self._take(Fact.PREGNANCY_WEEKS, self.terms.size)
        self.windows = Windows(census_of(atom).window for rule in rules for atom in child_atoms(rule))
        self.households = self._households(rules)
        self.certain = self._certain_flags()
        self._children: dict[tuple[tuple[int, ...], ...], int] = {}
        self._anybody: dict[date, int] = {}

    def _take(self, fact: Fact, size: int) -> Variable:
        variable = Variable(fact, self._next, size)
        self._next += size
        return variable

    def _households(self, rules: Iterable[Condition]) -> Mapping[ChildAtoms, Placed]:
        groups = dict.fromkeys(atoms for rule in rules if (atoms := child_atoms(rule)))
        pairs = ((atoms, Household(atoms, self.windows)) for atoms in groups)
        return MappingProxyType(
            {atoms: Placed(house, self._take(Fact.CHILDREN, len(house.answers))) for atoms, house in pairs}
        )

    def _certain_flags(self) -> dict[Flag, tuple[int, int]]:
        """Per flag, the bits that go when it is known to be false and true: the other cell."""
        return {flag: (~place.shift(0b10), ~place.shift(0b01)) for flag, place in self.flags.items()}

    def variable(self, atom: Atom, children: ChildAtoms) -> Variable:
        """The variable an atom reads, in a rule with these conditions about children."""
        match atom:
            case Holds(flag):
                return self.flags[flag]
            case LivesIn():
                return self.region
            case IncomeRatio():
                return self.income
            case PregnancyWeeks():
                return self.weeks
            case _:
                return self.households[children].place

    def cells(self, atom: Atom, children: ChildAtoms) -> int:
        """Bits of the atom's variable in which the atom holds."""
        return self.variable(atom, children).shift(self._local_cells(atom, children))

    def _local_cells(self, atom: Atom, children: ChildAtoms) -> int:
        match atom:
            case Holds():
                return 0b10
            case LivesIn(regions):
                return sum(self.regions[code] for code in regions)
            case IncomeRatio():
                return income_cells(atom, self.incomes)
            case PregnancyWeeks():
                return week_cells(atom, self.terms)
            case _:
                return self.households[children].household.cells_where(atom)

    def possible(self, situation: Situation) -> int:
        """Everything that is still possible for the family, as one box over all variables."""
        box = (1 << self.region.offset) - 1
        for flag, value in situation.flags.items():
            box &= self.certain[flag][value]
        box |= self._region_bits(situation.region)
        box |= self.income.shift(self.incomes.cells(situation.income or Band()))
        box |= self.weeks.shift(self.terms.cells(Band(*situation.weeks) if situation.weeks else _ANY_WEEK))
        return box | self._children_bits(situation)

    def _region_bits(self, code: str | None) -> int:
        if code is None:
            return self.region.mask
        return self.region.shift(self.regions.get(code, self.regions[ELSEWHERE]))

    def _children_bits(self, situation: Situation) -> int:
        if situation.children is None:
            return self._anybody_bits(situation.on)
        on, possible = situation.on, self.windows.possible
        kinds = tuple(sorted(possible(child.birth, on) for child in situation.children))
        bits = self._children.get(kinds)
        if bits is None:
            bits = self._remember(kinds)
        return bits

    def _remember(self, kinds: tuple[tuple[int, ...], ...]) -> int:
        """Joint answers depend only on the children's windows; families share them, so they are kept."""
        if len(self._children) >= _MOST_MEMORISED:
            self._children.clear()
        bits = self._children[kinds] = sum(
            one.bits(one.household.answers_of(kinds)) for one in self.households.values()
        )
        return bits

    def _anybody_bits(self, on: date) -> int:
        """Bits of an unknown household; only rules naming birth dates depend on the day."""
        if on not in self._anybody:
            kinds = self.windows.anybody(on)
            self._anybody = {on: sum(one.open_bits(kinds) for one in self.households.values())}
        return self._anybody[on]
