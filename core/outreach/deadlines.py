"""The computable last days of applications, and the day a benefit granted for a time has to be asked for again. Pure.

A birth known as an interval counts from its first possible day: an early reminder costs nothing, a late one costs the
money. When the interval is wider than two months the day is not known well enough to be named at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.catalog.measures import DeadlineRule, YearDay
from core.triage.births import Birth, month_day

_VAGUE = timedelta(days=62)


def last_days(rule: DeadlineRule, births: Iterable[Birth], today: date) -> Iterator[date]:
    """Days after `today` before which the application has to be made."""
    months = (rule.child_age_months_lte, rule.backdated_to_birth_if_child_age_months_lte)
    for birth in births:
        if birth.latest - birth.earliest <= _VAGUE:
            days = (month_day(birth.earliest, count) for count in months if count is not None)
            yield from (day for day in days if day > today)
    closes = rule.annual_window.closes if rule.annual_window else None
    for day in (closes, rule.nsu_choice_before, rule.spend_before):
        if day is not None:
            yield _next(day, today)


def renewal_day(granted_months: int | None, since: date, today: date) -> date | None:
    """When what was granted on `since` for so many months runs out next; None when it is granted without an end."""
    if granted_months is None:
        return None
    ends = month_day(since, granted_months)
    while ends <= today:
        ends = month_day(ends, granted_months)
    return ends


def _next(day: YearDay, today: date) -> date:
    """The coming occurrence of a day of the year; 29 February falls on the 28th of a common year."""
    this_year = _in_year(day, today.year)
    return this_year if this_year > today else _in_year(day, today.year + 1)


def _in_year(day: YearDay, year: int) -> date:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return date(year, day.month, day.day - 1)
