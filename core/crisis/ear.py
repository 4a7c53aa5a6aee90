"""What a message sounds like as a whole: weights learned from messages that people have judged.

Templates hear the ways of saying it that somebody thought of; measured on messages nobody had read, they miss a third.
The ear hears likeness to everything in the lessons, so it does two things the templates cannot: it notices danger
told in new words, and it overrules a template that a calm message happens to fit. It names no method and keeps no text.

Promises: pure, deterministic, immutable; a tone is about -1 (calm as can be) to 1 (danger), 0 in doubt.
"""

import zlib
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from struct import calcsize, pack, unpack

from core.catalog.helplines import CrisisType
from core.crisis.features import BUCKETS
from core.crisis.patterns import PatternsBroken

_HEADER = b"ryadom-ear 1\n"
_TYPES = tuple(CrisisType)
_STEPS = 127


class EarBroken(PatternsBroken):
    """The bytes are not learned weights of this version: make them again (`core.crisis.building`)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One number a bucket, kept as a byte; the real number is the byte times `unit`."""

    unit: float
    bytes: Sequence[int]

    @classmethod
    def of(cls, numbers: Collection[float]) -> "Weights":
        """The nearest weights that fit into bytes."""
        unit = (max(map(abs, numbers)) or 1.0) / _STEPS
        return cls(unit, array("b", (round(number / unit) for number in numbers)))

    def total(self, buckets: Collection[int]) -> float:
        """The sum over the buckets."""
        return self.unit * sum(map(self.bytes.__getitem__, buckets))


@dataclass(frozen=True, slots=True)
class Ear:
    """`rarity` is what a bucket adds to the squared length of a message; the others are what speaks for danger."""

    rarity: Weights
    danger: Weights
    types: tuple[Weights, ...]

    @classmethod
    def deaf(cls) -> "Ear":
        """An ear that has heard nothing and finds every message doubtful."""
        silence = Weights.of([0.0] * BUCKETS)
        return cls(silence, silence, (silence,) * len(_TYPES))

    @classmethod
    def parse(cls, content: bytes) -> "Ear":
        """Reads what `dump` wrote; EarBroken for anything else."""
        if not content.startswith(_HEADER):
            raise EarBroken("веса слуха другой версии")
        try:
            rarity, danger, *types = _rows(zlib.decompress(content.removeprefix(_HEADER)))
        except (zlib.error, ValueError) as broken:
            raise EarBroken(f"не веса слуха: {broken}") from broken
        if len(types) != len(_TYPES):
            raise EarBroken(f"видов опасности {len(_TYPES)}, а весов {len(types)}")
        return cls(rarity, danger, tuple(types))

    def dump(self) -> bytes:
        """The weights as bytes."""
        rows = (self.rarity, self.danger, *self.types)
        return _HEADER + zlib.compress(b"".join(pack("<d", row.unit) + bytes(array("b", row.bytes)) for row in rows), 9)

    def tone(self, buckets: Collection[int]) -> float:
        """How much a message sounds like danger: above 0 more like the dangerous lessons than like the calm ones."""
        return self.danger.total(buckets) / (sqrt(self.rarity.total(buckets)) or 1.0)

    def tones(self, buckets: Collection[int]) -> dict[CrisisType, float]:
        """How much a dangerous message sounds like each kind of danger."""
        length = sqrt(self.rarity.total(buckets)) or 1.0
        return {type_: row.total(buckets) / length for type_, row in zip(_TYPES, self.types, strict=True)}


def _rows(raw: bytes) -> Iterator[Weights]:
    size = calcsize("<d") + BUCKETS
    if len(raw) % size:
        raise ValueError(f"{len(raw)} байт не делятся на строки")
    for start in range(0, len(raw), size):
        middle = start + calcsize("<d")
        yield Weights(unpack("<d", raw[start:middle])[0], memoryview(raw)[middle : start + size].cast("b"))
