"""Why a verdict is what it is (R2): the fewest conditions, which alone carry it."""

import random
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from triage_oracle import (
    TODAY,
    forgetting,
    kleene,
    measures,
    missing_facts,
    outcomes,
    random_family,
    stated_or_derived,
    values_of,
)
from triage_rules import conditions, families

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    ChildrenCount,
    ChildYoungerThan,
    Flag,
    Holds,
    LivesIn,
    atoms_of,
    fact_of,
)
from core.triage.evaluation import Assessment, assess
from core.triage.facts import Fact
from core.triage.facts_json import profile_from_json
from core.triage.reasons import Ground, changes, reason
from core.triage.rulebook import Rulebook, condition_of
from core.triage.verdicts import Verdict
from tests.measures import a_measure


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook(measures())


def judged(rulebook: Rulebook, facts: dict) -> Assessment:
    return assess(rulebook, profile_from_json(facts, TODAY), TODAY)


def carried_by(condition, facts: dict, grounds) -> bool:
    """Whether the facts named by the grounds, as the family stated them, force one outcome by themselves."""
    named = {fact_of(atom) for ground in grounds for atom in atoms_of(ground.condition)}
    values = {name: stated_or_derived(name, facts) for name in named}
    return len(outcomes(condition, {name: value for name, value in values.items() if value is not None})) == 1


@settings(max_examples=150, deadline=None)
@given(condition=conditions(), said=families())
def test_R2_the_grounds_are_true_of_the_family_and_carry_the_verdict_alone(condition, said) -> None:
    measure = a_measure(condition)
    assessment = judged(Rulebook([measure]), said)
    why = reason(assessment, measure.id)
    assert all(kleene(ground.condition, said) in (ground.holds, None) for ground in why.grounds)
    if why.verdict is not Verdict.ASK:
        assert carried_by(condition, said, why.grounds)


@settings(max_examples=100, deadline=None)
@given(condition=conditions(), said=families())
def test_R2_the_grounds_imply_the_verdict_and_no_smaller_set_of_known_conditions_does(condition, said) -> None:
    measure = a_measure(condition)
    assessment = judged(Rulebook([measure]), said)
    why = reason(assessment, measure.id)
    known = {Ground(atom, found) for atom in atoms_of(condition) if (found := kleene(atom, said)) is not None}
    if why.verdict is Verdict.ASK:
        return
    assert implied(condition, why.grounds)
    smaller = len(why.grounds) - 1
    if smaller < 0:
        return
    for grounds in combinations(known, smaller):
        assert not implied(condition, grounds), (why.grounds, grounds)


def implied(condition, grounds) -> bool:
    """Whether every family for which the grounds hold gets one and the same outcome."""
    found = {
        kleene(condition, facts)
        for facts in every_family(condition)
        if all(kleene(ground.condition, facts) is ground.holds for ground in grounds)
    }
    return len(found) == 1


def every_family(condition):
    """All completions of an empty profile, as facts."""
    names = missing_facts(condition, {})
    for chosen in product(*(values_of(name, condition) for name in names)):
        yield dict(zip(names, chosen, strict=True))


def test_R2_reasons_of_the_catalogue_carry_their_verdicts(rulebook: Rulebook) -> None:
    seed = random.Random("R2")
    for _ in range(15):
        said = forgetting(random_family(seed), seed, 0.15)
        assessment = judged(rulebook, said)
        for measure in measures():
            why = reason(assessment, measure.id)
            condition = condition_of(measure)
            if why.verdict is not Verdict.ASK and len(missing_facts(condition, {})) <= 5:
                assert carried_by(condition, said, why.grounds), (measure.id, said)


def test_a_reason_does_not_list_everything_that_happens_to_be_false() -> None:
    measure = a_measure(AllOf((Holds(Flag.RURAL), Holds(Flag.MORTGAGE), ChildrenCount(3))))
    assessment = judged(Rulebook([measure]), {"rural": False, "mortgage": False, "children": []})
    assert len(reason(assessment, measure.id).grounds) == 1


def test_an_open_measure_names_its_questions_instead_of_grounds() -> None:
    measure = a_measure(AllOf((Holds(Flag.RURAL), Holds(Flag.MORTGAGE))))
    why = reason(judged(Rulebook([measure]), {"rural": True}), measure.id)
    assert (why.grounds, why.open) == ((), (Fact.MORTGAGE,))


def test_what_would_change_a_no_is_the_fewest_things_that_are_not_yet_so() -> None:
    measure = a_measure(AllOf((ChildrenCount(2), ChildYoungerThan(18), Holds(Flag.RURAL))))
    facts = {"children": [{"age_months": 30}, {"age_months": 60}], "rural": True}
    (change,) = changes(judged(Rulebook([measure]), facts), measure.id)
    assert change.wanted == (Ground(ChildYoungerThan(18), True),)


def test_several_ways_to_a_yes_are_all_named() -> None:
    measure = a_measure(AnyOf((Holds(Flag.RURAL), Holds(Flag.MORTGAGE))))
    found = changes(judged(Rulebook([measure]), {"rural": False, "mortgage": False}), measure.id)
    assert {change.wanted[0].facts for change in found} == {(Fact.RURAL,), (Fact.MORTGAGE,)}


def test_nobody_is_told_to_move_to_another_region() -> None:
    measure = a_measure(AllOf((LivesIn(frozenset({"LEN"})), Holds(Flag.RURAL))))
    assert changes(judged(Rulebook([measure]), {"region": "KAM", "rural": True}), measure.id) == ()


def test_a_wanted_change_really_turns_the_no(rulebook: Rulebook) -> None:
    seed = random.Random("changes")
    turned = 0
    for _ in range(20):
        facts = random_family(seed)
        assessment = judged(rulebook, facts)
        for measure_id in assessment.ids(Verdict.NO):
            for change in changes(assessment, measure_id):
                flags = [ground for ground in change.wanted if isinstance(ground.condition, Holds)]
                if len(flags) == len(change.wanted):
                    changed = facts | {ground.condition.flag.value: ground.holds for ground in flags}
                    changed.pop("pregnancy_weeks") if not changed["pregnant"] and "pregnancy_weeks" in changed else None
                    assert judged(rulebook, changed)[measure_id] is not Verdict.NO
                    turned += 1
    assert turned > 100
