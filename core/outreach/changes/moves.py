"""What a changed catalogue does to one family: which verdicts it moves, and in which direction. Pure.

The rules before the change are kept as plain data (`core.catalog.notation`), so that a comparison survives a restart
and a new version of this program. A measure that is not in force is judged as NO: what appears is gained, what is
taken away is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.catalog.conditions import atoms_of, fact_of
from core.catalog.measures import Measure, Validity
from core.catalog.notation import dump, parse
from core.outreach.campaigns.segments import rule_alone
from core.outreach.changes.directions import Move, move
from core.triage.evaluation import Matcher
from core.triage.facts import REGISTRY, Fact, Sensitivity
from core.triage.profile import Profile

Rules = Mapping[str, list[dict[str, Any]]]
"""Measure id -> its versions, each as plain data: what of a measure decides about verdicts."""


def rules_of(measures: Iterable[Measure]) -> dict[str, list[dict[str, Any]]]:
    """The deciding parts of every version of every measure."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in measures:
        found.setdefault(one.id, []).append(_as_data(one))
    return found


def measures_of(rules: Rules) -> tuple[Measure, ...]:
    """The same rules ready to be judged by; of such a measure nothing else is known."""
    return tuple(_as_measure(measure_id, version) for measure_id, versions in rules.items() for version in versions)


def changed_ids(old: Rules, new: Rules) -> tuple[str, ...]:
    """Measures whose deciding parts differ, in the order of their ids."""
    return tuple(sorted(one for one in {*new, *old} if old.get(one) != new.get(one)))


def is_dangerous(measure: Measure) -> bool:
    """Its rule reads a fact whose mere presence may do harm: nobody is chosen, counted or written to by it."""
    facts = (Fact(fact_of(atom)) for atom in atoms_of(measure.eligibility))
    return any(REGISTRY[fact].sensitivity is Sensitivity.DANGEROUS for fact in facts)


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares what was with what is, for one family after the other."""

    old: tuple[Measure, ...]
    new: tuple[Measure, ...]
    before: Matcher
    after: Matcher

    @staticmethod
    def of(old: Iterable[Measure], new: Iterable[Measure]) -> Judge:
        """Judges by these versions of the changed measures; what a dangerous fact decides is left out."""
        old, new = tuple(old), tuple(new)
        sealed = {one.id for one in (*old, *new) if is_dangerous(one)}
        old, new = (tuple(one for one in side if one.id not in sealed) for side in (old, new))
        return Judge(old, new, Matcher(old), Matcher(new))

    @property
    def ids(self) -> tuple[str, ...]:
        """The measures that are compared."""
        return tuple(dict.fromkeys(one.id for one in (*self.new, *self.old)))

    def moves(self, profile: Profile, today: date) -> Iterator[tuple[str, Move]]:
        """Measures whose verdict is another one, on the family's own calendar day."""
        before, after = self.before.assess(profile, today), self.after.assess(profile, today)
        for measure_id in self.ids:
            found = move(before.get(measure_id), after.get(measure_id))
            if found is not None:
                yield measure_id, found


def _as_data(measure: Measure) -> dict[str, Any]:
    days = measure.validity
    return {
        "region": measure.region,
        "rule": dump(measure.eligibility),
        "checks": bool(measure.eligibility_extra),
        "from": days.valid_from.isoformat() if days.valid_from else None,
        "to": days.valid_to.isoformat() if days.valid_to else None,
    }


def _as_measure(measure_id: str, version: Mapping[str, Any]) -> Measure:
    start, end = (date.fromisoformat(version[side]) if version[side] else None for side in ("from", "to"))
    return replace(
        rule_alone(measure_id, parse(version["rule"])),
        region=version["region"],
        eligibility_extra=("",) if version["checks"] else (),
        validity=Validity(start, end),
    )
