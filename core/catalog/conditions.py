"""The rule vocabulary: what a measure may ask about a family, and nothing else.

A rule is a tree of `AllOf` / `AnyOf` / `Not` over typed atoms. Every atom names exactly one fact of a family,
so one tree yields the verdict, the next question, the reason and the date on which the verdict flips. The set
is closed on purpose: a new kind of condition is a new dataclass here, seen by the evaluator, the linter and
the notation at once.

Trees are immutable, hashable and compare by structure. Nothing here evaluates anything: three-valued
evaluation lives in `core.triage`, the YAML spelling in `core.catalog.notation`, satisfiability in
`core.catalog.solver`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Flag(StrEnum):
    """Yes/no facts of a family; the value is the fact's public name.

    `true` for a parent's or child's trait means at least one such parent or child.
    """

    PREGNANT = "pregnant"
    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    CHILD_DISABLED = "child_disabled"
    PARENT_DISABLED = "parent_disabled"
    GUARDIAN = "guardian"
    FOSTER = "foster"
    PARENT_EMPLOYED = "parent_employed"
    PARENT_UNEMPLOYED = "parent_unemployed"
    PARENT_STUDENT = "parent_student"
    MILITARY_FAMILY = "military_family"
    BREADWINNER_LOST = "breadwinner_lost"
    HOUSING_NEED = "housing_need"
    MORTGAGE = "mortgage"
    RURAL = "rural"
    CHILD_IN_KINDERGARTEN = "child_in_kindergarten"
    CHILD_AT_SCHOOL = "child_at_school"
    CHILD_STUDENT_FULLTIME = "child_student_fulltime"
    CITIZENSHIP_RF = "citizenship_rf"
    PROPERTY_RULE_OK = "property_rule_ok"
    DOMESTIC_VIOLENCE = "domestic_violence"
    ALIMONY_UNPAID = "alimony_unpaid"


class Comparison(StrEnum):
    """The side on which a bound of the income ratio lies; the bound itself belongs to `LTE` and `GTE`."""

    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"


@dataclass(frozen=True, slots=True)
class Holds:
    """The flag is true. Unknown stays unknown: it is never read as false."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class LivesIn:
    """The family lives in one of the regions (codes of the region catalogue). Fact: `region`."""

    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChildrenCount:
    """Number of children under 18 in the household, both ends included; `at_most=None` is unbounded.

    Minors only: neither birth order nor the number of all children. Fact: `children`.
    """

    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class PregnancyWeeks:
    """Completed weeks of the present pregnancy, both ends included. Fact: `pregnancy_weeks`."""

    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class IncomeRatio:
    """Monthly income per head divided by the region's per-capita subsistence minimum. Fact:
    `income_per_head_ratio`.

    `bound` is a legal constant of the act (1.0 = the minimum itself). A threshold in roubles never stands
    here: it belongs to the dated table of regional parameters.
    """

    comparison: Comparison
    bound: float


@dataclass(frozen=True, slots=True)
class ChildAgedBetween:
    """Some child whose age in full years lies in `[from_years, to_years]`, both included.

    `[0, 16]` holds until the day before the 17th birthday: `12 * from <= completed months < 12 * (to + 1)`.
    Fact: `children`.
    """

    from_years: int
    to_years: int


@dataclass(frozen=True, slots=True)
class ChildYoungerThan:
    """Some child of fewer than `months` completed months. Fact: `children`."""

    months: int


@dataclass(frozen=True, slots=True)
class ChildrenUnder:
    """At least `at_least` children who have not had their birthday number `age_years` yet. Fact: `children`."""

    age_years: int
    at_least: int


@dataclass(frozen=True, slots=True)
class ChildBornBetween:
    """Some child under 18 born on a day of `[since, until]`, both included; `until=None` is open.

    Used where the act names a date of birth, so nobody raises an age bound each January. A family usually
    states completed months, so a birth is an *interval*: with `m` completed months on day `D` it lies in `(D
    - (m + 1) months, D - m months]`. The atom is true when a child's whole interval lies inside, false when
    every child's interval lies outside, unknown when an interval straddles an end (then the birthday itself
    decides). Fact: `children`.
    """

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is; `AllOf(())` is open to everybody."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part is; never empty in a loaded catalogue."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is false; an unknown part stays unknown."""

    part: Condition


ChildAtom = ChildrenCount | ChildAgedBetween | ChildYoungerThan | ChildrenUnder | ChildBornBetween
Atom = Holds | LivesIn | PregnancyWeeks | IncomeRatio | ChildAtom
Condition = AllOf | AnyOf | Not | Atom

EVERYBODY = AllOf(())


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """Every atom occurrence, left to right, repeated ones included."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms_of(part)
        case Not(part):
            yield from atoms_of(part)
        case _:
            yield condition


def fact_of(atom: Atom) -> str:
    """Public name of the one fact an atom reads."""
    match atom:
        case Holds(flag):
            return flag.value
        case LivesIn():
            return "region"
        case PregnancyWeeks():
            return "pregnancy_weeks"
        case IncomeRatio():
            return "income_per_head_ratio"
        case _:
            return "children"
