"""Ages move with the calendar (R7): intervals of births, ends of months, 29 February."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.triage.births import Birth, completed_months, latest_birth, month_day
from core.triage.profile import Pregnancy

days = st.dates(date(2005, 1, 1), date(2045, 12, 31))
months = st.integers(0, 260)


def test_R7_a_child_of_29_february_turns_one_on_1_march_and_four_on_its_own_day() -> None:
    born = date(2024, 2, 29)
    assert completed_months(born, date(2025, 2, 28)) == 11
    assert completed_months(born, date(2025, 3, 1)) == 12
    assert month_day(born, 12) == date(2025, 3, 1)
    assert month_day(born, 48) == date(2028, 2, 29)


def test_R7_a_child_of_the_31st_is_a_month_older_on_the_first_after_a_short_month() -> None:
    born = date(2026, 1, 31)
    assert month_day(born, 1) == date(2026, 3, 1)
    assert month_day(born, 2) == date(2026, 3, 31)


@given(born=days, later=st.integers(0, 9000))
def test_R7_a_month_day_is_the_first_day_with_that_many_completed_months(born: date, later: int) -> None:
    day = born + timedelta(days=later)
    lived = completed_months(born, day)
    first = month_day(born, lived)
    assert first <= day < month_day(born, lived + 1)
    assert completed_months(born, first) == lived
    assert completed_months(born, first - timedelta(days=1)) == lived - 1


@given(on=days, count=months)
def test_R7_the_latest_birth_is_the_last_one_that_is_old_enough(on: date, count: int) -> None:
    latest = latest_birth(count, on)
    assert completed_months(latest, on) >= count
    assert completed_months(latest + timedelta(days=1), on) < count


@given(on=days, count=months, later=st.integers(0, 4000))
def test_R7_a_stated_age_stays_true_of_every_birthday_it_allows(on: date, count: int, later: int) -> None:
    birth = Birth.aged_months(count, on)
    assert completed_months(birth.earliest, on) == completed_months(birth.latest, on) == count
    assert completed_months(birth.earliest - timedelta(days=1), on) == count + 1
    assert completed_months(birth.latest + timedelta(days=1), on) == count - 1
    day = on + timedelta(days=later)
    assert completed_months(birth.latest, day) <= completed_months(birth.earliest, day)


def test_an_age_in_years_is_a_whole_year_of_birthdays() -> None:
    birth = Birth.aged_years(5, date(2026, 11, 22))
    assert (birth.earliest, birth.latest) == (date(2020, 11, 23), date(2021, 11, 22))
    assert Birth.in_month(2020, 2).latest == date(2020, 2, 29)


def test_a_pregnancy_goes_on_week_by_week() -> None:
    term = Pregnancy.of_weeks(20, date(2026, 11, 22))
    assert term.weeks(date(2026, 11, 22)) == (20, 20)
    assert term.weeks(date(2026, 11, 23)) == (20, 21)
    assert term.weeks(date(2026, 11, 29)) == (21, 21)
