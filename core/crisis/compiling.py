"""The book of patterns turned into numbers of slots."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from core.crisis.compiled import Compiled
from core.crisis.matching import HeardCalm, HeardSign, RecordIndex, SlotChain, SlotStep, SlotTemplate
from core.crisis.patterns import Calm, PatternBook, Sign
from core.crisis.templates import Chain, Step, Template
from core.crisis.vocabulary import VocabularyBuilder
from core.language.forms import FormTable

Written = TypeVar("Written", Sign, Calm)
Kept = TypeVar("Kept")


def compile_book(book: PatternBook, table: FormTable) -> Compiled:
    """The book as the detector reads it; takes a second or two, so it is done before the bot starts."""
    builder = VocabularyBuilder(book, table)
    compiler = _Compiler(builder)
    signs = compiler.index(book.signs, lambda sign: HeardSign(sign.id, sign.type, sign.points, sign.severity))
    calm = compiler.index(book.calm, lambda record: HeardCalm(record.id, record.types, record.points))
    speakers = {name: tuple(map(compiler.template, templates)) for name, templates in book.speakers.items()}
    return Compiled(signs, calm, speakers, builder.vocabulary())


class _Compiler:
    def __init__(self, builder: VocabularyBuilder) -> None:
        self._builder = builder

    def index(self, records: Sequence[Written], heard: Callable[[Written], Kept]) -> RecordIndex[Kept]:
        unless = tuple(tuple(map(self.template, record.unless)) for record in records)
        when = [(number, self.template(one)) for number, record in enumerate(records) for one in record.when]
        return RecordIndex.of(tuple(map(heard, records)), unless, when)

    def template(self, template: Template) -> SlotTemplate:
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
