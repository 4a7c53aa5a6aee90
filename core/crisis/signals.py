"""What a message can tell about danger: the closed sets, and the value that flows from detection to cards and duty.

A signal is a reason to show a number and to call a person, never a diagnosis. It carries no text of the message
and no position in it, so that logs and reports may hold it (acceptance row E9).
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from core.catalog.helplines import CrisisType


class Severity(IntEnum):
    """How soon a person must look: 3 now and 112 first, 2 now, 1 a soft card and the review queue."""

    SOFT = 1
    SERIOUS = 2
    IMMEDIATE = 3


class Subject(StrEnum):
    """Who is in danger, as far as the words tell."""

    SELF = "self"
    CHILD = "child"
    OTHER = "other"


class Voice(StrEnum):
    """Who is writing: a child is addressed with «ты» and is never sent away to "the parents"."""

    CHILD = "child"
    ADULT = "adult"


class Speaker(StrEnum):
    """What the words of a message may tell about people."""

    CHILD_WRITES = "child_writes"
    ABOUT_CHILD = "about_child"
    ABOUT_OTHER = "about_other"


@dataclass(frozen=True, slots=True)
class Signal:
    """A recognised danger. `signs` are ids of pattern records, the explanation for curators and for «Это ошибка»."""

    type: CrisisType
    severity: Severity
    subject: Subject
    voice: Voice
    signs: tuple[str, ...]
