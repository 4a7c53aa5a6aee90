"""Words of like meaning share a number, so that the learned ear understands a word no lesson has said.

«Лупить» may be in no lesson, «избивать» is in many; both stand on one line of `meanings.txt`. That file names lemmas,
here are the beginnings of all their forms, as numbers in two arrays: half a megabyte.

Promises: immutable; the same in every process.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from core.language.packed import Numbers, dump, fitting, parse

_LETTERS = 8
"""Letters that tell a word from nearly all others; whole forms would take twice as much and miss strange endings."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """`beginnings` are sorted; `classes` says what each means. `source` tells apart any two states of the text."""

    beginnings: Numbers
    classes: Numbers
    source: str

    @classmethod
    def of(cls, forms: Iterable[tuple[str, int]], source: str) -> "Meanings":
        """The meanings of forms and their classes; a beginning that several share goes to the one with most forms."""
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for form, class_ in forms:
            votes[_beginning(form)][class_] += 1
        beginnings = sorted(votes)
        classes = [votes[beginning].most_common(1)[0][0] for beginning in beginnings]
        return cls(array("I", beginnings), fitting(classes), source)

    @classmethod
    def parse(cls, content: bytes) -> "Meanings":
        """Reads what `dump` wrote; PackedBroken or KeyError for anything else."""
        sections = parse(content)
        return cls(sections["beginnings"], sections["classes"], bytes(sections["source"]).decode())

    def dump(self) -> bytes:
        """The tables as bytes."""
        source = array("B", self.source.encode())
        return dump(
            {"beginnings": array("I", self.beginnings), "classes": fitting(list(self.classes)), "source": source}
        )

    def of_word(self, word: str) -> int | None:
        """What a plain word means; None for one nobody knows."""
        beginning = _beginning(word)
        place = bisect_left(self.beginnings, beginning)
        known = place < len(self.beginnings) and self.beginnings[place] == beginning
        return self.classes[place] if known else None


def _beginning(word: str) -> int:
    return crc32(word[:_LETTERS].encode())
