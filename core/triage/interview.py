"""The questionnaire: what to ask next, derived from the rules and from nothing else.

Promises. Only facts that can still change an open verdict are asked, and never a known one. It ends exactly when no
unanswered fact can change any verdict in scope, so the result equals that of the full form. A painful question comes
after all others and a dangerous one last and alone, each only if it decides. The result is valid at any moment; the
person may stop, go back or change an answer, because a screen is a function of the profile alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.triage.facts import REGISTRY, Evasion, Fact, Sensitivity, Shape
from core.triage.income import bands_that_matter
from core.triage.needs import Need, in_scope
from core.triage.profile import Band, FactValue, Profile
from core.triage.rulebook import Rulebook
from core.triage.standing import Standing, standing_of
from core.triage.terms import terms_that_matter

MOST_OPTIONS = 7
"""Options on one multi-select screen, so that it fits a small phone with its two exits."""
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Screen:
    """Facts asked together: one fact of any shape, or several yes/no facts as a multi-select.

    A multi-select has two exits of its own: «ничего из этого» (all shown are false) and «не знаю». `bands` are
    the options of an income question, lowest first.
    """

    facts: tuple[Fact, ...]
    bands: tuple[Band, ...] = ()

    @property
    def multiple(self) -> bool:
        return len(self.facts) > 1

    def ticked(self, chosen: Collection[Fact], at: date) -> Mapping[Fact, FactValue]:
        """Answers of a multi-select: what is ticked is true, the rest is false («ничего из этого»: all of it)."""
        return {fact: FactValue(fact in chosen, at) for fact in self.facts}

    def evaded(self, evasion: Evasion) -> Mapping[Fact, Evasion]:
        """The whole screen answered «не знаю» or «не хочу отвечать»."""
        return dict.fromkeys(self.facts, evasion)


@dataclass(frozen=True, slots=True)
class Progress:
    """«Решено 41 из 52 мер, осталось не больше 4 вопросов»."""

    decided: int
    measures: int
    questions_left_at_most: int


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of one scope on one local day; `positions` are the rules in scope."""

    rulebook: Rulebook
    on: date
    positions: tuple[int, ...]

    @staticmethod
    def about(rulebook: Rulebook, on: date, needs: Iterable[Need] = ()) -> Questionnaire:
        """Questions for these needs; without needs, for every measure in force."""
        chosen = tuple(needs)
        placed = enumerate(rulebook.measures)
        return Questionnaire(rulebook, on, tuple(at for at, one in placed if not chosen or in_scope(one, chosen)))

    def next_screen(self, profile: Profile) -> Screen | None:
        """The next questions for this family; `None` when nothing it could still say changes a verdict."""
        standing = self._standing(profile)
        ranked = _gentlest(standing.ranked())
        if not ranked:
            return None
        first = ranked[0]
        if first is Fact.INCOME_PER_HEAD_RATIO:
            return Screen((first,), self._bands(standing))
        if REGISTRY[first].shape is not Shape.YES_NO or _stage(first) is Sensitivity.DANGEROUS:
            return Screen((first,))
        return Screen(standing.asked_together(ranked, MOST_OPTIONS))

    def income_screen(self, profile: Profile) -> Screen:
        """The income question as it would be cut for this profile, also when it is asked a second time."""
        return Screen((Fact.INCOME_PER_HEAD_RATIO,), self._bands(self._standing(profile)))

    def terms(self, profile: Profile) -> tuple[tuple[int, int], ...]:
        """First and last completed week of each term to choose from, cut only where the term still decides something.

        A pregnancy told already is cut as if it had not been.
        """
        waiting = self._standing(profile.forget(Fact.PREGNANCY_WEEKS)).waiting
        asking = [self.rulebook.rules[at] for at, facts in waiting.items() if Fact.PREGNANCY_WEEKS in facts]
        return terms_that_matter(asking or self.rulebook.rules)

    def why(self, fact: Fact, profile: Profile) -> tuple[str, ...]:
        """«Почему спрашиваем»: ids of up to three measures the fact can still decide, nearest to a verdict first."""
        waiting = self._standing(profile).waiting
        named = sorted((len(facts), at) for at, facts in waiting.items() if fact in facts)
        return tuple(self.rulebook.measures[at].id for _, at in named[:MOST_REASONS])

    def progress(self, profile: Profile) -> Progress:
        standing = self._standing(profile)
        left = {fact for facts in standing.waiting.values() for fact in facts}
        if Fact.PREGNANT in left and any(Fact.PREGNANCY_WEEKS in rule.facts for rule in standing.open_rules()):
            left.add(Fact.PREGNANCY_WEEKS)
        return Progress(len(self.positions) - standing.open_count, len(self.positions), len(left))

    def _standing(self, profile: Profile) -> Standing:
        return standing_of(self.rulebook, self.positions, profile, self.on)

    def _bands(self, standing: Standing) -> tuple[Band, ...]:
        asking = [
            self.rulebook.rules[at] for at, facts in standing.waiting.items() if Fact.INCOME_PER_HEAD_RATIO in facts
        ]
        return bands_that_matter(asking, standing.situation.income or Band())


def _stage(fact: Fact) -> Sensitivity:
    """Painful and dangerous questions form stages of their own; all others may mix."""
    return max(REGISTRY[fact].sensitivity, Sensitivity.PERSONAL)


def _gentlest(ranked: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts of the gentlest stage that still has any."""
    stages = defaultdict(list)
    for fact in ranked:
        stages[_stage(fact)].append(fact)
    return tuple(stages[min(stages)]) if stages else ()
