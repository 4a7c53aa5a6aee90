"""One age or date as it was said, turned into a birth as wide as the words were.

Whole years and months are exact intervals. Halves, «почти» and «около» widen the interval and never sharpen it. What
cannot be a child of today (no such date, 18 and older) stops the reading with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.triage.age_marks import Numeric, Sign, Unit
from core.triage.births import ADULT_MONTHS, Birth, latest_birth

_DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}


class RetryReason(StrEnum):
    """Why another try is needed; the Fluent key is `retry-<value>`."""

    NOT_UNDERSTOOD = "not-understood"
    AGES_MISSING = "ages-missing"
    """«Трое» — and how old?"""
    YEAR_MISSING = "year-missing"
    NO_SUCH_DATE = "no-such-date"
    NOT_BORN_YET = "not-born-yet"
    GROWN_UP = "grown-up"
    """18 and older: not on the list of children."""
    TWO_READINGS = "two-readings"
    """«3 и 5 месяцев»: a child of three years and a baby, or two babies?"""
    COUNT_DIFFERS = "count-differs"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """Reading stops here; the public functions turn it into a value."""

    reason: RetryReason


def aged(value: float, unit: Unit, manner: Sign | None, today: date) -> Birth:
    """The birth behind an age, as wide as it was said."""
    if unit in (Unit.DAY, Unit.WEEK):
        days = timedelta(days=days_of(value, unit))
        return Birth(today - days - timedelta(days=_DAYS_IN[unit] - 1), today - days)
    months = young_months(value * (12 if unit is Unit.YEAR else 1))
    step = 6 if unit is Unit.YEAR and value > 1 else 1
    if manner is Sign.ALMOST:
        return Birth.aged_months(max(months - step, 0), today, span=step)
    if manner is Sign.ABOUT or not value.is_integer():
        slack = step if manner is Sign.ABOUT else 1
        return Birth.aged_months(max(months - slack, 0), today, span=2 * slack + 1)
    return Birth.aged_months(months, today, span=12 if unit is Unit.YEAR else 1)


def young_months(months: float) -> int:
    """Months of a child's age, refused from 18 years on."""
    if months >= ADULT_MONTHS:
        raise Unreadable(RetryReason.GROWN_UP)
    return round(months)


def days_of(value: float, unit: Unit) -> int:
    days = value * _DAYS_IN[unit]
    if days > ADULT_MONTHS * _DAYS_IN[Unit.MONTH]:
        raise Unreadable(RetryReason.GROWN_UP)
    return round(days)


def birthday_in(month: int, years: int, past: bool, today: date) -> Birth:
    """«В марте будет 5»; `past`: «в марте исполнилось 5»."""
    young_months(12 * years)
    year = today.year + (month < today.month) * (not past) - (month > today.month) * past
    return Birth.in_month(year - years, month)


def birthday_on(day: int, month: int, years: int, past: bool, today: date) -> Birth:
    """«12 марта исполнилось 5», or will be."""
    young_months(12 * years)
    passed = (month, day) < (today.month, today.day)
    ahead = (month, day) > (today.month, today.day)
    year = today.year + passed * (not past) - ahead * past
    return written_date(Numeric(day, month, year - years), today)


def turning(months: int, day: date, slack_days: int) -> Birth:
    """Somebody who reaches so many months on that day, give or take the slack."""
    slack = timedelta(days=slack_days)
    before = latest_birth(months, day - slack - timedelta(days=1))
    return Birth(before + timedelta(days=1), latest_birth(months, day + slack))


def months_ago(count: int, today: date) -> Birth:
    """«В прошлом месяце»: some day of the month so many months before this one."""
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return Birth.in_month(year, month + 1)


def written_date(written: Numeric, today: date) -> Birth:
    if written.year is None:
        raise Unreadable(RetryReason.YEAR_MISSING)
    year = written.year
    if year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    try:
        if written.day is None:
            return Birth.in_month(year, written.month)
        return Birth.on(date(year, written.month, written.day))
    except (ValueError, IndexError) as error:
        raise Unreadable(RetryReason.NO_SUCH_DATE) from error
