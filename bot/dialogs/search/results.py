"""What a search shows: sure answers, «возможно, вы об этом», or an honest «не нашли» that says who does it instead."""

from dataclasses import dataclass

from bot.here import Here
from core.catalog.measures import Measure
from core.catalog.search.answers import Confidence, SearchAnswer
from core.catalog.search.engine import search
from core.centres.opening import CentreInfo
from core.content.unmet import MaskedQuery, without_persons
from core.triage.needs import Need, needs_of

PAGE = 5
MOST = 15
_TALK = "talk-"
"""Topics of `data/search/elsewhere.yaml` that are talk, not questions; each has words of its own."""
_WHERE = "talk-where"
_SHOWN = 100
"""Characters of the typed text that are repeated."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer with its measures looked up. `every` are all of them, `measures` those about `need`."""

    around: Here
    typed: str
    region: str | None
    centre: CentreInfo | None
    answer: SearchAnswer
    every: tuple[Measure, ...]
    need: Need | None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is shown."""
        return tuple(one for one in self.every if self.need is None or self.need in needs_of(one))

    def needs(self) -> dict[Need, int]:
        """What the measures are about, with how many of them."""
        counted = {need: sum(need in needs_of(one) for one in self.every) for need in Need}
        return {need: count for need, count in counted.items() if count}

    def unmet(self) -> MaskedQuery | None:
        """What may be counted as looked for in vain; None when it was found or says nothing without a person."""
        if self.every:
            return None
        masked = without_persons(self.typed, self.around.edition.search.lexis.knows)
        topic = self.answer.elsewhere
        return masked.under(topic.replace("_", " ")) if masked and topic else masked

    def words(self, page: int) -> str:
        """The message above the buttons, as HTML."""
        say, typed = self.around.say, self.typed[:_SHOWN]
        if not self.measures:
            return self._nothing(typed)
        lines = [say("search-found" if self.answer.confidence is Confidence.ANSWER else "search-maybe", words=typed)]
        if self.answer.did_you_mean:
            lines.append(say("search-understood", words=self.answer.did_you_mean[:_SHOWN]))
        if self.need is not None:
            lines.append(say("search-about", need=self.around.label(f"need-{self.need.value}")))
        shown = self.measures[page * PAGE : (page + 1) * PAGE]
        lines += [
            say("search-line", number=page * PAGE + place, title=measure.title, summary=_short(measure.summary))
            for place, measure in enumerate(shown, 1)
        ]
        return "\n\n".join(lines)

    def _nothing(self, typed: str) -> str:
        topic = self.answer.elsewhere
        if topic is None:
            return self.around.say("search-nothing", words=typed)
        if topic.startswith(_TALK):
            return self._talk(topic)
        advice = self.around.edition.search.advice.get(topic)
        if advice is None:
            return self.around.say("search-not-ours")
        return self.around.say("search-elsewhere", words=typed, advice=advice)

    def _talk(self, topic: str) -> str:
        """A greeting, thanks, «вы человек?» or «где вы находитесь» is answered as such."""
        if topic != _WHERE:
            return self.around.say(f"search-{topic}")
        if self.centre is None:
            return self.around.say("search-talk-no-centre")
        known = {"address": self.centre.address or "none", "phone": self.centre.phone or "none"}
        return self.around.say("search-talk-where", centre=self.centre.name, **known)


async def look_up(around: Here, typed: str, need: Need | None = None) -> Found:
    """Search federal measures and those of the family's own region."""
    place = await around.place()
    region = place.region
    answer = search(typed, around.edition.search, region, MOST)
    today, catalogue = around.now.date(), around.edition.catalogue
    found = [catalogue.measure(hit.measure, today) for hit in answer.hits] if answer.found else []
    return Found(around, typed, region, place.centre, answer, tuple(one for one in found if one is not None), need)


def _short(summary: str, limit: int = 160) -> str:
    if len(summary) <= limit:
        return summary
    return summary[:limit].rsplit(" ", 1)[0].rstrip(" ,;—") + "…"
