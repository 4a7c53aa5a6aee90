"""Builds the index of documents and wording.

Always whole: a rebuild takes well under a second, so there is no incremental path to be wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TypeAlias

from core.catalog.search.documents import Field, SearchDocument
from core.catalog.search.index import NO_POSTINGS, STRANGE, TOO_COMMON, Entry, Layer, Phrase, Postings, SearchIndex
from core.catalog.search.situations import SituationTable
from core.catalog.search.spelling import Speller
from core.catalog.search.vocabulary import Lemmas, Lexis, Vocabulary
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
    frequency = Counter(lemma for draft in drafts for lemma in draft.counts)
    vocabulary = Vocabulary.of(frequency, reader.lemmas(_other_texts(wording)), wording.groups, reader.lexis)
    weights = _weights(vocabulary, frequency, len(drafts), frozenset(reader.lemmas(wording.fillers)))
    phrasing = _Phrasing(vocabulary, weights, frequency)
    entries = tuple(phrasing.entry(draft) for draft in drafts)
    return SearchIndex(
        entries=entries,
        numbers={entry.id: number for number, entry in enumerate(entries) if not entry.is_topic},
        layers=_layers(drafts, vocabulary, weights),
        weights=weights,
        leanings=_leanings(entries, len(vocabulary.lemmas)),
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


class _Phrasing:
    """Makes phrases and keeps one of each: regional measures share most of them, and memory is promised to be small."""

    def __init__(self, vocabulary: Vocabulary, weights: Sequence[float], frequency: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._frequency = frequency
        self._phrases: dict[tuple[str, Field], Phrase | None] = {}
        self._places: dict[tuple[int, ...], tuple[int, ...]] = {}

    def entry(self, draft: _Draft) -> Entry:
        found = (self._phrase(*phrase) for phrase in draft.phrases)
        phrases = tuple(phrase for phrase in found if phrase is not None)
        places: dict[int, tuple[int, ...]] = {}
        for place, phrase in enumerate(phrases):
            for slot in phrase.slots:
                places[slot] = (*places.get(slot, ()), place)
        shared = {slot: self._places.setdefault(found, found) for slot, found in places.items()}
        return Entry(draft.id, draft.region, draft.is_topic, phrases, shared)

    def _phrase(self, text: str, where: Field, readings: Readings) -> Phrase | None:
        if (text, where) not in self._phrases:
            self._phrases[text, where] = self._new_phrase(text, where, readings)
        return self._phrases[text, where]

    def _new_phrase(self, text: str, where: Field, readings: Readings) -> Phrase | None:
        """By the commonest reading of each word («стали» is «стать», not «сталь»); None when it is all fillers."""
        chosen = (max(lemmas, key=lambda lemma: self._frequency[lemma]) for lemmas in readings)
        numbered = dict.fromkeys(self._vocabulary.numbers[lemma] for lemma in chosen)
        slots = tuple(slot for slot in numbered if self._weights[slot] > 0)
        return Phrase(text, slots, where, sum(self._weights[slot] for slot in slots)) if slots else None


def _layers(drafts: Sequence[_Draft], vocabulary: Vocabulary, weights: Sequence[float]) -> dict[str | None, Layer]:
    lengths = [sum(draft.counts.values()) for draft in drafts]
    typical = sum(lengths) / max(1, len(lengths)) or 1.0
    layers: dict[str | None, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for number, (draft, length) in enumerate(zip(drafts, lengths, strict=True)):
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / typical)
        layer = layers[draft.region]
        for lemma, count in draft.counts.items():
            slot = vocabulary.numbers[lemma]
            if weights[slot] > 0:
                layer[slot][number] = weights[slot] * count / (count + norm)
    return {region: _layer(dict(found), vocabulary, weights) for region, found in layers.items()}


def _layer(by_lemma: Mapping[int, Postings], vocabulary: Vocabulary, weights: Sequence[float]) -> Layer:
    touched = {circle for slot in by_lemma for circle in vocabulary.memberships[slot]}
    return Layer(by_lemma, {number: _together(number, by_lemma, vocabulary, weights) for number in touched})


def _together(
    number: int, by_lemma: Mapping[int, Postings], vocabulary: Vocabulary, weights: Sequence[float]
) -> Postings:
    """The postings of all words of a circle, the loudest for each entry."""
    circle = vocabulary.circles[number]
    best: dict[int, float] = {}
    for slot in circle.members:
        if weights[slot] * circle.weight >= TOO_COMMON:
            for entry, impact in by_lemma.get(slot, NO_POSTINGS).items():
                best[entry] = max(best.get(entry, 0.0), impact * circle.weight)
    return best


def _leanings(entries: Sequence[Entry], lemmas: int) -> tuple[float, ...]:
    """Log of (share of our phrases with the lemma / share of strange phrases with it), 0 where nothing is known."""
    ours = {phrase.slots for entry in entries if not entry.is_topic for phrase in entry.phrases}
    strange = {phrase.slots for entry in entries if entry.is_topic for phrase in entry.phrases}
    if not ours or not strange:
        return (0.0,) * lemmas
    in_ours = Counter(slot for slots in ours for slot in slots)
    in_strange = Counter(slot for slots in strange for slot in slots)
    prior = log(len(strange) / len(ours))
    leanings = [0.0] * lemmas
    for slot in in_ours.keys() | in_strange.keys():
        leanings[slot] = prior + log((in_ours[slot] + _DOUBT) / (in_strange[slot] + _DOUBT))
    return tuple(leanings)


def _places(wording: Wording, reader: _Reader) -> dict[str, str]:
    return {
        lemma: "" if region == "other" else region
        for region, names in wording.places.items()
        for lemma in reader.lemmas(names)
    }
