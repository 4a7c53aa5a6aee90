"""Days in working days of the production calendar: when an agency's answer is due (C5). No clock, no database."""

from datetime import date, timedelta

from core.booking.production_calendar import rule_of

_WORKWEEK = range(1, 6)
_DAY = timedelta(days=1)


def is_working(day: date) -> bool:
    """A day on which offices work: Monday to Friday without holidays, and working Saturdays."""
    return rule_of(day).weekday in _WORKWEEK


def after_working_days(start: date, count: int) -> date:
    """The `count`-th working day after `start`; the day of sending does not count (Civil Code, article 191)."""
    day = start
    for _ in range(count):
        day += _DAY
        while not is_working(day):
            day += _DAY
    return day
