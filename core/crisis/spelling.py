"""Mistakes in the words that matter: «памагите», «нехочу», «рибенок прапал».

Only words that patterns know are repaired, and only a written word that is not itself a Russian word that looks
like one of them (`ordinary`, made from the dictionary together with the forms). So «сытый» never becomes «избитый»,
and a message without key words costs next to nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    """Known forms, their sound keys, their one-letter deletions, and the words that only look alike."""

    known: frozenset[str]
    ordinary: frozenset[str]
    by_sound: Mapping[str, tuple[str, ...]]
    by_deletion: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, known: Iterable[str], ordinary: Iterable[str]) -> "Spelling":
        """Prepares the tables; costs about a microsecond a letter."""
        forms = frozenset(known)
        return cls(forms, frozenset(ordinary), _sounds(forms), _deletions(forms))

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
        shorter = (word[:cut] + word[cut + 1 :] for cut in range(len(word)))
        found = {form for key in (word, *shorter) for form in self.by_deletion.get(key, ())}
        return min((form for form in found if OSA.distance(word, form) <= 1), default=None)


def _sounds(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    heard: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        if len(form) >= SHORTEST_HEARD:
            heard[sound(form)].append(form)
    return {key: tuple(words) for key, words in heard.items()}


def _deletions(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    shorter: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        if len(form) < SHORTEST_REPAIRED:
            continue
        for key in {form, *(form[:cut] + form[cut + 1 :] for cut in range(len(form)))}:
            shorter[key].append(form)
    return {key: tuple(words) for key, words in shorter.items()}
