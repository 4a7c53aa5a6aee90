"""A long message cut into stretches as long as the lessons, because one open sentence drowns in a letter of calm ones.

The ear hears the whole message, every sentence of it, and where there are no full stops every `LONG` words; these
overlap by half, so that nothing said in one breath is cut in two.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from core.crisis.features import Features, features
from core.crisis.meanings import Meanings
from core.crisis.reading import Reading
from core.crisis.vocabulary import Vocabulary

_STOP = frozenset(".!?;…")

LONG = 30
"""Words and marks of the longest lessons."""

SHORTEST = 3
"""Words and marks below which a sentence is «спасибо» and «да»."""

MOST_STRETCHES = 16
"""Stretches that are heard; what comes after them is left to the whole message and to the templates."""


def whole(reading: Reading, vocabulary: Vocabulary, meanings: Meanings) -> Features:
    """The features of the whole message."""
    return _features(reading, vocabulary, meanings, 0, len(reading.words))


def stretches(reading: Reading, vocabulary: Vocabulary, meanings: Meanings) -> Iterator[Features]:
    """The features of the stretches of a long message; nothing for one of ordinary length."""
    if len(reading.words) > LONG:
        for start, end in islice(_bounds(reading.words), MOST_STRETCHES):
            yield _features(reading, vocabulary, meanings, start, end)


def _bounds(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    ends = [place for place, word in enumerate(words, 1) if _STOP.intersection(word)]
    for start, end in pairwise([0, *ends, len(words)]):
        for part in range(start, max(start + 1, end - LONG // 2), LONG // 2):
            if min(end, part + LONG) - part >= SHORTEST:
                yield part, min(end, part + LONG)


def _features(reading: Reading, vocabulary: Vocabulary, meanings: Meanings, start: int, end: int) -> Features:
    last = reading.starts[end] if end < len(reading.words) else reading.last
    first = reading.starts[start] if reading.starts else 0
    inside = (1 << last) - (1 << first)
    marks = vocabulary.marks
    slots = [marks[slot] for slot, places in reading.affirmed.items() if places & inside]
    groups = {marks[slot]: (reading.affirmed.get(slot, 0) & inside) >> first for slot in vocabulary.groups}
    there = {mark: places for mark, places in groups.items() if places}
    return features(reading.words[start:end], meanings, slots, there)
