"""What search answers: how sure it is, the measures found, and why each of them came up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.catalog.search.documents import Field


class Confidence(StrEnum):
    """ANSWER: show it. MAYBE: show it as «возможно, вы об этом». NOTHING: say «не нашли» and offer a person."""

    ANSWER = "answer"
    MAYBE = "maybe"
    NOTHING = "nothing"


class How(StrEnum):
    """How a typed word became a word of the index."""

    FORM = "form"
    RELATED = "related"
    NUMBER = "number"
    SPELLING = "spelling"
    SIMILAR = "similar"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Match:
    """A typed word and the word of the index it stands for."""

    word: str
    found: str
    how: How


class Hit(NamedTuple):
    """A measure found, in which field and by which phrase («» when only its prose or a situation speaks for it).

    `score` orders the hits of one answer; it is not a probability.
    """

    measure: str
    score: float
    field: Field
    phrase: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Best hits first.

    `did_you_mean` is the text as it was understood, when that differs from what was typed. `elsewhere`
    names the topic of `data/search/elsewhere.yaml` when the text is about something the centre does not do.
    """

    confidence: Confidence
    hits: tuple[Hit, ...]
    did_you_mean: str | None = None
    elsewhere: str | None = None

    @property
    def found(self) -> bool:
        """False is «не нашли»: whatever hits there are, they are guesses not to be shown as an answer."""
        return self.confidence is not Confidence.NOTHING
