"""Templates turned into numbers of slots, and what of them holds in a message."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.crisis.patterns import Calm, PatternBook, Sign
from core.crisis.positions import BETWEEN, after, near
from core.crisis.reading import Reading
from core.crisis.templates import Chain, Step, Template
from core.crisis.vocabulary import Vocabulary, VocabularyBuilder
from core.language.forms import FormTable


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


class Record(Protocol):
    """What has templates: a sign or a calm record."""

    @property
    def when(self) -> tuple[Template, ...]: ...
    @property
    def unless(self) -> tuple[Template, ...]: ...


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class RecordIndex(Generic[R]):
    """Records found by the first word of their templates, so that a message pays only for words it has."""

    records: tuple[R, ...]
    unless: tuple[tuple[SlotTemplate, ...], ...]
    by_anchor: Mapping[int, tuple[tuple[int, SlotTemplate], ...]]

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


class Compiler:
    """Compiles a whole book; afterwards its vocabulary is complete."""

    def __init__(self, book: PatternBook, table: FormTable) -> None:
        self._builder = VocabularyBuilder(book, table)
        self.signs: RecordIndex[Sign] = self._index(book.signs)
        self.calm: RecordIndex[Calm] = self._index(book.calm)
        self.speakers = {name: tuple(map(self._template, templates)) for name, templates in book.speakers.items()}

    def vocabulary(self) -> Vocabulary:
        """The slots of everything compiled."""
        return self._builder.vocabulary()

    def _index(self, records: Iterable[R]) -> RecordIndex[R]:
        kept = tuple(records)
        by_anchor: dict[int, list[tuple[int, SlotTemplate]]] = defaultdict(list)
        for number, record in enumerate(kept):
            for template in map(self._template, record.when):
                by_anchor[template.anchor].append((number, template))
        unless = tuple(tuple(map(self._template, record.unless)) for record in kept)
        return RecordIndex(kept, unless, {slot: tuple(found) for slot, found in by_anchor.items()})

    def _template(self, template: Template) -> SlotTemplate:
        return SlotTemplate(
            tuple(map(self._slot_chain, template.chains)),
            tuple(map(self._slot_chain, template.absent)),
            template.window,
        )

    def _slot_chain(self, chain: Chain) -> SlotChain:
        return tuple(map(self._slot_step, chain))

    def _slot_step(self, step: Step) -> SlotStep:
        if len(step) > 1:
            slot = self._builder.slot(step)
            return SlotStep((slot,), self._builder.longest(slot))
        slots = tuple(self._builder.slot(((word,),)) for word in step[0])
        return SlotStep(slots, sum(map(self._builder.longest, slots)))
