"""Words of the index: from a word as written to the lemmas it may mean and the lemmas that may stand for them.

One lemma has one small number (its place in `lemmas`), so the hot path of a query compares integers.
Abbreviations and pet names («маткап», «тср») are rewritten to their full words on both sides, in texts and
in queries, so they are the same thing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Lexis:
    """Reads plain text as lemmas: forms, numbers and abbreviations known."""

    forms: FormTable
    rewrites: Mapping[Lemmas, Lemmas]

    @classmethod
    def of(cls, forms: FormTable, abbreviations: Mapping[str, str]) -> "Lexis":
        bare = cls(forms, {})
        rewrites: dict[Lemmas, Lemmas] = {}
        for short, full in abbreviations.items():
            meant = tuple(readings[0] for readings in bare.read(words(plain(full))))
            for written in _all_readings(list(bare.read(words(plain(short))))):
                rewrites[written] = meant
        return cls(forms, rewrites)

    def lemmas(self, word: str) -> Lemmas:
        """What one word may be; a number is «#3», a strange word is itself."""
        if word[0].isdigit():
            said = figure(word)
            return (f"#{said}",) if said else (word,)
        return self.forms.lemmas(word) or (word,)

    def knows(self, word: str) -> bool:
        """Whether the word needs no correcting."""
        return word in self.forms or word[0].isdigit() or (word,) in self.rewrites

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
            span, meant = self._abbreviation(readings, at)
            if span:
                for lemma in meant:
                    yield (lemma,), at, at + span
                at += span
            else:
                yield readings[at], at, at + 1
                at += 1

    def _abbreviation(self, readings: Sequence[Lemmas], at: int) -> tuple[int, Lemmas]:
        if self.rewrites:
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
class Vocabulary:
    """All lemmas of the index with their neighbours."""

    numbers: Mapping[str, int]
    lemmas: tuple[str, ...]
    neighbours: tuple[tuple[tuple[int, float], ...], ...]
    """For each lemma the lemmas it may stand for, with a weight below 1; itself is not among them."""

    @classmethod
    def of(cls, lemmas: Iterable[str], groups: Iterable[WordGroup], lexis: Lexis) -> "Vocabulary":
        ordered = tuple(dict.fromkeys(lemmas))
        numbers = {lemma: number for number, lemma in enumerate(ordered)}
        near: dict[int, dict[int, float]] = defaultdict(dict)
        for members, weight in _sets_of_neighbours(ordered, groups, lexis):
            present = [numbers[member] for member in members if member in numbers]
            for one in present:
                for other in present:
                    if one != other and weight > near[one].get(other, 0.0):
                        near[one][other] = weight
        return cls(numbers, ordered, tuple(tuple(near[n].items()) if n in near else () for n in range(len(ordered))))


def _sets_of_neighbours(
    lemmas: Sequence[str], groups: Iterable[WordGroup], lexis: Lexis
) -> Iterator[tuple[Iterable[str], float]]:
    beginnings: dict[str, list[str]] = defaultdict(list)
    figures: dict[str, list[str]] = defaultdict(list)
    for lemma in lemmas:
        if lemma[0] == "#":
            figures[lemma[1:]].append(lemma)
        elif len(lemma) >= BEGINNING_LETTERS:
            beginnings[lemma[:BEGINNING_LETTERS]].append(lemma)
        if lemma[0] != "#" and (said := figure(lemma)):
            figures[said].append(lemma)
    yield from ((members, SAME_BEGINNING) for members in beginnings.values() if len(members) > 1)
    yield from ((members, SAME_NUMBER) for members in figures.values() if len(members) > 1)
    for group in groups:
        yield {lemma for word in group.words for lemma in _written(word, lexis)}, group.weight


def _written(word: str, lexis: Lexis) -> Lemmas:
    """The lemma a group member means: itself when it is one, else what it is a form of."""
    bare = plain(word)
    readings = lexis.lemmas(bare)
    return (bare,) if bare in readings else readings
