"""The production calendar of Russia: holidays, moved days off, working Saturdays, days an hour shorter (B8).

Days off and moved days come from the `holidays` library, which follows the government's decrees year by year. It does
not know shortened days; those stand in `data/calendar/shortened.yaml`. A moved working Saturday is worked by the hours
of the day it stands in for (Labour Code, article 95). A centre's own word on a day (`CentreDay`) is stronger.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from core.booking.hours import DayRule
from core.booking.states import DayKind

SHORTENED_FILE = Path(__file__).parents[2] / "data" / "calendar" / "shortened.yaml"


@dataclass(frozen=True, slots=True)
class Year:
    """What differs from an ordinary week in one year. `stand_ins`: working Saturday -> the day it replaces."""

    off: frozenset[date]
    stand_ins: dict[date, date]
    shortened: frozenset[date]
    cut_minutes: int


def rule_of(day: date, own: DayKind | None = None) -> DayRule:
    """Which weekday's hours apply on `day`, and how much shorter. `own` is the centre's own word."""
    year = year_of(day.year)
    weekday = year.stand_ins.get(day, day).isoweekday()
    match own:
        case DayKind.OFF:
            return DayRule(None)
        case DayKind.WORKING:
            return DayRule(weekday)
        case DayKind.SHORTENED:
            return DayRule(weekday, year.cut_minutes)
    return DayRule(None) if day in year.off else DayRule(weekday, year.cut_minutes if day in year.shortened else 0)


@cache
def year_of(year: int) -> Year:
    """The calendar of one year, read once."""
    import holidays  # heavy, and most commands never ask for a day

    country = holidays.country_holidays("RU", years=year)
    moved = country.special_public_holidays.get(year, ())
    stand_ins = {date(year, month, day): date(year, *off) for *off, month, day in moved}
    working = {day: off for day, off in stand_ins.items() if day in country.weekend_workdays}
    shortened, cut_minutes = _shortened(year)
    return Year(frozenset(country) - frozenset(working), working, shortened, cut_minutes)


def _shortened(year: int) -> tuple[frozenset[date], int]:
    table = yaml.safe_load(SHORTENED_FILE.read_text(encoding="utf-8"))
    return frozenset(table["days"].get(year, ())), table["cut_minutes"]
