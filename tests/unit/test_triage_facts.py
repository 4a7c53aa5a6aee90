"""The facts JSON is read strictly: a silently ignored fact would look like an unknown one and change the verdict."""

from datetime import date

import pytest

from core.catalog.conditions import Flag
from core.triage.births import completed_months
from core.triage.facts import REGISTRY, Evasion, Fact, Sensitivity
from core.triage.facts_json import BadFacts, profile_from_json
from core.triage.profile import FactValue, Profile, Provenance, expired, overrides

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"regoin": "LEN"}, "regoin: there is no such fact"),
        ({"pregnant": None}, "pregnant: true or false is expected, not null"),
        ({"pregnant": "yes"}, "pregnant: true or false is expected, not a text"),
        ({"region": "len"}, "region: a region code"),
        ({"children": 2}, "children: a list is expected"),
        ({"children": [{"age": 3}]}, "children[0]: an object with age_months"),
        ({"children": [{"age_months": 216}]}, "children[0].age_months: a whole number from 0 to 215"),
        ({"children": [{"age_months": 3.5}]}, "children[0].age_months: a whole number"),
        ({"children": [{"age_months": True}]}, "children[0].age_months: a whole number"),
        ({"children": [{"age_months": 3, "disabled": 1}]}, "children[0].disabled: true or false"),
        ({"income_per_head_ratio": "1"}, "income_per_head_ratio: a number"),
        ({"income_per_head_ratio": -1}, "income_per_head_ratio: a number"),
        ({"income_per_head_ratio": True}, "income_per_head_ratio: a number"),
        ({"pregnant": True, "pregnancy_weeks": 43}, "pregnancy_weeks: a whole number from 1 to 42"),
        ({"pregnant": False, "pregnancy_weeks": 20}, "pregnancy_weeks: stands only with"),
        ([], "facts: an object is expected, not a list"),
        ({"income_per_head_ratio": float("nan")}, "income_per_head_ratio: a number"),
        ({"income_per_head_ratio": float("inf")}, "income_per_head_ratio: a number"),
        ({"income_per_head_ratio": 10**400}, "income_per_head_ratio: a number"),
        ({"children": None}, "children: a list is expected, not null"),
        ({"children": [{"age_months": -1}]}, "children[0].age_months: a whole number from 0 to 215"),
        ({"children": [{"age_months": 3}, {"age_months": 3, "disabled": None}]}, "children[1].disabled: true or false"),
        ({"children": [{"disabled": True}]}, "children[0]: an object with age_months"),
        ({"children_count": 2}, "children_count: there is no such fact"),
        ({"region": 47}, "region: a region code"),
        ({"pregnancy_weeks": 0}, "pregnancy_weeks: a whole number from 1 to 42"),
        ({"pregnancy_weeks": "20"}, "pregnancy_weeks: a whole number from 1 to 42"),
        ({"rural": 1}, "rural: true or false is expected, not a number"),
    ],
)
def test_facts_that_break_the_contract_are_refused_by_name(facts: object, complaint: str) -> None:
    with pytest.raises(BadFacts) as refused:
        profile_from_json(facts, TODAY)
    assert complaint in str(refused.value)


def test_every_fact_is_registered_once_with_its_texts() -> None:
    assert set(REGISTRY) == set(Fact)
    assert {flag.value for flag in Flag} <= {fact.value for fact in Fact}
    assert REGISTRY[Fact.PARENT_EMPLOYED].question == "fact-parent-employed-question"
    assert REGISTRY[Fact.DOMESTIC_VIOLENCE].sensitivity is max(Sensitivity)


def test_a_stated_age_becomes_every_birthday_it_allows() -> None:
    (child,) = profile_from_json({"children": [{"age_months": 43}]}, TODAY)[Fact.CHILDREN].value
    assert not child.birth.exact
    assert {completed_months(day, TODAY) for day in (child.birth.earliest, child.birth.latest)} == {43}


def test_a_family_does_not_undo_what_a_specialist_established_until_it_is_old() -> None:
    established = FactValue(True, date(2026, 1, 10), Provenance.SPECIALIST)
    said = FactValue(False, date(2026, 3, 1), Provenance.FAMILY)
    assert not overrides(Fact.PARENT_EMPLOYED, said, established)
    assert overrides(Fact.PARENT_EMPLOYED, established, said)
    assert overrides(Fact.PARENT_EMPLOYED, FactValue(False, date(2026, 8, 1)), established)


def test_income_is_asked_again_after_a_quarter_but_counts_until_then() -> None:
    said = FactValue(True, date(2026, 1, 1))
    assert not expired(Fact.INCOME_PER_HEAD_RATIO, said, date(2026, 4, 1))
    assert expired(Fact.INCOME_PER_HEAD_RATIO, said, date(2026, 4, 5))
    assert not expired(Fact.REGION, said, date(2036, 1, 1))


def test_the_last_word_on_a_fact_replaces_the_earlier_one() -> None:
    profile = Profile().record(Fact.RURAL, FactValue(True, TODAY)).record(Fact.RURAL, Evasion.REFUSED)
    assert Fact.RURAL not in profile
    assert profile.answered(Fact.RURAL)
    assert not profile.forget(Fact.RURAL).answered(Fact.RURAL)
