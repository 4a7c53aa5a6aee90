"""The index: built whole from documents and wording, never changed afterwards.

A rebuild takes well under a second, so there is no incremental path to be wrong. Postings lie apart by
region: a query reads the federal layer and that of its own region, so a measure of another region is not
filtered out, it is never met. Topics that are not ours are records of the federal layer too; when one of
them wins, the answer is «не нашли».
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from core.catalog.search.documents import Field, SearchDocument
from core.catalog.search.situations import SituationTable
from core.catalog.search.spelling import Speller
from core.catalog.search.vocabulary import Lemmas, Lexis, Vocabulary
from core.catalog.search.wording import Topic, Wording
from core.language.forms import FormTable
from core.language.plain import plain
from core.language.words import words

FIELD_WEIGHT = {
    Field.TITLE: 2.5,
    Field.SYNONYM: 1.6,
    Field.LEXICON: 1.6,
    Field.SUMMARY: 1.0,
    Field.WHO: 0.6,
}
_SATURATION = 1.5
_LENGTH_SHARE = 0.6
_FILLER = 0.0


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


@dataclass(frozen=True, slots=True)
class Postings:
    """Entries that hold a lemma and how much it says about each of them."""

    entries: tuple[int, ...]
    impacts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything a query needs; immutable."""

    entries: tuple[Entry, ...]
    layers: Mapping[str | None, Mapping[int, Postings]]
    weights: tuple[float, ...]
    """How much each lemma tells records apart; 0 for fillers («пожалуйста»)."""
    vocabulary: Vocabulary
    lexis: Lexis
    speller: Speller
    situations: SituationTable
    places: Mapping[str, str]
    """Place lemma -> region code, «» for places of no pack."""
    numbers: Mapping[str, int]
    """Measure id -> number of its entry."""


def build_index(documents: Iterable[SearchDocument], wording: Wording, forms: FormTable) -> SearchIndex:
    """The index of documents; words without forms match only as they are written."""
    return _Builder(wording, forms).build(tuple(documents))


@dataclass(slots=True)
class _Draft:
    """A record while the lemmas are still being counted."""

    id: str
    region: str | None
    is_topic: bool
    phrases: list[tuple[str, Field, tuple[Lemmas, ...]]]
    counts: dict[str, float]


class _Builder:
    def __init__(self, wording: Wording, forms: FormTable) -> None:
        self._wording = wording
        self._lexis = Lexis.of(forms, wording.rewrites)
        self._read: dict[str, tuple[Lemmas, ...]] = {}

    def build(self, documents: Sequence[SearchDocument]) -> SearchIndex:
        drafts = [self._measure(document) for document in documents] + [self._topic(t) for t in self._wording.topics]
        frequency = Counter(lemma for draft in drafts for lemma in draft.counts)
        known = [*frequency, *self._situation_lemmas(), *self._everyday()]
        vocabulary = Vocabulary.of(known, self._wording.groups, self._lexis)
        weights = self._weights(vocabulary, frequency, len(drafts))
        entries = tuple(self._entry(draft, vocabulary, weights, frequency) for draft in drafts)
        return SearchIndex(
            entries=entries,
            layers=_layers(drafts, vocabulary, weights),
            weights=weights,
            vocabulary=vocabulary,
            lexis=self._lexis,
            speller=Speller.of(vocabulary.lemmas, self._lexis.forms),
            situations=SituationTable.of(self._wording.situations, vocabulary, self._lemmas),
            places=self._places(),
            numbers={entry.id: number for number, entry in enumerate(entries) if not entry.is_topic},
        )

    def _measure(self, document: SearchDocument) -> _Draft:
        phrases = [(document.title, Field.TITLE)]
        phrases += ((synonym, Field.SYNONYM) for synonym in document.synonyms)
        phrases += ((phrase, Field.LEXICON) for phrase in self._wording.phrases.get(document.id, ()))
        draft = self._draft(document.id, document.region, False, phrases)
        for text, where in ((document.summary, Field.SUMMARY), (document.who, Field.WHO)):
            for readings in self._readings(text):
                for lemma in readings:
                    draft.counts[lemma] += FIELD_WEIGHT[where]
        return draft

    def _topic(self, topic: Topic) -> _Draft:
        return self._draft(topic.name, None, True, [(phrase, Field.LEXICON) for phrase in topic.phrases])

    def _draft(self, id_: str, region: str | None, is_topic: bool, texts: Iterable[tuple[str, Field]]) -> _Draft:
        phrases = [(text, where, self._readings(text)) for text, where in texts]
        counts: dict[str, float] = defaultdict(float)
        for _, where, readings in phrases:
            for lemma in {lemma for lemmas in readings for lemma in lemmas}:
                counts[lemma] += FIELD_WEIGHT[where]
        return _Draft(id_, region, is_topic, phrases, counts)

    def _readings(self, text: str) -> tuple[Lemmas, ...]:
        known = self._read.get(text)
        if known is None:
            readings = list(self._lexis.read(words(plain(text))))
            known = tuple(lemmas for lemmas, _, _ in self._lexis.rewritten(readings))
            self._read[text] = known
        return known

    def _lemmas(self, text: str) -> tuple[Lemmas, ...]:
        return self._readings(text)

    def _situation_lemmas(self) -> Iterator[str]:
        for situation in self._wording.situations:
            for member in (*(m for members in situation.when for m in members), *situation.unless):
                yield from (lemma for lemmas in self._readings(member) for lemma in lemmas)

    def _everyday(self) -> Iterator[str]:
        for text in (*self._wording.fillers, *self._wording.everyday):
            yield from (lemma for lemmas in self._readings(text) for lemma in lemmas)
        for group in self._wording.groups:
            yield from (lemma for text in group.words for lemmas in self._readings(text) for lemma in lemmas)

    def _weights(self, vocabulary: Vocabulary, frequency: Mapping[str, int], total: int) -> tuple[float, ...]:
        fillers = {lemma for text in self._wording.fillers for lemmas in self._readings(text) for lemma in lemmas}
        return tuple(
            _FILLER if lemma in fillers else log(1 + (total + 1) / (frequency.get(lemma, 0) + 1))
            for lemma in vocabulary.lemmas
        )

    def _entry(
        self, draft: _Draft, vocabulary: Vocabulary, weights: Sequence[float], frequency: Mapping[str, int]
    ) -> Entry:
        phrases: list[Phrase] = []
        for text, where, readings in draft.phrases:
            chosen = (max(lemmas, key=lambda lemma: frequency[lemma]) for lemmas in readings)
            slots = tuple(dict.fromkeys(vocabulary.numbers[lemma] for lemma in chosen))
            slots = tuple(slot for slot in slots if weights[slot] > 0)
            if slots:
                phrases.append(Phrase(text, slots, where, sum(weights[slot] for slot in slots)))
        return Entry(draft.id, draft.region, draft.is_topic, tuple(phrases))

    def _places(self) -> dict[str, str]:
        return {
            lemma: "" if region == "other" else region
            for region, names in self._wording.places.items()
            for name in names
            for lemmas in self._readings(name)
            for lemma in lemmas
        }


def _layers(
    drafts: Sequence[_Draft], vocabulary: Vocabulary, weights: Sequence[float]
) -> dict[str | None, dict[int, Postings]]:
    typical = sum(sum(draft.counts.values()) for draft in drafts) / max(1, len(drafts)) or 1.0
    lists: dict[str | None, dict[int, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    for number, draft in enumerate(drafts):
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * sum(draft.counts.values()) / typical)
        layer = lists[draft.region]
        for lemma, count in draft.counts.items():
            slot = vocabulary.numbers[lemma]
            if weights[slot] > 0:
                layer[slot].append((number, weights[slot] * count / (count + norm)))
    return {
        region: {slot: Postings(*zip(*found, strict=True)) for slot, found in layer.items()}
        for region, layer in lists.items()
    }
