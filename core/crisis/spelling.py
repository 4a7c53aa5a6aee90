"""Mistakes in the words that matter: «памагите», «нехочу», «рибенок прапал».

Only words that patterns know are repaired, and only a written word that is not itself a Russian word that looks
like one of them (`ordinary`, made from the dictionary together with the forms). So «сытый» never becomes «избитый»,
and a message without key words costs next to nothing.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from core.language.sound import sound

SHORTEST_REPAIRED = 5
"""Letters below which one mistake makes too many other words."""

SHORTEST_HEARD = 4
_LONGEST_REPAIRED = 24
_FARTHEST_HEARD = 3
_LONGEST_SPACED = 60
_NOT = ("не", "ни")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Known forms, how they sound and what is left of them without a letter, and the words that only look alike."""

    known: frozenset[str]
    ordinary: frozenset[str]
    by_sound: Mapping[str, tuple[str, ...]]
    shorter: "Shorter"

    @classmethod
    def of(cls, known: Iterable[str], ordinary: Iterable[str]) -> "Spelling":
        """Prepares the tables; costs about a microsecond a letter."""
        forms = frozenset(known)
        return cls(forms, frozenset(ordinary), _sounds(forms), Shorter.of(forms))

    def meant(self, word: str) -> tuple[str, ...]:
        """The word or words somebody meant; the word itself if nothing better is known."""
        if word in self.known or word in self.ordinary or not SHORTEST_HEARD <= len(word) <= _LONGEST_REPAIRED:
            return (word,)
        if word[:2] in _NOT and word[2:] in self.known:
            return (word[:2], word[2:])
        return (self._heard(word) or self._one_letter_off(word) or word,)

    def softened(self, word: str) -> str:
        """The word with the soft sign that Latin letters leave out at the end («жит»), if that makes it known."""
        return word + "ь" if word not in self.known and word + "ь" in self.known else word

    def segmented(self, letters: str) -> tuple[str, ...]:
        """The fewest known words that make up the letters; () if there are none."""
        best: dict[int, tuple[str, ...]] = {0: ()}
        letters = letters[:_LONGEST_SPACED]
        for end in range(1, len(letters) + 1):
            ways = [
                best[start] + (letters[start:end],)
                for start in range(max(0, end - 14), end)
                if start in best and letters[start:end] in self.known
            ]
            if ways:
                best[end] = min(ways, key=len)
        return best.get(len(letters), ())

    def _heard(self, word: str) -> str | None:
        candidates = self.by_sound.get(sound(word), ())
        distance, form = min(((OSA.distance(word, form), form) for form in candidates), default=(len(word), ""))
        return form if form and distance <= _FARTHEST_HEARD else None

    def _one_letter_off(self, word: str) -> str | None:
        if len(word) < SHORTEST_REPAIRED:
            return None
        found = self.shorter.sharing(word)
        return min((form for form in found if OSA.distance(word, form) <= 1), default=None)


def _sounds(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    heard: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        if len(form) >= SHORTEST_HEARD:
            heard[sound(form)].append(form)
    return {key: tuple(words) for key, words in heard.items()}


@dataclass(frozen=True, slots=True)
class Shorter:
    """Which forms become one word by losing a letter. Hashes in one sorted array: a dictionary would cost 50 MB."""

    hashes: Sequence[int]
    owners: Sequence[int]
    forms: tuple[str, ...]

    @classmethod
    def of(cls, forms: Iterable[str]) -> "Shorter":
        """The index of the forms that are long enough to be repaired."""
        long_enough = tuple(sorted(form for form in forms if len(form) >= SHORTEST_REPAIRED))
        pairs = sorted((hash(key), owner) for owner, form in enumerate(long_enough) for key in _losing_a_letter(form))
        return cls(array("q", (key for key, _ in pairs)), array("l", (owner for _, owner in pairs)), long_enough)

    def sharing(self, word: str) -> set[str]:
        """Forms that may be one mistake away; a few may be further, because hashes may collide."""
        found = set()
        for key in map(hash, _losing_a_letter(word)):
            place = bisect_left(self.hashes, key)
            while place < len(self.hashes) and self.hashes[place] == key:
                found.add(self.forms[self.owners[place]])
                place += 1
        return found


def _losing_a_letter(word: str) -> set[str]:
    return {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}
