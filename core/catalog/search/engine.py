"""Answers one line as typed on a phone.

Promises: any text of any script is answered without an error and in bounded time; a measure of another
region never appears; an answer that is not sure says so. Pure and safe to share between threads: the index
is immutable.
"""

from dataclasses import dataclass

from core.catalog.search.answers import Confidence, Hit, SearchAnswer
from core.catalog.search.index import SearchIndex
from core.catalog.search.query import Query, QueryWord, only_counts, understand
from core.catalog.search.ranking import Ranked, rank

DEFAULT_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What makes an answer sure: the score of the best measure, less that of the best strange topic, more the leaning
    of the words towards our measures. Fitted on our own queries for at most 3 % of real questions refused.
    """

    topic: float = 0.6
    leaning: float = 0.15
    story: float = 0.2
    """Added for a whole story: who tells one here tells of the family, in words no catalogue holds."""
    story_words: int = 16
    maybe: float = 0.25
    answer: float = 0.5
    elsewhere: float = 0.75
    """Score from which a strange topic is named to the family: below it one chance word speaks for the topic."""


THRESHOLDS = Thresholds()


def search(text: str, index: SearchIndex, region: str | None = None, limit: int = DEFAULT_LIMIT) -> SearchAnswer:
    """The best measures for a text; `region` is a code like «LEN», None when it is not known (federal only)."""
    query = understand(text, region, index)
    if (small_talk := index.small_talk.get(query.typed)) is not None:
        return SearchAnswer(Confidence.NOTHING, (), elsewhere=small_talk)
    ranked = rank(query, region, index)
    measures = [found for found in ranked if not found.entry.is_topic]
    topic = next((found for found in ranked if found.entry.is_topic), None)
    confidence = _confidence(query, measures, topic, leaning(query, index))
    found = confidence is not Confidence.NOTHING
    return SearchAnswer(
        confidence=confidence,
        hits=tuple(_hit(hit) for hit in measures[:limit]),
        did_you_mean=query.text if found and query.corrected else None,
        elsewhere=topic.entry.id if topic is not None and topic.score >= THRESHOLDS.elsewhere and not found else None,
    )


def leaning(query: Query, index: SearchIndex) -> float:
    """How much the words, on the average, speak of our measures (> 0) or of strange topics (< 0)."""
    if not query.telling:
        return 0.0
    return sum([_word_leaning(word, index) for word in query.telling]) / len(query.telling)


def _word_leaning(word: QueryWord, index: SearchIndex) -> float:
    return max([index.leanings[lemma] for lemma in word.own], key=abs, default=0.0)


def _confidence(query: Query, measures: list[Ranked], topic: Ranked | None, leans: float) -> Confidence:
    if not measures or only_counts(query):
        return Confidence.NOTHING
    sure = measures[0].score + THRESHOLDS.leaning * leans - THRESHOLDS.topic * (topic.score if topic else 0.0)
    if len(query.words) >= THRESHOLDS.story_words:
        sure += THRESHOLDS.story
    if sure < THRESHOLDS.maybe:
        return Confidence.NOTHING
    return Confidence.ANSWER if sure >= THRESHOLDS.answer else Confidence.MAYBE


def _hit(found: Ranked) -> Hit:
    return Hit(found.entry.id, round(found.score, 4), found.field, found.phrase)
