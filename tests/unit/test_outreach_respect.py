"""Quiet hours and caps over a simulated year (C7, C8), and what may stand on a locked screen (C14)."""

import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.content import load_texts
from app.settings import ROOT
from core.catalog.conditions import ChildYoungerThan, Comparison, Flag, Holds, IncomeRatio
from core.catalog.files import CONTENT, load_catalogue
from core.catalog.measures import Category
from core.messaging.letters import Text
from core.outreach.caps import next_free_day
from core.outreach.neutral import named_openly, revealing_words
from core.outreach.quiet_hours import may_ring, next_ring
from tests.measures import a_measure
from tests.unit.text_pieces import variables, written

ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
TEXTS, MESSAGES = load_texts(ROOT / "data"), written()
FIRST = ("notice-", "proactive-", "quiet-", "reminder-", "campaign-")
"""Beginnings of the keys of everything that arrives unasked."""
ON_A_LOCKED_SCREEN = sorted(
    key for key in MESSAGES if key.startswith(FIRST) and not key.startswith(("notice-window", "notice-line"))
)
"""The details behind the button are seen by whoever has opened the chat."""
ALLOWED = {
    "lead", "day", "month", "count", "shape", "titles", "topic",
    "time", "clocks", "family_time", "family_day", "family_month", "mode", "centre",
}  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_C7_a_year_of_letters_rings_between_9_and_20_only(zone: str) -> None:
    wall, moment = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    late = 0
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        rings = next_ring(moment, wall)
        local = rings.astimezone(wall)
        assert 9 <= local.hour < 20 and may_ring(rings, wall)
        assert timedelta(0) <= rings - moment <= timedelta(hours=13), "and never later than the next morning"
        late += rings > moment
        moment += timedelta(minutes=37)
    assert late > 0


def test_C7_letters_that_wait_for_the_morning_keep_their_order() -> None:
    wall = ZoneInfo("Asia/Kamchatka")
    evening = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    rings = [next_ring(evening + timedelta(minutes=11 * number), wall) for number in range(100)]

    assert rings == sorted(rings)


@pytest.mark.parametrize("seed", range(20))
def test_C8_however_many_letters_want_out_one_a_day_and_three_a_week_leave(seed: int) -> None:
    chance, written_on = random.Random(seed), set[date]()
    today = date(2026, 1, 1)
    for _ in range(400):
        today += timedelta(days=chance.choice((0, 0, 0, 1, 2)))
        day = next_free_day(written_on, today)
        assert day >= today
        if chance.random() < 0.7:
            written_on.add(day)
    weeks = Counter(sum(first <= day < first + timedelta(days=7) for day in written_on) for first in written_on)

    assert len(written_on) > 100 and max(weeks) == 3


def test_C8_the_first_free_day_is_not_later_than_needed() -> None:
    monday = date(2026, 11, 23)
    three = {monday, monday + timedelta(days=1), monday + timedelta(days=2)}

    assert next_free_day(set(), monday) == monday
    assert next_free_day({monday}, monday) == monday + timedelta(days=1)
    assert next_free_day(three, monday + timedelta(days=3)) == monday + timedelta(days=7)


@pytest.mark.parametrize("key", ON_A_LOCKED_SCREEN)
def test_C14_what_arrives_unasked_names_no_illness_violence_or_poverty(key: str) -> None:
    assert revealing_words(MESSAGES[key].words) == ()
    assert variables(MESSAGES, key) <= ALLOWED, "nothing about anybody goes into it"


def test_C14_the_linter_knows_the_words_people_would_be_ashamed_or_afraid_of() -> None:
    given_away = (
        "Помощь при насилии в семье",
        "Пособие малоимущим семьям",
        "Уход за ребёнком-инвалидом",
        "Бесплатные лекарства",
        "Группа для родителей с зависимостью",
        "Встреча с психологом",
        "Если нечем платить долги",
    )
    harmless = (
        "День открытых дверей",
        "Кружок рисования для детей от 7 лет",
        "Выплата на ребёнка до трёх лет",
        "Ждём вас в центре",
    )

    assert all(revealing_words(text) for text in given_away)
    assert [revealing_words(text) for text in harmless] == [()] * len(harmless)


def test_C14_a_measure_with_a_personal_condition_is_counted_and_not_named() -> None:
    assert named_openly(a_measure(ChildYoungerThan(36), "Выплата до трёх лет"))
    assert not named_openly(a_measure(IncomeRatio(Comparison.LTE, 1.0), "Ежемесячная выплата"))
    assert not named_openly(a_measure(Holds(Flag.DOMESTIC_VIOLENCE), "Консультация"))
    assert not named_openly(a_measure(ChildYoungerThan(36), "Консультация", Category.CRISIS))


def test_C14_no_title_of_the_catalogue_that_is_named_openly_gives_anything_away() -> None:
    measures = load_catalogue(CONTENT).measures
    named = [measure.title for measure in measures if named_openly(measure)]

    assert 20 < len(named) < len(measures)
    assert [title for title in named if re.search("дохо|инвал|бедн|беремен|кризис|алимент|опек", title.lower())] == []


def test_C11_a_notice_a_month_ahead_reads_like_this() -> None:
    opening = TEXTS.plain(Text("notice-opening", {"lead": "month", "day": 23, "month": 12}))
    ends = TEXTS.plain(Text("notice-ends", {"titles": "• Выплата до трёх лет", "count": 2, "shape": "both"}))
    begins = TEXTS.plain(Text("notice-begins", {"titles": "", "count": 1, "shape": "hidden"}))

    assert opening == "23 декабря для вашей семьи кое-что изменится. Пишем заранее, чтобы вы всё успели."
    assert ends == "Закончится:\n• Выплата до трёх лет\n• и ещё 2 вида помощи"
    assert begins == "Появится:\n• 1 вид помощи"
