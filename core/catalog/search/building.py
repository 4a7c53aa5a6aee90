"""Builds the index of documents and wording.

Always whole: a rebuild takes well under a second, so there is no incremental path to be wrong.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from core.catalog.search.documents import Field, SearchDocument
from core.catalog.search.index import Entry, SearchIndex, mass_of
from core.catalog.search.lanes import Lanes, mask
from core.catalog.search.phrasing import Draft, Phrasing, Readings
from core.catalog.search.situations import SituationTable
from core.catalog.search.spelling import Speller
from core.catalog.search.vocabulary import Lexis, Vocabulary
from core.catalog.search.weighing import postings_of, rows_of, said_of, weights_of
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


def build_index(documents: Iterable[SearchDocument], wording: Wording, forms: FormTable) -> SearchIndex:
    """The index of documents; words without forms match only as they are written."""
    reader = _Reader(Lexis.of(forms, wording.rewrites))
    drafts = [_measure(document, wording, reader) for document in documents]
    drafts += [_topic(topic, reader) for topic in wording.topics]
    drafts.sort(key=lambda draft: draft.region or "")
    frequency = Counter(lemma for draft in drafts for lemma in draft.counts)
    vocabulary = Vocabulary.of(frequency, reader.lemmas(_other_texts(wording)), wording.groups, reader.lexis)
    weights = weights_of(vocabulary, frequency, len(drafts), frozenset(reader.lemmas(wording.fillers)))
    phrasing = Phrasing(vocabulary, weights, frequency)
    entries = tuple(phrasing.entry(draft) for draft in drafts)
    masses = array("d", map(mass_of, vocabulary.lemmas, weights))
    lanes = Lanes.of(len(entries))
    postings = postings_of(drafts, vocabulary, weights)
    return SearchIndex(
        entries=entries,
        numbers={entry.id: number for number, entry in enumerate(entries) if not entry.is_topic},
        lanes=lanes,
        visible=_visible(entries),
        rows=rows_of(postings, vocabulary, weights, masses, lanes),
        masses=masses,
        said=said_of(vocabulary, weights),
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


def _measure(document: SearchDocument, wording: Wording, reader: _Reader) -> Draft:
    texts = [(document.title, Field.TITLE)]
    texts += ((synonym, Field.SYNONYM) for synonym in document.synonyms)
    texts += ((phrase, Field.LEXICON) for phrase in wording.phrases.get(document.id, ()))
    prose = ((document.summary, Field.SUMMARY), (document.who, Field.WHO))
    return _draft(document.id, document.region, False, texts, prose, reader)


def _topic(topic: Topic, reader: _Reader) -> Draft:
    return _draft(topic.name, None, True, ((phrase, Field.LEXICON) for phrase in topic.phrases), (), reader)


def _draft(
    id_: str,
    region: str | None,
    is_topic: bool,
    texts: Iterable[tuple[str, Field]],
    prose: Iterable[tuple[str, Field]],
    reader: _Reader,
) -> Draft:
    phrases = tuple((text, where, reader.read(text)) for text, where in texts)
    counts: dict[str, float] = defaultdict(float)
    for _, where, readings in phrases:
        for lemma in {lemma for lemmas in readings for lemma in lemmas}:
            counts[lemma] += FIELD_WEIGHT[where]
    for text, where in prose:
        for lemma in reader.lemmas((text,)):
            counts[lemma] += FIELD_WEIGHT[where]
    return Draft(id_, region, is_topic, phrases, counts)


def _other_texts(wording: Wording) -> Iterator[str]:
    """What queries may hold though no record does: words of situations, circles, fillers, everyday life."""
    yield from (member for situation in wording.situations for members in situation.when for member in members)
    yield from (member for situation in wording.situations for member in situation.unless)
    yield from (word for group in wording.groups for word in group.words)
    yield from (*wording.fillers, *wording.everyday)


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
