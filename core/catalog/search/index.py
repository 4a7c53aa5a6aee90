"""What a query reads: an immutable index, built whole by `building.py`.

Postings lie apart by region: a query reads the federal layer and that of its own region, so a measure of another
region is not filtered out, it is never met. Topics that are not ours are records of the federal layer too; when
one of them wins, the answer is «не нашли».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.catalog.search.documents import Field
from core.catalog.search.situations import SituationTable
from core.catalog.search.spelling import Speller
from core.catalog.search.vocabulary import Lexis, Vocabulary

TOO_COMMON = 0.5
"""Words of less weight than this do not bring a record up, they only help to order."""


STRANGE = 2.5
"""How much a word that no record holds weighs in a query."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title, synonym or lexicon phrase: the text and the numbers of its lemmas that carry meaning."""

    text: str
    slots: tuple[int, ...]
    field: Field
    mass: float
    """What the slots weigh together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A findable record: a measure, or a topic that is not ours."""

    id: str
    region: str | None
    is_topic: bool
    phrases: tuple[Phrase, ...]
    places: Mapping[int, tuple[int, ...]]
    """Lemma -> places of the phrases that hold it."""


Postings: TypeAlias = Mapping[int, float]
"""The entries that hold a lemma, each with how much the lemma says about it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The federal records, or those of one region."""

    by_lemma: Mapping[int, Postings]
    by_circle: Mapping[int, Postings]
    """What the words of a circle say together, already at the weight of the circle."""


EMPTY_LAYER = Layer({}, {})
NO_POSTINGS: Postings = {}


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything a query needs; immutable, so any number of threads may read it."""

    entries: tuple[Entry, ...]
    numbers: Mapping[str, int]
    """Measure id -> number of its entry."""
    layers: Mapping[str | None, Layer]
    weights: tuple[float, ...]
    """How much each lemma tells records apart; 0 for fillers («пожалуйста»)."""
    leanings: tuple[float, ...]
    """How much oftener each lemma speaks of our measures than of strange topics (log of the ratio)."""
    vocabulary: Vocabulary
    lexis: Lexis
    speller: Speller
    situations: SituationTable
    places: Mapping[str, str]
    """Place lemma -> region code, «» for places of no pack."""
    advice: Mapping[str, str]
    """Topic that is not ours -> who does it, in words for the family; only topics where that is known."""
    small_talk: Mapping[str, str]
    """Whole texts that belong to a strange topic («сколько тебе лет») -> the topic."""
