"""Mistakes in the words that matter: «памагите», «нехочу», «рибенок прапал».

Only words that patterns know are repaired, and only a written word that is not itself a Russian word that looks
like one of them (`ordinary`, made from the dictionary together with the forms). So «сытый» never becomes «избитый»,
and a message without key words costs next to nothing.
"""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from core.crisis.known import SHORTEST_HEARD, SHORTEST_REPAIRED, KnownWords
from core.language.packed import WordSet

_LONGEST_REPAIRED = 24
_FARTHEST_HEARD = 3
_LONGEST_SPACED = 60
_NOT = ("не", "ни")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Known forms, and the Russian words that only look like one of them."""

    known: KnownWords
    ordinary: WordSet

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
        candidates = self.known.sounding_like(word)
        distance, form = min(((OSA.distance(word, form), form) for form in candidates), default=(len(word), ""))
        return form if form and distance <= _FARTHEST_HEARD else None

    def _one_letter_off(self, word: str) -> str | None:
        if len(word) < SHORTEST_REPAIRED:
            return None
        found = self.known.perhaps_one_letter_off(word)
        return min((form for form in found if OSA.distance(word, form, score_cutoff=1) <= 1), default=None)
