"""Days in the panel are said with their own month: every deadline but today's once fell in December."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from admin.moments import by_when, named_day, whose_clock
from app.content import load_texts
from core.messaging.letters import Text

TEXTS = load_texts(Path(__file__).resolve().parents[2] / "data")
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


def t(key: str, **args: str | int | float) -> str:
    """The words of a key, as a page asks for them."""
    return TEXTS.plain(Text(key, args))


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_has_its_name(number: int, name: str) -> None:
    assert named_day(t, date(2026, number, 7), date(2026, number, 20)) == f"7 {name}"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Moscow", "по Москве"),
        ("Europe/Kaliningrad", "по времени МСК−1"),
        ("Asia/Yekaterinburg", "по времени МСК+2"),
        ("Asia/Krasnoyarsk", "по времени МСК+4"),
        ("Asia/Kamchatka", "по времени МСК+9"),
    ],
)
def test_C8_a_zone_is_said_as_hours_from_moscow_and_never_by_its_name(zone: str, words: str) -> None:
    assert whose_clock(t, datetime(2026, 11, 23, 6, tzinfo=UTC), ZoneInfo(zone)) == words


def test_a_deadline_of_monday_is_in_november() -> None:
    saturday, monday = datetime(2026, 11, 28, 12, tzinfo=UTC), datetime(2026, 11, 30, 6, 18, tzinfo=UTC)

    assert by_when(t, monday, saturday, ZoneInfo("Europe/Moscow")) == "30 ноября, 09:18"
