"""Answers one line as typed on a phone.

Promises: any text of any script is answered without an error and in bounded time; a measure of another
region never appears; an answer that is not sure says so. Pure and safe to share between threads: the index
is immutable.
"""

from dataclasses import dataclass

from core.catalog.search.answers import Confidence, Hit, SearchAnswer
from core.catalog.search.index import SearchIndex
from core.catalog.search.query import Query, understand
from core.catalog.search.ranking import Ranked, field_of, matches, rank

DEFAULT_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores that part the three answers; chosen on our own queries for <= 3 % refused questions."""

    answer: float = 0.42
    maybe: float = 0.25
    topic_margin: float = 1.0


THRESHOLDS = Thresholds()


def search(text: str, index: SearchIndex, region: str | None = None, limit: int = DEFAULT_LIMIT) -> SearchAnswer:
    """The best measures for a text; `region` is a code like «LEN», None when it is not known (federal only)."""
    query = understand(text, region, index)
    ranked = rank(query, region, index)
    measures = [found for found in ranked if not found.entry.is_topic]
    topic = next((found for found in ranked if found.entry.is_topic), None)
    confidence = _confidence(measures, topic)
    lost = topic if confidence is Confidence.NOTHING else None
    return SearchAnswer(
        confidence=confidence,
        hits=tuple(_hit(found, query, index) for found in measures[:limit]),
        did_you_mean=query.text if query.corrected and confidence is not Confidence.NOTHING else None,
        elsewhere=lost.entry.id if lost is not None else None,
    )


def _confidence(measures: list[Ranked], topic: Ranked | None) -> Confidence:
    best = measures[0].score if measures else 0.0
    if best < THRESHOLDS.maybe or (topic is not None and topic.score * THRESHOLDS.topic_margin >= best):
        return Confidence.NOTHING
    return Confidence.ANSWER if best >= THRESHOLDS.answer else Confidence.MAYBE


def _hit(found: Ranked, query: Query, index: SearchIndex) -> Hit:
    because = matches(query, found.phrase, index) if found.phrase else ()
    text = found.phrase.text if found.phrase else ""
    return Hit(found.entry.id, round(found.score, 4), field_of(found), text, because)
