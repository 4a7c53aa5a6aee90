"""The result as a family reads it (F4): groups by need, no measure twice, one list of papers."""

import random
from dataclasses import replace

import pytest
from triage_oracle import REGIONS, TODAY, measures

from core.catalog.conditions import AllOf, Flag, Holds
from core.catalog.measures import DocumentItem, ObtainedBy
from core.triage.evaluation import assess
from core.triage.facts import Evasion, Fact
from core.triage.facts_json import profile_from_json
from core.triage.needs import SCOPES, Need
from core.triage.packages import package, papers
from core.triage.population import plausible_facts
from core.triage.profile import Profile
from core.triage.rulebook import Rulebook
from core.triage.verdicts import Verdict
from tests.measures import a_measure

NEEDS = (Need.BABY, Need.HOME, Need.MONEY)
FAMILY = {
    "region": "LEN",
    "children": [{"age_months": 4, "disabled": False}],
    "income_per_head_ratio": 0.8,
    "housing_need": True,
    "citizenship_rf": True,
}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook(measures())


def test_F4_three_needs_get_three_groups_and_no_measure_twice(rulebook: Rulebook) -> None:
    found = package(assess(rulebook, profile_from_json(FAMILY, TODAY), TODAY), NEEDS)
    assert [group.need for group in found.groups] == list(NEEDS)
    ids = [offer.measure.id for offer in found.offers]
    assert len(ids) == len(set(ids))


def test_F4_only_federal_measures_and_those_of_the_own_region_are_shown(rulebook: Rulebook) -> None:
    seed = random.Random("F4")
    for _ in range(20):
        facts = plausible_facts(seed, REGIONS[:-1])
        found = package(assess(rulebook, profile_from_json(facts, TODAY), TODAY))
        assert {offer.measure.region for offer in found.offers} <= {None, facts["region"]}


def test_F4_without_a_known_region_only_federal_measures_are_shown(rulebook: Rulebook) -> None:
    found = package(assess(rulebook, Profile(), TODAY))
    assert {offer.measure.region for offer in found.offers} == {None}


def test_F4_everything_a_family_may_get_is_in_the_whole_package(rulebook: Rulebook) -> None:
    assessment = assess(rulebook, profile_from_json(FAMILY, TODAY), TODAY)
    shown = {offer.measure.id for offer in package(assessment).offers}
    assert shown == set(assessment.ids(Verdict.YES, Verdict.CHECK, Verdict.ASK))


def test_groups_show_what_is_certain_first_and_what_is_received_last(rulebook: Rulebook) -> None:
    assessment = assess(rulebook, profile_from_json(FAMILY, TODAY), TODAY)
    received = assessment.ids(Verdict.YES)[:5]
    for group in package(assessment, received=received).groups:
        assert SCOPES[group.need].covers(group.offers[0].measure)
        ranks = [(offer.received, ("yes", "check", "ask").index(offer.verdict.value)) for offer in group.offers]
        assert ranks == sorted(ranks)


def test_what_is_received_already_is_marked_and_not_granted_again(rulebook: Rulebook) -> None:
    assessment = assess(rulebook, profile_from_json(FAMILY, TODAY), TODAY)
    received = assessment.ids(Verdict.YES)[:1]
    found = package(assessment, received=received)
    assert [offer.measure.id for offer in found.offers if offer.received] == list(received)
    assert received[0] not in {measure.id for measure in found.granted()}


def test_an_open_offer_tells_what_is_asked_and_what_was_refused() -> None:
    measure = a_measure(AllOf((Holds(Flag.RURAL), Holds(Flag.ALIMONY_UNPAID))))
    profile = Profile().record(Fact.ALIMONY_UNPAID, Evasion.REFUSED)
    (offer,) = package(assess(Rulebook([measure]), profile, TODAY)).offers
    assert offer.to_ask == (Fact.RURAL, Fact.ALIMONY_UNPAID)
    assert offer.refused == (Fact.ALIMONY_UNPAID,)


def test_papers_are_merged_and_split_by_who_obtains_them() -> None:
    passport = DocumentItem("Паспорт", ObtainedBy.FAMILY)
    income_by_agency = DocumentItem("Справка о доходах", ObtainedBy.AGENCY)
    income_by_family = DocumentItem("справка  о доходах", ObtainedBy.FAMILY)
    housing = DocumentItem("Выписка о жилье", ObtainedBy.AGENCY)
    one = replace(a_measure(Holds(Flag.RURAL), "one"), documents=(passport, income_by_agency))
    two = replace(a_measure(Holds(Flag.RURAL), "two"), documents=(passport, income_by_family, housing))
    found = papers([one, two])
    assert [(paper.name, paper.measures) for paper in found.from_family] == [
        ("Паспорт", ("one", "two")),
        ("Справка о доходах", ("one", "two")),
    ]
    assert [paper.name for paper in found.by_centre] == ["Выписка о жилье"]


def test_F9_the_family_brings_less_than_the_centre_asks_for(rulebook: Rulebook) -> None:
    granted = package(assess(rulebook, profile_from_json(FAMILY, TODAY), TODAY)).granted()
    found = papers(granted)
    named = {" ".join(item.name.lower().split()) for measure in granted for item in measure.documents}
    assert len(found.from_family) + len(found.by_centre) == len(named)
