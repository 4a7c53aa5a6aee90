"""The words patterns know, in all their forms, and three ways to find one: as written, by its sound, by a lost letter.

Forty thousand words are kept as numbers in arrays (`core.language.packed`), because dictionaries of them would cost
the bot a second at every start and half of its memory. Made by `core.crisis.building`, read as it is.

Promises: what is found is exact (hashes only narrow the search); immutable.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from core.language.packed import Buckets, Numbers, fitting
from core.language.sound import sound

SHORTEST_REPAIRED = 5
"""Letters below which one mistake makes too many other words."""

SHORTEST_HEARD = 4

Slots = tuple[int, ...]

_LETTERS = "cp1251"
_NUMBERS = ("ends", "kinds", "slots", "slots_at")
_INDEXES = ("written", "sounds", "shorter")


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words by number, in alphabetical order; word `n` is `letters[ends[n]:ends[n + 1]]`.

    `kinds` says which set of slots a word fills; set `k` is `slots[slots_at[k]:slots_at[k + 1]]`.
    """

    letters: bytes
    ends: Numbers
    kinds: Numbers
    slots: Numbers
    slots_at: Numbers
    written: Buckets
    sounds: Buckets
    shorter: Buckets

    @classmethod
    def of(cls, forms: Mapping[str, Slots]) -> "KnownWords":
        """The forms with the slots they fill; takes a second."""
        words = sorted(forms)
        kinds = sorted(set(forms.values()))
        number = {kind: place for place, kind in enumerate(kinds)}
        return cls(
            letters="".join(words).encode(_LETTERS),
            ends=array("I", accumulate(map(len, words), initial=0)),
            kinds=fitting([number[forms[word]] for word in words]),
            slots=fitting([slot for kind in kinds for slot in kind]),
            slots_at=array("I", accumulate(map(len, kinds), initial=0)),
            written=Buckets.of((word, place) for place, word in enumerate(words)),
            sounds=Buckets.of((sound(word), place) for place, word in enumerate(words) if len(word) >= SHORTEST_HEARD),
            shorter=Buckets.of(
                (key, place)
                for place, word in enumerate(words)
                if len(word) >= SHORTEST_REPAIRED
                for key in without_a_letter(word)
            ),
        )

    @classmethod
    def parse(cls, sections: Mapping[str, Numbers]) -> "KnownWords":
        """What `sections` made; KeyError or ValueError if something is missing."""
        written, sounds, shorter = (Buckets(sections[f"{name}_at"], sections[name]) for name in _INDEXES)
        ends, kinds, slots, slots_at = (sections[name] for name in _NUMBERS)
        return cls(bytes(sections["letters"]), ends, kinds, slots, slots_at, written, sounds, shorter)

    def sections(self) -> dict[str, "array[int]"]:
        """The tables to be kept in a file."""
        kept = {
            "letters": array("B", self.letters),
            **{name: _packed(getattr(self, name)) for name in _NUMBERS},
        }
        for name in _INDEXES:
            index: Buckets = getattr(self, name)
            kept |= {name: _packed(index.members), f"{name}_at": _packed(index.starts)}
        return kept

    def filled(self, word: str) -> Slots:
        """The slots a word fills; () for a strange one."""
        number = self._number(word)
        if number is None:
            return ()
        kind = self.kinds[number]
        return tuple(self.slots[self.slots_at[kind] : self.slots_at[kind + 1]])

    def __contains__(self, word: str) -> bool:
        return self._number(word) is not None

    def __iter__(self) -> Iterable[str]:
        return map(self._word, range(len(self.kinds)))

    def sounding_like(self, word: str) -> list[str]:
        """Words that sound like a written one, in alphabetical order."""
        heard = sound(word)
        return [known for known in map(self._word, self.sounds.sharing(heard)) if sound(known) == heard]

    def perhaps_one_letter_off(self, word: str) -> set[str]:
        """Words that may be one mistake away, and a few others."""
        return {self._word(number) for key in without_a_letter(word) for number in self.shorter.sharing(key)}

    def _number(self, word: str) -> int | None:
        raw = word.encode(_LETTERS, "replace")
        ends, letters = self.ends, self.letters
        for number in self.written.sharing(word):
            if letters[ends[number] : ends[number + 1]] == raw:
                return number
        return None

    def _word(self, number: int) -> str:
        return self.letters[self.ends[number] : self.ends[number + 1]].decode(_LETTERS)


def _packed(numbers: Numbers) -> "array[int]":
    if isinstance(numbers, array):
        return numbers
    return array(numbers.format, numbers) if isinstance(numbers, memoryview) else fitting(numbers)


def without_a_letter(word: str) -> set[str]:
    """The word and what is left of it without one letter: two words a mistake apart share one of these."""
    return {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}
