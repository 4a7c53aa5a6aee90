"""Typed answers about children: what a parent writes, read as births.

«полтора года», «3 мес», «12.05.2021», «май 2020», «5 лет», «завтра 3», several children in one line. What is said
roughly becomes a wide interval and is never sharpened; what cannot be read, or could be read in two ways, becomes a
`Retry` with the reason for a kind second try. Pure: the family's local day is passed in; any text is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.triage.age_reading import Reader
from core.triage.age_words import marks
from core.triage.births import Birth
from core.triage.said_ages import RetryReason, Unreadable


@dataclass(frozen=True, slots=True)
class Retry:
    """Not understood, and why; the words for the family stand in Fluent under `retry-<reason>`."""

    reason: RetryReason


def read_children(text: str, today: date) -> tuple[Birth, ...] | Retry:
    """Births of all children a text names, in its order; `()` when it says there are none."""
    try:
        return _read(text, today)
    except Unreadable as error:
        return Retry(error.reason)


def read_birth(text: str, today: date) -> Birth | Retry:
    """The birth of one child."""
    found = read_children(text, today)
    if isinstance(found, Retry):
        return found
    return found[0] if len(found) == 1 else Retry(RetryReason.COUNT_DIFFERS)


def _read(text: str, today: date) -> tuple[Birth, ...]:
    """One reading; a second one takes years and months apart when the text counts one child more."""
    found = marks(text)
    reader = Reader(found, today)
    births = reader.births()
    if _fits(reader, births):
        return births
    apart = Reader(found, today, apart=True)
    births = apart.births()
    if not reader.joined or not _fits(apart, births):
        raise Unreadable(RetryReason.COUNT_DIFFERS)
    return births


def _fits(reader: Reader, births: tuple[Birth, ...]) -> bool:
    said = reader.told.said_count
    return (said is None or said == len(births)) and len(births) >= reader.told.at_least
