"""Steps of the route sheet in words: who does it, where it stands, until when (F9)."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.here import Here
from core.accompaniment.sheet import Asked
from core.catalog.cards import MeasureCard, card
from core.catalog.telling import Telling
from core.families.plan import Step
from core.families.tables import StepDoer, StepState
from core.moments import spoken_date

PAGE = 8
_LINE = 160
_BODY = 3_500
"""Telegram takes 4,096 characters; what stands around the body takes its share."""

_ORDER = tuple(StepDoer)


def in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The family's own steps first, open before done, then the centre's and the agencies'."""
    return tuple(sorted(steps, key=lambda step: (_ORDER.index(step.doer), step.state is StepState.DONE, step.id)))


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Renders steps for a family of `region`."""

    around: Here
    region: str | None
    asked: Mapping[int, Asked] = field(default_factory=dict)
    """Requests of the centre to agencies, by step."""

    def page(self, steps: tuple[Step, ...], before: int) -> str:
        """Some steps as a list with a heading for everybody who acts; `before` were shown on earlier pages."""
        return "\n".join(self._lines(steps, before))

    def title(self, step: Step) -> str:
        """What is to be done, in one line."""
        if step.measure_id is None:
            return step.words or ""
        measure = self.around.edition.catalogue.measure(step.measure_id, self.around.now.date())
        return measure.title if measure else self.around.label("plan-measure-gone")

    def button(self, step: Step, number: int) -> str:
        """The step on a button."""
        return self.around.label(f"plan-button-{step.state.value}", number=str(number), title=self.title(step)[:50])

    def whole(self, step: Step) -> str:
        """One step with everything needed to do it, as HTML."""
        shown, say = self._card(step), self.around.say
        parts = [self._head(step)]
        if shown is not None:
            parts = [_cut_html(Telling(self.around.texts).papers(shown))]
            if shown.deadline.text:
                parts.append(say("card-deadline", words=shown.deadline.text))
        if step.due_on is not None:
            parts.append(self._until(step))
        standing = (say(f"plan-doer-{step.doer.value}"), say(f"plan-state-{step.state.value}"))
        return "\n\n".join([*parts, "\n".join(standing)])

    def _head(self, step: Step) -> str:
        """A measure's title, or all that the centre wrote: longer than Fluent takes as an argument (1,000)."""
        if step.words is not None:
            return html.escape(_cut(step.words, _BODY), quote=False)
        return self.around.say("plan-step", title=self.title(step))

    def _lines(self, steps: tuple[Step, ...], before: int) -> Iterator[str]:
        doer = None
        for number, step in enumerate(steps, before + 1):
            if step.doer is not doer:
                doer = step.doer
                yield "\n" + self.around.say(f"plan-head-{doer.value}")
            words = _cut(self.title(step), _LINE)
            yield self.around.say(f"plan-line-{step.state.value}", number=str(number), title=words)
            if step.due_on is not None and step.state is StepState.OPEN:
                yield self._until(step)

    def _until(self, step: Step) -> str:
        """Until when; of a request to an agency also when it was sent: more use than «in work» (domain.md §5)."""
        assert step.due_on is not None
        asked = self.asked.get(step.id)
        if asked is not None:
            sent, due = (spoken_date(self.around.texts, day) for day in (asked.sent_on, asked.due_on))
            return self.around.say("plan-asked", agency=asked.agency, sent=sent, due=due)
        return self.around.say("plan-due", day=spoken_date(self.around.texts, step.due_on))

    def _card(self, step: Step) -> MeasureCard | None:
        if step.measure_id is None:
            return None
        catalogue, today = self.around.edition.catalogue, self.around.now.date()
        measure = catalogue.measure(step.measure_id, today)
        return card(measure, catalogue, self.region, today) if measure else None


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(" ,;—") + "…"


def _cut_html(text: str) -> str:
    """Cut between lines, which carry whole tags only."""
    return text if len(text) <= _BODY else text[:_BODY].rpartition("\n")[0]
