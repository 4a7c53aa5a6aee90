"""A message as places of words: which slots of the vocabulary stand where.

People in danger write badly: without spaces or with a space after every letter, in the wrong layout, in Latin
letters, with mistakes. All of that is undone here, so that the patterns speak of plain Russian words only.

Promises: any string; at most `MOST_READINGS` readings of it; work bounded by the 4,096 characters of a message.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.crisis.positions import after
from core.crisis.spelling import Spelling
from core.crisis.vocabulary import GluedGroup, Vocabulary
from core.language.layout import in_russian_layout
from core.language.plain import plain
from core.language.translit import in_russian_letters

MOST_READINGS = 2

_PIECE = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[^\w\s]+|_+")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .,*_-]+){3,}\w(?!\w)")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_LONG_PAUSE = frozenset(".!?;…")
_LATIN = re.compile(r"[a-z]")
_RUSSIAN = re.compile(r"[а-я]")
_RUSSIAN_WORD = re.compile(r"[а-я]+")
_FIRST_PLACE = 1
_SENTENCE_GAP = 4


Places = dict[int, int]
"""Slot -> places; a slot that is not there has none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`affirmed` are places of words nobody negates, `written` of all; `last` is the place after the last word.

    `words` are the mended words with the punctuation between them, `starts` the places where they stand.
    """

    affirmed: Places
    written: Places
    last: int
    words: tuple[str, ...]
    starts: tuple[int, ...]


def readings(text: str, vocabulary: Vocabulary, spelling: Spelling) -> Iterator[Reading]:
    """The message as it is, and as it would be in the other keyboard layout if it is in Latin letters."""
    clean = plain(text)
    mostly_latin = len(_LATIN.findall(clean)) > len(_RUSSIAN.findall(clean))
    yield _read(_in_russian(clean, spelling) if _LATIN.search(clean) else clean, vocabulary, spelling)
    if mostly_latin:
        yield _read(in_russian_layout(clean), vocabulary, spelling)


def _in_russian(clean: str, spelling: Spelling) -> str:
    return _RUSSIAN_WORD.sub(lambda word: spelling.softened(word.group()), in_russian_letters(clean))


def _read(text: str, vocabulary: Vocabulary, spelling: Spelling) -> Reading:
    written: Places = {}
    place = _FIRST_PLACE
    words = tuple(_words(_SPACED.sub(lambda run: _unspaced(run.group(), spelling), text), spelling))
    starts: list[int] = []
    for word in words:
        starts.append(place)
        if not word[0].isalnum():
            place += _pause(word)
            continue
        bit = 1 << place
        for slot in vocabulary.number_slots(word) if word[0].isdigit() else vocabulary.slots(word):
            written[slot] = written.get(slot, 0) | bit
        place += 1
    affirmed = _affirmed(written, vocabulary)
    _fill_glued(written, affirmed, vocabulary)
    return Reading(affirmed, written, place, words, tuple(starts))


def _pause(marks: str) -> int:
    """Empty places for punctuation: none for the hyphen of «кто-то», several for the end of a sentence."""
    if _LONG_PAUSE.intersection(marks):
        return _SENTENCE_GAP
    return 0 if marks == "-" else 1


def _words(text: str, spelling: Spelling) -> Iterator[str]:
    meant: dict[str, tuple[str, ...]] = {}
    for piece in _PIECE.finditer(text):
        word = piece.group()
        if word[0].isdigit():
            yield word.replace(",", ".")
        elif word[0].isalpha():
            if word not in meant:
                meant[word] = spelling.meant(word)
            yield from meant[word]
        else:
            yield word


def _unspaced(run: str, spelling: Spelling) -> str:
    """«ж и т ь н е х о ч у» is «жить не хочу»; letters that make no words stay as they are."""
    words = spelling.segmented(_NOT_LETTERS.sub("", run))
    return " ".join(words) if words else run


def _fill_glued(written: Places, affirmed: Places, vocabulary: Vocabulary) -> None:
    """Groups that hold several words in a row. Repeated once, for such groups inside others.

    A phrase is denied by «не» before its first word, not by the one it may hold («не осталось»).
    """
    for _ in range(2):
        for first in written.keys() & vocabulary.glued.keys():
            by_second = vocabulary.glued[first]
            for second in by_second.keys() & written.keys():
                follow = written[second]
                for group in by_second[second]:
                    _add(written, group.group, _in_a_row(written[first] << 1 & follow, group, written))
                    _add(affirmed, group.group, _in_a_row(affirmed.get(first, 0) << 1 & follow, group, written))


def _in_a_row(starts: int, group: GluedGroup, written: Places) -> int:
    for part in group.rest:
        starts = (starts << 1) & written.get(part, 0)
    return starts


def _add(places: Places, slot: int, found: int) -> None:
    if found:
        places[slot] = places.get(slot, 0) | found


def _affirmed(written: Places, vocabulary: Vocabulary) -> Places:
    denied = after(written.get(vocabulary.negation, 0), 1)
    return {slot: bits & ~denied for slot, bits in written.items()} if denied else dict(written)
