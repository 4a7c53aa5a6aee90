"""Two editions of a small catalogue, and a slow reading of what the second does to a family."""

import random
from dataclasses import replace
from typing import Any

from core.catalog.conditions import AllOf, AnyOf, ChildYoungerThan, Comparison, Condition, Flag, Holds, IncomeRatio
from core.catalog.measures import Measure
from core.outreach.changes.directions import Move
from core.triage.facts_json import profile_from_json
from core.triage.population import plausible_facts
from core.triage.profile import Profile
from tests.measures import a_measure
from tests.unit.triage_oracle import TODAY, forgetting, outcomes

RURAL, MORTGAGE = Holds(Flag.RURAL), Holds(Flag.MORTGAGE)
POOR = AllOf((ChildYoungerThan(18), IncomeRatio(Comparison.LTE, 1.0)))
POORER = AllOf((ChildYoungerThan(18), IncomeRatio(Comparison.LT, 0.9)))


def checked(measure: Measure) -> Measure:
    """The same with something the profile cannot know."""
    return replace(measure, eligibility_extra=("живут вместе",))


OLD = (
    a_measure(POOR, "threshold"),
    a_measure(RURAL, "wider"),
    a_measure(Holds(Flag.HOUSING_NEED), "gone"),
    a_measure(Holds(Flag.PARENT_STUDENT), "less-sure"),
    a_measure(Holds(Flag.PARENT_EMPLOYED), "the-same"),
    a_measure(Holds(Flag.DOMESTIC_VIOLENCE), "sealed"),
)
NEW = (
    a_measure(POORER, "threshold"),
    a_measure(AnyOf((RURAL, MORTGAGE)), "wider"),
    a_measure(Holds(Flag.MILITARY_FAMILY), "born"),
    checked(a_measure(Holds(Flag.PARENT_STUDENT), "less-sure")),
    replace(a_measure(Holds(Flag.PARENT_EMPLOYED), "the-same"), title="Другие слова"),
    a_measure(AnyOf((Holds(Flag.DOMESTIC_VIOLENCE), RURAL)), "sealed"),
)
CHANGED = {"threshold", "wider", "gone", "born", "less-sure"}
"""What is counted; the sealed one is named to editors and chooses nobody."""


def population(count: int, seed: str) -> list[dict[str, Any]]:
    """Facts of made-up families, a quarter of them never said."""
    chance = random.Random(seed)
    return [forgetting(plausible_facts(chance, ("LEN", "CHE")), chance, 0.25) for _ in range(count)]


def profile_of(facts: dict[str, Any]) -> Profile:
    """The family as triage knows it."""
    return profile_from_json(facts, TODAY)


def moves_by_hand(facts: dict[str, Any]) -> dict[str, Move]:
    """What moves for a family, found by trying every completion of what it did not say, rule by rule."""
    found = {}
    for measure_id in sorted(CHANGED):
        before, after = (_word(edition, measure_id, facts) for edition in (OLD, NEW))
        if (before, after) in _DIRECTIONS:
            found[measure_id] = _DIRECTIONS[before, after]
    return found


_DIRECTIONS = {
    ("no", "yes"): Move.GAINS,
    ("no", "check"): Move.GAINS,
    ("ask", "yes"): Move.GAINS,
    ("ask", "check"): Move.GAINS,
    ("yes", "no"): Move.LOSES,
    ("check", "no"): Move.LOSES,
    ("yes", "ask"): Move.UNCERTAIN,
    ("check", "ask"): Move.UNCERTAIN,
    ("no", "ask"): Move.UNCERTAIN,
    ("ask", "no"): Move.OTHER,
    ("yes", "check"): Move.OTHER,
    ("check", "yes"): Move.OTHER,
}


def _word(edition: tuple[Measure, ...], measure_id: str, facts: dict[str, Any]) -> str:
    measure = next((one for one in edition if one.id == measure_id), None)
    return "no" if measure is None else _of(measure.eligibility, facts, bool(measure.eligibility_extra))


def _of(condition: Condition, facts: dict[str, Any], extra: bool) -> str:
    possible = outcomes(condition, facts)
    if possible == {True}:
        return "check" if extra else "yes"
    return "no" if possible == {False} else "ask"
