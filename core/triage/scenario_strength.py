"""How well scenarios guard a rule: which slips they would let through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.catalog.conditions import AllOf, AnyOf, Condition, Not
from core.catalog.measures import Measure
from core.triage.mutations import mutants
from core.triage.rulebook import Rulebook
from core.triage.scenarios import Scenario, family_of
from core.triage.situation import Situation, situation_on
from core.triage.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Strength:
    """Slips that change the meaning of a rule, and those of them no scenario notices."""

    slips: int
    unnoticed: tuple[Condition, ...]

    @property
    def share_noticed(self) -> float:
        return 1 - len(self.unnoticed) / self.slips if self.slips else 1.0


def strength(measure: Measure, scenarios: Iterable[Scenario]) -> Strength:
    """Tries every slip in the measure's rule against its scenarios."""
    families = tuple((situation_on(family_of(one.family, one.on), one.on), one.verdict) for one in scenarios)
    slips = tuple(one for one in mutants(measure.eligibility) if not same_meaning(one, measure))
    return Strength(len(slips), tuple(slip for slip in slips if not _noticed(slip, measure, families)))


def with_rule(measure: Measure, rule: Condition) -> Rulebook:
    """A rulebook of this measure alone, as if it had another rule."""
    return Rulebook([replace(measure, eligibility=rule)])


def same_meaning(slip: Condition, measure: Measure) -> bool:
    """Whether no family at all tells the changed rule from the measure's own."""
    apart = AnyOf((AllOf((slip, Not(measure.eligibility))), AllOf((Not(slip), measure.eligibility))))
    return not with_rule(measure, apart).rules[0].true_boxes


def _noticed(slip: Condition, measure: Measure, families: Iterable[tuple[Situation, Verdict]]) -> bool:
    book = with_rule(measure, slip)
    return any(book.outcome(0, book.layout.possible(family)).verdict is not verdict for family, verdict in families)
