"""What the keys were meant to say: Russian, Russian in the wrong layout, or Russian in Latin letters.

The choice is by words the index knows, not by the alphabet, and for the whole text first: «jgtreycrbt» has
one good reading, «pomosch odna» another, «wi-fi» none. A single chunk may still go its own way («маткап yf
дом»).
"""

import re
from collections.abc import Callable, Sequence
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
    chunks = plain_text.split()
    latin = [chunk for chunk in chunks if _LATIN.search(chunk)]
    by_layout = sum(_credit(_layout(chunk, knows), knows, likeness) for chunk in latin)
    by_letters = sum(_credit(words(in_russian_letters(chunk)), knows, likeness) for chunk in latin)
    meant: list[str] = []
    for chunk in chunks:
        meant += _chunk(chunk, knows, by_layout > by_letters) if _LATIN.search(chunk) else words(chunk)
    return Reading(tuple(meant), reread=True)


def reread_russian(word: str, knows: Knows) -> tuple[str, ...]:
    """A strange Russian word that was typed for a Latin layout («зщыщишу» is «posobie»); () if that says nothing."""
    latin = in_latin_layout(word)
    meant = [part for part in words(in_russian_letters(latin)) if part != word]
    return tuple(meant) if meant and len(word) >= 4 and all(map(knows, meant)) else ()


def _chunk(chunk: str, knows: Knows, layout_first: bool) -> Sequence[str]:
    layout, letters = _layout(chunk, knows), words(in_russian_letters(chunk))
    first, second = (layout, letters) if layout_first else (letters, layout)
    return second if not all(map(knows, first)) and second and all(map(knows, second)) else first


def _layout(chunk: str, knows: Knows) -> list[str]:
    """The chunk in the Russian layout; a final comma may be the letter «б» or the end of the sentence."""
    whole = words(in_russian_layout(chunk))
    bare = words(in_russian_layout(chunk.rstrip(_SENTENCE_END)))
    return bare if bare and all(map(knows, bare)) and not all(map(knows, whole)) else whole


def _credit(found: Sequence[str], knows: Knows, likeness: Likeness) -> float:
    """Letters of known words, and some of what at least looks like Russian."""
    return sum(len(word) * (1.0 if knows(word) else 0.7 * likeness(word)) for word in found)
