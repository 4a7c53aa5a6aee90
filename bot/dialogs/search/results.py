"""What a search shows: sure answers, «возможно, вы об этом», or an honest «не нашли»."""

from dataclasses import dataclass

from bot.here import Here
from core.catalog.measures import Measure
from core.catalog.search.answers import Confidence, SearchAnswer
from core.catalog.search.engine import search

PAGE = 5
MOST = 15


@dataclass(frozen=True, slots=True)
class Found:
    """The answer with its measures looked up."""

    around: Here
    typed: str
    answer: SearchAnswer
    measures: tuple[Measure, ...]

    def words(self, page: int) -> str:
        """The message above the buttons, as HTML."""
        say = self.around.say
        if not self.measures:
            return say("search-nothing", words=self.typed[:100])
        head = "search-found" if self.answer.confidence is Confidence.ANSWER else "search-maybe"
        lines = [say(head, words=self.typed[:100])]
        if self.answer.did_you_mean:
            lines.append(say("search-understood", words=self.answer.did_you_mean[:100]))
        shown = self.measures[page * PAGE : (page + 1) * PAGE]
        lines += [
            say("search-line", number=page * PAGE + place, title=measure.title, summary=_short(measure.summary))
            for place, measure in enumerate(shown, 1)
        ]
        return "\n\n".join(lines)


async def look_up(around: Here, typed: str) -> Found:
    """Search federal measures and those of the family's own region."""
    region = (await around.place()).region
    answer = search(typed, around.edition.search, region, MOST)
    found = [around.edition.catalogue.measure(hit.measure) for hit in answer.hits] if answer.found else []
    return Found(around, typed, answer, tuple(measure for measure in found if measure is not None))


def _short(summary: str, limit: int = 160) -> str:
    if len(summary) <= limit:
        return summary
    return summary[:limit].rsplit(" ", 1)[0].rstrip(" ,;—") + "…"
