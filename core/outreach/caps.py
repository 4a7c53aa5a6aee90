"""How often somebody may be written to unasked: once a day, three times in seven days (C8). Pure.

Days are the adult's own calendar days. Answers to what somebody asked or booked, and urgent help, do not count here.
"""

from collections.abc import Collection
from datetime import date, timedelta

A_WEEK, PER_WEEK = timedelta(days=7), 3


def next_free_day(written_on: Collection[date], today: date) -> date:
    """The first day from `today` on with room under both caps."""
    day = today
    while day in written_on or len(_week_before(written_on, day)) >= PER_WEEK:
        day += timedelta(days=1)
    return day


def _week_before(written_on: Collection[date], day: date) -> list[date]:
    return [one for one in written_on if day - A_WEEK < one <= day]
