"""What a family is entitled to on a day: every measure in force, one of four verdicts each, with a trace.

Promise. Unknown is never false. A verdict is YES, CHECK or NO exactly when every completion of what is missing
gives it (stronger than Kleene: `a or not a` is decided), and ASK exactly when two completions differ; then the
facts named are exactly those that can still change it. The day decides which versions of measures count, how old
the children are and how far a pregnancy is; nothing else depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.catalog.measures import Measure
from core.triage.boxes import Box
from core.triage.facts import Evasion, Fact
from core.triage.profile import Profile
from core.triage.rulebook import Outcome, Rulebook
from core.triage.settling import settled
from core.triage.situation import Situation, situation_on
from core.triage.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Assessment(Mapping[str, Verdict]):
    """Verdicts by measure id on one day; keeps the box they came from, so every one can be explained."""

    rulebook: Rulebook
    profile: Profile
    situation: Situation
    possible: Box
    outcomes: tuple[Outcome, ...]

    def __getitem__(self, measure_id: str) -> Verdict:
        return self.outcome(measure_id).verdict

    def __iter__(self) -> Iterator[str]:
        return iter(self.rulebook.positions)

    def __len__(self) -> int:
        return len(self.outcomes)

    @property
    def on(self) -> date:
        return self.situation.on

    def outcome(self, measure_id: str) -> Outcome:
        return self.outcomes[self.rulebook.positions[measure_id]]

    def ids(self, *verdicts: Verdict) -> tuple[str, ...]:
        """Ids of the measures with one of these verdicts, in the order of the catalogue."""
        pairs = zip(self.rulebook.measures, self.outcomes, strict=True)
        return tuple(measure.id for measure, outcome in pairs if outcome.verdict in verdicts)

    def to_ask(self, measure_id: str) -> tuple[Fact, ...]:
        """Facts that can still change an ASK; a derived fact is left out when the others settle it."""
        position = self.rulebook.positions[measure_id]
        return settled(self.rulebook.rules[position], self.outcomes[position].open, self.possible, self.situation)

    def refused(self, measure_id: str) -> tuple[Fact, ...]:
        """Those of them the family chose not to answer: shown with their own words, never asked again."""
        evaded = self.profile.evaded
        return tuple(fact for fact in self.to_ask(measure_id) if evaded.get(fact) is Evasion.REFUSED)


class Matcher:
    """A catalogue's measures through time: chooses the versions in force on a day and asks their rulebook.

    Rulebooks are compiled once per set of versions in force.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._versions = tuple(measures)
        self._rulebooks: dict[tuple[int, ...], Rulebook] = {}

    def rulebook(self, on: date) -> Rulebook:
        """The rules in force on the local day `on`."""
        key = tuple(place for place, one in enumerate(self._versions) if one.validity.covers(on))
        if key not in self._rulebooks:
            self._rulebooks[key] = Rulebook(self._versions[place] for place in key)
        return self._rulebooks[key]

    def turning_days(self) -> Iterator[date]:
        """Days on which a version starts or stops being in force."""
        for one in self._versions:
            if one.validity.valid_from:
                yield one.validity.valid_from
            if one.validity.valid_to and one.validity.valid_to < date.max:
                yield date.fromordinal(one.validity.valid_to.toordinal() + 1)

    def assess(self, profile: Profile, on: date) -> Assessment:
        """Verdicts about every measure in force for this family on the local day `on`."""
        return assess(self.rulebook(on), profile, on)


def assess(rulebook: Rulebook, profile: Profile, on: date) -> Assessment:
    """Verdicts of one set of rules for this family on the local day `on`."""
    situation = situation_on(profile, on)
    possible = rulebook.layout.possible(situation)
    return Assessment(rulebook, profile, situation, possible, rulebook.outcomes(possible))
