"""What of a message the learned ear listens to: its words, their neighbours, parts and meanings, and their groups.

Each way of listening (`View`) is weighed by itself, so that the many parts of words do not drown the few words. The
same function serves learning (`learning.py`) and hearing (`ear.py`), so both always mean the same. A feature is a
number, not a text: nothing here or in the learned weights gives a message away.

Promises: pure and the same in every process (`hash` of Python is not); work bounded by `MOST_WORDS`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise, permutations
from zlib import crc32

from core.crisis.meanings import Meanings
from core.crisis.positions import after
from core.crisis.templates import Step

MOST_WORDS = 120
"""Words of a stretch that are listened to."""

TOGETHER = 20
"""How far apart two groups may be to be heard together, in places."""

_STEM = 5
_PARTS = (3, 4, 5)
_LONGEST_WORD = 24
_FARTHEST = 3
_MIXER, _LARGEST = 0x9E3779B1, 0xFFFFFFFF


class View(Enum):
    """A way of listening; the value is its weight beside the others, tuned over left-out writers."""

    WORDS = "w", 1.0
    NEIGHBOURS = "b", 1.0
    NEAR = "n", 1.0
    PARTS = "c", 1.5
    SLOTS = "g", 1.0
    GROUPS = "p", 1.0
    MEANT = "m", 1.0
    MEANT_NEAR = "s", 1.0

    @property
    def letter(self) -> str:
        """What the names of its features begin with."""
        return self.value[0]

    @property
    def weight(self) -> float:
        """How much it counts."""
        return self.value[1]


Features = tuple[frozenset[int], ...]
"""The features of a message, view by view in the order of `View`."""


def features(words: Sequence[str], meanings: Meanings, slots: Iterable[int], groups: Mapping[int, int]) -> Features:
    """What is heard in words as read, with punctuation: `slots` are marks they fill, `groups` mark -> places."""
    kept = [token for token in map(_token, words[:MOST_WORDS]) if token]
    stems = ["<", *(token[:_STEM] for token in kept), ">"]
    meant = [_meant(word, meanings) for word in kept if word not in ",?"]
    return (
        _numbers(View.WORDS, stems),
        _numbers(View.NEIGHBOURS, map("_".join, pairwise(stems))),
        _numbers(View.NEAR, _near([stem for stem in stems[1:-1] if stem[0] not in ",?"])),
        _numbers(View.PARTS, (part for token in set(kept) for part in _parts(token))),
        frozenset(slots),
        _together(groups),
        _numbers(View.MEANT, meant),
        _numbers(View.MEANT_NEAR, _near(meant)),
    )


def mark(step: Step) -> int:
    """The feature of everything that may stand at one place of a template."""
    return crc32((View.SLOTS.letter + "|".join("+".join(phrase) for phrase in step)).encode())


def _numbers(view: View, names: Iterable[str]) -> frozenset[int]:
    letter = view.letter
    return frozenset([crc32((letter + name).encode()) for name in names])


def _token(word: str) -> str:
    """A word; a number by its length; a question mark; a comma for any other pause; nothing for the rest."""
    if word[0].isalpha():
        return word[:_LONGEST_WORD]
    if word[0].isdigit():
        return "#" * min(len(word), 3)
    return "?" if "?" in word else "," if word[0] in ".!;," else ""


def _meant(word: str, meanings: Meanings) -> str:
    """The number of what a word means, its stem if that is unknown."""
    known = meanings.of_word(word)
    return word[:_STEM] if known is None else str(known)


def _near(stems: Sequence[str]) -> Iterator[str]:
    for distance in range(1, _FARTHEST + 1):
        yield from map("~".join, zip(stems, stems[distance:], strict=False))


def _parts(word: str) -> Iterator[str]:
    whole = f"^{word}$"
    return (whole[at : at + length] for length in _PARTS for at in range(len(whole) - length + 1))


def _together(groups: Mapping[int, int]) -> frozenset[int]:
    """Groups of which one stands some words after the other; mixed by a multiplication, for there may be thousands."""
    reach = {group: after(places, TOGETHER) for group, places in groups.items()}
    pairs = ((one, other) for one, other in permutations(groups, 2) if reach[one] & groups[other])
    return frozenset([(one * _MIXER + other) & _LARGEST for one, other in pairs])
