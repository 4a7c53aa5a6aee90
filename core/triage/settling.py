"""Which derived facts still belong among the questions of an open rule.

`large_family` and `child_disabled` follow from the list of children (and from whether somebody of 18-22 studies)
unless they are stated. A rule may read both the derived fact and its sources. By the definition of the questions
(fact f belongs to them if the others have values with which the answer is still unknown without f) the derived
fact then drops out when every value of its sources settles it.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.conditions import Flag
from core.triage.boxes import Box
from core.triage.facts import Fact
from core.triage.layout import SETTLING_COUNTS
from core.triage.rulebook import Rule
from core.triage.situation import Situation, large_family

_ANY_NUMBER = 99


def settled(rule: Rule, open_facts: tuple[Fact, ...], possible: Box, situation: Situation) -> tuple[Fact, ...]:
    """The open facts of a rule without a derived one that the others of the set settle."""
    kept = open_facts
    if Fact.CHILD_DISABLED in kept and Fact.CHILDREN in kept:
        kept = tuple(fact for fact in kept if fact is not Fact.CHILD_DISABLED)
    sources = {Fact.CHILDREN, Fact.CHILD_STUDENT_FULLTIME} & set(kept)
    if Fact.LARGE_FAMILY in kept and sources and not _stays_open(rule, possible, situation):
        kept = tuple(fact for fact in kept if fact is not Fact.LARGE_FAMILY)
    return kept


def _stays_open(rule: Rule, possible: Box, situation: Situation) -> bool:
    """Some values of the sources leave `large_family` unknown where it decides."""
    own = possible & rule.space.full
    return any(
        Fact.LARGE_FAMILY in rule.open_facts(by_student)
        for by_children, count in _children_cases(rule, own, situation)
        for by_student, student in _student_cases(rule, by_children, situation)
        if large_family(count, student) is None
    )


def _children_cases(rule: Rule, possible: Box, situation: Situation) -> Iterator[tuple[Box, tuple[int, int]]]:
    """The rule's box for each number of children that matters, with the fewest and most of them."""
    household = rule.household
    if household is None:
        yield possible, (0, _ANY_NUMBER) if situation.children is None else situation.count
        return
    two, three = (household.place.shift(household.household.cells_where(atom)) for atom in SETTLING_COUNTS)
    mask = household.place.mask
    for cells, count in ((mask & ~two, (0, 1)), (two & ~three, (2, 2)), (three, (3, _ANY_NUMBER))):
        if possible & cells:
            yield possible & (~mask | cells), count


def _student_cases(rule: Rule, possible: Box, situation: Situation) -> Iterator[tuple[Box, bool | None]]:
    place = next((one for one in rule.variables if one.fact is Fact.CHILD_STUDENT_FULLTIME), None)
    if place is None:
        yield possible, situation.flags.get(Flag.CHILD_STUDENT_FULLTIME)
        return
    for value, cell in ((False, place.shift(0b01)), (True, place.shift(0b10))):
        if possible & cell:
            yield possible & (~place.mask | cell), value
