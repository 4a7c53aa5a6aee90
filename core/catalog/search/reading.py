"""What the keys were meant to say: Russian, Russian in the wrong layout, or Russian in Latin letters.

The choice is by words the index knows, not by the alphabet, and for the whole text first: «jgtreycrbt» has
one good reading, «pomosch odna» another, «wi-fi» none. A single chunk may still go its own way («маткап yf
дом»).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from core.language.layout import in_latin_layout, in_russian_layout
from core.language.translit import in_russian_letters
from core.language.words import words

_LATIN = re.compile("[a-z]")
_SENTENCE_END = ",.;:?!"

Knows: TypeAlias = Callable[[str], bool]
Likeness: TypeAlias = Callable[[str], float]
"""How much a strange word looks like a word of the index by its letters, 0..1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The words meant, in order, and whether keys or letters had to be reread."""

    words: tuple[str, ...]
    reread: bool


def read(plain_text: str, knows: Knows, likeness: Likeness) -> Reading:
    """The most likely words of plain text."""
    if not _LATIN.search(plain_text):
        return Reading(tuple(words(plain_text)), reread=False)
    chunks = [_Chunk.of(chunk, knows) if _LATIN.search(chunk) else words(chunk) for chunk in plain_text.split()]
    latin = [chunk for chunk in chunks if isinstance(chunk, _Chunk)]
    by_layout = sum(_credit(chunk.layout, likeness) for chunk in latin)
    by_letters = sum(_credit(chunk.letters, likeness) for chunk in latin)
    meant: list[str] = []
    for chunk in chunks:
        meant += chunk.words(by_layout > by_letters) if isinstance(chunk, _Chunk) else chunk
    return Reading(tuple(meant), reread=True)


def reread_russian(word: str, knows: Knows) -> tuple[str, ...]:
    """A strange Russian word that was typed for a Latin layout («зщыщишу» is «posobie»); () if that says nothing."""
    latin = in_latin_layout(word)
    meant = [part for part in words(in_russian_letters(latin)) if part != word]
    return tuple(meant) if meant and len(word) >= 4 and all(map(knows, meant)) else ()


@dataclass(frozen=True, slots=True)
class _Words:
    """One way to read a chunk of Latin letters: its words, and which of them are known."""

    words: tuple[str, ...]
    known: tuple[bool, ...]

    @classmethod
    def of(cls, text: str, knows: Knows) -> "_Words":
        found = tuple(words(text))
        return cls(found, tuple(map(knows, found)))

    def make_sense(self) -> bool:
        return bool(self.words) and all(self.known)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What Latin letters without a space between may mean."""

    layout: _Words
    letters: _Words

    @classmethod
    def of(cls, chunk: str, knows: Knows) -> "_Chunk":
        """In the layout a final comma may be the letter «б» or the end of the sentence."""
        layout = _Words.of(in_russian_layout(chunk), knows)
        if not all(layout.known) and chunk[-1] in _SENTENCE_END:
            bare = _Words.of(in_russian_layout(chunk.rstrip(_SENTENCE_END)), knows)
            layout = bare if bare.make_sense() else layout
        return cls(layout, _Words.of(in_russian_letters(chunk), knows))

    def words(self, layout_first: bool) -> tuple[str, ...]:
        first, second = (self.layout, self.letters) if layout_first else (self.letters, self.layout)
        return second.words if not all(first.known) and second.make_sense() else first.words


def _credit(found: _Words, likeness: Likeness) -> float:
    """Letters of known words, and some of what at least looks like Russian."""
    return sum(
        len(word) * (1.0 if known else 0.7 * likeness(word))
        for word, known in zip(found.words, found.known, strict=True)
    )
