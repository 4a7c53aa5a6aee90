"""Orders the records for an understood query.

Three looks, each at fewer records: the words of the whole record (postings), then how much of one phrase
was said and how much of the query that phrase explains, then the letters of the corrected query against the
best phrases. Situations add their weight in between.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from rapidfuzz.fuzz import token_sort_ratio

from core.catalog.search.answers import How, Match
from core.catalog.search.documents import Field
from core.catalog.search.index import Entry, Phrase, Postings, SearchIndex
from core.catalog.search.query import Query, Sense


@dataclass(frozen=True, slots=True)
class Balance:
    """How much each look counts; tuned on our own queries (benchmarks/search.py), never on the held-out ones."""

    phrase: float = 0.55
    record: float = 0.7
    letters: float = 0.2
    situation: float = 0.45
    phrase_share: float = 0.6
    home: float = 1.25
    own_region: float = 1.08


BALANCE = Balance()
CANDIDATES = 24
LETTERS_CHECKED = 12
_TOO_COMMON = 0.35


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record with its score and the phrase that speaks for it."""

    entry: Entry
    score: float
    phrase: Phrase | None
    situation: str | None
    explained: float
    """Share of the query's mass found in the record, 0..1."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    record: float
    phrase: Phrase | None
    phrase_score: float
    offered: float
    situation: str | None


def rank(query: Query, region: str | None, index: SearchIndex, balance: Balance = BALANCE) -> list[Ranked]:
    """Records of the federal layer and of the region, best first; topics that are not ours among them."""
    present = _present(query)
    offers = {
        index.numbers[measure]: offer
        for measure, offer in index.situations.offers(present).items()
        if measure in index.numbers and index.entries[index.numbers[measure]].region in (None, region)
    }
    mass = query.mass or 1.0
    records = _records(query, region, index)
    chosen = set(nlargest(CANDIDATES, records, key=records.__getitem__)) | set(offers)
    memo: dict[int, float] = {}
    candidates: list[tuple[float, _Candidate]] = []
    for number in chosen:
        phrase, phrase_score = _best_phrase(index.entries[number].phrases, present, index.weights, mass, balance, memo)
        offered, situation = offers.get(number, (0.0, None))
        candidate = _Candidate(number, records.get(number, 0.0) / mass, phrase, phrase_score, offered, situation)
        candidates.append((_score(candidate, query, region, index, balance), candidate))
    candidates.sort(key=lambda pair: -pair[0])
    return sorted(_with_letters(candidates, query, index, balance), key=lambda ranked: -ranked.score)


def _present(query: Query) -> dict[int, float]:
    """Every lemma the query may mean with its best weight."""
    present: dict[int, float] = {}
    for word in query.words:
        for sense in word.senses:
            if sense.weight > present.get(sense.lemma, 0.0):
                present[sense.lemma] = sense.weight
    return present


def _records(query: Query, region: str | None, index: SearchIndex) -> dict[int, float]:
    """Entry number -> how much of the query its words explain; each typed word counts once."""
    total: dict[int, float] = {}
    for layer in _visible(index, region):
        for word in query.words:
            best: dict[int, float] = {}
            for sense in word.senses:
                found = layer.get(sense.lemma)
                if found is None or index.weights[sense.lemma] * sense.weight < _TOO_COMMON:
                    continue
                for number, impact in zip(found.entries, found.impacts, strict=True):
                    value = impact * sense.weight
                    if value > best.get(number, 0.0):
                        best[number] = value
            for number, value in best.items():
                total[number] = total.get(number, 0.0) + min(value, word.mass)
    return total


def _visible(index: SearchIndex, region: str | None) -> Iterator[Mapping[int, Postings]]:
    yield index.layers.get(None, {})
    if region is not None:
        yield index.layers.get(region, {})


def _best_phrase(
    phrases: Sequence[Phrase],
    present: Mapping[int, float],
    weights: Sequence[float],
    query_mass: float,
    balance: Balance,
    memo: dict[int, float],
) -> tuple[Phrase | None, float]:
    best, best_score = None, 0.0
    share = balance.phrase_share
    for phrase in phrases:
        said = 0.0
        for slot in phrase.slots:
            weight = present.get(slot)
            if weight is not None:
                said += weight * weights[slot]
        if said:
            score = said / (share * phrase.mass + (1 - share) * query_mass)
            if score > best_score:
                best, best_score = phrase, score
    return best, best_score


def _score(candidate: _Candidate, query: Query, region: str | None, index: SearchIndex, balance: Balance) -> float:
    score = balance.phrase * candidate.phrase_score + balance.record * candidate.record
    score += balance.situation * candidate.offered
    if region is not None and index.entries[candidate.number].region == region:
        score *= balance.home if query.home else balance.own_region
    return score


def _with_letters(
    candidates: Sequence[tuple[float, _Candidate]], query: Query, index: SearchIndex, balance: Balance
) -> Iterator[Ranked]:
    """Adds likeness of letters for the first candidates: it parts records whose words are equal."""
    for place, (score, candidate) in enumerate(candidates):
        if place < LETTERS_CHECKED and candidate.phrase is not None:
            score += balance.letters * token_sort_ratio(query.text, candidate.phrase.text) / 100
        yield Ranked(
            index.entries[candidate.number], score, candidate.phrase, candidate.situation, min(1.0, candidate.record)
        )


def matches(query: Query, phrase: Phrase, index: SearchIndex) -> tuple[Match, ...]:
    """Which typed word met which word of the phrase, and how."""
    found: list[Match] = []
    for word in query.words:
        senses = {sense.lemma: sense for sense in word.senses}
        best: Sense | None = max(
            (senses[slot] for slot in phrase.slots if slot in senses), key=lambda sense: sense.weight, default=None
        )
        if best is not None:
            found.append(Match(word.word, index.vocabulary.lemmas[best.lemma], best.how))
    return tuple(found)


def field_of(ranked: Ranked) -> Field:
    """Where the record was found; a record without a phrase was found by its summary or by a situation."""
    if ranked.situation is not None and (ranked.phrase is None or ranked.score > 1):
        return Field.SITUATION
    return ranked.phrase.field if ranked.phrase else Field.SUMMARY


__all__ = ["BALANCE", "Balance", "How", "Ranked", "field_of", "matches", "rank"]
