"""Big read-only tables as a block of numbers: nothing is computed and hardly anything is allocated when one is loaded.

A table of a hundred thousand words as Python objects costs tens of megabytes beside every bot and a second of every
start. Here it is a few arrays that are read from a file as they are. The hash is CRC-32, the same in every process.

Promises: `Sections.parse` reads what `dump` wrote and raises PackedBroken for anything else; the rest is immutable.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from struct import calcsize, error, iter_unpack, pack
from zlib import crc32

_HEADER = b"ryadom-packed 1\n"
_ENTRY = "<16s1sxxxI"
_MOST_SMALL = 1 << 16
_FULL = 4
"""Members a bucket on average, at most: more cost comparisons, fewer cost room."""

Numbers = Sequence[int]


class PackedBroken(ValueError):
    """The bytes are no tables of this version: make them again."""


def fitting(numbers: Collection[int]) -> "array[int]":
    """The numbers in two bytes each if they fit, else in four."""
    return array("H" if max(numbers, default=0) < _MOST_SMALL else "I", numbers)


def dump(sections: Mapping[str, "array[int]"]) -> bytes:
    """Named arrays as bytes."""
    index = b"".join(pack(_ENTRY, name.encode(), kept.typecode.encode(), len(kept)) for name, kept in sections.items())
    return _HEADER + pack("<I", len(sections)) + index + b"".join(map(_padded, sections.values()))


def parse(content: bytes) -> dict[str, Numbers]:
    """The arrays that `dump` wrote, as views of the same bytes; PackedBroken for anything else."""
    try:
        return _parsed(memoryview(content))
    except (ValueError, TypeError, IndexError, error) as broken:
        raise PackedBroken(f"{broken}") from broken


def _parsed(content: memoryview) -> dict[str, Numbers]:
    start = len(_HEADER)
    if content[:start] != _HEADER:
        raise ValueError("другая версия")
    count = content[start : start + 4].cast("I")[0]
    place = start + 4 + count * calcsize(_ENTRY)
    sections: dict[str, Numbers] = {}
    for name, code, length in iter_unpack(_ENTRY, content[start + 4 : place]):
        size = length * array(code.decode()).itemsize
        sections[name.rstrip(b"\0").decode()] = content[place : place + size].cast(code.decode())
        place += size + -size % 8
    if place != len(content):
        raise ValueError(f"{len(content)} байт вместо {place}")
    return sections


def _padded(kept: "array[int]") -> bytes:
    raw = kept.tobytes()
    return raw + bytes(-len(raw) % 8)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Members found by a key: all that share a bucket with it, so the caller compares. Order is that of the members."""

    starts: Numbers
    members: Numbers

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> "Buckets":
        """The buckets of (key, member) pairs; a key may have many members."""
        known = list(pairs)
        size = 1
        while size * _FULL < len(known):
            size *= 2
        placed = sorted((crc32(key.encode()) & (size - 1), member) for key, member in known)
        return cls(_starts(size, (place for place, _ in placed)), fitting([member for _, member in placed]))

    def sharing(self, key: str) -> Numbers:
        """Every member of the key, and a few of other keys."""
        place = crc32(key.encode()) & (len(self.starts) - 2)
        return self.members[self.starts[place] : self.starts[place + 1]]


def _starts(size: int, places: Iterable[int]) -> "array[int]":
    counts = array("I", [0]) * (size + 1)
    for place in places:
        counts[place + 1] += 1
    for place in range(size):
        counts[place + 1] += counts[place]
    return counts


@dataclass(frozen=True, slots=True)
class WordSet:
    """A set of words that says «yes» to every one of its words and to about one strange word of two thousand."""

    bits: Numbers

    _BITS_A_WORD = 16
    _HASHES = 6

    @classmethod
    def of(cls, words: Collection[str]) -> "WordSet":
        """The set of the words."""
        bits = array("B", bytes(1 + len(words) * cls._BITS_A_WORD // 8))
        for word in words:
            for place in _places(word, len(bits) * 8):
                bits[place >> 3] |= 1 << (place & 7)
        return cls(bits)

    def __contains__(self, word: str) -> bool:
        return all(self.bits[place >> 3] >> (place & 7) & 1 for place in _places(word, len(self.bits) * 8))


def _places(word: str, size: int) -> Iterable[int]:
    raw = word.encode()
    first, step = crc32(raw), crc32(raw, 0x9E3779B9) | 1
    return ((first + turn * step) % size for turn in range(WordSet._HASHES))
