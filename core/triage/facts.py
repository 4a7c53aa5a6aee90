"""The registry of facts: everything the centre may ask a family for the sake of a verdict, and how.

One entry per fact, in the order in which facts are named to people. A fact that is not here cannot be asked,
stored for triage or named by a rule. Texts live in the Fluent files under the keys given here; the meaning of
each fact is the contract of the evaluation set (`facts_schema.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType


class Fact(StrEnum):
    """Public name of a fact, as in the facts JSON and in rules."""

    REGION = "region"
    CHILDREN = "children"
    PREGNANT = "pregnant"
    PREGNANCY_WEEKS = "pregnancy_weeks"
    CITIZENSHIP_RF = "citizenship_rf"
    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    PARENT_EMPLOYED = "parent_employed"
    PARENT_UNEMPLOYED = "parent_unemployed"
    PARENT_STUDENT = "parent_student"
    CHILD_IN_KINDERGARTEN = "child_in_kindergarten"
    CHILD_AT_SCHOOL = "child_at_school"
    CHILD_STUDENT_FULLTIME = "child_student_fulltime"
    HOUSING_NEED = "housing_need"
    MORTGAGE = "mortgage"
    RURAL = "rural"
    MILITARY_FAMILY = "military_family"
    INCOME_PER_HEAD_RATIO = "income_per_head_ratio"
    PROPERTY_RULE_OK = "property_rule_ok"
    CHILD_DISABLED = "child_disabled"
    PARENT_DISABLED = "parent_disabled"
    GUARDIAN = "guardian"
    FOSTER = "foster"
    BREADWINNER_LOST = "breadwinner_lost"
    ALIMONY_UNPAID = "alimony_unpaid"
    DOMESTIC_VIOLENCE = "domestic_violence"


class Shape(Enum):
    """How a fact is answered."""

    YES_NO = "yes_no"
    REGION = "region"
    CHILDREN = "children"
    WEEKS = "weeks"
    INCOME_BAND = "income_band"


class Sensitivity(IntEnum):
    """How much it costs a person to be asked; a higher one is asked later, and only if it decides."""

    PLAIN = 0
    PERSONAL = 1
    PAINFUL = 2
    DANGEROUS = 3
    """Being asked may itself do harm (violence at home): the very last, never beside anything else."""


class Evasion(StrEnum):
    """The two ways not to answer, kept apart: the first invites help, the second is respected."""

    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FactSpec:
    """`expires_after_days`: after that many days the fact is asked again (`None`: it does not age by itself).

    `share` is a rough guess of how many families say yes: it only orders and groups questions, never decides.
    `question` and `help` are Fluent keys; `help` answers «почему спрашиваем».
    """

    fact: Fact
    shape: Shape = Shape.YES_NO
    sensitivity: Sensitivity = Sensitivity.PLAIN
    expires_after_days: int | None = None
    share: float = 0.0
    evasions: frozenset[Evasion] = frozenset(Evasion)

    @property
    def usual(self) -> bool:
        """The answer most families give."""
        return self.share > 0.5

    @property
    def question(self) -> str:
        return f"fact-{self.fact.value.replace('_', '-')}-question"

    @property
    def option(self) -> str:
        """Key of the short line that stands on a multi-select button."""
        return f"fact-{self.fact.value.replace('_', '-')}-option"

    @property
    def help(self) -> str:
        return f"fact-{self.fact.value.replace('_', '-')}-help"


_QUARTER, _HALF_YEAR, _YEAR = 92, 183, 366
_TERM = 7 * 42

_SPECS = (
    FactSpec(Fact.REGION, Shape.REGION, evasions=frozenset({Evasion.UNKNOWN})),
    FactSpec(Fact.CHILDREN, Shape.CHILDREN, expires_after_days=_YEAR),
    FactSpec(Fact.PREGNANT, sensitivity=Sensitivity.PERSONAL, expires_after_days=_TERM, share=0.15),
    FactSpec(Fact.PREGNANCY_WEEKS, Shape.WEEKS, Sensitivity.PERSONAL, expires_after_days=_TERM),
    FactSpec(Fact.CITIZENSHIP_RF, share=0.97),
    FactSpec(Fact.LARGE_FAMILY, expires_after_days=_YEAR, share=0.15),
    FactSpec(Fact.SINGLE_PARENT, sensitivity=Sensitivity.PERSONAL, expires_after_days=_YEAR, share=0.2),
    FactSpec(Fact.PARENT_EMPLOYED, expires_after_days=_HALF_YEAR, share=0.8),
    FactSpec(Fact.PARENT_UNEMPLOYED, expires_after_days=_QUARTER, share=0.1),
    FactSpec(Fact.PARENT_STUDENT, expires_after_days=_HALF_YEAR, share=0.05),
    FactSpec(Fact.CHILD_IN_KINDERGARTEN, expires_after_days=_HALF_YEAR, share=0.7),
    FactSpec(Fact.CHILD_AT_SCHOOL, expires_after_days=_YEAR, share=0.9),
    FactSpec(Fact.CHILD_STUDENT_FULLTIME, expires_after_days=_YEAR, share=0.1),
    FactSpec(Fact.HOUSING_NEED, expires_after_days=_YEAR, share=0.2),
    FactSpec(Fact.MORTGAGE, expires_after_days=_YEAR, share=0.25),
    FactSpec(Fact.RURAL, expires_after_days=_YEAR, share=0.25),
    FactSpec(Fact.MILITARY_FAMILY, sensitivity=Sensitivity.PERSONAL, expires_after_days=_HALF_YEAR, share=0.1),
    FactSpec(Fact.INCOME_PER_HEAD_RATIO, Shape.INCOME_BAND, Sensitivity.PERSONAL, expires_after_days=_QUARTER),
    FactSpec(Fact.PROPERTY_RULE_OK, sensitivity=Sensitivity.PERSONAL, expires_after_days=_YEAR, share=0.85),
    FactSpec(Fact.CHILD_DISABLED, sensitivity=Sensitivity.PERSONAL, expires_after_days=_YEAR, share=0.04),
    FactSpec(Fact.PARENT_DISABLED, sensitivity=Sensitivity.PERSONAL, expires_after_days=_YEAR, share=0.05),
    FactSpec(Fact.GUARDIAN, sensitivity=Sensitivity.PERSONAL, expires_after_days=_YEAR, share=0.03),
    FactSpec(Fact.FOSTER, sensitivity=Sensitivity.PERSONAL, expires_after_days=_YEAR, share=0.01),
    FactSpec(Fact.BREADWINNER_LOST, sensitivity=Sensitivity.PAINFUL, share=0.05),
    FactSpec(Fact.ALIMONY_UNPAID, sensitivity=Sensitivity.PAINFUL, expires_after_days=_QUARTER, share=0.1),
    FactSpec(Fact.DOMESTIC_VIOLENCE, sensitivity=Sensitivity.DANGEROUS, expires_after_days=_QUARTER, share=0.04),
)

REGISTRY = MappingProxyType({spec.fact: spec for spec in _SPECS})
"""Every fact, in the order in which facts are named to people."""

FACT_ORDER = MappingProxyType({fact: position for position, fact in enumerate(REGISTRY)})
