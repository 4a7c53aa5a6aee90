"""What of a message the learned ear listens to: its words, their pairs and parts, and the groups they belong to.

The same function serves learning (`learning.py`) and hearing (`ear.py`), so both always mean the same. A feature is
the number of a bucket, not a text: nothing here or in the learned weights gives a message away.

Promises: pure and the same in every process (`hash` of Python is not); work bounded by `MOST_WORDS`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from core.crisis.templates import Step

BUCKETS = 1 << 17
"""Features share buckets; fewer buckets hurt measurably, more only cost memory."""

MOST_WORDS = 120
"""Words of a message that are listened to; a longer one is left to the templates."""

_STEM = 5
_PARTS = (3, 4, 5)
_LONGEST_WORD = 24


def features(words: Sequence[str], marks: Iterable[int]) -> set[int]:
    """The buckets of a message: its words as read, with punctuation, and the marks of the slots they fill."""
    kept = [word for word in map(_token, words[:MOST_WORDS]) if word]
    named = set(_stems(kept))
    for word in kept:
        named.update(_parts(word))
    return {*map(_bucket, named), *marks}


def mark(step: Step) -> int:
    """The bucket of everything that may stand at one place of a template."""
    return _bucket("g" + "|".join("+".join(phrase) for phrase in step))


def _bucket(name: str) -> int:
    return crc32(name.encode()) % BUCKETS


def _token(word: str) -> str:
    """A word; a number by its length; a question mark; a comma for any other pause; nothing for the rest."""
    if word[0].isalpha():
        return word[:_LONGEST_WORD]
    if word[0].isdigit():
        return "#" * min(len(word), 3)
    return "?" if "?" in word else "," if word[0] in ".!;," else ""


def _stems(kept: Sequence[str]) -> Iterator[str]:
    stems = ["<", *(word[:_STEM] for word in kept), ">"]
    yield from (f"w{stem}" for stem in stems)
    yield from (f"b{left}_{right}" for left, right in pairwise(stems))


def _parts(word: str) -> Iterator[str]:
    whole = f"^{word}$"
    return (f"c{whole[at : at + length]}" for length in _PARTS for at in range(len(whole) - length + 1))
