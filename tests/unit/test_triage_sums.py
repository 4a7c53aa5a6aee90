"""Sums as people type them, only to find the band they lie in (R11)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.triage.said_sums import read_sum


@pytest.mark.parametrize(
    ("typed", "roubles"),
    [
        ("25000", 25_000),
        ("25 000 руб", 25_000),
        ("25.000", 25_000),
        ("25 тыс", 25_000),
        ("25т", 25_000),
        ("25к", 25_000),
        ("18,5 тысяч", 18_500),
        ("двадцать пять тысяч", 25_000),
        ("сто двадцать тысяч рублей", 120_000),
        ("примерно 30 тысяч в месяц", 30_000),
        ("полторы тысячи", 1_500),
        ("0", 0),
        ("ноль", 0),
        ("дохода нет", 0),
        ("без дохода", 0),
    ],
)
def test_R11_a_sum_is_read_as_people_write_it(typed: str, roubles: int) -> None:
    assert read_sum(typed) == Decimal(roubles)


@pytest.mark.parametrize(
    "typed",
    [
        "", "25", "20-25 тысяч", "15 тысяч на двоих", "много", "нет", "😀", "тысяча мелочей", "60 тысяч на семью",
        "на всех 50 тыс", "зарплата мужа 80 000", "от 15 до 20 тысяч", "15 тыс. 500 руб",
    ],
)  # fmt: skip
def test_R11_what_could_mean_several_sums_is_asked_again(typed: str) -> None:
    assert read_sum(typed) is None


@given(st.text(max_size=300))
def test_R11_any_text_is_accepted(typed: str) -> None:
    said = read_sum(typed)
    assert said is None or said >= 0
