"""A row of small numbers, one for each record, packed into a single integer.

Adding two such integers adds the numbers of all records at once, in the arithmetic of the interpreter and not in a
loop of ours: 2,000 records cost a third of a microsecond a word. A lane has 16 bits; its highest stays free as a guard,
so that sums never run over into a neighbour and lanes can be compared side by side.

Promises: a single number is at most `LOUDEST`; eight of them may be added up. Pure and immutable.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

WIDTH = 16
SCALE = 200
"""Units of a lane in 1.0 of a score: fine enough that rounding moves nothing a family would notice."""
LOUDEST = (1 << 11) - 1
"""The largest number one word may put into a lane, in units."""
_LANE = (1 << WIDTH) - 1
_BELOW = bytes(range(256))


class Row(NamedTuple):
    """What something says about every record, and the most it says about any, in units."""

    lanes: int
    peak: int


SILENCE = Row(0, 0)


def row(scores: Mapping[int, float]) -> Row:
    """A row of {record number: score}."""
    if not scores:
        return SILENCE
    packed = bytearray((max(scores) + 1) * (WIDTH // 8))
    peak = 0
    for number, score in scores.items():
        units = min(LOUDEST, round(score * SCALE))
        peak = max(peak, units)
        packed[2 * number : 2 * number + 2] = units.to_bytes(2, "little")
    return Row(int.from_bytes(packed, "little"), peak)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The arithmetic for a fixed number of records."""

    ones: int
    """1 in every lane."""
    guard: int
    """The highest bit of every lane."""
    body: int
    """Every bit a single number may have."""
    low: int
    """The lowest eight bits of every lane."""
    size: int
    """Bytes of a row."""

    @classmethod
    def of(cls, records: int) -> "Lanes":
        ones = mask(range(records)) // _LANE
        return cls(ones, ones << (WIDTH - 1), ones * LOUDEST, ones * 0xFF, 2 * records)

    def louder(self, one: Row, other: Row) -> Row:
        """The larger number of each lane."""
        return Row(self._larger(one.lanes, other.lanes), max(one.peak, other.peak))

    def at_most(self, one: Row, units: int) -> Row:
        """Every number cut down to `units`."""
        if one.peak <= units:
            return one
        ceiling = self.ones * units
        return Row(one.lanes ^ ceiling ^ self._larger(one.lanes, ceiling), units)

    def softer(self, one: Row, weight: float) -> Row:
        """A row of single numbers times a weight of 0..1, in sixteenths."""
        sixteenths = round(weight * 16)
        return Row(((one.lanes * sixteenths) >> 4) & self.body, (one.peak * sixteenths) >> 4)

    def best(self, sums: Row, count: int) -> list[tuple[int, float]]:
        """The `count` records with the largest scores, largest first, the earlier of equals first.

        Found by the highest eight bits of each lane; what is less than a 256th of the peak counts as nothing.
        """
        shift = max(0, sums.peak.bit_length() - 8)
        tops = ((sums.lanes >> shift) & self.low).to_bytes(self.size, "little")[::2]
        packed = sums.lanes.to_bytes(self.size, "little")
        found = [number for top in _highest(tops, count) for number in _places(tops, top)]
        scores = ((number, (packed[2 * number] | packed[2 * number + 1] << 8) / SCALE) for number in found)
        return sorted(scores, key=_order)[:count]

    def _larger(self, one: int, other: int) -> int:
        reached = ((one | self.guard) - other) & self.guard
        return other ^ ((one ^ other) & (reached - (reached >> (WIDTH - 1))))


def mask(numbers: Iterable[int]) -> int:
    """Every bit of the lanes of these records."""
    chosen = tuple(numbers)
    packed = bytearray(2 * max(chosen, default=-1) + 2)
    for number in chosen:
        packed[2 * number : 2 * number + 2] = b"\xff\xff"
    return int.from_bytes(packed, "little")


def score(sums: int, number: int) -> float:
    """The number of one lane as a score."""
    return ((sums >> (WIDTH * number)) & _LANE) / SCALE


def _order(found: tuple[int, float]) -> tuple[float, int]:
    return -found[1], found[0]


def _highest(tops: bytes, count: int) -> set[int]:
    """The largest numbers above 0, as many as it takes for `count` places."""
    bar, kept = 256, b""
    while bar > 1 and len(kept) < count:
        bar = bar * 3 // 4
        kept = tops.translate(None, _BELOW[:bar])
    return set(sorted(kept, reverse=True)[:count])


def _places(tops: bytes, top: int) -> Iterator[int]:
    at = tops.find(top)
    while at >= 0:
        yield at
        at = tops.find(top, at + 1)
