"""Scenarios beside a measure: families in plain facts, and the verdict a person would give each of them.

They are data, written and reviewed like the measure itself, and they guard it: a change that breaks a scenario is
either a mistake or a decision somebody makes knowingly. The facts are those of the evaluation set; besides
`age_months` a child may have `born: YYYY-MM-DD`, for rules that name a date of birth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from core.triage.births import Birth
from core.triage.evaluation import Matcher
from core.triage.facts import Fact
from core.triage.facts_json import BadFacts, profile_from_json
from core.triage.profile import Child, FactValue, Profile
from core.triage.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Scenario:
    """One family and the verdict expected for one measure on the day `on`; `asks` are the facts an ASK must name."""

    measure_id: str
    on: date
    family: Mapping[str, Any]
    verdict: Verdict
    asks: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class Broken:
    """A scenario that came out differently."""

    scenario: Scenario
    verdict: Verdict
    asks: frozenset[Fact]


class BadScenario(ValueError):
    """A scenario is not written as the contract says; the message names the measure and the place."""


def read_scenarios(text: str) -> tuple[Scenario, ...]:
    """Scenarios of one file: `day` is the day they are judged on unless one names its own.

        day: 2026-11-22
        scenarios:
          birth-lump-sum:
            - {verdict: 'yes', family: {children: [{age_months: 5}]}}
            - {verdict: ask, family: {}, asks: [children]}

    Raises:
        BadScenario: anything else.
    """
    try:
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise BadScenario(str(error)) from error
    if not isinstance(raw, dict) or set(raw) != {"day", "scenarios"} or not isinstance(raw["day"], date):
        raise BadScenario("day and scenarios are expected")
    found = raw["scenarios"]
    if not isinstance(found, dict) or not all(isinstance(items, list) for items in found.values()):
        raise BadScenario("scenarios: a mapping of measure ids to lists is expected")
    return tuple(
        _scenario(str(measure_id), f"{measure_id}[{at}]", item, raw["day"])
        for measure_id, items in found.items()
        for at, item in enumerate(items)
    )


def _scenario(measure_id: str, where: str, item: Any, on: date) -> Scenario:
    if not isinstance(item, dict) or not {"family", "verdict"} <= set(item) <= {"family", "verdict", "asks", "day"}:
        raise BadScenario(f"{where}: family, verdict and, for ask, asks are expected")
    day = item.get("day", on)
    if not isinstance(day, date):
        raise BadScenario(f"{where}: day is a date such as 2026-11-22")
    try:
        verdict, asks = Verdict(item["verdict"]), frozenset(map(Fact, item.get("asks", ())))
    except ValueError as error:
        raise BadScenario(f"{where}: {error}") from error
    if not isinstance(item["family"], dict) or bool(asks) is not (verdict is Verdict.ASK):
        raise BadScenario(f"{where}: asks stand beside the verdict ask, and only there")
    return Scenario(measure_id, day, item["family"], verdict, asks)


def broken(scenarios: Iterable[Scenario], matcher: Matcher) -> tuple[Broken, ...]:
    """Scenarios whose verdict is not the expected one.

    Raises:
        BadScenario: a scenario names no such measure, or a family's facts cannot be read.
    """
    return tuple(found for one in scenarios if (found := _checked(one, matcher)))


def _checked(scenario: Scenario, matcher: Matcher) -> Broken | None:
    assessment = matcher.assess(family_of(scenario.family, scenario.on), scenario.on)
    if scenario.measure_id not in assessment:
        raise BadScenario(f"{scenario.measure_id}: no such measure is in force on {scenario.on}")
    verdict = assessment[scenario.measure_id]
    asks = frozenset(assessment.to_ask(scenario.measure_id)) if verdict is Verdict.ASK else frozenset()
    same = verdict is scenario.verdict and asks == scenario.asks
    return None if same else Broken(scenario, verdict, asks)


def family_of(facts: Mapping[str, Any], on: date) -> Profile:
    """The profile of a scenario's family, which said all this on the day `on`.

    Raises:
        BadScenario: the facts break their contract.
    """
    children = facts.get("children")
    dated = isinstance(children, list) and any(isinstance(one, dict) and "born" in one for one in children)
    try:
        profile = profile_from_json({key: value for key, value in facts.items() if not dated or key != "children"}, on)
        if not dated or not isinstance(children, list):
            return profile
        known = tuple(child for one in children for child in _child(one, on))
    except (BadFacts, TypeError, KeyError) as error:
        raise BadScenario(str(error)) from error
    return profile.record(Fact.CHILDREN, FactValue(known, on))


def _child(one: Mapping[str, Any], on: date) -> Iterator[Child]:
    if "born" in one:
        if not isinstance(one["born"], date):
            raise BadScenario(f"children: born is a day such as 2020-01-31, not {one['born']!r}")
        yield Child(Birth.on(one["born"]), one.get("disabled"))
    else:
        said = profile_from_json({"children": [one]}, on)[Fact.CHILDREN].value
        assert isinstance(said, tuple)
        yield from said
