"""A telephone number as people write it, as it is kept, and as little of it as may be shown."""

import pytest

from core.language.phones import masked_phone, read_phone, spoken_phone

MOBILE = "+79001234567"


@pytest.mark.parametrize(
    "words",
    [
        *("+79001234567", "89001234567", "79001234567", "9001234567", "8 900 123 45 67", "8 (900) 123-45-67"),
        *("+7(900)123-45-67", "8-900-123-45-67", "8–900–123–45–67", "8.900.123.45.67", "8 900 123-45-67"),
        *("мой номер 8 900 123-45-67, Марина", "8(900)1234567 после 18", "+8 900 123 45 67", "007 900 123 45 67"),
        *("8-900-123-45-67 или 89001234567", "тел.: +7 900 123 45 67.", "٨٩٠٠١٢٣٤٥٦٧", "＋79001234567"),
    ],
)
def test_F7_a_russian_number_is_read_however_it_is_punctuated(words: str) -> None:
    assert read_phone(words) == MOBILE


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("8 (81367) 2-15-15", "+78136721515"),
        ("+7 707 123 45 67", "+77071234567"),
        ("+375 29 123-45-67", "+375291234567"),
        ("+998 90 123 45 67", "+998901234567"),
        ("00 49 30 1234567", "+49301234567"),
        ("8 10 375 29 123 45 67", "+375291234567"),
    ],
)
def test_F7_towns_and_other_countries_are_read_too(words: str, number: str) -> None:
    assert read_phone(words) == number


@pytest.mark.parametrize(
    "words",
    [
        *("", "   ", "не скажу", "112", "8-800", "900123456", "890012345678", "8 100 123 45 67", "+7 900 123 45 6"),
        *("+0 900 123 45 67", "+1234567", "+1234567890123456", "375 29 123 45 67", "2-15-15", "0000000000"),
        *(
            "89001234567 или 89007654321",
            "8 900 123-45-6",
            "8(900)123-45-6",
            "8-900-123-45-6",
            "улица Заречная, дом 7",
            "²³",
            "8" * 4000,
        ),
    ],
)
def test_F7_what_cannot_be_rung_or_is_not_certain_is_no_number(words: str) -> None:
    assert read_phone(words) is None


@pytest.mark.parametrize("words", ["4012 345678 паспорт", "40 12 345678", "паспорт 4012-345678", "45-12 345678"])
def test_F7_the_number_of_a_passport_is_no_telephone(words: str) -> None:
    assert read_phone(words) is None
    assert read_phone(f"+7 {words.removeprefix('паспорт ')}") is not None, "with the country before it, it is one"


def test_B15_four_figures_are_shown_where_the_number_is_not() -> None:
    assert masked_phone(MOBILE) == "••• 45-67"
    assert spoken_phone(MOBILE) == "+7 900 123-45-67"
    assert spoken_phone("+375291234567") == "+375291234567"
