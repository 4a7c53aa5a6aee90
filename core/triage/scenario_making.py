"""Proposes scenarios for a rule: the fewest families that would notice every slip, and triples around each threshold.

An editor starts from these and corrects what is wrong, instead of from an empty page. They say what the rule *does*;
whether that is right is the editor's word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from core.catalog.conditions import (
    ChildAgedBetween,
    ChildAtom,
    ChildBornBetween,
    Condition,
    IncomeRatio,
    LivesIn,
    PregnancyWeeks,
    atoms_of,
    fact_of,
)
from core.catalog.measures import Measure
from core.triage.births import ADULT_MONTHS
from core.triage.evaluation import Assessment, assess
from core.triage.households import census_of
from core.triage.mutations import INCOME_STEP, mutants
from core.triage.rulebook import Rulebook, condition_of
from core.triage.scenario_strength import same_meaning, with_rule
from core.triage.scenarios import Scenario, family_of
from core.triage.situation import LONGEST_PREGNANCY_WEEKS, situation_on
from core.triage.verdicts import Verdict

Family = dict[str, Any]

_MOST_TRIED = 1_500
_ELSEWHERE = "MOW"
_DAY, _MONTH, _SOME_YEARS = timedelta(days=1), timedelta(days=30), timedelta(days=1000)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A family, its verdict, and the slips it would notice (by number)."""

    family: Family
    assessment: Assessment
    notices: frozenset[int]

    @property
    def on(self) -> date:
        return self.assessment.on

    @property
    def verdict(self) -> Verdict:
        return self.assessment.outcomes[0].verdict


def propose(measure: Measure, on: date) -> tuple[Scenario, ...]:
    """Scenarios for one measure judged on the day `on`: each verdict it can give, every slip, every threshold."""
    slips = [one for one in mutants(measure.eligibility) if not same_meaning(one, measure)]
    books = [with_rule(measure, slip) for slip in slips]
    own = Rulebook([measure])
    tried = [_try(family, own, books, day) for day in _days(measure, on) for family in _families(measure)]
    chosen = _each_verdict(tried) + _boundaries(measure, own, [one for one in tried if one.on == on])
    left = set(range(len(slips))).difference(*(one.notices for one in chosen))
    while left:
        best = max(tried, key=lambda one: (len(one.notices & left), -_weight(one.family)))
        if not best.notices & left:
            break
        chosen.append(best)
        left -= best.notices
    distinct = {(repr(one.family), one.on): one for one in chosen}
    return tuple(_scenario(measure, one) for one in distinct.values())


def _try(family: Family, own: Rulebook, books: Sequence[Rulebook], on: date) -> _Tried:
    profile = family_of(family, on)
    assessment = assess(own, profile, on)
    situation = situation_on(profile, on)
    verdict = assessment.outcomes[0].verdict
    others = (book.outcome(0, book.layout.possible(situation)).verdict for book in books)
    return _Tried(family, assessment, frozenset(at for at, other in enumerate(others) if other is not verdict))


def _scenario(measure: Measure, tried: _Tried) -> Scenario:
    asks = frozenset(tried.assessment.to_ask(measure.id)) if tried.verdict is Verdict.ASK else frozenset()
    return Scenario(measure.id, tried.on, tried.family, tried.verdict, asks)


def _days(measure: Measure, on: date) -> list[date]:
    """The day itself; for a rule that names birthdays also days on which ages and birthdays part, or all are born."""
    named = [atom for atom in atoms_of(measure.eligibility) if isinstance(atom, ChildBornBetween)]
    ahead = {atom.until + _MONTH for atom in named if atom.until is not None and atom.until > on}
    return [on, *sorted(ahead | {on + _SOME_YEARS})] if named else [on]


def _weight(family: Family) -> int:
    return len(family) + 2 * len(family.get("children", ()))


def _each_verdict(tried: Sequence[_Tried]) -> list[_Tried]:
    """The simplest family for each verdict the measure can give."""
    simplest: dict[Verdict, _Tried] = {}
    for one in sorted(tried, key=lambda one: _weight(one.family)):
        simplest.setdefault(one.verdict, one)
    return list(simplest.values())


def _families(measure: Measure) -> Iterator[Family]:
    """Families at and around every threshold of the rule: all combinations or a sample of them, then some gaps."""
    condition = condition_of(measure)
    values = {name: _values(name, condition) for name in dict.fromkeys(map(fact_of, atoms_of(condition)))}
    every = 1
    for found in values.values():
        every *= len(found)
    chance = Random(measure.id)  # noqa: S311 - the same proposal every time
    yield {}
    if every <= _MOST_TRIED:
        yield from (_consistent(dict(zip(values, chosen, strict=True))) for chosen in product(*values.values()))
    else:
        yield from _one_by_one(values)
        for _ in range(_MOST_TRIED):
            yield _consistent({name: chance.choice(found) for name, found in values.items()})
    for _ in range(100):
        known = {name: chance.choice(found) for name, found in values.items() if chance.random() < 0.7}
        yield _consistent(known)


def _one_by_one(values: Mapping[str, Sequence[Any]]) -> Iterator[Family]:
    """Every household and region with all flags false or all true, and with one of them turned."""
    flags = [name for name, found in values.items() if found == [False, True]]
    others = {name: found for name, found in values.items() if name not in flags}
    for rest in product(*others.values()):
        for usual in (False, True):
            family = dict(zip(others, rest, strict=True)) | dict.fromkeys(flags, usual)
            yield _consistent(dict(family))
            yield from (_consistent(family | {name: not usual}) for name in flags)


def _consistent(family: Family) -> Family:
    """Weeks stand only with a pregnancy."""
    if family.get("pregnant") is not True:
        family.pop("pregnancy_weeks", None)
    return family


def _values(name: str, condition: Condition) -> list[Any]:
    """Values of a fact just below, at and just above each threshold."""
    atoms = [atom for atom in atoms_of(condition) if fact_of(atom) == name]
    match name:
        case "region":
            codes = {code for atom in atoms if isinstance(atom, LivesIn) for code in atom.regions}
            return [*sorted(codes), _ELSEWHERE]
        case "income_per_head_ratio":
            bounds = {atom.bound for atom in atoms if isinstance(atom, IncomeRatio)}
            return sorted({round(one + step * INCOME_STEP, 4) for one in bounds for step in (-1, 0, 1)})
        case "pregnancy_weeks":
            edges = {edge for atom in atoms if isinstance(atom, PregnancyWeeks) for edge in _week_edges(atom)}
            return sorted({week for edge in edges for week in (edge - 1, edge, edge + 1) if _possible_week(week)})
        case "children":
            return _households([atom for atom in atoms if isinstance(atom, ChildAtom)])
    return [False, True]


def _week_edges(atom: PregnancyWeeks) -> list[int]:
    return [atom.at_least] if atom.at_most is None else [atom.at_least, atom.at_most]


def _possible_week(week: int) -> bool:
    return 1 <= week <= LONGEST_PREGNANCY_WEEKS


def _households(atoms: Sequence[ChildAtom]) -> list[list[dict[str, Any]]]:
    """Lists of children around every age, birthday and number the conditions name."""
    most = max((census_of(atom).cap for atom in atoms), default=1)
    kinds = [{"age_months": age} for age in _ages(atoms)] + [{"born": day} for day in _birthdays(atoms)]
    same = [[kind] * count for kind in kinds for count in range(1, most + 2)]
    mixed = [[one, other] for one in kinds for other in kinds if one is not other]
    return [[], *same, *mixed]


def _ages(atoms: Sequence[ChildAtom]) -> list[int]:
    edges = {edge for atom in atoms for edge in _age_edges(atom)}
    near = {age for edge in edges for age in (edge - 1, edge, edge + 1)}
    return sorted(age for age in near | {100} if 0 <= age < ADULT_MONTHS)


def _age_edges(atom: ChildAtom) -> tuple[int, ...]:
    window = census_of(atom).window
    if isinstance(atom, ChildAgedBetween):
        return window.from_months, window.to_months, window.from_months + 12, window.to_months - 12
    return window.from_months, window.to_months


def _birthdays(atoms: Sequence[ChildAtom]) -> list[date]:
    named = [atom for atom in atoms if isinstance(atom, ChildBornBetween)]
    edges = {day for atom in named for day in (atom.since, atom.until) if day is not None}
    return sorted(day + step for day in edges for step in (-_DAY, timedelta(), _DAY))


def _boundaries(measure: Measure, own: Rulebook, tried: Sequence[_Tried]) -> list[_Tried]:
    """For each threshold of income, weeks and age, a family just below, at and just above it for whom it decides."""
    found: list[_Tried] = []
    for name, points in _thresholds(condition_of(measure)).items():
        for triple in points:
            found += _deciding_triple(name, triple, own, tried)
    return found


def _thresholds(condition: Condition) -> Mapping[str, list[list[Any]]]:
    atoms = tuple(dict.fromkeys(atoms_of(condition)))
    incomes = dict.fromkeys(atom.bound for atom in atoms if isinstance(atom, IncomeRatio))
    weeks = dict.fromkeys(edge for atom in atoms if isinstance(atom, PregnancyWeeks) for edge in _week_edges(atom))
    return {
        "income_per_head_ratio": [[round(one + step * INCOME_STEP, 4) for step in (-1, 0, 1)] for one in incomes],
        "pregnancy_weeks": [[week + step for step in (-1, 0, 1) if _possible_week(week + step)] for week in weeks],
        "children": [
            [[{"age_months": age}] for age in (edge - 1, edge, edge + 1) if 0 <= age < ADULT_MONTHS]
            for edge in dict.fromkeys(
                edge for atom in atoms if isinstance(atom, ChildAtom) for edge in _window_edges(atom)
            )
        ],
    }


def _window_edges(atom: ChildAtom) -> tuple[int, ...]:
    window = census_of(atom).window
    return tuple(edge for edge in (window.from_months, window.to_months) if 0 < edge < ADULT_MONTHS)


def _deciding_triple(name: str, triple: Sequence[Any], own: Rulebook, tried: Sequence[_Tried]) -> list[_Tried]:
    """The simplest family whom the three values both grant and refuse; else one for whom they differ at all."""
    differing: list[_Tried] = []
    for one in sorted(tried, key=lambda one: _weight(one.family)):
        if name in one.family:
            families = [_try(_placed(one.family, name, value), own, (), one.on) for value in triple]
            verdicts = {tested.verdict for tested in families}
            if Verdict.NO in verdicts and verdicts & {Verdict.YES, Verdict.CHECK}:
                return families
            differing = differing or (families if len(verdicts) > 1 else [])
    return differing


def _placed(family: Family, name: str, value: Any) -> Family:
    """The family with the value; a child's age is put in place of the youngest, the others stay."""
    if name != "children":
        return family | {name: value}
    return family | {name: [*family[name][1:], *value]}
