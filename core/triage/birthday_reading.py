"""Birthdays by the calendar: «12 марта 24», «в мае будет 3», «завтра год», «через месяц 2 года», «родился вчера».

Each function goes on from a place among the marks and gives the birth it reads there.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.triage.age_marks import Figure, MonthName, Numeric, Sign, Span, Unit
from core.triage.births import ADULT_MONTHS, Birth
from core.triage.mark_cursor import Cursor
from core.triage.said_ages import (
    RetryReason,
    Unreadable,
    birthday_in,
    birthday_on,
    days_of,
    turning,
    written_date,
    young_months,
)

_SLACK_DAYS = {Unit.DAY: 0, Unit.WEEK: 3, Unit.MONTH: 15, Unit.YEAR: 60}


def on_a_day(cursor: Cursor, day: int) -> Birth:
    """A day before the name of its month, then the year, or the age that was or will be reached on it.

    Raises:
        Unreadable: neither follows, or there is no such day.
    """
    month = cursor.take_month()
    year = cursor.take_year(short=True)
    if year is not None:
        return written_date(Numeric(day, month, year), cursor.today)
    told = cursor.peek() in (Sign.WAS, Sign.WILL)
    years = _age_to_come(cursor)
    if not told or years is None:
        raise Unreadable(RetryReason.YEAR_MISSING)
    return birthday_on(day, month, years, _past(cursor), cursor.today)


def in_a_month(cursor: Cursor, name: MonthName) -> Birth:
    """A month, then its year, or the age reached in it.

    Raises:
        Unreadable: neither follows.
    """
    if cursor.peek() == Span(Unit.MONTH, alone=True):
        cursor.take()
    year = cursor.take_year()
    if year is not None:
        return Birth.in_month(year, name.month)
    years = _age_to_come(cursor)
    if years is None:
        raise Unreadable(RetryReason.YEAR_MISSING)
    return birthday_in(name.month, years, _past(cursor), cursor.today)


def birthday_after(cursor: Cursor, figure: Figure) -> Birth | None:
    """«5 лет в апреле», «4 будет в январе»: reads the month if one without a year follows the age."""
    skip = 1 if cursor.peek() in (Sign.WAS, Sign.WILL) else 0
    month = cursor.peek(skip + 1)
    if cursor.peek(skip) is not Sign.IN or not isinstance(month, MonthName) or cursor.year_follows(skip + 2):
        return None
    cursor.at += skip + 2
    return birthday_in(month.month, int(figure.value), _past(cursor), cursor.today)


def turning_on(cursor: Cursor, day: date, slack_days: int = 0) -> Birth:
    """«Завтра 3», «через месяц год»: the age is reached on that day, give or take the slack; without an age, born then.

    Raises:
        Unreadable: a child who comes tomorrow is not here yet.
    """
    cursor.skip(Sign.WAS, Sign.WILL, Sign.CHILD)
    figure = cursor.peek()
    if isinstance(figure, Span) and figure.alone:
        figure = Figure(1.0)
    elif isinstance(figure, Figure):
        cursor.take()
    elif day > cursor.today:
        raise Unreadable(RetryReason.NOT_BORN_YET)
    else:
        return Birth.on(day)
    span = cursor.take_span()
    months = young_months(figure.value * (1 if span and span.unit is Unit.MONTH else 12))
    return turning(months, day, slack_days)


def turning_in(cursor: Cursor) -> Birth:
    """«Через месяц 3 года».

    Raises:
        Unreadable: no time is named.
    """
    figure = cursor.take() if isinstance(cursor.peek(), Figure) else Figure(1.0)
    span = cursor.take_span()
    if span is None or not isinstance(figure, Figure):
        raise Unreadable(RetryReason.NOT_UNDERSTOOD)
    day = cursor.today + timedelta(days=days_of(figure.value, span.unit))
    return turning_on(cursor, day, _SLACK_DAYS[span.unit])


def _age_to_come(cursor: Cursor) -> int | None:
    """The years after «исполнилось», «будет», «сыну»; not a number that is no child's age."""
    cursor.skip(Sign.WAS, Sign.WILL, Sign.CHILD)
    figure = cursor.peek()
    if not isinstance(figure, Figure) or 12 * figure.value >= ADULT_MONTHS:
        return None
    cursor.take()
    cursor.take_span()
    return int(figure.value)


def _past(cursor: Cursor) -> bool:
    """«Исполнилось», not «будет»."""
    return Sign.WAS in cursor.marks
