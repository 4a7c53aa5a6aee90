"""Typed answers about children: what a parent writes, read as births.

«полтора года», «3 мес», «12.05.2021», «май 2020», «5 лет», «завтра 3», several children in one line. What is said
roughly becomes a wide interval and is never sharpened; what cannot be read, or could be read in two ways, becomes a
`Retry` with the reason for a kind second try. Pure: the family's local day is passed in; any text is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.triage.age_marks import Figure, Mark, Numeric, Ordinal, Sign, Span, Unit
from core.triage.age_reading import Reader
from core.triage.age_words import marks
from core.triage.births import Birth
from core.triage.profile import Pregnancy
from core.triage.said_ages import RetryReason, Unreadable
from core.triage.situation import LONGEST_PREGNANCY_WEEKS

_TERM = timedelta(weeks=40)
_ROUGHLY = timedelta(weeks=2)


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


def read_pregnancy(text: str, today: date) -> Pregnancy | Retry:
    """How far a pregnancy is: «20», «20-21 неделя», «двадцать пять недель», «5 месяцев», or the day it is due."""
    found = marks(text)
    due = next((mark for mark in found if isinstance(mark, Numeric)), None)
    if due is not None:
        return _by_due_day(due, today)
    counted = [Figure(1.0) if mark is Sign.ONE else mark for mark in found]
    figures = [int(mark.value) for mark in counted if isinstance(mark, Figure | Ordinal)]
    if len(figures) == 2 and figures[0] in (20, 30, 40) and figures[1] < 10:
        figures = [sum(figures)]
    if not 1 <= len(figures) <= 2:
        return Retry(RetryReason.NOT_UNDERSTOOD)
    return _by_weeks(figures[0], figures[-1], found, today)


def _by_weeks(fewest: int, most: int, found: list[Mark], today: date) -> Pregnancy | Retry:
    if any(isinstance(mark, Span) and mark.unit is Unit.MONTH for mark in found):
        fewest, most = fewest * 4, most * 4 + 4
    if not 1 <= fewest <= most <= LONGEST_PREGNANCY_WEEKS:
        return Retry(RetryReason.NOT_UNDERSTOOD)
    return Pregnancy(Pregnancy.of_weeks(most, today).earliest, Pregnancy.of_weeks(fewest, today).latest)


def _by_due_day(due: Numeric, today: date) -> Pregnancy | Retry:
    """A due day names the term only roughly."""
    if due.day is None or due.year is None:
        return Retry(RetryReason.YEAR_MISSING)
    try:
        first_day = date(due.year if due.year > 99 else 2000 + due.year, due.month, due.day) - _TERM
    except ValueError:
        return Retry(RetryReason.NO_SUCH_DATE)
    if not -_ROUGHLY <= today - first_day <= _TERM + _ROUGHLY:
        return Retry(RetryReason.NOT_UNDERSTOOD)
    return Pregnancy(first_day - _ROUGHLY, first_day + _ROUGHLY)


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
