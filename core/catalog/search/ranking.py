"""Orders the records for an understood query.

Three looks, each at fewer records: the words of the whole record (postings), then how much of one phrase was said
and how much of the query that phrase explains, then the letters of the corrected query against the best phrases.
Situations add their weight in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.fuzz import token_sort_ratio

from core.catalog.search.documents import Field
from core.catalog.search.index import Entry, SearchIndex
from core.catalog.search.lanes import SCALE, SILENCE, Row, score
from core.catalog.search.query import Query, QueryWord

CANDIDATES = 8
FAR_BEHIND = 0.4
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
    """A record with its score and what speaks for it: the place of a phrase, a situation, or just its words.

    A named tuple, as the words of a query are: a dozen are made for every query, in a third of the time.
    """

    entry: Entry
    score: float
    place: int | None
    situation: str | None

    @property
    def field(self) -> Field:
        """Where the record was found."""
        if self.place is not None:
            return self.entry.fields[self.place]
        return Field.SITUATION if self.situation is not None else Field.SUMMARY

    @property
    def phrase(self) -> str:
        """The phrase that was said, «» when there is none."""
        return "" if self.place is None else self.entry.texts[self.place]


def rank(query: Query, region: str | None, index: SearchIndex, balance: Balance = BALANCE) -> list[Ranked]:
    """Records of the federal layer and of the region, best first; topics that are not ours among them."""
    offers = _offers(query, region, index)
    chosen = _records(query, region, index, [n for n, (weight, _) in offers.items() if weight >= STRONG_OFFER])
    said = _said(query, index)
    ranked = [_ranked(n, record, offers.get(n), said, query, index, balance) for n, record in chosen.items()]
    if region is not None:
        ranked = [_at_home(one, query, region, balance) for one in ranked]
    ranked.sort(key=_SCORE, reverse=True)
    first = [_with_letters(one, query, balance) for one in ranked[:LETTERS_CHECKED]]
    return sorted(first, key=_SCORE, reverse=True) + ranked[LETTERS_CHECKED:]


def _offers(query: Query, region: str | None, index: SearchIndex) -> dict[int, tuple[float, str]]:
    """Entry number -> (weight, situation), of records the family may see."""
    words = index.situations.mentioned([(word.own, word.weight) for word in query.words])
    numbered = ((index.numbers.get(measure), offer) for measure, offer in index.situations.offers(words).items())
    return {n: offer for n, offer in numbered if n is not None and index.entries[n].region in (None, region)}


def _said(query: Query, index: SearchIndex) -> list[Mapping[int, float]]:
    """What each word says by each lemma it may mean, words everybody uses left out. Past the words that tell most
    only the word itself counts: in long prose somebody's neighbour is always said.
    """
    near = [index.said_by(word.own, word.weight) for word in query.telling[:TELLING_MOST]]
    return near + [index.said_alone(word.own, word.weight) for word in query.telling[TELLING_MOST:]]


def _records(query: Query, region: str | None, index: SearchIndex, offered: Iterable[int]) -> dict[int, float]:
    """Entry number -> how much of the query its words explain; each typed word counts once. The first records, those
    not far behind, and the ones a situation offers.
    """
    lanes, most = 0, 0
    for word in query.telling:
        said, peak = _row(word, index)
        lanes += said
        most += peak
    lanes &= index.visible.get(region, index.visible[None])
    first = index.lanes.best(Row(lanes, most), CANDIDATES)
    found = {number: record for number, record in first if record >= FAR_BEHIND * first[0][1]}
    for number in offered:
        if number not in found:
            found[number] = score(lanes, number)
    return found


def _row(word: QueryWord, index: SearchIndex) -> Row:
    """What a word says about each record, never more than its mass."""
    rows = [index.rows[lemma] for lemma in word.own if lemma in index.rows]
    if not rows:
        return SILENCE
    if len(rows) == 1 and word.weight == 1.0:
        return rows[0]
    loudest = reduce(index.lanes.louder, rows)
    return index.lanes.at_most(index.lanes.softer(loudest, word.weight), round(word.mass * SCALE))


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
    place, likeness = _best_phrase(entry, said, mass, balance.phrase_share)
    offered, situation = offer or (0.0, None)
    score = balance.phrase * likeness + balance.record * record / mass + balance.situation * offered
    return Ranked(entry, score, place, situation)


def _best_phrase(
    entry: Entry, said: Sequence[Mapping[int, float]], query_mass: float, share: float
) -> tuple[int | None, float]:
    """Place of the phrase that was said most completely and explains most of the query, and how well it does, 0..1."""
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
    rest, masses = (1 - share) * query_mass, entry.masses
    for place, mass in found.items():
        score = mass / (share * masses[place] + rest)
        if score > best_score:
            best, best_score = place, score
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


def _at_home(found: Ranked, query: Query, region: str, balance: Balance) -> Ranked:
    """Lifts what the family's own region gives, more so when the text names the region."""
    if found.entry.region != region:
        return found
    return found._replace(score=found.score * (balance.home if query.home else balance.own_region))


def _with_letters(found: Ranked, query: Query, balance: Balance) -> Ranked:
    """Adds the likeness of letters: it parts records whose words are equal."""
    if found.place is None:
        return found
    return found._replace(score=found.score + balance.letters * token_sort_ratio(query.text, found.phrase) / 100)
