"""Templates as numbers of slots, and what of them holds in a message."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.catalog.helplines import CrisisType
from core.crisis.positions import BETWEEN, after, near
from core.crisis.reading import Reading
from core.crisis.signals import Severity


@dataclass(frozen=True, slots=True)
class SlotStep:
    """Slots in a row; `words` is how many words the longest way to say it has."""

    slots: tuple[int, ...]
    words: int


SlotChain = tuple[SlotStep, ...]


@dataclass(frozen=True, slots=True)
class SlotTemplate:
    """A template in slots. `window` 0 is the whole message."""

    chains: tuple[SlotChain, ...]
    absent: tuple[SlotChain, ...]
    window: int

    @property
    def anchor(self) -> int:
        """The slot without which the template cannot hold."""
        return self.chains[0][0].slots[0]

    def holds(self, reading: Reading) -> bool:
        """Whether the message says it."""
        places = _chain(self.chains[0], reading)
        for chain in self.chains[1:]:
            if not places:
                return False
            places &= self._reach(_chain(chain, reading), reading)
        for chain in self.absent:
            if not places:
                return False
            places &= ~self._reach(_chain(chain, reading), reading)
        return places != 0

    def _reach(self, places: int, reading: Reading) -> int:
        if not places:
            return 0
        return near(places, self.window or reading.last)


def _chain(chain: SlotChain, reading: Reading) -> int:
    """Places where the chain ends."""
    places = _step(chain[0], reading)
    for step in chain[1:]:
        if not places:
            return 0
        places = after(places, BETWEEN + step.words - 1) & _step(step, reading)
    return places


def _step(step: SlotStep, reading: Reading) -> int:
    """Places where the step ends. Words glued by the writer of the template are taken as written."""
    if len(step.slots) == 1:
        return reading.affirmed.get(step.slots[0], 0)
    places = reading.written.get(step.slots[0], 0)
    for slot in step.slots[1:]:
        places = (places << 1) & reading.written.get(slot, 0)
    return places


@dataclass(frozen=True, slots=True)
class HeardSign:
    """What is left of a sign (`patterns.py`) when its templates hold."""

    id: str
    type: CrisisType
    points: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class HeardCalm:
    """What is left of a calm record when its templates hold."""

    id: str
    types: frozenset[CrisisType]
    points: int


R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class RecordIndex(Generic[R]):
    """Records found by the first word of their templates, so that a message pays only for words it has."""

    records: tuple[R, ...]
    unless: tuple[tuple[SlotTemplate, ...], ...]
    by_anchor: Mapping[int, tuple[tuple[int, SlotTemplate], ...]]

    @classmethod
    def of(
        cls,
        records: tuple[R, ...],
        unless: tuple[tuple[SlotTemplate, ...], ...],
        when: Iterable[tuple[int, SlotTemplate]],
    ) -> "RecordIndex[R]":
        """The index of numbered templates."""
        by_anchor: dict[int, list[tuple[int, SlotTemplate]]] = defaultdict(list)
        for number, template in when:
            by_anchor[template.anchor].append((number, template))
        return cls(records, unless, {slot: tuple(found) for slot, found in by_anchor.items()})

    def matching(self, reading: Reading) -> Iterator[R]:
        """Records of which some template holds and no exclusion does, in their order in the files."""
        return (self.records[number] for number in sorted(self._held(reading)) if not self._excluded(number, reading))

    def _held(self, reading: Reading) -> set[int]:
        held: set[int] = set()
        for slot in reading.written:
            for number, template in self.by_anchor.get(slot, ()):
                if number not in held and template.holds(reading):
                    held.add(number)
        return held

    def _excluded(self, number: int, reading: Reading) -> bool:
        return any(template.holds(reading) for template in self.unless[number])
