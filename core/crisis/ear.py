"""What a message sounds like as a whole: weights learned from messages that people have judged.

Templates hear the ways of saying it that somebody thought of; measured on messages nobody had read, they miss a third.
The ear hears likeness to everything in the lessons, so it does two things the templates cannot: it notices danger
told in new words, and it overrules a template that a calm message happens to fit. It names no method and keeps no text.

Promises: pure, deterministic, immutable; a tone is above 0 if a message sounds more like danger than like calm.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from struct import pack, unpack

from core.catalog.helplines import CrisisType
from core.crisis.features import Features, View
from core.crisis.patterns import PatternsBroken
from core.language.packed import Numbers, PackedBroken, dump, parse

SECOND = 0.4
"""What the second likest kind counts beside the likest: much lies between two kinds. Tuned over left-out writers."""

_TYPES = tuple(CrisisType)
_STEPS = 127
_WHOLE = sqrt(sum(view.weight**2 for view in View))


class EarBroken(PatternsBroken):
    """The bytes are not learned weights of this version: make them again (`core.crisis.building`)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One number a feature, kept as a byte that counts `unit`s; `start` is what silence weighs."""

    start: float
    unit: float
    bytes: Numbers

    @classmethod
    def of(cls, start: float, numbers: Collection[float]) -> "Weights":
        """The nearest weights that fit into bytes."""
        unit = max(map(abs, numbers), default=0.0) / _STEPS or 1.0
        return cls(start, unit, array("b", (round(number / unit) for number in numbers)))

    def total(self, places: Collection[int]) -> float:
        """The sum over the places."""
        return self.unit * sum(map(self.bytes.__getitem__, places))


@dataclass(frozen=True, slots=True)
class Tones:
    """How a message sounds: like `danger` of any kind, and like each kind."""

    danger: float
    types: Mapping[CrisisType, float]

    @property
    def whole(self) -> float:
        """Both votes together: what any kind has in common, and the kinds it is most like."""
        second, most = sorted(self.types.values())[-2:]
        return self.danger + most + SECOND * second


@dataclass(frozen=True, slots=True)
class Ear:
    """`keys` are the features it knows, sorted. `rarity` is what one adds to the squared length of its view.

    `lessons` tells apart any two states of the files it was taught from.
    """

    keys: Numbers
    rarity: Weights
    danger: Weights
    types: tuple[Weights, ...]
    lessons: str = ""

    @classmethod
    def deaf(cls) -> "Ear":
        """An ear that has heard nothing and finds every message doubtful."""
        silence = Weights.of(0.0, [])
        return cls(array("I"), silence, silence, (silence,) * len(_TYPES))

    @classmethod
    def parse(cls, content: bytes) -> "Ear":
        """Reads what `dump` wrote; EarBroken for anything else."""
        try:
            sections = parse(content)
            rarity, danger, *types = (_read(name, sections) for name in _rows())
            return cls(sections["keys"], rarity, danger, tuple(types), bytes(sections["lessons"]).decode())
        except (PackedBroken, KeyError, UnicodeDecodeError) as broken:
            raise EarBroken(f"не веса слуха: {broken}") from broken

    def dump(self) -> bytes:
        """The weights as bytes."""
        sections = {"keys": array("I", self.keys), "lessons": array("B", self.lessons.encode())}
        for name, row in zip(_rows(), (self.rarity, self.danger, *self.types), strict=True):
            sections[name] = array("b", row.bytes)
            sections[_scale(name)] = array("B", pack("<dd", row.start, row.unit))
        return dump(sections)

    def tones(self, features: Features) -> Tones:
        """How the features of a message sound."""
        heard = [list(self._known(view)) for view in features]
        weights = [
            view.weight / _WHOLE / (sqrt(self.rarity.total(places)) or 1.0)
            for view, places in zip(View, heard, strict=True)
        ]
        danger, *types = (_tone(row, heard, weights) for row in (self.danger, *self.types))
        return Tones(danger, dict(zip(_TYPES, types, strict=True)))

    def _known(self, features: Collection[int]) -> Iterator[int]:
        keys = self.keys
        for feature in features:
            place = bisect_left(keys, feature)
            if place < len(keys) and keys[place] == feature:
                yield place


def _tone(row: Weights, heard: Sequence[Collection[int]], weights: Sequence[float]) -> float:
    return row.start + sum(weight * row.total(places) for places, weight in zip(heard, weights, strict=True) if places)


def _rows() -> tuple[str, ...]:
    return ("rarity", "danger", *(f"type-{number}" for number in range(len(_TYPES))))


def _scale(name: str) -> str:
    return f"{name}.unit"


def _read(name: str, sections: Mapping[str, Numbers]) -> Weights:
    start, unit = unpack("<dd", bytes(sections[_scale(name)]))
    return Weights(start, unit, sections[name])
