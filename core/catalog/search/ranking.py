"""Orders the records for an understood query.

Three looks, each at fewer records: the words of the whole record (postings), then how much of one phrase was said
and how much of the query that phrase explains, then the letters of the corrected query against the best phrases.
Situations add their weight in between.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.fuzz import token_sort_ratio

from core.catalog.search.documents import Field
from core.catalog.search.index import EMPTY_LAYER, NO_POSTINGS, TOO_COMMON, Entry, Layer, Phrase, Postings, SearchIndex
from core.catalog.search.query import Query, QueryWord
from core.catalog.search.situations import NEAR_ENOUGH
from core.catalog.search.vocabulary import Vocabulary

CANDIDATES = 8
FAR_BEHIND = 0.4
PLENTY = 400
STRONG_OFFER = 0.2
TELLING_MOST = 5
LETTERS_CHECKED = 4
_SCORE = attrgetter("score")


@dataclass(frozen=True, slots=True)
class Balance:
    """How much each look counts. Tuned by leaving phrases of the lexicon out and searching with them, on a plateau:
    halving or doubling any of these moves hit@1 by a point or two.
    """

    phrase: float = 0.55
    record: float = 0.7
    letters: float = 0.2
    situation: float = 0.45
    phrase_share: float = 0.6
    """Between a phrase being said whole (1) and the query being explained whole (0)."""
    home: float = 1.25
    own_region: float = 1.08


BALANCE = Balance()


class Ranked(NamedTuple):
    """A record with its score and what speaks for it: a phrase, a situation, or just its words.

    A named tuple, as the words of a query are: a dozen are made for every query, in a third of the time.
    """

    entry: Entry
    score: float
    phrase: Phrase | None
    situation: str | None

    @property
    def field(self) -> Field:
        """Where the record was found."""
        if self.phrase is not None:
            return self.phrase.field
        return Field.SITUATION if self.situation is not None else Field.SUMMARY


def rank(query: Query, region: str | None, index: SearchIndex, balance: Balance = BALANCE) -> list[Ranked]:
    """Records of the federal layer and of the region, best first; topics that are not ours among them."""
    offers = _offers(query, region, index)
    records = _records(query, region, index)
    chosen = {*_promising(records), *(n for n, (weight, _) in offers.items() if weight >= STRONG_OFFER)}
    said = _said(query, index)
    found = (_ranked(n, records.get(n, 0.0), offers.get(n), said, query, index, balance) for n in chosen)
    ranked = sorted((_at_home(one, query, region, balance) for one in found), key=_SCORE, reverse=True)
    first = [_with_letters(one, query, balance) for one in ranked[:LETTERS_CHECKED]]
    return sorted(first, key=_SCORE, reverse=True) + ranked[LETTERS_CHECKED:]


def _offers(query: Query, region: str | None, index: SearchIndex) -> dict[int, tuple[float, str]]:
    """Entry number -> (weight, situation), of records the family may see."""
    words: set[int] = set()
    for word in query.words:
        words.update(word.own)
        for lemma in word.own:
            for number in index.vocabulary.memberships[lemma]:
                circle = index.vocabulary.circles[number]
                if circle.weight * word.weight >= NEAR_ENOUGH:
                    words.update(circle.members)
    numbered = ((index.numbers.get(measure), offer) for measure, offer in index.situations.offers(words).items())
    return {n: offer for n, offer in numbered if n is not None and index.entries[n].region in (None, region)}


def _present(words: Sequence[QueryWord], vocabulary: Vocabulary) -> dict[int, float]:
    """Every lemma the words may mean with its best weight."""
    present: dict[int, float] = {}
    for word in words:
        for lemma, weight in word.meanings(vocabulary).items():
            if weight > present.get(lemma, 0.0):
                present[lemma] = weight
    return present


def _said(query: Query, index: SearchIndex) -> list[dict[int, float]]:
    """What each word says by each lemma it may mean, words everybody uses left out. Past the words that tell most
    only the word itself counts: in long prose somebody's neighbour is always said.
    """
    said: list[dict[int, float]] = []
    for place, word in enumerate(query.telling):
        meanings = word.meanings(index.vocabulary) if place < TELLING_MOST else dict.fromkeys(word.own, word.weight)
        masses = ((lemma, weight * index.weights[lemma]) for lemma, weight in meanings.items())
        said.append({lemma: mass for lemma, mass in masses if mass >= TOO_COMMON})
    return said


def _records(query: Query, region: str | None, index: SearchIndex) -> dict[int, float]:
    """Entry number -> how much of the query its words explain; each typed word counts once."""
    records: dict[int, float] = {}
    for layer in _visible(index, region):
        records |= _in_layer(query, layer, index)
    return records


def _in_layer(query: Query, layer: Layer, index: SearchIndex) -> dict[int, float]:
    """The same for one layer, rare words first; words of very many records only part those the rare ones brought up."""
    total: dict[int, float] = {}
    said_by = sorted(
        ((word, _lists(word, layer, index)) for word in query.telling),
        key=lambda said: sum(len(postings) for postings, _ in said[1]),
    )
    for word, lists in said_by:
        many = len(total) > PLENTY or any(len(postings) > PLENTY for postings, _ in lists)
        if total and many:
            total = _leaders(total)
            said = _best_among(total, lists)
        else:
            said = _best_of(lists)
        mass = word.mass
        for number, value in said.items():
            total[number] = total.get(number, 0.0) + (value if value < mass else mass)
    return total


def _leaders(total: Mapping[int, float]) -> dict[int, float]:
    """All records, or of too many PLENTY that are more than half as good as the best."""
    if len(total) <= PLENTY:
        return dict(total)
    enough = max(total.values()) / 2
    leaders = ((number, value) for number, value in total.items() if value > enough)
    return dict(islice(leaders, PLENTY))


def _lists(word: QueryWord, layer: Layer, index: SearchIndex) -> list[tuple[Postings, float]]:
    """Postings of the word itself and of its circles, with the weight of each."""
    found: list[tuple[Postings, float]] = []
    for lemma in word.own:
        if index.weights[lemma] >= TOO_COMMON:
            found.append((layer.by_lemma.get(lemma, NO_POSTINGS), word.weight))
        found += (
            (layer.by_circle.get(circle, NO_POSTINGS), word.weight) for circle in index.vocabulary.memberships[lemma]
        )
    return [pair for pair in found if pair[0]]


def _best_of(lists: Sequence[tuple[Postings, float]]) -> Mapping[int, float]:
    """What a word says about each entry by the list that says most."""
    if len(lists) == 1 and lists[0][1] == 1.0:
        return lists[0][0]
    best: dict[int, float] = {}
    for postings, weight in lists:
        for number, impact in postings.items():
            value = impact * weight
            if value > best.get(number, 0.0):
                best[number] = value
    return best


def _best_among(numbers: Iterable[int], lists: Sequence[tuple[Postings, float]]) -> Mapping[int, float]:
    """The same for the given entries alone."""
    best: dict[int, float] = {}
    for postings, weight in lists:
        for number in numbers:
            impact = postings.get(number)
            if impact is not None and impact * weight > best.get(number, 0.0):
                best[number] = impact * weight
    return best


def _promising(records: Mapping[int, float]) -> list[int]:
    """The records worth a closer look: the first, and those not far behind."""
    first = nlargest(CANDIDATES, records, key=records.__getitem__)
    return [number for number in first if records[number] >= FAR_BEHIND * records[first[0]]]


def _visible(index: SearchIndex, region: str | None) -> Iterator[Layer]:
    """The layers a family of the region may see; no other is ever read."""
    yield index.layers.get(None, EMPTY_LAYER)
    if region is not None:
        yield index.layers.get(region, EMPTY_LAYER)


def _ranked(
    number: int,
    record: float,
    offer: tuple[float, str] | None,
    said: Sequence[Mapping[int, float]],
    query: Query,
    index: SearchIndex,
    balance: Balance,
) -> Ranked:
    entry = index.entries[number]
    mass = query.mass or 1.0
    phrase, likeness = _best_phrase(entry, said, mass, balance.phrase_share)
    offered, situation = offer or (0.0, None)
    score = balance.phrase * likeness + balance.record * record / mass + balance.situation * offered
    return Ranked(entry, score, phrase, situation)


def _best_phrase(
    entry: Entry, said: Sequence[Mapping[int, float]], query_mass: float, share: float
) -> tuple[Phrase | None, float]:
    """The phrase that was said most completely and explains most of the query, and how well it does, 0..1."""
    found: dict[int, float] = {}
    places = entry.places
    for word in said:
        met = word.keys() & places.keys()
        if len(met) == 1:
            lemma = met.pop()
            mass = word[lemma]
            for place in places[lemma]:
                found[place] = found.get(place, 0.0) + mass
        elif met:
            for place, mass in _loudest(met, word, places).items():
                found[place] = found.get(place, 0.0) + mass
    best, best_score = None, 0.0
    rest = (1 - share) * query_mass
    for place, mass in found.items():
        phrase = entry.phrases[place]
        score = mass / (share * phrase.mass + rest)
        if score > best_score:
            best, best_score = phrase, score
    return best, best_score


def _loudest(
    lemmas: Iterable[int], word: Mapping[int, float], places: Mapping[int, tuple[int, ...]]
) -> dict[int, float]:
    """Phrases that hold any of the lemmas: a word that may mean two words of a phrase still says only one of them."""
    at: dict[int, float] = {}
    for lemma in lemmas:
        mass = word[lemma]
        for place in places[lemma]:
            if mass > at.get(place, 0.0):
                at[place] = mass
    return at


def _at_home(found: Ranked, query: Query, region: str | None, balance: Balance) -> Ranked:
    """Lifts what the family's own region gives, more so when the text names the region."""
    if region is None or found.entry.region != region:
        return found
    return found._replace(score=found.score * (balance.home if query.home else balance.own_region))


def _with_letters(found: Ranked, query: Query, balance: Balance) -> Ranked:
    """Adds the likeness of letters: it parts records whose words are equal."""
    if found.phrase is None:
        return found
    return found._replace(score=found.score + balance.letters * token_sort_ratio(query.text, found.phrase.text) / 100)
