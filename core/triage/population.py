"""A synthetic population of plausible families: nobody's data, for previews and measurements.

"Whose verdict would this change?" is asked of the stored families and of these, so that a change can be judged before
a region has families of its own. Shares are rough guesses near those of families who come to a centre; they never
decide anything about a real one. The same seed gives the same families.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from types import MappingProxyType
from typing import Any

from core.triage.births import ADULT_MONTHS
from core.triage.facts import Fact
from core.triage.facts_json import profile_from_json
from core.triage.profile import Profile
from core.triage.situation import KINDERGARTEN_MONTHS, SCHOOL_MONTHS

SHARES: Mapping[Fact, float] = MappingProxyType(
    {
        Fact.PREGNANT: 0.12,
        Fact.SINGLE_PARENT: 0.25,
        Fact.PARENT_DISABLED: 0.05,
        Fact.GUARDIAN: 0.04,
        Fact.FOSTER: 0.02,
        Fact.PARENT_EMPLOYED: 0.8,
        Fact.PARENT_UNEMPLOYED: 0.12,
        Fact.PARENT_STUDENT: 0.06,
        Fact.MILITARY_FAMILY: 0.08,
        Fact.BREADWINNER_LOST: 0.05,
        Fact.HOUSING_NEED: 0.2,
        Fact.MORTGAGE: 0.25,
        Fact.RURAL: 0.25,
        Fact.CHILD_STUDENT_FULLTIME: 0.1,
        Fact.CITIZENSHIP_RF: 0.97,
        Fact.PROPERTY_RULE_OK: 0.85,
        Fact.DOMESTIC_VIOLENCE: 0.04,
        Fact.ALIMONY_UNPAID: 0.1,
    }
)
"""Share of families for whom a yes/no fact is true."""

_CHILDREN, _OF_THEM = (0, 1, 2, 3, 4, 5), (6, 40, 34, 14, 4, 2)
_DISABLED = 0.05
_SCHOOL_STARTS, _KINDERGARTEN_STARTS, _IN_KINDERGARTEN = 84, 36, 0.9
_INCOME_MEDIAN_LOG, _INCOME_SPREAD = 0.15, 0.5


def synthetic_families(count: int, regions: tuple[str, ...], on: date, seed: int = 0) -> Iterator[Profile]:
    """Families that told everything on the day `on`."""
    chance = Random(seed)  # noqa: S311 - a population, not a secret
    for _ in range(count):
        yield profile_from_json(plausible_facts(chance, regions), on)


def plausible_facts(chance: Random, regions: tuple[str, ...]) -> dict[str, Any]:
    """All facts of one family as facts JSON; a family without children expects one."""
    facts: dict[str, Any] = {fact.value: chance.random() < share for fact, share in SHARES.items()}
    ages = [chance.randrange(ADULT_MONTHS) for _ in range(chance.choices(_CHILDREN, _OF_THEM)[0])]
    facts[Fact.REGION.value] = chance.choice(regions)
    facts[Fact.CHILDREN.value] = [{"age_months": age, "disabled": chance.random() < _DISABLED} for age in ages]
    income = chance.lognormvariate(_INCOME_MEDIAN_LOG, _INCOME_SPREAD)
    facts[Fact.INCOME_PER_HEAD_RATIO.value] = round(income, 3)
    if facts[Fact.PREGNANT.value] or not ages:
        facts |= {Fact.PREGNANT.value: True, Fact.PREGNANCY_WEEKS.value: chance.randrange(4, 41)}
    return facts | _attendance(chance, ages) | _unsettled(facts, len(ages))


def _attendance(chance: Random, ages: list[int]) -> dict[str, Any]:
    """Kindergarten and school, where an age leaves it open."""
    facts: dict[str, Any] = {}
    if any(SCHOOL_MONTHS[0] <= age for age in ages):
        facts[Fact.CHILD_AT_SCHOOL.value] = any(age >= _SCHOOL_STARTS for age in ages)
    if any(KINDERGARTEN_MONTHS[0] <= age <= KINDERGARTEN_MONTHS[1] for age in ages):
        fitting = any(_KINDERGARTEN_STARTS <= age < _SCHOOL_STARTS for age in ages)
        facts[Fact.CHILD_IN_KINDERGARTEN.value] = fitting and chance.random() < _IN_KINDERGARTEN
    return facts


def _unsettled(facts: Mapping[str, Any], count: int) -> dict[str, Any]:
    """A large family, where the children and one student do not settle it: two students are rare."""
    return {Fact.LARGE_FAMILY.value: False} if count < 2 and facts[Fact.CHILD_STUDENT_FULLTIME.value] else {}
