"""A typed text as search understands it: which lemmas it holds, how surely, and how much each matters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.catalog.search.answers import How
from core.catalog.search.index import SearchIndex
from core.catalog.search.reading import read, reread_russian
from core.catalog.search.vocabulary import Lemmas
from core.language.plain import plain

MOST_WORDS = 48
"""Words read of one text: longer prose repeats itself, and the work stays bounded."""
MOST_CORRECTIONS = 12
"""Strange words corrected in one text; gibberish has more."""
_STRANGE = 3.0
_STRANGE_NUMBER = 0.4
_PLACE = 0.0


@dataclass(frozen=True, slots=True)
class Sense:
    """One lemma a word may mean: its number in the vocabulary and how well it stands for what was typed."""

    lemma: int
    weight: float
    how: How


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A typed word with its senses; `mass` is how much an answer that ignores it would miss."""

    word: str
    senses: tuple[Sense, ...]
    mass: float
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """The understood text."""

    words: tuple[QueryWord, ...]
    text: str
    reread: bool
    home: bool
    """The text names the family's own region or one of its places."""

    @property
    def mass(self) -> float:
        return sum(word.mass for word in self.words)

    @property
    def corrected(self) -> bool:
        return self.reread or any(word.corrected for word in self.words)


def understand(text: str, region: str | None, index: SearchIndex) -> Query:
    """Reads any text; never fails."""
    reading = read(plain(text), index.lexis.knows)
    parts = list(_parts(reading.words[:MOST_WORDS], index))
    readings = [part.lemmas for part in parts]
    found: dict[tuple[str, ...], QueryWord] = {}
    home = False
    for lemmas, first, end in index.lexis.rewritten(readings):
        place = next((index.places[lemma] for lemma in lemmas if lemma in index.places), None)
        home = home or (place is not None and place == region)
        word = _query_word(lemmas, parts[first:end], place is not None, index)
        found.setdefault(lemmas, word)
    understood = " ".join(part.shown for part in parts)
    return Query(tuple(found.values()), understood, reading.reread, home)


@dataclass(frozen=True, slots=True)
class _Part:
    typed: str
    shown: str
    lemmas: Lemmas
    weight: float = 1.0
    how: How = How.FORM


def _parts(typed: Sequence[str], index: SearchIndex) -> Iterator[_Part]:
    """Words with their lemmas; strange ones are glued, split or corrected."""
    corrections_left = MOST_CORRECTIONS
    known = list(_glued(typed, index))
    for word, lemmas in zip(known, index.lexis.read(known), strict=False):
        if index.lexis.knows(word) or corrections_left <= 0:
            yield _Part(word, word, lemmas)
            continue
        corrections_left -= 1
        yield from _corrected(word, index)


def _glued(typed: Sequence[str], index: SearchIndex) -> Iterator[str]:
    """Puts together what was typed apart («соц контракт») and what belongs to one number («450 тыс»)."""
    knows = index.lexis.knows
    at = 0
    while at < len(typed):
        word = typed[at]
        together = word + typed[at + 1] if at + 1 < len(typed) else ""
        if together and not (knows(word) and knows(typed[at + 1])) and together in index.lexis.forms:
            yield together
            at += 2
        else:
            yield word
            at += 1


def _corrected(word: str, index: SearchIndex) -> Iterator[_Part]:
    knows = index.lexis.knows
    for meant in (reread_russian(word, knows), _split(word, index)):
        if meant:
            yield from (_Part(word, part, index.lexis.lemmas(part)) for part in meant)
            return
    guesses = index.speller.corrections(word)
    if guesses:
        best = guesses[0]
        near = tuple(guess.lemma for guess in guesses if guess.weight >= best.weight - 0.1)
        yield _Part(word, best.form, near, best.weight, best.how)
    else:
        yield _Part(word, word, (word,))


def _split(word: str, index: SearchIndex) -> tuple[str, ...]:
    """Two known words written as one («детскийсад»)."""
    if not 8 <= len(word) <= 32:
        return ()
    for at in range(4, len(word) - 3):
        if word[:at] in index.lexis.forms and word[at:] in index.lexis.forms:
            return word[:at], word[at:]
    return ()


def _query_word(lemmas: Lemmas, parts: Sequence[_Part], is_place: bool, index: SearchIndex) -> QueryWord:
    numbers = index.vocabulary.numbers
    part = parts[0]
    senses: dict[int, Sense] = {}
    own = [numbers[lemma] for lemma in lemmas if lemma in numbers]
    for lemma in own:
        senses[lemma] = Sense(lemma, part.weight, part.how)
    for lemma in own:
        for near, weight in index.vocabulary.neighbours[lemma]:
            if near not in senses or senses[near].weight < weight * part.weight:
                senses[near] = Sense(near, weight * part.weight, How.RELATED)
    typed = " ".join(dict.fromkeys(piece.typed for piece in parts))
    shown = " ".join(dict.fromkeys(piece.shown for piece in parts))
    mass = _mass(lemmas, own, is_place, index)
    return QueryWord(typed, tuple(senses.values()), mass, shown if shown != typed else None)


def _mass(lemmas: Lemmas, own: Sequence[int], is_place: bool, index: SearchIndex) -> float:
    if is_place:
        return _PLACE
    if lemmas[0].startswith("#"):
        return min(_STRANGE_NUMBER if not own else 1.0, 1.0)
    return min((index.weights[lemma] for lemma in own), default=_STRANGE)
