"""A verdict about one measure in the family's words: the smallest reason, what would change it, and when it will.

Respectful above all: a NO says for whom the help is, never what is wrong with the family.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogs.questionnaire.said import fact_key
from bot.family import KnownFamily
from bot.here import Here
from core.catalog.measures import Measure
from core.triage.evaluation import Assessment
from core.triage.facts import Evasion, Fact
from core.triage.flips import Flip, next_flips
from core.triage.reasons import changes, reason
from core.triage.telling import GroundWords, flip_words
from core.triage.verdicts import Verdict

HORIZON = timedelta(days=365)
"""How far ahead a family is told what the calendar will change."""
MOST_ALTERNATIVES = 2
_BECAUSE = {Verdict.YES: "because-yes", Verdict.CHECK: "because-check", Verdict.NO: "because-no"}


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """Explains verdicts to one family as HTML. `flips` are the first changes within a year, by measure."""

    around: Here
    assessment: Assessment
    grounds: GroundWords
    flips: dict[str, Flip]

    def explain(self, measure: Measure) -> str:
        """The verdict, why, what would change a NO, what the calendar will change."""
        if self.assessment[measure.id] is Verdict.ASK:
            parts = [self._open(measure)]
        else:
            parts = [self._because(measure), *self._changes(measure)]
        if flip := self.flips.get(measure.id):
            parts.append(self.around.say("card-flip", words=flip_words(self.around.texts, flip)))
        return "\n\n".join(parts)

    def in_brief(self, measure: Measure) -> str:
        """Why not, in one line; with the day on which it may come."""
        words = "; ".join(self._reason(measure))
        flip = self.flips.get(measure.id)
        coming = f" {flip_words(self.around.texts, flip)}" if flip else ""
        return self.around.say("no-line", words=f"{words}.{coming}")

    def distance(self, measure: Measure) -> tuple[bool, int]:
        """How near a NO is to a yes: what the calendar brings first, then what takes the fewest changes."""
        found = changes(self.assessment, measure.id)
        return measure.id not in self.flips, min((len(one.wanted) for one in found), default=99)

    def facts(self, facts: Iterable[Fact]) -> str:
        """Names of questions, as a list in a sentence."""
        return ", ".join(self.around.label(fact_key(fact, "name")).lower() for fact in facts)

    def _because(self, measure: Measure) -> str:
        return self._listed(_BECAUSE[self.assessment[measure.id]], self._reason(measure))

    def _reason(self, measure: Measure) -> tuple[str, ...]:
        """The region goes without saying, so it comes last."""
        found = reason(self.assessment, measure.id).grounds
        ordered = sorted(found, key=lambda ground: ground.facts == (Fact.REGION,))
        return self.grounds.lines(ordered) or (self.around.label("ground-everybody"),)

    def _changes(self, measure: Measure) -> Iterator[str]:
        key = "change-when"
        for change in changes(self.assessment, measure.id)[:MOST_ALTERNATIVES]:
            yield self._listed(key, self.grounds.lines(change.wanted))
            key = "change-or"

    def _open(self, measure: Measure) -> str:
        """What decides; a question kept back or not known is respected in its own words."""
        to_ask, say = self.assessment.to_ask(measure.id), self.around.say
        refused = self.assessment.refused(measure.id)
        unknown = tuple(one for one in to_ask if self.assessment.profile.evaded.get(one) is Evasion.UNKNOWN)
        lines = []
        if rest := tuple(one for one in to_ask if one not in refused and one not in unknown):
            lines.append(say("open-ask", facts=self.facts(rest)))
        if unknown:
            lines.append(say("open-unknown", facts=self.facts(unknown)))
        if refused:
            lines.append(say("open-refused", facts=self.facts(refused)))
        return "\n".join(lines)

    def _listed(self, key: str, lines: tuple[str, ...]) -> str:
        say = self.around.say
        return "\n".join([say(key), *(say("card-line", words=line) for line in lines)])


def verdict_words(around: Here, family: KnownFamily) -> VerdictWords:
    """Words for this family on its today."""
    catalogue, today = around.edition.catalogue, family.today
    region = family.assessment.situation.region
    row = catalogue.last_known_parameters(region, today) if region else None
    minimum = row.minimum.per_capita if row and not row.differs_by_territory else None
    grounds = GroundWords(around.texts, {one.code: one.name for one in catalogue.regions}, minimum)
    return VerdictWords(around, family.assessment, grounds, _flips(around, family, today))


def _flips(around: Here, family: KnownFamily, today: date) -> dict[str, Flip]:
    return next_flips(around.edition.matcher, family.profile, today, today + HORIZON)


def negative(family: KnownFamily) -> tuple[Measure, ...]:
    """Federal and own measures with a NO, within the chosen needs."""
    positions = family.questions().positions
    measures, region = family.assessment.rulebook.measures, family.assessment.situation.region
    return tuple(
        measures[at]
        for at in positions
        if measures[at].region in (None, region) and family.assessment[measures[at].id] is Verdict.NO
    )
