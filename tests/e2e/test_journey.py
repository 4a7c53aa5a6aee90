"""The whole journey in a real browser, in front of the program as `ryadom run` starts it.

Only the day is chosen: a Wednesday on which the centre works, and a Sunday on which it does not.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from app.run import Role, Running, start
from app.settings import Settings
from tests.conftest import missing
from tests.e2e.families import (
    LAWYER,
    MENU,
    NEEDS,
    PERSON,
    arrive,
    book_the_lawyer,
    call_a_person,
    find_out,
    show_answers_to_staff,
)
from tests.e2e.hands import CHROMIUM, PATIENCE, Curator, Parent, a_curator, a_parent, open_chromium

BENEFIT = "Единое пособие на ребёнка до 17 лет"
QUESTION = "Здравствуйте! Какие бумаги нужны для единого пособия?"
ANSWER = "Здравствуйте, я Анна. Принесите справку о доходах, заявление подадим вместе."
CURATOR = "Анна Примерова"
NOBODY_THERE = "Сейчас в центре никого нет"
FALSE_ALARM = "Это ошибка, всё спокойно"
WEDNESDAY = datetime(2026, 11, 25, 8, tzinfo=UTC)
"""Eleven o'clock in Moscow: the demo centre works."""
SUNDAY = datetime(2026, 11, 29, 8, tzinfo=UTC)

Open = Callable[[datetime], AbstractAsyncContextManager[Running]]


def _never() -> None:
    raise AssertionError("the bot gave up receiving updates")


@pytest.fixture
def program(tmp_path: Path) -> Open:
    """Starts the sandbox, the bot, the sender and the panel on free ports, at a given moment."""
    settings = Settings(_env_file=None, bot_token=None, var_dir=tmp_path, sandbox_port=0, panel_port=0)

    def at(moment: datetime) -> AbstractAsyncContextManager[Running]:
        ahead: timedelta = moment - datetime.now(UTC)
        return start(settings, Role.ALL, _never, lambda: datetime.now(UTC) + ahead)

    return at


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        missing(f"Chromium is not installed at {CHROMIUM}")
    async with open_chromium() as browser:
        yield browser


async def test_F1_to_F13_from_the_first_tap_to_solved_by_the_familys_own_word(program: Open, chromium: Browser) -> None:
    faults: list[str] = []
    mother, anna = await a_parent(chromium, faults), await a_curator(chromium, faults)
    async with program(WEDNESDAY) as running:
        assert running.sandbox_url and running.panel_url
        await arrive(mother, running.sandbox_url)
        assert await find_out(mother) <= 10, "two needs take ten screens at most"
        await _reads_the_result(mother)
        visit = await book_the_lawyer(mother)
        await expect(mother.window).to_contain_text(LAWYER.specialist)
        await show_answers_to_staff(mother)
        request = await _calls_and_writes(mother)

        await anna.sign_in(running.panel_url, "anna")
        await _takes(anna, request)
        await anna.answer(ANSWER)
        await _is_answered(mother)
        await _asks_whether_solved(anna)
        await _says_yes(mother, request)
        await _is_closed(anna, request)
        assert not await mother.heard.filter(has_text=FALSE_ALARM).count(), "an ordinary family is not frightened"

    assert len(visit) == len(request) == 8
    assert faults == []


async def test_F8_on_a_sunday_a_call_is_kept_and_nobody_is_promised_before_monday(
    program: Open, chromium: Browser
) -> None:
    mother = await a_parent(chromium, [])
    async with program(SUNDAY) as running:
        assert running.sandbox_url
        await arrive(mother, running.sandbox_url)
        await call_a_person(mother)
        await expect(mother.window).to_contain_text(NOBODY_THERE)
        await expect(mother.window).to_contain_text("Прочитают завтра в 9:00, по времени центра")
        await expect(mother.window).to_contain_text("звоните 112")
        await mother.say(QUESTION)
        await mother.hears("Передал. Специалист прочитает и ответит здесь")


async def _reads_the_result(mother: Parent) -> None:
    """A package by need; every card says how sure it is and of which day."""
    await expect(mother.window).to_contain_text(re.compile(r"Положено: [1-9]"))
    labels = await mother.labels()
    assert [label.split(" · ")[0] for label in labels[:2]] == list(NEEDS)
    await mother.choose(labels[0])
    await mother.tap_first(BENEFIT, "Кому:")
    await expect(mother.window).to_contain_text("Сколько:")
    checked = r"(Проверено|Записано по общим знаниям) \d{1,2} [а-я]+ 20\d\d года"
    await expect(mother.window).to_contain_text(re.compile(checked))
    await mother.tap("🧭 В мой план", "В вашем плане")


async def _calls_and_writes(mother: Parent) -> str:
    """The centre works: no word of waiting for another day."""
    request = await call_a_person(mother)
    await expect(mother.window).to_contain_text("Специалист сейчас на месте")
    await mother.say(QUESTION)
    await expect(mother.page.locator("#log .message.mine").last).to_contain_text(QUESTION)
    return request


async def _takes(anna: Curator, request: str) -> None:
    """Who waits, what was asked, and the family's own answers, visit and plan beside it."""
    await anna.open_queue("Свободные")
    await expect(anna.list).to_contain_text(QUESTION, timeout=PATIENCE)
    await anna.open(request)
    await expect(anna.stream.locator(".message.in")).to_contain_text(QUESTION)
    await expect(anna.family).to_contain_text(BENEFIT)
    await expect(anna.family).to_contain_text(LAWYER.specialist)
    await anna.press("Взять себе")
    await expect(anna.head).to_contain_text("Ведёте вы", timeout=PATIENCE)


async def _is_answered(mother: Parent) -> None:
    """The curator's words, and below them one open screen that knows who is there now."""
    await mother.hears(ANSWER)
    await mother.sees(f"С вами уже {CURATOR}")
    await expect(mother.heard.last).to_contain_text(f"С вами уже {CURATOR}")
    await expect(mother.heard.nth(-2)).to_contain_text(ANSWER)
    await expect(mother.heard.filter(has_text=NOBODY_THERE)).to_have_count(0)
    assert await mother.labels() == [PERSON, "🆘 Срочная помощь", MENU]
    await expect(mother.page.get_by_role("button", name=MENU)).to_have_count(1)


async def _asks_whether_solved(anna: Curator) -> None:
    """Asking closes nothing: the word is the family's."""
    await anna.press("Спросить, решено ли")
    await expect(anna.head).to_contain_text("Спросили семью, решено ли", timeout=PATIENCE)
    await expect(anna.head).to_contain_text("Ведёте вы")
    await expect(anna.head).not_to_contain_text("закрыто")


async def _says_yes(mother: Parent, request: str) -> None:
    """One tap closes it, and the question can be answered no second time."""
    await mother.sees(f"вопрос решился? Обращение {request}")
    await mother.button("Да, решился").click()
    await mother.hears(f"Обращение {request} закрыто")
    await expect(mother.page.get_by_role("button", name="Да, решился")).to_have_count(0)


async def _is_closed(anna: Curator, request: str) -> None:
    """The open page shows it by itself, and the closed queue has it."""
    await expect(anna.head).to_contain_text("закрыто", timeout=PATIENCE)
    await expect(anna.stream).to_contain_text("Семья говорит: решено")
    await anna.open_queue("Закрытые")
    await expect(anna.list).to_contain_text(request, timeout=PATIENCE)
    await anna.open_queue("Мои")
    await expect(anna.list).not_to_contain_text(request)
