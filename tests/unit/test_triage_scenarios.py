"""Scenarios beside the measures (R8): they hold, they cover every verdict, and a slip in a rule breaks one."""

from datetime import date

import pytest
from triage_oracle import TODAY, measures

from core.catalog.conditions import (
    EVERYBODY,
    AllOf,
    AnyOf,
    ChildBornBetween,
    ChildYoungerThan,
    Comparison,
    Flag,
    Holds,
    IncomeRatio,
    Not,
)
from core.catalog.files import CONTENT
from core.triage.evaluation import Matcher
from core.triage.facts import Fact
from core.triage.mutations import mutants
from core.triage.rulebook import condition_of
from core.triage.scenario_making import propose
from core.triage.scenario_strength import same_meaning, strength
from core.triage.scenarios import BadScenario, Scenario, broken, read_scenarios
from core.triage.verdicts import Verdict
from tests.measures import a_measure

GRANTED = {Verdict.YES, Verdict.CHECK}


@pytest.fixture(scope="module")
def scenarios() -> tuple[Scenario, ...]:
    files = sorted((CONTENT / "scenarios").rglob("*.yaml"))
    return tuple(one for path in files for one in read_scenarios(path.read_text("utf-8")))


def test_R8_every_scenario_beside_the_measures_holds(scenarios: tuple[Scenario, ...]) -> None:
    assert broken(scenarios, Matcher(measures())) == ()


def test_R8_every_measure_shows_each_verdict_it_can_give(scenarios: tuple[Scenario, ...]) -> None:
    for measure in measures():
        verdicts = {one.verdict for one in scenarios if one.measure_id == measure.id}
        assert verdicts & GRANTED, measure.id
        if condition_of(measure) != EVERYBODY:
            assert {Verdict.NO, Verdict.ASK} <= verdicts, measure.id


def test_R8_nearly_every_slip_in_a_rule_breaks_a_scenario(scenarios: tuple[Scenario, ...]) -> None:
    found = [strength(measure, [one for one in scenarios if one.measure_id == measure.id]) for measure in measures()]
    slips, unnoticed = sum(one.slips for one in found), sum(len(one.unnoticed) for one in found)
    print(f"{slips} slips, {unnoticed} unnoticed")
    assert slips > 1000
    assert unnoticed / slips <= 0.005


def test_R8_an_income_threshold_is_shown_below_at_and_above() -> None:
    measure = a_measure(AllOf((Holds(Flag.RURAL), IncomeRatio(Comparison.LTE, 1.5))))
    shown = {
        (one.family["income_per_head_ratio"], one.verdict)
        for one in propose(measure, TODAY)
        if one.family.get("rural") and "income_per_head_ratio" in one.family
    }
    assert {(1.49, Verdict.YES), (1.5, Verdict.YES), (1.51, Verdict.NO)} <= shown


def test_R8_an_age_threshold_is_shown_below_at_and_above() -> None:
    shown = propose(a_measure(ChildYoungerThan(18)), TODAY)
    ages = {one.family["children"][0]["age_months"]: one.verdict for one in shown if one.family.get("children")}
    assert (ages[17], ages[18], ages[19]) == (Verdict.YES, Verdict.NO, Verdict.NO)


def test_R8_a_birth_date_in_a_rule_is_shown_to_the_day() -> None:
    since = date(2019, 1, 1)
    measure = a_measure(ChildBornBetween(since))
    assert strength(measure, propose(measure, TODAY)).unnoticed == ()


def test_a_slip_that_means_the_same_is_not_counted() -> None:
    rural, mortgage = Holds(Flag.RURAL), Holds(Flag.MORTGAGE)
    measure = a_measure(AnyOf((rural, AllOf((rural, mortgage)))))
    assert same_meaning(AnyOf((rural,)), measure)
    assert not same_meaning(AnyOf((AllOf((rural, mortgage)),)), measure)


def test_mutants_flip_operators_move_thresholds_and_lose_parts() -> None:
    rural, poor = Holds(Flag.RURAL), IncomeRatio(Comparison.LT, 1.0)
    found = set(mutants(AllOf((rural, Not(poor)))))
    assert {
        AnyOf((rural, Not(poor))),
        AllOf((rural,)),
        AllOf((Not(rural), Not(poor))),
        AllOf((rural, poor)),
        AllOf((rural, Not(IncomeRatio(Comparison.LTE, 1.0)))),
        AllOf((rural, Not(IncomeRatio(Comparison.LT, 1.01)))),
    } <= found


def test_a_scenario_may_name_its_own_day_and_a_birthday() -> None:
    text = """
day: 2026-11-22
scenarios:
  measure:
    - {verdict: 'yes', family: {children: [{born: 2025-06-01}]}}
    - {verdict: 'no', family: {children: [{born: 2025-06-01, disabled: true}]}, day: 2026-12-01}
    - {verdict: ask, family: {}, asks: [children]}
"""
    found = read_scenarios(text)
    assert [one.on.month for one in found] == [11, 12, 11]
    assert found[2].asks == {Fact.CHILDREN}
    assert broken(found, Matcher([a_measure(ChildYoungerThan(18))])) == ()


@pytest.mark.parametrize(
    "line",
    [
        "{verdict: maybe, family: {}}",
        "{verdict: 'yes'}",
        "{verdict: 'yes', family: {}, asks: [children]}",
        "{verdict: ask, family: {}}",
        "{verdict: ask, family: {}, asks: [weather]}",
        "{verdict: 'yes', family: {}, day: soon}",
        "{verdict: 'yes', family: {weather: true}}",
        "{verdict: 'yes', family: {children: [{born: soon}]}}",
    ],
)
def test_a_badly_written_scenario_is_refused(line: str) -> None:
    with pytest.raises(BadScenario):
        broken(
            read_scenarios(f"day: 2026-11-22\nscenarios:\n  measure:\n    - {line}\n"),
            Matcher([a_measure(Holds(Flag.RURAL))]),
        )
