"""The phrases of records (titles, synonyms, everyday phrases) as numbers of lemmas, one of each kept."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TypeAlias

from core.catalog.search.documents import Field
from core.catalog.search.index import Entry
from core.catalog.search.vocabulary import Lemmas, Vocabulary

_DOUBT = 0.5
"""Added to counts of phrases, so that one phrase alone proves little."""

Readings: TypeAlias = tuple[Lemmas, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record while the lemmas are still being counted; counts are weighted by field."""

    id: str
    region: str | None
    is_topic: bool
    phrases: tuple[tuple[str, Field, Readings], ...]
    counts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase with the numbers of its lemmas that carry meaning."""

    text: str
    field: Field
    slots: tuple[int, ...]
    mass: float


class Phrasing:
    """Makes phrases and keeps one of each: regional measures share most of them, and memory is promised to be small."""

    def __init__(self, vocabulary: Vocabulary, weights: Sequence[float], frequency: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._frequency = frequency
        self._phrases: dict[tuple[str, Field], _Phrase | None] = {}
        self._places: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._said: dict[bool, set[tuple[int, ...]]] = {True: set(), False: set()}

    def entry(self, draft: Draft) -> Entry:
        found = (self._phrase(*phrase) for phrase in draft.phrases)
        phrases = [phrase for phrase in found if phrase is not None]
        self._said[draft.is_topic].update(phrase.slots for phrase in phrases)
        places: dict[int, tuple[int, ...]] = {}
        for place, phrase in enumerate(phrases):
            for slot in phrase.slots:
                places[slot] = (*places.get(slot, ()), place)
        return Entry(
            draft.id,
            draft.region,
            draft.is_topic,
            texts=tuple(phrase.text for phrase in phrases),
            fields=tuple(phrase.field for phrase in phrases),
            masses=tuple(phrase.mass for phrase in phrases),
            places={slot: self._places.setdefault(found, found) for slot, found in places.items()},
        )

    def leanings(self) -> "array[float]":
        """Log of (share of our phrases with a lemma / share of strange phrases with it), 0 where nothing is known."""
        ours, strange = self._said[False], self._said[True]
        leanings = array("d", bytes(8 * len(self._vocabulary.lemmas)))
        if ours and strange:
            in_ours = Counter(slot for slots in ours for slot in slots)
            in_strange = Counter(slot for slots in strange for slot in slots)
            prior = log(len(strange) / len(ours))
            for slot in in_ours.keys() | in_strange.keys():
                leanings[slot] = prior + log((in_ours[slot] + _DOUBT) / (in_strange[slot] + _DOUBT))
        return leanings

    def _phrase(self, text: str, where: Field, readings: Readings) -> _Phrase | None:
        if (text, where) not in self._phrases:
            self._phrases[text, where] = self._new_phrase(text, where, readings)
        return self._phrases[text, where]

    def _new_phrase(self, text: str, where: Field, readings: Readings) -> _Phrase | None:
        """By the commonest reading of each word («стали» is «стать», not «сталь»); None when it is all fillers."""
        chosen = (max(lemmas, key=lambda lemma: self._frequency[lemma]) for lemmas in readings)
        numbered = dict.fromkeys(self._vocabulary.numbers[lemma] for lemma in chosen)
        slots = tuple(slot for slot in numbered if self._weights[slot] > 0)
        return _Phrase(text, where, slots, sum(self._weights[slot] for slot in slots)) if slots else None
