"""Which curator a new conversation suits best, and why: pure, so that the head can be told and a test can argue.

First whoever this family knows already. Then whoever speaks its language, then whoever knows what it came for, and of
those the one with the fewest open conversations. Knowing something is no reason to drown: somebody who has ten more
open than the least busy colleague is left out, unless the language leaves nobody else.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.families.spoken import Spoken
from core.triage.needs import Need

TOO_MANY_MORE = 10
"""Open conversations above the least busy curator from which on knowing the subject does not count."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a curator is good at. In the books: words such as `need:home speaks:tatar`."""

    needs: frozenset[Need] = frozenset()
    languages: frozenset[Spoken] = frozenset()

    @classmethod
    def read(cls, kept: str | None) -> "Knowledge":
        """From the books; words nobody knows any longer are passed over."""
        words = set((kept or "").split())
        return cls(
            frozenset(need for need in Need if f"need:{need.value}" in words),
            frozenset(each for each in Spoken if f"speaks:{each.value}" in words),
        )

    def written(self) -> str | None:
        """For the books; None: nothing is known."""
        words = [f"need:{need.value}" for need in Need if need in self.needs]
        words += [f"speaks:{each.value}" for each in Spoken if each in self.languages]
        return " ".join(words) or None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A curator who is there now; `open` conversations include those of colleagues stood in for."""

    account_id: int
    name: str
    knows: Knowledge
    open: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is known of the family: what it came for (most important first), its language, the curator of its case."""

    needs: tuple[Need, ...] = ()
    language: Spoken | None = None
    curator_id: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who, and the reasons that are true of this person."""

    account_id: int
    name: str
    open: int
    least_busy: bool
    known: bool = False
    language: Spoken | None = None
    needs: tuple[Need, ...] = ()

    def written(self) -> str:
        """For the conversation's own books, readable years later."""
        reasons = {"open": self.open, "least": self.least_busy, "known": self.known, "language": self.language}
        return json.dumps({"to": self.account_id, "name": self.name, **reasons, "needs": list(self.needs)})

    @classmethod
    def read(cls, written: str) -> "Choice":
        """The same, back."""
        kept = json.loads(written)
        language = Spoken(kept["language"]) if kept["language"] else None
        needs = tuple(Need(each) for each in kept["needs"])
        return cls(kept["to"], kept["name"], kept["open"], kept["least"], kept["known"], language, needs)


def choose(candidates: Sequence[Candidate], wish: Wish) -> Choice | None:
    """The best of them; None when nobody is there."""
    if not candidates:
        return None
    least = min(each.open for each in candidates)
    chosen = next((each for each in candidates if each.account_id == wish.curator_id), None)
    known = chosen is not None
    if chosen is None:
        chosen = min(_pool(candidates, wish), key=lambda each: (-len(_matches(each, wish)), each.open, each.account_id))
    language = wish.language if wish.language in chosen.knows.languages else None
    return Choice(
        chosen.account_id, chosen.name, chosen.open, chosen.open == least, known, language, _matches(chosen, wish)
    )


def _pool(candidates: Sequence[Candidate], wish: Wish) -> Sequence[Candidate]:
    speakers = [each for each in candidates if wish.language in each.knows.languages]
    able = speakers or candidates
    least = min(each.open for each in able)
    return [each for each in able if each.open < least + TOO_MANY_MORE]


def _matches(candidate: Candidate, wish: Wish) -> tuple[Need, ...]:
    return tuple(need for need in wish.needs if need in candidate.knows.needs)
