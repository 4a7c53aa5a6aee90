"""What a family with gaps in its answers is told (R1, R12): nothing lost, nothing wrongly promised."""

import random
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from triage_oracle import (
    TODAY,
    birthdays,
    doubtful_ages,
    forgetting,
    kleene,
    measures,
    missing_facts,
    outcomes,
    questions,
    random_family,
)
from triage_rules import conditions, families

from core.catalog.conditions import AllOf, AnyOf, ChildBornBetween, Flag, Holds, IncomeRatio, Not
from core.catalog.conditions import Comparison as Is
from core.triage.births import Birth
from core.triage.evaluation import Assessment, assess
from core.triage.facts import Evasion, Fact
from core.triage.facts_json import profile_from_json
from core.triage.profile import Band, Child, FactValue, Profile
from core.triage.rulebook import Rulebook, condition_of
from core.triage.verdicts import Verdict
from tests.measures import a_measure

EVAL = Path(__file__).parents[1] / "eval"
PERSONAS = [
    family
    for name in ("personas_dev.yaml", "personas_own.yaml")
    for family in yaml.safe_load((EVAL / name).read_text("utf-8"))["families"]
]
MOST_GAPS = 4
TRUTH = {Verdict.YES: True, Verdict.CHECK: True, Verdict.NO: False, Verdict.ASK: None}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook(measures())


def judged(rulebook: Rulebook, facts: dict) -> Assessment:
    return assess(rulebook, profile_from_json(facts, TODAY), TODAY)


@pytest.mark.parametrize("share", [0.05, 0.15, 0.30])
def test_R1_no_completion_of_what_a_family_left_out_contradicts_its_verdict(rulebook: Rulebook, share: float) -> None:
    seed = random.Random(f"R1 {share}")
    for _ in range(25):
        said = forgetting(random_family(seed), seed, share)
        assessment = judged(rulebook, said)
        for measure in measures():
            condition = condition_of(measure)
            if len(missing_facts(condition, said)) > MOST_GAPS:
                continue
            possible = outcomes(condition, said)
            expected = possible.pop() if len(possible) == 1 else None
            assert TRUTH[assessment[measure.id]] is expected, (measure.id, said)


def test_R1_a_family_that_tells_everything_is_never_asked(rulebook: Rulebook) -> None:
    seed = random.Random("R1 everything")
    for _ in range(100):
        facts = random_family(seed)
        assessment = judged(rulebook, facts)
        assert not assessment.ids(Verdict.ASK)
        for measure in measures():
            assert TRUTH[assessment[measure.id]] is kleene(condition_of(measure), facts), (measure.id, facts)


def test_open_measures_name_exactly_the_facts_that_can_still_decide(rulebook: Rulebook) -> None:
    seed = random.Random("questions")
    for _ in range(25):
        said = forgetting(random_family(seed), seed, 0.3)
        assessment = judged(rulebook, said)
        for measure_id in assessment.ids(Verdict.ASK):
            condition = condition_of(rulebook.measures[rulebook.positions[measure_id]])
            if len(missing_facts(condition, said)) <= MOST_GAPS:
                named = {fact.value for fact in assessment.to_ask(measure_id)}
                assert named == questions(condition, said), (measure_id, said)


@settings(max_examples=150, deadline=None)
@given(condition=conditions(), said=families())
def test_R1_any_rule_is_decided_exactly_when_every_completion_agrees(condition, said) -> None:
    measure = a_measure(condition)
    assessment = judged(Rulebook([measure]), said)
    possible = outcomes(condition, said)
    expected = possible.pop() if len(possible) == 1 else None
    assert TRUTH[assessment[measure.id]] is expected


@settings(max_examples=100, deadline=None)
@given(condition=conditions(), said=families())
def test_any_open_rule_names_exactly_the_facts_that_decide_it(condition, said) -> None:
    measure = a_measure(condition)
    assessment = judged(Rulebook([measure]), said)
    if assessment[measure.id] is Verdict.ASK:
        decisive = questions(condition, said)
        sources = {"children", "child_student_fulltime"} & set(missing_facts(condition, said))
        assume(sources <= decisive)  # a rule that names its children idly is refused by the linter
        assert {fact.value for fact in assessment.to_ask(measure.id)} == decisive


@settings(max_examples=100, deadline=None)
@given(condition=conditions(), said=families(), order=st.randoms())
def test_the_order_in_which_a_family_answers_changes_nothing(condition, said, order) -> None:
    rules = Rulebook([a_measure(condition)])
    spoken = list(profile_from_json(said, TODAY).known.items())
    order.shuffle(spoken)
    profile = Profile()
    for fact, value in spoken:
        profile = profile.record(fact, value)
    assert assess(rules, profile, TODAY).outcomes == judged(rules, said).outcomes


def test_one_more_answer_never_turns_a_yes_into_a_no_or_back(rulebook: Rulebook) -> None:
    seed = random.Random("monotone")
    for _ in range(30):
        facts = random_family(seed)
        names = list(facts)
        seed.shuffle(names)
        before: dict[str, Verdict] = {}
        for told in range(len(names) + 1):
            verdicts = dict(judged(rulebook, {name: facts[name] for name in names[:told]}))
            for measure_id, verdict in before.items():
                assert verdict in (Verdict.ASK, verdicts[measure_id]), measure_id
            before = verdicts


@pytest.mark.parametrize("family", PERSONAS, ids=lambda one: one["id"])
def test_R12_a_knowing_curator_would_agree_about_this_family(rulebook: Rulebook, family: dict) -> None:
    assessment = judged(rulebook, family["facts"])
    assert [one for one in family["must_have"] if assessment[one] is Verdict.NO] == []
    assert [one for one in family["must_not"] if assessment[one] in (Verdict.YES, Verdict.CHECK)] == []
    assert [one for one in family.get("only_with_caveat", ()) if assessment[one] is Verdict.YES] == []


def test_a_or_not_a_is_decided_without_asking() -> None:
    rural = Holds(Flag.RURAL)
    measure = a_measure(AnyOf((rural, Not(rural))))
    assert judged(Rulebook([measure]), {})[measure.id] is Verdict.YES


def test_two_income_conditions_of_one_rule_are_read_together() -> None:
    poor, rich = IncomeRatio(Is.LT, 1.0), IncomeRatio(Is.GT, 2.0)
    never, always = a_measure(AllOf((poor, rich)), "never"), a_measure(AnyOf((Not(poor), Not(rich))), "always")
    assessment = judged(Rulebook([never, always]), {})
    assert assessment["never"] is Verdict.NO
    assert assessment["always"] is Verdict.YES


@pytest.mark.parametrize(
    ("band", "verdict"),
    [
        (Band(0, 1.0, True, False), Verdict.YES),
        (Band(0, 1.0, True, True), Verdict.ASK),
        (Band.at(1.0), Verdict.NO),
        (Band(1.0, 1.5, False, True), Verdict.NO),
        (Band(0.9, 1.2), Verdict.ASK),
    ],
)
def test_an_income_band_decides_only_when_the_whole_band_lies_on_one_side(band: Band, verdict: Verdict) -> None:
    measure = a_measure(IncomeRatio(Is.LT, 1.0))
    profile = Profile().record(Fact.INCOME_PER_HEAD_RATIO, FactValue(band, TODAY))
    assert assess(Rulebook([measure]), profile, TODAY)[measure.id] is verdict


def test_a_regional_measure_belongs_to_its_region_alone(rulebook: Rulebook) -> None:
    for region in ("LEN", "MOW"):
        assessment = judged(rulebook, {"region": region})
        foreign = [one.id for one in measures() if one.region not in (None, region)]
        assert {assessment[one] for one in foreign} == {Verdict.NO}


def test_a_refused_answer_stays_a_question_and_is_told_apart() -> None:
    measure = a_measure(Holds(Flag.ALIMONY_UNPAID))
    rules = Rulebook([measure])
    silent = Profile().record(Fact.ALIMONY_UNPAID, Evasion.REFUSED)
    unsure = Profile().record(Fact.ALIMONY_UNPAID, Evasion.UNKNOWN)
    assert assess(rules, silent, TODAY)[measure.id] is Verdict.ASK
    assert assess(rules, silent, TODAY).refused(measure.id) == (Fact.ALIMONY_UNPAID,)
    assert assess(rules, unsure, TODAY).refused(measure.id) == ()


def test_a_birth_date_condition_is_certain_only_when_every_possible_birthday_agrees() -> None:
    seed = random.Random("birthdays")
    for since in (date(2019, 1, 1), date(2020, 2, 29), TODAY):
        measure = a_measure(ChildBornBetween(since))
        rules = Rulebook([measure])
        for age in seed.sample(range(216), 40):
            verdict = judged(rules, {"children": [{"age_months": age}]})[measure.id]
            inside = {day >= since for day in birthdays(age)}
            assert TRUTH[verdict] is (inside.pop() if len(inside) == 1 else None), (since, age)


def test_the_exact_birthday_settles_what_the_age_leaves_open(rulebook: Rulebook) -> None:
    age = min(doubtful_ages())
    for day in (birthdays(age)[0], birthdays(age)[-1]):
        profile = profile_from_json({"region": "KAM", "large_family": True, "mortgage": True}, TODAY)
        profile = profile.record(Fact.CHILDREN, FactValue((Child(Birth.on(day)),), TODAY))
        assert assess(rulebook, profile, TODAY)["kam-mortgage-million-third-child"] is not Verdict.ASK
