"""The production calendar: 2026 and 2027 day by day against a list written down apart (B8)."""

from datetime import date, timedelta

import pytest

from core.booking.hours import DayRule
from core.booking.production_calendar import rule_of
from core.booking.states import DayKind

OFF = {
    2026: "01-01..01-09 02-23 03-08..03-09 05-01 05-09 05-11 06-12 11-04 12-31",
    2027: "01-01..01-08 02-22..02-23 03-08 05-01 05-03 05-09..05-10 06-12 06-14 11-04..11-05 12-31",
}
"""Days off besides ordinary Saturdays and Sundays, from the decrees on moved days off as `holidays` 0.109 has them.
Still to be compared with the published production calendar by a person before launch."""
SHORTENED = {2026: ("04-30", "05-08", "06-11", "11-03"), 2027: ("02-20", "04-30", "06-11", "11-03")}
WORKING_DAYS = {2026: 247, 2027: 247}


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


def _days_off(year: int) -> set[date]:
    days: set[date] = set()
    for part in OFF[year].split():
        first, _, last = part.partition("..")
        day = _day(year, first)
        while day <= _day(year, last or first):
            days.add(day)
            day += timedelta(days=1)
    return days


@pytest.mark.parametrize("year", [2026, 2027])
def test_B8_the_calendar_is_reproduced_day_by_day(year: int) -> None:
    off = _days_off(year)
    shortened = {_day(year, text) for text in SHORTENED[year]}
    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        if day == date(2027, 2, 20):
            assert rule_of(day) == DayRule(1, 60), "a Saturday worked instead of Monday the 22nd, an hour shorter"
        elif day in off:
            assert rule_of(day) == DayRule(None), day
        else:
            assert rule_of(day) == DayRule(day.isoweekday(), 60 if day in shortened else 0), day


@pytest.mark.parametrize("year", [2026, 2027])
def test_B8_a_five_day_week_has_the_published_number_of_working_days(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    assert sum(rule_of(day).weekday in range(1, 6) for day in days) == WORKING_DAYS[year]


def test_B8_a_shortened_day_stands_right_before_a_holiday_or_instead_of_such_a_day() -> None:
    for year, texts in SHORTENED.items():
        for text in texts:
            day = _day(year, text)
            stands_for = date(2027, 2, 22) if day == date(2027, 2, 20) else day
            assert stands_for + timedelta(days=1) in _days_off(year), day


@pytest.mark.parametrize("year", [2026, 2027])
def test_B8_every_working_day_before_a_holiday_of_the_labour_code_is_shortened(year: int) -> None:
    """Labour Code, article 95 part 1 (which days) and article 112 part 1 (which holidays)."""
    january = {f"{day:02}.01" for day in range(1, 9)}
    holidays = january | {"23.02", "08.03", "01.05", "09.05", "12.06", "04.11"}
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    before = [day for day in days if f"{day + timedelta(days=1):%d.%m}" in holidays and day.isoweekday() < 6]
    worked = {day for day in before if day not in _days_off(year)}
    instead = {date(2027, 2, 20)} if year == 2027 else set()
    assert sorted(worked | instead) == sorted(_day(year, text) for text in SHORTENED[year])


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(DayKind.OFF, DayRule(None)), (DayKind.WORKING, DayRule(3)), (DayKind.SHORTENED, DayRule(3, 60))],
)
def test_B8_the_centres_own_word_is_stronger(kind: DayKind, rule: DayRule) -> None:
    unity_day, ordinary = date(2026, 11, 4), date(2026, 11, 25)
    assert rule_of(unity_day, kind) == rule_of(ordinary, kind) == rule


def test_B8_a_saturday_worked_instead_of_a_monday_keeps_mondays_hours_whatever_the_centre_says_of_its_length() -> None:
    saturday = date(2027, 2, 20)
    assert rule_of(saturday, DayKind.WORKING) == DayRule(1), "a whole day, against the calendar's shortened one"
    assert rule_of(saturday, DayKind.SHORTENED) == DayRule(1, 60)
