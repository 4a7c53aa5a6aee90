"""One measure against all stored families (R6): the same verdicts as family by family."""

import random
from datetime import date

import pytest
from triage_oracle import TODAY, forgetting, measures, random_family

from core.triage.births import Birth
from core.triage.columns import FamilyColumns, verdicts
from core.triage.evaluation import assess
from core.triage.facts import Fact
from core.triage.facts_json import profile_from_json
from core.triage.profile import Band, Child, FactValue, Profile
from core.triage.rulebook import Rulebook
from core.triage.situation import situation_on

INCOMES = (Band(0, 1.0, True, False), Band(0, 1.0), Band(1.0, 1.1, False, True), Band(0.9, 2.5), Band.at(1.5))


def stored_families(count: int) -> list[Profile]:
    """Families with gaps, births by day, month and year, and incomes by band."""
    seed = random.Random("R6")
    found = []
    for _ in range(count):
        profile = profile_from_json(forgetting(random_family(seed), seed, 0.25), TODAY)
        if seed.random() < 0.5:
            births = [Birth.in_month(seed.randrange(2010, 2026), seed.randrange(1, 13)) for _ in range(3)]
            births += [Birth.aged_years(seed.randrange(17), TODAY), Birth.on(date(2024, 2, 29))]
            children = tuple(Child(birth, False) for birth in seed.sample(births, seed.randrange(5)))
            profile = profile.record(Fact.CHILDREN, FactValue(children, TODAY))
        if seed.random() < 0.5:
            profile = profile.record(Fact.INCOME_PER_HEAD_RATIO, FactValue(seed.choice(INCOMES), TODAY))
        found.append(profile)
    return found


@pytest.mark.parametrize("day", [TODAY, date(2027, 3, 9), date(2031, 2, 28)])
def test_R6_columns_give_every_family_its_own_verdict(day: date) -> None:
    rulebook = Rulebook(measures())
    families = stored_families(250)
    columns = FamilyColumns.of(situation_on(profile, day) for profile in families)
    assessments = [assess(rulebook, profile, day) for profile in families]
    for measure in measures():
        found = verdicts(rulebook, measure.id, columns)
        for row, assessment in enumerate(assessments):
            assert found.of(row) is assessment[measure.id], (measure.id, families[row])
