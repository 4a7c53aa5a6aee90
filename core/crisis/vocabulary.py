"""The words patterns are made of: numbered slots, and which slots a written word fills.

A slot is a step of a template: one lemma, one group, or alternatives written with `|`. Every form of every
lemma is looked up once, when the book is compiled, so that reading a message is one dictionary access a word.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.crisis.features import mark
from core.crisis.known import KnownWords
from core.crisis.patterns import PatternBook, PatternsBroken, named_words
from core.crisis.templates import NEGATION, Phrase, Step
from core.language.forms import FormTable
from core.language.packed import Numbers

SHORTEST_STEM = 3
"""Letters a `stem*` must have; shorter ones would catch half of the language."""


@dataclass(frozen=True, slots=True)
class GluedGroup:
    """Words in a row that fill a group: `rest` are slots after the first two, `group` is the slot they fill."""

    group: int
    rest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`numbers` are ranges such as `№1-17`; `glued` is indexed by the first part, then the second.

    `marks` are the features of the slots for the learned ear; a mark stays when slots are numbered anew. `groups` are
    the slots of the groups that templates name.
    """

    known: KnownWords
    stems: Mapping[str, tuple[int, ...]]
    numbers: tuple[tuple[int, int, int], ...]
    glued: Mapping[int, Mapping[int, tuple[GluedGroup, ...]]]
    longest_stem: int
    negation: int
    marks: Numbers
    groups: tuple[int, ...]

    def slots(self, word: str) -> tuple[int, ...]:
        """The slots a plain word fills; () for a word no pattern knows."""
        found = self.known.filled(word)
        for length in range(SHORTEST_STEM, min(len(word), self.longest_stem) + 1):
            stem = self.stems.get(word[:length])
            if stem is not None:
                found += stem
        return found

    def number_slots(self, digits: str) -> tuple[int, ...]:
        """The slots a number fills."""
        value = float(digits)
        return tuple(slot for low, high, slot in self.numbers if low <= value <= high)


class VocabularyBuilder:
    """Hands out slots while templates are compiled, then becomes a Vocabulary."""

    def __init__(self, book: PatternBook, table: FormTable) -> None:
        self._book = book
        self._table = table
        self._slots: dict[Step, int] = {}
        self._longest: dict[int, int] = {}
        self._entries: dict[str, set[int]] = defaultdict(set)
        self._glued: dict[int, dict[int, tuple[GluedGroup, ...]]] = defaultdict(dict)
        self._groups_open: list[str] = []

    def slot(self, step: Step) -> int:
        """The slot of a step of a template, new if nobody asked for it before."""
        known = self._slots.get(step)
        if known is not None:
            return known
        slot = self._slots[step] = len(self._slots)
        self._longest[slot] = 1
        self._fill(slot, step)
        return slot

    def longest(self, slot: int) -> int:
        """How many words the longest alternative of a slot has."""
        return self._longest[slot]

    def _fill(self, slot: int, phrases: Iterable[Phrase]) -> None:
        for phrase in phrases:
            if len(phrase) > 1:
                self._fill_glued(slot, phrase)
            elif phrase[0].isupper():
                self._fill_group(slot, phrase[0])
            else:
                self._entries[phrase[0]].add(slot)

    def _fill_group(self, slot: int, group: str) -> None:
        if group in self._groups_open:
            raise PatternsBroken(f"группа {group} описана через саму себя")
        self._groups_open.append(group)
        self._fill(slot, self._book.groups[group])
        self._groups_open.pop()

    def _fill_glued(self, slot: int, phrase: Phrase) -> None:
        parts = tuple(self.slot(((word,),)) for word in phrase)
        by_second = self._glued[parts[0]]
        by_second[parts[1]] = (*by_second.get(parts[1], ()), GluedGroup(slot, parts[2:]))
        self._longest[slot] = max(self._longest[slot], len(parts))

    def vocabulary(self) -> Vocabulary:
        """Everything asked for so far, with every form of every lemma looked up."""
        negation = self.slot(((NEGATION,),))
        groups = tuple(slot for step, slot in self._slots.items() if step[0][0].isupper() and len(step) == 1)
        forms: dict[str, set[int]] = defaultdict(set)
        stems: dict[str, tuple[int, ...]] = {}
        numbers: list[tuple[int, int, int]] = []
        for word, slots in self._entries.items():
            if word.startswith("№"):
                low, high = word[1:].split("-")
                numbers += ((int(low), int(high), slot) for slot in sorted(slots))
            elif word.endswith("*"):
                stems[_stem(word)] = tuple(sorted(slots))
            else:
                for form in self._forms(word):
                    forms[form] |= slots
        return Vocabulary(
            known=KnownWords.of({form: tuple(sorted(slots)) for form, slots in forms.items()}),
            stems=stems,
            numbers=tuple(numbers),
            glued=self._glued,
            longest_stem=max(map(len, stems), default=0),
            negation=negation,
            marks=array("I", map(mark, self._slots)),
            groups=groups,
        )

    def _forms(self, word: str) -> Iterable[str]:
        if word.startswith("="):
            return (word[1:],)
        return (word, *self._table.forms(word))


def _stem(word: str) -> str:
    if len(word) <= SHORTEST_STEM:
        raise PatternsBroken(f"{word}: слишком короткая основа")
    return word[:-1]


def lemmas(book: PatternBook) -> frozenset[str]:
    """Every lemma the book names, for the table of forms."""
    return frozenset(word for word in named_words(book) if word.isalpha() and word.islower())
