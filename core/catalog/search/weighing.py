"""How much words tell records apart, and what each says about every record."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from math import log

from core.catalog.search.index import STRANGE, TOO_COMMON
from core.catalog.search.lanes import SCALE, Lanes, Row, row
from core.catalog.search.neighbours import Neighbours
from core.catalog.search.phrasing import Draft
from core.catalog.search.vocabulary import Circle, Vocabulary

_SATURATION = 1.5
_LENGTH_SHARE = 0.6
"""BM25's k1 and b, over the weighted count of a word in all fields (BM25F)."""


def weights_of(
    vocabulary: Vocabulary, frequency: Mapping[str, int], records: int, fillers: frozenset[str]
) -> "array[float]":
    """Inverse record frequency: a word of half the records says little, a word of one record a lot. A word of no record
    says that the text may be about something else, but in a long story such words are no reason for anything.
    """
    told = {count: log(1 + (records + 1) / (count + 1)) for count in set(frequency.values())}
    return array(
        "d",
        (
            0.0 if lemma in fillers else told[frequency[lemma]] if lemma in frequency else STRANGE
            for lemma in vocabulary.lemmas
        ),
    )


def postings_of(
    drafts: Sequence[Draft], vocabulary: Vocabulary, weights: Sequence[float]
) -> dict[int, dict[int, float]]:
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


def rows_of(
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


def said_of(vocabulary: Vocabulary, weights: Sequence[float]) -> Neighbours:
    """What each lemma says by every lemma it may mean, words everybody uses left out."""

    def said(lemma: int) -> dict[int, float]:
        masses = ((meant, weight * weights[meant]) for meant, weight in vocabulary.meanings(lemma).items())
        return {meant: mass for meant, mass in masses if mass >= TOO_COMMON}

    return Neighbours.of(map(said, range(len(vocabulary.lemmas))))
