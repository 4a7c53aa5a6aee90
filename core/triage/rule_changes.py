"""What an edited rule does to people, told before it is published: a family it treats differently, and how many.

The family is found by reasoning over both versions, not by trying people, so a change that concerns one family in a
million is shown too; `None` means that the two rules are the same for everybody on that day. The numbers come from a
synthetic population (`core.triage.population`) or from stored families, judged in columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from core.catalog.conditions import Condition
from core.catalog.measures import Measure
from core.catalog.solver import NOBODY, example_that_meets, first_difference
from core.triage.columns import FamilyColumns, verdicts
from core.triage.evaluation import assess
from core.triage.facts_json import profile_from_json
from core.triage.household_columns import Mask
from core.triage.rulebook import Rulebook, condition_of
from core.triage.situation import Situation
from core.triage.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One measure whose rule admits other families than before, or the same ones with another certainty.

    `family` is the counterexample as facts JSON, `before` and `after` its verdicts (`None`: no such measure then).
    Of the population, `gaining` families are newly granted the measure (YES or CHECK), `losing` no longer are.
    """

    measure_id: str
    title: str
    family: Mapping[str, Any]
    before: Verdict | None
    after: Verdict | None
    gaining: int
    losing: int


def rule_changes(
    old: Iterable[Measure], new: Iterable[Measure], population: Sequence[Situation], on: date
) -> Iterator[RuleChange]:
    """Every measure in force on the day `on` whose verdicts changed, in the order of the new catalogue."""
    before, after = ({one.id: one for one in versions if one.validity.covers(on)} for versions in (old, new))
    columns = FamilyColumns.of(population)
    for measure_id in dict.fromkeys((*after, *before)):
        family = _told_apart(before.get(measure_id), after.get(measure_id), on)
        if family is not None:
            yield _change(before.get(measure_id), after.get(measure_id), family, columns)


def _told_apart(old: Measure | None, new: Measure | None, on: date) -> Mapping[str, Any] | None:
    """Facts of a family with different verdicts; those that do not matter are left out."""
    found = first_difference(_condition(old), _condition(new), on)
    if found is None and old and new and bool(old.eligibility_extra) is not bool(new.eligibility_extra):
        found = example_that_meets(_condition(new), on)
    return None if found is None else found.facts


def _condition(measure: Measure | None) -> Condition:
    return NOBODY if measure is None else condition_of(measure)


def _change(old: Measure | None, new: Measure | None, family: Mapping[str, Any], columns: FamilyColumns) -> RuleChange:
    had, has = _granted(old, columns), _granted(new, columns)
    either = new or old
    assert either is not None, "a change is of one of the two"
    before, after = (_verdict(one, family, columns.on) for one in (old, new))
    return RuleChange(either.id, either.title, family, before, after, int((has & ~had).sum()), int((had & ~has).sum()))


def _verdict(measure: Measure | None, family: Mapping[str, Any], on: date) -> Verdict | None:
    if measure is None:
        return None
    return assess(Rulebook([measure]), profile_from_json(dict(family), on), on)[measure.id]


def _granted(measure: Measure | None, columns: FamilyColumns) -> Mask:
    if measure is None:
        return np.zeros(len(columns), np.bool_)
    return verdicts(Rulebook([measure]), measure.id, columns).granted
