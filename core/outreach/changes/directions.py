"""Where one verdict went when the rules changed. Pure."""

from __future__ import annotations

from enum import StrEnum

from core.triage.verdicts import Verdict

POSITIVE = (Verdict.YES, Verdict.CHECK)


class Move(StrEnum):
    """Where a verdict went."""

    GAINS = "gains"
    """Due, or probably due, and it was not."""
    LOSES = "loses"
    """Not due any more."""
    UNCERTAIN = "uncertain"
    """An answer decides now, and none was needed before."""
    OTHER = "other"
    """Another certainty about the same thing: nothing to write about."""


WRITTEN_ABOUT = (Move.GAINS, Move.LOSES, Move.UNCERTAIN)


def move(before: Verdict | None, after: Verdict | None) -> Move | None:
    """The direction of one verdict; None when it stayed. A measure that is not in force has none: it counts as NO."""
    before, after = before or Verdict.NO, after or Verdict.NO
    if before is after:
        return None
    if after in POSITIVE:
        return Move.OTHER if before in POSITIVE else Move.GAINS
    if after is Verdict.ASK:
        return Move.UNCERTAIN
    return Move.LOSES if before in POSITIVE else Move.OTHER
