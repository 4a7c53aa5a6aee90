"""How far a pregnancy is, as it is said: «20», «12+3», «двадцать одна неделя», «пятый месяц», «второй триместр», or
when the child is due: «12.03.2027», «рожать в марте», «через 2 месяца».

A due day names the term only roughly and is kept as wide as that. What speaks of neither is asked again. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from core.language.plain import plain
from core.triage.age_marks import Figure, Mark, MonthName, Numeric, Ordinal, Sign, Span, Unit
from core.triage.age_words import marks
from core.triage.answers import Retry
from core.triage.births import Birth
from core.triage.mark_cursor import Cursor
from core.triage.profile import Pregnancy
from core.triage.said_ages import RetryReason, Unreadable, days_of, written_date
from core.triage.situation import LONGEST_PREGNANCY_WEEKS

_TERM = timedelta(weeks=40)
_ROUGHLY = timedelta(weeks=2)
_TENS = (20, 30, 40)
_TRIMESTERS = {1: (1, 13), 2: (14, 27), 3: (28, 41)}
_TRIMESTER = re.compile(r"\bтриместр")
_WEEKS_AND_DAYS = re.compile(r"\b(\d{1,2}) ?\+ ?[0-6]\b")


def read_pregnancy(text: str, today: date) -> Pregnancy | Retry:
    """The interval in which the first day lies, seen from the family's local day."""
    said = plain(text)
    found = marks(_WEEKS_AND_DAYS.sub(r"\1 недель", said))
    try:
        if _TRIMESTER.search(said):
            return _of_weeks(*_TRIMESTERS[_one_number(found)], today)
        if any(isinstance(mark, Span) and mark.unit is Unit.WEEK for mark in found) and Sign.IN_TIME not in found:
            return _of_weeks(*_weeks(found), today)
        due = _due(found, today)
        return _before(due, today) if due else _of_weeks(*_weeks(found), today)
    except Unreadable as error:
        return Retry(error.reason)
    except KeyError:
        return Retry(RetryReason.NOT_UNDERSTOOD)


def _weeks(found: Sequence[Mark]) -> tuple[int, int]:
    """Fewest and most completed weeks; days after the weeks say nothing more."""
    months = any(isinstance(mark, Span) and mark.unit is Unit.MONTH for mark in found)
    if months and any(isinstance(mark, Ordinal) for mark in found):
        month = _one_number(found)
        return max(4 * (month - 1), 1), 4 * month + 1
    figures = _numbers(found)
    if len(figures) == 2 and figures[0] in _TENS and figures[1] < 10:
        figures = [sum(figures)]
    if not 1 <= len(figures) <= 2:
        raise Unreadable(RetryReason.NOT_UNDERSTOOD)
    fewest, most = figures[0], figures[-1]
    return (fewest * 4, most * 4 + 4) if months else (fewest, most)


def _numbers(found: Sequence[Mark]) -> list[int]:
    """Every number but one of days."""
    pairs = zip_longest(found, found[1:])
    counted = [mark for mark, after in pairs if not (isinstance(after, Span) and after.unit is Unit.DAY)]
    values = [Figure(1.0) if mark is Sign.ONE else mark for mark in counted]
    return [int(mark.value) for mark in values if isinstance(mark, Figure | Ordinal)]


def _one_number(found: Sequence[Mark]) -> int:
    numbers = _numbers(found)
    if len(numbers) != 1:
        raise Unreadable(RetryReason.NOT_UNDERSTOOD)
    return numbers[0]


def _due(found: Sequence[Mark], today: date) -> Birth | None:
    """The days on which the child may be due, if a day, a month or a time to go is named."""
    for at, mark in enumerate(found):
        after = Cursor(found[at + 1 :], today)
        match mark:
            case Numeric(day, month, year):
                return _due_in(day, month, year, today)
            case MonthName(month):
                before = found[at - 1] if at else None
                day = int(before.value) if isinstance(before, Figure | Ordinal) else None
                return _due_in(day, month, after.take_year(), today)
            case Sign.IN_TIME:
                return _due_after(after, today)
    return None


def _due_in(day: int | None, month: int, year: int | None, today: date) -> Birth:
    """A day, or any day of a month; without a year the next one."""
    if year is None:
        year = today.year + ((month, day or 31) < (today.month, today.day))
    return written_date(Numeric(day, month, year if year > 99 else 2000 + year), today)


def _due_after(said: Cursor, today: date) -> Birth:
    """«Через 2 месяца», «через месяц»."""
    figure = said.take() if isinstance(said.peek(), Figure) else Figure(1.0)
    span = said.take_span()
    if span is None or not isinstance(figure, Figure):
        raise Unreadable(RetryReason.NOT_UNDERSTOOD)
    return Birth.on(today + timedelta(days=days_of(figure.value, span.unit)))


def _before(due: Birth, today: date) -> Pregnancy:
    earliest, latest = due.earliest - _TERM, due.latest - _TERM
    if today - latest > _TERM + _ROUGHLY or latest - today > _ROUGHLY:
        raise Unreadable(RetryReason.NOT_UNDERSTOOD)
    return Pregnancy(earliest - _ROUGHLY, latest + _ROUGHLY)


def _of_weeks(fewest: int, most: int, today: date) -> Pregnancy:
    if not 1 <= fewest <= most <= LONGEST_PREGNANCY_WEEKS:
        raise Unreadable(RetryReason.NOT_UNDERSTOOD)
    return Pregnancy(Pregnancy.of_weeks(most, today).earliest, Pregnancy.of_weeks(fewest, today).latest)
