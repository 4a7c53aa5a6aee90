"""Births as intervals, because a family says "полтора года" or "май 2020" and seldom a day.

An age stated on a day narrows the birth down to an interval; from then on the age moves with the calendar and
nobody has to ask again. Every function here is exact on civil dates.

A child born on a day the month lacks (29 February, the 31st) is a month or a year older on the first day of the
*following* month: on 1 March of a common year. So no right that ends with an age is cut a day early.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ADULT_MONTHS = 12 * 18
"""Completed months at which a person leaves the household's list of children."""


@dataclass(frozen=True, slots=True, order=True)
class Birth:
    """A birthday known to lie in `[earliest, latest]`, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"a birth cannot end before it begins: {self.earliest} > {self.latest}")

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    @staticmethod
    def on(day: date) -> Birth:
        return Birth(day, day)

    @staticmethod
    def in_month(year: int, month: int) -> Birth:
        return Birth(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @staticmethod
    def aged_months(months: int, on: date, *, span: int = 1) -> Birth:
        """Birth of a child who has `months` to `months + span - 1` completed months on the day `on`."""
        return Birth(latest_birth(months + span, on) + timedelta(days=1), latest_birth(months, on))

    @staticmethod
    def aged_years(years: int, on: date) -> Birth:
        return Birth.aged_months(12 * years, on, span=12)

    def until(self, day: date) -> Birth:
        """The same birth, known not to lie after `day` (a child who is here has been born)."""
        return Birth(min(self.earliest, day), min(self.latest, day))

    def meets(self, other: Birth) -> bool:
        """Both may be said of one child."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def narrowed(self, other: Birth) -> Birth:
        """What both leave possible. Raises `ValueError` when they do not meet."""
        return Birth(max(self.earliest, other.earliest), min(self.latest, other.latest))


def completed_months(born: date, on: date) -> int:
    """Whole months lived on the day `on`; negative before the birth."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def latest_birth(months: int, on: date) -> date:
    """The last day on which somebody with at least `months` completed months on `on` can have been born."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def month_day(born: date, months: int) -> date:
    """The first day on which somebody born on `born` has `months` completed months."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    if born.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, born.day)
    year, month = divmod(year * 12 + month + 1, 12)
    return date(year, month + 1, 1)
