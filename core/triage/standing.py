"""Where a questionnaire stands: which rules are open, what each still waits for, and which question counts most.

Counting is enough: a fact scores the sum, over open rules, of its share of what the rule still waits for. Looking
further ahead was measured to save a fraction of a question and to cost many times the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.catalog.conditions import Flag
from core.triage.boxes import Box
from core.triage.facts import FACT_ORDER, REGISTRY, Fact, Shape
from core.triage.profile import Profile
from core.triage.rulebook import Rule, Rulebook
from core.triage.situation import LARGE_FAMILY_CHILDREN, Situation, situation_on
from core.triage.verdicts import Verdict

UNLIKELY = 0.02
"""Chance that a rule ends well although no single unusual answer makes it."""

FEWEST = 2
"""A shorter multi-select takes in what ranks below an income question; a longer one lets that come first."""

_ASKED_AFTER: Mapping[Fact, Fact] = {
    Fact.CHILD_DISABLED: Fact.CHILDREN,
    Fact.CHILD_AT_SCHOOL: Fact.CHILDREN,
    Fact.CHILD_IN_KINDERGARTEN: Fact.CHILDREN,
    Fact.PREGNANCY_WEEKS: Fact.PREGNANT,
}
"""A fact that another one often answers waits for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`waiting` holds, per open rule in scope, the questions that could be put now on its behalf."""

    rulebook: Rulebook
    situation: Situation
    possible: Box
    open_count: int
    waiting: Mapping[int, tuple[Fact, ...]]
    usual: Box

    def open_rules(self) -> Iterator[Rule]:
        return (self.rulebook.rules[at] for at in self.waiting)

    def ranked(self) -> tuple[Fact, ...]:
        """Questions worth asking, the one that counts most first."""
        scores: dict[Fact, float] = defaultdict(float)
        for at, facts in self.waiting.items():
            worth = self._chance(at) / len(facts)
            for fact in facts:
                scores[fact] += worth
        return tuple(sorted(scores, key=lambda fact: (-scores[fact], FACT_ORDER[fact])))

    def _chance(self, at: int) -> float:
        """A rough chance that the open rule ends well: as usual, or by one unusual answer."""
        usual = self.usual
        if self.rulebook.outcome(at, usual).verdict is not Verdict.NO:
            return 1.0
        unusual = UNLIKELY
        for flag in self.rulebook.rules[at].flags:
            sides, spec = self.rulebook.layout.certain[flag], REGISTRY[Fact(flag.value)]
            if flag not in self.situation.flags:
                turned = usual | self.possible & ~sides[spec.usual]
                if self.rulebook.outcome(at, turned & sides[not spec.usual]).verdict is not Verdict.NO:
                    unusual += min(spec.share, 1 - spec.share)
        return unusual

    def asked_together(self, ranked: Sequence[Fact], most: int) -> tuple[Fact, ...]:
        """Yes/no questions for one screen: those no better question is likely to make needless."""
        together: list[Fact] = []
        for place, fact in enumerate(ranked):
            if REGISTRY[fact].shape is not Shape.YES_NO:
                if len(together) >= FEWEST:
                    break
                continue
            if all(self._needed_after(fact, better) for better in ranked[:place]):
                together.append(fact)
            if len(together) == most:
                break
        return tuple(together)

    def _needed_after(self, fact: Fact, better: Fact) -> bool:
        """The fact would still decide something after each likely answer to the better question."""
        asking = [at for at, facts in self.waiting.items() if fact in facts]
        return all(
            any(fact in self.rulebook.outcome(at, answered).open for at in asking) for answered in self._likely(better)
        )

    def _likely(self, fact: Fact) -> Iterator[Box]:
        spec, layout = REGISTRY[fact], self.rulebook.layout
        if spec.shape is Shape.YES_NO:
            yield self.possible & layout.certain[Flag(fact.value)][spec.usual]
        elif spec.shape is Shape.INCOME_BAND:
            for cell in layout.income.cells_of(self.possible):
                yield self.possible & ~layout.income.mask | cell


def standing_of(rulebook: Rulebook, positions: Sequence[int], profile: Profile, on: date) -> Standing:
    """The standing of the rules at `positions` for this family on the local day `on`."""
    situation = _unconfirmed(situation_on(profile, on), profile)
    possible = rulebook.layout.possible(situation)
    waiting: dict[int, tuple[Fact, ...]] = {}
    open_count = 0
    for at in positions:
        outcome = rulebook.outcome(at, possible)
        if outcome.verdict is Verdict.ASK:
            open_count += 1
            questions = dict.fromkeys(_question_for(fact, profile) for fact in outcome.open)
            if askable := tuple(fact for fact in questions if fact is not None):
                waiting[at] = askable
    return Standing(rulebook, situation, possible, open_count, waiting, _usual(rulebook, situation, possible))


def _unconfirmed(situation: Situation, profile: Profile) -> Situation:
    """Two children and a student of 18-22 make a large family only if the student still counts: the family is asked.

    Its own word stands above the derivation, and this is the one derivation from something seen only as "at least one".
    """
    derived = Fact.CHILD_STUDENT_FULLTIME in profile and not profile.answered(Fact.LARGE_FAMILY)
    if not derived or situation.children is None or situation.count[0] >= LARGE_FAMILY_CHILDREN:
        return situation
    flags = {flag: value for flag, value in situation.flags.items() if flag is not Flag.LARGE_FAMILY or not value}
    return replace(situation, flags=flags)


def _usual(rulebook: Rulebook, situation: Situation, possible: Box) -> Box:
    """What would be possible if every open yes/no question had its usual answer."""
    for flag, sides in rulebook.layout.certain.items():
        if flag not in situation.flags:
            possible &= sides[REGISTRY[Fact(flag.value)].usual]
    return possible


def _question_for(fact: Fact, profile: Profile) -> Fact | None:
    """The question to put for an open fact: itself, the one it waits for, or none when the person has answered."""
    if fact is Fact.LARGE_FAMILY:
        for source in (Fact.CHILDREN, Fact.CHILD_STUDENT_FULLTIME):
            if not profile.answered(source):
                return source
    before = _ASKED_AFTER.get(fact)
    if before is not None and not profile.answered(before):
        return before
    if fact is Fact.PREGNANCY_WEEKS and Fact.PREGNANT in profile.evaded:
        return None
    if fact in profile.known:
        return fact if fact is Fact.INCOME_PER_HEAD_RATIO else None
    return None if fact in profile.evaded else fact
