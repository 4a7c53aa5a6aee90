"""Words of the index: from a word as written to the lemmas it may mean and the lemmas that may stand for them.

One lemma has one small number (its place in `lemmas`), so the hot path of a query compares integers.
Abbreviations and pet names («маткап», «тср») are rewritten to their full words on both sides, in texts and
in queries, so they are the same thing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from core.catalog.search.wording import WordGroup
from core.language.forms import FormTable
from core.language.numerals import figure, scaled
from core.language.plain import plain
from core.language.words import words

SAME_NUMBER = 0.9
SAME_BEGINNING = 0.45
BEGINNING_LETTERS = 5
"""Derived words share a beginning («усыновить», «усыновители»); shorter beginnings join strangers."""

Lemmas: TypeAlias = tuple[str, ...]
_WEIGHT = attrgetter("weight")


@dataclass(frozen=True, slots=True)
class Lexis:
    """Reads plain text as lemmas: forms, numbers and abbreviations known."""

    forms: FormTable
    rewrites: Mapping[Lemmas, Lemmas]
    _starts: frozenset[str]
    """First lemmas of all abbreviations: most words begin none."""

    @classmethod
    def of(cls, forms: FormTable, abbreviations: Mapping[str, str]) -> "Lexis":
        bare = cls(forms, {}, frozenset())
        rewrites: dict[Lemmas, Lemmas] = {}
        for short, full in abbreviations.items():
            meant = tuple(readings[0] for readings in bare.read(words(plain(full))))
            for written in _all_readings(list(bare.read(words(plain(short))))):
                rewrites[written] = meant
        return cls(forms, rewrites, frozenset(written[0] for written in rewrites))

    def lemmas(self, word: str) -> Lemmas:
        """What one word may be; a number is «#3», a strange word is itself."""
        return self.readings(word) or (word,)

    def readings(self, word: str) -> Lemmas:
        """The same; () for a strange word, which needs correcting."""
        if word[0].isdigit():
            said = figure(word)
            return (f"#{said}",) if said else (word,)
        known = self.forms.lemmas(word)
        return known if known or (word,) not in self.rewrites else (word,)

    def knows(self, word: str) -> bool:
        """Whether the word needs no correcting."""
        return bool(self.readings(word))

    def short_names(self) -> Iterator[str]:
        """Abbreviations of one word, for the correction of misspelt ones."""
        return (written[0] for written in self.rewrites if len(written) == 1)

    def read(self, text_words: Sequence[str]) -> Iterator[Lemmas]:
        """The readings of each word in turn, numbers with their units put together."""
        at = 0
        while at < len(text_words):
            word = text_words[at]
            if word[0].isdigit() and at + 1 < len(text_words) and (whole := scaled(word, text_words[at + 1])):
                yield (f"#{whole}",)
                at += 2
                continue
            yield self.lemmas(word)
            at += 1

    def rewritten(self, readings: Sequence[Lemmas]) -> Iterator[tuple[Lemmas, int, int]]:
        """Readings with abbreviations written out, each with the span of places it came from."""
        at = 0
        while at < len(readings):
            span, meant = self._abbreviation(readings, at) if not self._starts.isdisjoint(readings[at]) else (0, ())
            if span:
                for lemma in meant:
                    yield (lemma,), at, at + span
                at += span
            else:
                yield readings[at], at, at + 1
                at += 1

    def _abbreviation(self, readings: Sequence[Lemmas], at: int) -> tuple[int, Lemmas]:
        for span in (3, 2, 1):
            for written in _all_readings(readings[at : at + span]) if at + span <= len(readings) else ():
                if written in self.rewrites:
                    return span, self.rewrites[written]
        return 0, ()


def _all_readings(readings: Sequence[Lemmas]) -> Iterator[Lemmas]:
    """Ways to choose one lemma for each place; ambiguous words are rare, so these are few."""
    if not readings:
        yield ()
        return
    for first in readings[0]:
        for rest in _all_readings(readings[1:]):
            yield (first, *rest)


@dataclass(frozen=True, slots=True)
class Circle:
    """Lemmas that may stand for each other, and how well; a lemma may be in several circles."""

    members: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All lemmas of the index and the circles they move in."""

    numbers: Mapping[str, int]
    lemmas: tuple[str, ...]
    circles: tuple[Circle, ...]
    memberships: tuple[tuple[int, ...], ...]
    """For each lemma the numbers of its circles."""
    in_records: int
    """Lemmas below this number are held by records, the others only by queries."""

    @classmethod
    def of(
        cls, in_records: Collection[str], others: Iterable[str], groups: Iterable[WordGroup], lexis: Lexis
    ) -> "Vocabulary":
        """The lemmas of records and others that only queries may hold."""
        ordered = tuple(dict.fromkeys((*in_records, *others)))
        numbers = {lemma: number for number, lemma in enumerate(ordered)}
        circles: list[Circle] = []
        memberships: list[list[int]] = [[] for _ in ordered]
        for members, weight in _circles(ordered, groups, lexis):
            present = tuple(sorted(numbers[member] for member in members if member in numbers))
            if len(present) > 1:
                for member in present:
                    memberships[member].append(len(circles))
                circles.append(Circle(present, weight))
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        kept = tuple(shared.setdefault(own, own) for own in map(tuple, memberships))
        return cls(numbers, ordered, tuple(circles), kept, len(in_records))

    def meanings(self, lemma: int) -> dict[int, float]:
        """Every lemma of a record the given one may stand for, with the best weight; itself with 1."""
        meanings: dict[int, float] = {}
        for circle in sorted((self.circles[number] for number in self.memberships[lemma]), key=_WEIGHT):
            held = (member for member in circle.members if member < self.in_records)
            meanings.update(dict.fromkeys(held, circle.weight))
        meanings[lemma] = 1.0
        return meanings


def _circles(lemmas: Sequence[str], groups: Iterable[WordGroup], lexis: Lexis) -> Iterator[tuple[Iterable[str], float]]:
    """Words of one beginning, of one number, and the groups of the editors."""
    beginnings: dict[str, list[str]] = defaultdict(list)
    figures: dict[str, list[str]] = defaultdict(list)
    for lemma in lemmas:
        said = lemma[1:] if lemma[0] == "#" else figure(lemma)
        if said:
            figures[said].append(lemma)
        if len(lemma) >= BEGINNING_LETTERS and lemma[0] != "#":
            beginnings[lemma[:BEGINNING_LETTERS]].append(lemma)
    yield from ((members, SAME_BEGINNING) for members in beginnings.values())
    yield from ((members, SAME_NUMBER) for members in figures.values())
    for group in groups:
        yield {lemma for word in group.words for lemma in _written(word, lexis)}, group.weight


def _written(word: str, lexis: Lexis) -> Lemmas:
    """The lemma a group member means: itself when it is one, else what it is a form of."""
    bare = plain(word)
    readings = lexis.lemmas(bare)
    return (bare,) if bare in readings else readings
