"""Builds the index of documents and wording.

Always whole: a rebuild takes well under a second, so there is no incremental path to be wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import log
from typing import TypeAlias

from core.catalog.search.documents import Field, SearchDocument
from core.catalog.search.index import STRANGE, TOO_COMMON, Entry, SearchIndex, mass_of
from core.catalog.search.lanes import SCALE, Lanes, Row, mask, row
from core.catalog.search.situations import SituationTable
from core.catalog.search.spelling import Speller
from core.catalog.search.vocabulary import Circle, Lemmas, Lexis, Vocabulary
from core.catalog.search.wording import Topic, Wording
from core.language.forms import FormTable
from core.language.plain import plain
from core.language.words import spoken, words

FIELD_WEIGHT = {
    Field.TITLE: 2.5,
    Field.SYNONYM: 1.6,
    Field.LEXICON: 1.6,
    Field.SUMMARY: 1.0,
    Field.WHO: 0.6,
}
_SATURATION = 1.5
_LENGTH_SHARE = 0.6
"""BM25's k1 and b, over the weighted count of a word in all fields (BM25F)."""
_DOUBT = 0.5
"""Added to counts of phrases, so that one phrase alone proves little."""

Readings: TypeAlias = tuple[Lemmas, ...]


def build_index(documents: Iterable[SearchDocument], wording: Wording, forms: FormTable) -> SearchIndex:
    """The index of documents; words without forms match only as they are written."""
    reader = _Reader(Lexis.of(forms, wording.rewrites))
    drafts = [_measure(document, wording, reader) for document in documents]
    drafts += [_topic(topic, reader) for topic in wording.topics]
    drafts.sort(key=lambda draft: draft.region or "")
    frequency = Counter(lemma for draft in drafts for lemma in draft.counts)
    vocabulary = Vocabulary.of(frequency, reader.lemmas(_other_texts(wording)), wording.groups, reader.lexis)
    weights = _weights(vocabulary, frequency, len(drafts), frozenset(reader.lemmas(wording.fillers)))
    phrasing = _Phrasing(vocabulary, weights, frequency)
    entries = tuple(phrasing.entry(draft) for draft in drafts)
    masses = tuple(mass_of(lemma, weight) for lemma, weight in zip(vocabulary.lemmas, weights, strict=True))
    lanes = Lanes.of(len(entries))
    postings = _postings(drafts, vocabulary, weights)
    return SearchIndex(
        entries=entries,
        numbers={entry.id: number for number, entry in enumerate(entries) if not entry.is_topic},
        lanes=lanes,
        visible=_visible(entries),
        rows=_rows(postings, vocabulary, weights, masses, lanes),
        masses=masses,
        said=_said(vocabulary, weights),
        weights=weights,
        leanings=phrasing.leanings(),
        vocabulary=vocabulary,
        lexis=reader.lexis,
        speller=Speller.of((*vocabulary.lemmas, *reader.lexis.short_names()), forms),
        situations=SituationTable.of(wording.situations, vocabulary, reader.read),
        places=_places(wording, reader),
        small_talk={spoken(phrase): topic.name for topic in wording.topics for phrase in topic.phrases},
        advice={topic.name: topic.answer for topic in wording.topics if topic.answer},
    )


class _Reader:
    """Reads each text once: regional measures share most of their synonyms."""

    def __init__(self, lexis: Lexis) -> None:
        self.lexis = lexis
        self._known: dict[str, Readings] = {}

    def read(self, text: str) -> Readings:
        known = self._known.get(text)
        if known is None:
            readings = list(self.lexis.read(words(plain(text))))
            known = tuple(lemmas for lemmas, _, _ in self.lexis.rewritten(readings))
            self._known[text] = known
        return known

    def lemmas(self, texts: Iterable[str]) -> Iterator[str]:
        return (lemma for text in texts for readings in self.read(text) for lemma in readings)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A record while the lemmas are still being counted; counts are weighted by field."""

    id: str
    region: str | None
    is_topic: bool
    phrases: tuple[tuple[str, Field, Readings], ...]
    counts: Mapping[str, float]


def _measure(document: SearchDocument, wording: Wording, reader: _Reader) -> _Draft:
    texts = [(document.title, Field.TITLE)]
    texts += ((synonym, Field.SYNONYM) for synonym in document.synonyms)
    texts += ((phrase, Field.LEXICON) for phrase in wording.phrases.get(document.id, ()))
    prose = ((document.summary, Field.SUMMARY), (document.who, Field.WHO))
    return _draft(document.id, document.region, False, texts, prose, reader)


def _topic(topic: Topic, reader: _Reader) -> _Draft:
    return _draft(topic.name, None, True, ((phrase, Field.LEXICON) for phrase in topic.phrases), (), reader)


def _draft(
    id_: str,
    region: str | None,
    is_topic: bool,
    texts: Iterable[tuple[str, Field]],
    prose: Iterable[tuple[str, Field]],
    reader: _Reader,
) -> _Draft:
    phrases = tuple((text, where, reader.read(text)) for text, where in texts)
    counts: dict[str, float] = defaultdict(float)
    for _, where, readings in phrases:
        for lemma in {lemma for lemmas in readings for lemma in lemmas}:
            counts[lemma] += FIELD_WEIGHT[where]
    for text, where in prose:
        for lemma in reader.lemmas((text,)):
            counts[lemma] += FIELD_WEIGHT[where]
    return _Draft(id_, region, is_topic, phrases, counts)


def _other_texts(wording: Wording) -> Iterator[str]:
    """What queries may hold though no record does: words of situations, circles, fillers, everyday life."""
    yield from (member for situation in wording.situations for members in situation.when for member in members)
    yield from (member for situation in wording.situations for member in situation.unless)
    yield from (word for group in wording.groups for word in group.words)
    yield from (*wording.fillers, *wording.everyday)


def _weights(
    vocabulary: Vocabulary, frequency: Mapping[str, int], records: int, fillers: frozenset[str]
) -> tuple[float, ...]:
    """Inverse record frequency: a word of half the records says little, a word of one record a lot. A word of no record
    says that the text may be about something else, but in a long story such words are no reason for anything.
    """
    return tuple(
        0.0 if lemma in fillers else log(1 + (records + 1) / (frequency[lemma] + 1)) if lemma in frequency else STRANGE
        for lemma in vocabulary.lemmas
    )


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase with the numbers of its lemmas that carry meaning."""

    text: str
    field: Field
    slots: tuple[int, ...]
    mass: float


class _Phrasing:
    """Makes phrases and keeps one of each: regional measures share most of them, and memory is promised to be small."""

    def __init__(self, vocabulary: Vocabulary, weights: Sequence[float], frequency: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._frequency = frequency
        self._phrases: dict[tuple[str, Field], _Phrase | None] = {}
        self._places: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._said: dict[bool, set[tuple[int, ...]]] = {True: set(), False: set()}

    def entry(self, draft: _Draft) -> Entry:
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

    def leanings(self) -> tuple[float, ...]:
        """Log of (share of our phrases with a lemma / share of strange phrases with it), 0 where nothing is known."""
        ours, strange = self._said[False], self._said[True]
        leanings = [0.0] * len(self._vocabulary.lemmas)
        if ours and strange:
            in_ours = Counter(slot for slots in ours for slot in slots)
            in_strange = Counter(slot for slots in strange for slot in slots)
            prior = log(len(strange) / len(ours))
            for slot in in_ours.keys() | in_strange.keys():
                leanings[slot] = prior + log((in_ours[slot] + _DOUBT) / (in_strange[slot] + _DOUBT))
        return tuple(leanings)

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


def _postings(drafts: Sequence[_Draft], vocabulary: Vocabulary, weights: Sequence[float]) -> dict[int, dict[int, float]]:
    """Lemma -> record -> how much the lemma says about it."""
    lengths = [sum(draft.counts.values()) for draft in drafts]
    typical = sum(lengths) / max(1, len(lengths)) or 1.0
    postings: dict[int, dict[int, float]] = defaultdict(dict)
    for number, (draft, length) in enumerate(zip(drafts, lengths, strict=True)):
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / typical)
        for lemma, count in draft.counts.items():
            slot = vocabulary.numbers[lemma]
            if weights[slot] > 0:
                postings[slot][number] = weights[slot] * count / (count + norm)
    return postings


def _rows(
    postings: Mapping[int, Mapping[int, float]],
    vocabulary: Vocabulary,
    weights: Sequence[float],
    masses: Sequence[float],
    lanes: Lanes,
) -> dict[int, Row]:
    """A row for every lemma that says anything; equal rows are one object."""
    shared: dict[Row, Row] = {}
    circles = [_circle_row(circle, postings, weights) for circle in vocabulary.circles]
    rows: dict[int, Row] = {}
    for slot, memberships in enumerate(vocabulary.memberships):
        own = [row(postings[slot])] if slot in postings and weights[slot] >= TOO_COMMON else []
        said = [one for one in (*own, *(circles[number] for number in memberships)) if one.lanes]
        if said:
            whole = lanes.at_most(reduce(lanes.louder, said), round(masses[slot] * SCALE))
            rows[slot] = shared.setdefault(whole, whole)
    return rows


def _circle_row(circle: Circle, postings: Mapping[int, Mapping[int, float]], weights: Sequence[float]) -> Row:
    """What all words of a circle say, the loudest about each record."""
    best: dict[int, float] = {}
    for slot in circle.members:
        if slot in postings and weights[slot] * circle.weight >= TOO_COMMON:
            for entry, impact in postings[slot].items():
                best[entry] = max(best.get(entry, 0.0), impact * circle.weight)
    return row(best)


def _said(vocabulary: Vocabulary, weights: Sequence[float]) -> dict[int, dict[int, float]]:
    said: dict[int, dict[int, float]] = {}
    for lemma, circles in enumerate(vocabulary.memberships):
        if circles:
            masses = ((meant, weight * weights[meant]) for meant, weight in vocabulary.meanings(lemma).items())
            said[lemma] = {meant: mass for meant, mass in masses if mass >= TOO_COMMON}
    return said


def _visible(entries: Sequence[Entry]) -> dict[str | None, int]:
    """One mask for families of each region, and of none."""
    federal = mask(number for number, entry in enumerate(entries) if entry.region is None)
    regions = {entry.region for entry in entries}
    return {None: federal} | {
        region: federal | mask(number for number, entry in enumerate(entries) if entry.region == region)
        for region in regions
        if region is not None
    }


def _places(wording: Wording, reader: _Reader) -> dict[str, str]:
    return {
        lemma: "" if region == "other" else region
        for region, names in wording.places.items()
        for lemma in reader.lemmas(names)
    }
