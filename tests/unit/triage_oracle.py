"""A second, slow and obvious reading of the rules, against which the compiled one is held.

It knows nothing of boxes: it walks the condition tree over plain facts JSON, and for what is missing it tries every
value that could matter, one by one. Written from the contract of the evaluation set, not from the engine.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any, TypeVar

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    Atom,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
    Comparison,
    Condition,
    Flag,
    Holds,
    IncomeRatio,
    LivesIn,
    Not,
    PregnancyWeeks,
    atoms_of,
    fact_of,
)
from core.catalog.files import load_catalogue
from core.catalog.measures import Measure

Facts = dict[str, Any]
Truth = bool | None
F = TypeVar("F")

TODAY = date(2026, 11, 22)
"""The day the evaluation set was built for."""
REGIONS = ("LEN", "CHE", "KAM", "KYA", "TYU", "MOW")


@cache
def measures() -> tuple[Measure, ...]:
    """The measures of the project's own catalogue in force today."""
    return tuple(one for one in load_catalogue().measures if one.validity.covers(TODAY))


COMPARE: dict[Comparison, Callable[[float, float], bool]] = {
    Comparison.LT: operator.lt,
    Comparison.LTE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GTE: operator.ge,
}


def kleene(condition: Condition, facts: Facts) -> Truth:
    """What the facts say of a condition."""
    return walk(condition, facts, _atom)


def walk(condition: Condition, family: F, atom_of: Callable[[Atom, F], Truth]) -> Truth:
    """Three-valued reading of the tree, part by part; `atom_of` reads a single condition."""
    match condition:
        case AllOf(parts):
            found = [walk(part, family, atom_of) for part in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = [walk(part, family, atom_of) for part in parts]
            return True if True in found else None if None in found else False
        case Not(part):
            inner = walk(part, family, atom_of)
            return None if inner is None else not inner
        case _:
            return atom_of(condition, family)


def _atom(atom: Atom, facts: Facts) -> Truth:
    value = stated_or_derived(fact_of(atom), facts)
    if value is None:
        return None
    match atom:
        case Holds():
            return bool(value)
        case LivesIn(regions):
            return value in regions
        case IncomeRatio(comparison, bound):
            return COMPARE[comparison](value, bound)
        case PregnancyWeeks(at_least, at_most):
            return at_least <= value and (at_most is None or value <= at_most)
        case _:
            return _children(atom, [child["age_months"] for child in value])


def _children(atom: Atom, ages: list[int]) -> Truth:
    if isinstance(atom, ChildBornBetween):
        found = [_born_between(atom, age) for age in ages]
        return True if True in found else None if None in found else False
    return ages_hold(atom, ages)


def ages_hold(atom: Atom, ages: list[int]) -> bool:
    """What completed months of all children say of a condition on ages."""
    match atom:
        case ChildrenCount(at_least, at_most):
            return at_least <= len(ages) and (at_most is None or len(ages) <= at_most)
        case ChildAgedBetween(low, high):
            return any(12 * low <= age < 12 * (high + 1) for age in ages)
        case ChildYoungerThan(months):
            return any(age < months for age in ages)
        case ChildrenUnder(years, at_least):
            return sum(age < 12 * years for age in ages) >= at_least
    raise AssertionError(atom)


def _born_between(atom: ChildBornBetween, age: int) -> Truth:
    """Of the birthdays a child of so many completed months can have: all, none or some inside."""
    inside = {atom.since <= day and (atom.until is None or day <= atom.until) for day in birthdays(age)}
    return inside.pop() if len(inside) == 1 else None


@cache
def birthdays(age: int) -> tuple[date, ...]:
    """Every day on which a child who has `age` completed months today can have been born."""
    days = (TODAY - timedelta(days=back) for back in range(age * 30, age * 31 + 62))
    return tuple(day for day in days if _months(day) == age)


def _months(born: date) -> int:
    return (TODAY.year - born.year) * 12 + TODAY.month - born.month - (TODAY.day < born.day)


@cache
def doubtful_ages() -> frozenset[int]:
    """Ages in months at which some birth-date condition of the catalogue depends on the very day."""
    atoms = {atom for one in measures() for atom in atoms_of(one.eligibility) if isinstance(atom, ChildBornBetween)}
    return frozenset(age for age in range(216) for atom in atoms if _born_between(atom, age) is None)


def stated_or_derived(name: str, facts: Facts) -> Any:
    """The value of a fact, derived where the contract allows it; `None` is unknown."""
    value = stated_or_settled(name, facts)
    return surely(name, facts) if value is None else value


def surely(name: str, facts: Facts) -> Any:
    """The inferences the contract only tolerates: made from what was said, never from a supposed value."""
    ages = [child["age_months"] for child in facts["children"]] if "children" in facts else None
    match name:
        case "pregnant":
            return True if "pregnancy_weeks" in facts else None
        case "child_at_school" if ages is not None:
            return None if any(age >= 72 for age in ages) else False
        case "child_in_kindergarten" if ages is not None:
            return None if any(12 <= age <= 95 for age in ages) else False
    return None


def stated_or_settled(name: str, facts: Facts) -> Any:
    if name in facts:
        return facts[name]
    ages = [child["age_months"] for child in facts["children"]] if "children" in facts else None
    match name:
        case "large_family" if ages is not None:
            return _large_family(len(ages), facts.get("child_student_fulltime"))
        case "child_disabled" if ages is not None:
            flags = [child.get("disabled") for child in facts["children"]]
            return True if True in flags else None if None in flags else False
    return None


def _large_family(count: int, student: Truth) -> Truth:
    if count >= 3 or (count == 2 and student):
        return True
    return False if student is False else None


def values_of(name: str, condition: Condition) -> list[Any]:
    """Values of a fact between which the condition can tell, and some more."""
    atoms = [atom for atom in atoms_of(condition) if fact_of(atom) == name]
    match name:
        case "region":
            return [*sorted({code for atom in atoms for code in atom.regions}), "MOW"]
        case "income_per_head_ratio":
            bounds = {atom.bound for atom in atoms}
            return sorted({0.0, 9.0} | {bound + step for bound in bounds for step in (-0.01, 0.0, 0.01)})
        case "pregnancy_weeks":
            edges = {edge for atom in atoms for edge in (atom.at_least, atom.at_most or 41)}
            return sorted({week for edge in edges for week in (edge - 1, edge, edge + 1) if 1 <= week <= 42})
        case "children":
            return list(_households(atoms))
    return [False, True]


def _households(atoms: list[Atom]) -> Iterator[list[dict[str, Any]]]:
    cuts = {0, 215}
    most = 3
    for atom in atoms:
        match atom:
            case ChildrenCount(at_least, at_most):
                most = max(most, at_least, (at_most or 0) + 1)
            case ChildAgedBetween(low, high):
                cuts |= {12 * low, 12 * (high + 1)}
            case ChildYoungerThan(months):
                cuts |= {months}
            case ChildrenUnder(years, at_least):
                cuts |= {12 * years}
                most = max(most, at_least)
            case ChildBornBetween(since, _):
                cuts |= {_months(since) - 1, _months(since) + 1}
    ages = sorted(age for age in cuts if 0 <= age < 216)
    for size in range(most + 1):
        for chosen in combinations_with_replacement(ages, size):
            yield [{"age_months": age, "disabled": False} for age in chosen]


def missing_facts(condition: Condition, facts: Facts) -> list[str]:
    names = dict.fromkeys(fact_of(atom) for atom in atoms_of(condition))
    return [name for name in names if stated_or_derived(name, facts) is None]


def outcomes(condition: Condition, facts: Facts) -> set[bool]:
    """What every completion of the missing facts says."""
    missing = missing_facts(condition, facts)
    choices = [values_of(name, condition) for name in missing]
    return {_decided(condition, facts | dict(zip(missing, chosen, strict=True))) for chosen in product(*choices)}


def questions(condition: Condition, facts: Facts) -> set[str]:
    """Facts without which the answer can still be unknown when all the others are given (the contract's words).

    A derived fact stays when only facts that are not asked would settle it: something must be asked.
    """
    missing = missing_facts(condition, facts)
    found = {name for name in missing if _can_stay_unknown(condition, facts, name, missing)}
    for derived, sources in SOURCES.items():
        if derived in missing and not found & sources and len(outcomes_of(condition, facts, derived)) > 1:
            found |= {derived}
    return found


SOURCES = {"large_family": {"children", "child_student_fulltime"}, "child_disabled": {"children"}}


def _can_stay_unknown(condition: Condition, facts: Facts, name: str, missing: list[str]) -> bool:
    others = [other for other in missing if other != name]
    for chosen in product(*(values_of(other, condition) for other in others)):
        given = facts | dict(zip(others, chosen, strict=True))
        if stated_or_settled(name, given) is None and len(outcomes_of(condition, given, name)) == 2:
            return True
    return False


def outcomes_of(condition: Condition, facts: Facts, name: str) -> set[Truth]:
    return {kleene(condition, facts | {name: value}) for value in values_of(name, condition)}


def _decided(condition: Condition, facts: Facts) -> bool:
    found = kleene(condition, facts)
    assert found is not None, "a completion decides"
    return found


def random_family(seed: random.Random) -> Facts:
    """A family whose facts are all known and do not contradict each other."""
    ages = seed.choices(
        [age for age in range(216) if age not in doubtful_ages()], k=seed.choice((0, 1, 1, 2, 2, 3, 4, 6))
    )
    chance = {Flag.CITIZENSHIP_RF: 0.93, Flag.PROPERTY_RULE_OK: 0.8, Flag.PARENT_EMPLOYED: 0.7}
    facts: Facts = {flag.value: seed.random() < chance.get(flag, 0.2) for flag in Flag}
    facts["region"] = seed.choice(REGIONS)
    facts["children"] = [{"age_months": age, "disabled": seed.random() < 0.1} for age in ages]
    facts["income_per_head_ratio"] = round(seed.choice((0.6, 0.9, 1.0, 1.05, 1.1, 1.5, 2.0, 2.18, 3.1)), 2)
    if facts["pregnant"]:
        facts["pregnancy_weeks"] = seed.randrange(1, 43)
    for derived in ("large_family", "child_disabled", "child_at_school", "child_in_kindergarten"):
        stated = facts.pop(derived)
        if stated_or_derived(derived, facts) is None:
            facts[derived] = stated
    return facts


def forgetting(facts: Facts, seed: random.Random, share: float) -> Facts:
    """The same family with a share of its facts not said."""
    return {name: value for name, value in facts.items() if seed.random() >= share}
