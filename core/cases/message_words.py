"""The words of a message as keys to find it by: «пособие» finds «пособия», «ребёнок» finds «детей» (A20).

A key is the stem of a word or of one of its lemmas. The table of forms is the one the process holds anyway; a word it
does not know still has a stem, so a table that grows later never hides what was indexed before. Pure.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.language.forms import FormTable
from core.language.plain import plain
from core.language.stems import stem
from core.language.words import words

SHORTEST = 3
"""Letters of a word worth finding; prepositions and particles are shorter. Numbers count at any length."""
MOST_WORDS = 8
"""Words of a question that are looked for; more of them find nothing more."""
_WORD = re.compile(r"[^\W_]+")
_AROUND = 60


@dataclass(frozen=True, slots=True)
class MessageWords:
    """How words become keys, and which messages must not be findable (`is_urgent`: crisis messages, E9)."""

    forms: FormTable
    is_urgent: Callable[[str], bool]

    def keys(self, text: str) -> frozenset[str]:
        """Every key of a text."""
        return frozenset(key for word in _worth_finding(text) for key in self._of_word(word))

    def questions(self, text: str) -> tuple[frozenset[str], ...]:
        """The words of a question, each as its keys: a message answers when it has one key of every word."""
        return tuple(self._of_word(word) for word in dict.fromkeys(_worth_finding(text)))[:MOST_WORDS]

    def around(self, text: str, questions: tuple[frozenset[str], ...]) -> str:
        """The piece of a message around the first word that answers, about 120 characters long."""
        wanted = frozenset().union(*questions)
        at = next((found.start() for found in _WORD.finditer(text) if self.keys(found.group()) & wanted), 0)
        start = max(0, at - _AROUND)
        piece = " ".join(text[start : at + _AROUND].split())
        return f"{'…' if start else ''}{piece}{'…' if at + _AROUND < len(text) else ''}"

    def _of_word(self, word: str) -> frozenset[str]:
        return frozenset({stem(word), *map(stem, self.forms.lemmas(word))})


def _worth_finding(text: str) -> Iterator[str]:
    return (word for word in words(plain(text)) if len(word) >= SHORTEST or word.isdigit())
