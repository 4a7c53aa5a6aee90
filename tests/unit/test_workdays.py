"""Dates in working days of the production calendar (C5)."""

from datetime import date

import pytest

from core.accompaniment.workdays import after_working_days, is_working


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 30), 1, date(2027, 1, 11)),
        (date(2027, 2, 19), 1, date(2027, 2, 20)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
    ids=["a week", "over a weekend", "from a Saturday", "over New Year", "a working Saturday", "today"],
)
def test_C5_the_day_of_sending_does_not_count_and_holidays_do_not_either(start: date, count: int, due: date) -> None:
    assert after_working_days(start, count) == due


def test_C5_offices_are_closed_on_days_off() -> None:
    assert not any(map(is_working, (date(2026, 12, 31), date(2027, 1, 7), date(2026, 11, 28), date(2027, 2, 22))))
