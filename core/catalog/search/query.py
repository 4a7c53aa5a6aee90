"""A typed text as search understands it: which lemmas it holds, how surely, and how much each matters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from core.catalog.search.answers import How
from core.catalog.search.index import LOUDEST_COUNT, STRANGE, SearchIndex, is_count
from core.catalog.search.reading import read, reread_russian
from core.catalog.search.vocabulary import Lemmas
from core.language.numerals import scaled
from core.language.plain import plain

MOST_WORDS = 48
"""Words read of one text: longer prose repeats itself, and the work stays bounded."""
MOST_CORRECTIONS = 6
"""Strange words corrected in one text; gibberish has more."""
MOST_TELLING = 8
"""Words that take part in ranking, those that tell most; situations see all of them."""

_LINK = re.compile(r"(?:\w+://|www\.)\S*")
_STRANGE_NUMBER = 0.4
_SURE_GUESS = 0.9
_PREPOSITIONS = frozenset({"за", "на", "по", "до", "не", "от", "из", "во", "об", "ко", "со"})
_MASS = attrgetter("mass")


class QueryWord(NamedTuple):
    """A typed word, the lemmas it is, and how surely; `mass` is how much an answer that ignores it would miss."""

    word: str
    own: tuple[int, ...]
    weight: float
    how: How
    mass: float


@dataclass(frozen=True, slots=True)
class Query:
    """The understood text. `telling` are the words that rank, `words` all of them."""

    words: tuple[QueryWord, ...]
    telling: tuple[QueryWord, ...]
    mass: float
    typed: str
    """The words alone, before any was corrected."""
    text: str
    corrected: bool
    home: bool
    """The text names the family's own region or one of its places."""


class _Part(NamedTuple):
    """A word as typed, as understood, and what it may mean."""

    typed: str
    shown: str
    lemmas: Lemmas
    weight: float = 1.0
    how: How = How.FORM


def understand(text: str, region: str | None, index: SearchIndex) -> Query:
    """Reads any text; never fails."""
    reading = read(_without_links(plain(text)), index.lexis.knows, index.speller.likeness)
    parts = list(_parts(reading.words[:MOST_WORDS], index))
    found: dict[Lemmas, QueryWord] = {}
    home = False
    for lemmas, first, end in index.lexis.rewritten([part.lemmas for part in parts]):
        if lemmas not in found:
            place = _place(lemmas, index.places)
            home = home or (place is not None and place == region)
            found[lemmas] = _query_word(lemmas, parts[first:end], place is not None, index)
    words = tuple(found.values())
    telling = sorted([word for word in words if word.mass > 0], key=_MASS, reverse=True)[:MOST_TELLING]
    return Query(
        words=words,
        telling=tuple(telling),
        mass=sum([word.mass for word in telling]),
        typed=" ".join(reading.words),
        text=" ".join([part.shown for part in parts]),
        corrected=reading.reread or any(part.shown != part.typed for part in parts),
        home=home,
    )


def _without_links(plain_text: str) -> str:
    """An address is no question: its letters are not looked for."""
    return _LINK.sub(" ", plain_text) if "://" in plain_text or "www." in plain_text else plain_text


def _place(lemmas: Lemmas, places: Mapping[str, str]) -> str | None:
    for lemma in lemmas:
        if lemma in places:
            return places[lemma]
    return None


def _parts(typed: Sequence[str], index: SearchIndex) -> Iterator[_Part]:
    """Words with their lemmas; strange ones are split or corrected."""
    corrections_left = MOST_CORRECTIONS
    for word, lemmas in _glued(typed, index):
        if lemmas:
            yield _Part(word, word, lemmas)
        elif corrections_left:
            corrections_left -= 1
            yield from _corrected(word, index)
        else:
            yield _Part(word, word, (word,))


def _glued(typed: Sequence[str], index: SearchIndex) -> Iterator[tuple[str, Lemmas]]:
    """Words with what they may be; what was typed apart («соц контракт», «450 тыс») is put together."""
    readings = [index.lexis.readings(word) for word in typed]
    last = len(typed) - 1
    at = 0
    while at <= last:
        word, lemmas = typed[at], readings[at]
        if at < last and (word[0].isdigit() or not (lemmas and readings[at + 1])):
            together = _together(word, typed[at + 1], index)
            if together is not None:
                word, lemmas = together, index.lexis.lemmas(together)
                at += 1
        yield word, lemmas
        at += 1


def _together(first: str, second: str, index: SearchIndex) -> str | None:
    """Two pieces as one word, or None when they are two words."""
    if first[0].isdigit():
        return scaled(first, second)
    return first + second if first + second in index.lexis.forms else None


def _corrected(word: str, index: SearchIndex) -> Iterator[_Part]:
    """A word that surely sounds like a known one is that one, before it is anything else («малочная»)."""
    guesses = index.speller.corrections(word)
    if not guesses or guesses[0].weight < _SURE_GUESS:
        meant = reread_russian(word, index.lexis.knows) or _split(word, index)
        if meant:
            yield from (_Part(word, part, index.lexis.lemmas(part)) for part in meant)
            return
    if guesses:
        best = guesses[0]
        near = tuple([guess.lemma for guess in guesses if guess.weight >= best.weight - 0.1])
        yield _Part(word, best.form, near, best.weight, best.how)
    else:
        yield _Part(word, word, (word,))


def _split(word: str, index: SearchIndex) -> tuple[str, ...]:
    """Two known words written as one («детскийсад»), the first as long as can be."""
    if not 5 <= len(word) <= 32:
        return ()
    for at in range(len(word) - 3, 1, -1):
        first, rest = word[:at], word[at:]
        if rest in index.lexis.forms and (first in index.lexis.forms if at > 2 else first in _PREPOSITIONS):
            return first, rest
    return ()


def _query_word(lemmas: Lemmas, parts: Sequence[_Part], is_place: bool, index: SearchIndex) -> QueryWord:
    first = parts[0]
    typed = first.typed if len(parts) == 1 else " ".join(dict.fromkeys([part.typed for part in parts]))
    numbers = index.vocabulary.numbers
    own = tuple([numbers[lemma] for lemma in lemmas if lemma in numbers])
    if is_place:
        mass = 0.0
    elif own:
        mass = min([index.masses[lemma] for lemma in own])
    else:
        mass = _STRANGE_NUMBER if is_count(lemmas[0]) else STRANGE
    return QueryWord(typed, own, first.weight, first.how, mass)


def only_counts(query: Query) -> bool:
    """Whether the text is nothing but ages and counts («12 34 5»)."""
    return all(word.word[0].isdigit() and word.mass <= LOUDEST_COUNT for word in query.telling)
