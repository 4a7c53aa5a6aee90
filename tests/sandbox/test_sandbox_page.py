"""The chat page in a real browser, as a newcomer uses it: with a mouse, with a keyboard, on a phone."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.client import SandboxClient
from sandbox.client_person import PNG
from sandbox.run import RunningSandbox

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip(f"no browser at {CHROMIUM}")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield started
        await started.close()


@pytest.fixture
async def page(browser: Browser, running: RunningSandbox) -> AsyncIterator[Page]:
    """A desk-wide page, gone before the sandbox stops; an error in its scripts or console fails the test."""
    opened = await browser.new_page(viewport={"width": 1100, "height": 700})
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield opened
    await opened.close()
    assert complaints == []


async def test_a_newcomer_comes_by_a_link_and_books_with_a_mouse(
    page: Page, running: RunningSandbox, polling: None
) -> None:
    await page.goto(f"{running.base_url}/?start=tikhvin")
    await expect(page.get_by_text("Сообщения не покидают этот компьютер")).to_be_visible()
    await page.get_by_role("button", name="НАЧАТЬ").click()
    await expect(page.get_by_role("log").get_by_text("Здравствуйте! Центр: tikhvin")).to_be_visible()

    await page.get_by_role("button", name="Срочно").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Звоните 112")
    await page.get_by_role("button", name="Понятно").click()

    await page.get_by_role("button", name="Записаться").click()
    await expect(page.locator(".toast.on")).to_have_text("Почти готово")
    edited = page.get_by_role("log").locator(".message", has_text="Как с вами связаться?")
    await expect(edited).to_contain_text("изменено")
    await expect(page.get_by_role("button", name="Записаться")).to_have_count(0)

    await page.get_by_role("button", name="Отправить номер").click()
    await page.get_by_role("button", name="Поделиться").click()
    await expect(page.locator(".message").last).to_contain_text("Записали +7900")
    await expect(page.locator(".message").last).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Отправить номер")).to_have_count(0)


async def test_words_are_written_corrected_and_formatted_with_the_keyboard(
    page: Page, running: RunningSandbox, client: SandboxClient, polling: None
) -> None:
    marina = await client.person("Марина")
    await page.goto(f"{running.base_url}/?person={marina.id}")
    await page.get_by_role("button", name="НАЧАТЬ").press("Enter")
    words = page.get_by_role("textbox", name="Сообщение")
    await words.fill("/help")
    await words.press("Enter")
    await expect(page.get_by_role("log").get_by_text("Помощь", exact=True)).to_be_visible()
    await page.locator(".spoiler").press("Enter")
    await expect(page.locator(".spoiler.seen")).to_have_text("тайна")
    await page.get_by_role("button", name="Показать целиком").press("Enter")
    await expect(page.locator("blockquote.folded")).to_have_count(0)

    await words.fill("хочу записатся")
    await words.press("Enter")
    await expect(page.get_by_role("log").get_by_text("Получили text")).to_be_visible()
    await words.press("ArrowUp")
    await words.fill("хочу записаться")
    await words.press("Enter")
    await expect(page.get_by_role("log").get_by_text("Поняли: хочу записаться")).to_be_visible()

    await page.get_by_role("link", name="Центр в Тосно").click()
    await page.get_by_role("button", name="НАЧАТЬ").click()
    await expect(page.get_by_role("log").get_by_text("Центр: tosno")).to_be_visible()
    assert len(page.context.pages) == 1, "a link to this bot stays on the page"


async def test_a_person_sends_a_photo_and_blocks_the_bot(
    page: Page, running: RunningSandbox, client: SandboxClient, polling: None
) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await page.goto(f"{running.base_url}/?person={marina.id}")
    await page.get_by_role("button", name="Прикрепить").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Фото").click()
    await (await chooser.value).set_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    await expect(page.get_by_role("log").get_by_text("Получили photo")).to_be_visible()
    await expect(page.locator(".photo img")).to_be_visible()

    await page.get_by_role("button", name="Действия с чатом").click()
    await page.get_by_role("menuitem", name="Заблокировать бота").click()
    await page.get_by_role("button", name="РАЗБЛОКИРОВАТЬ БОТА").click()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_visible()


async def test_an_inline_answer_is_chosen_from_the_list(
    page: Page, running: RunningSandbox, client: SandboxClient, polling: None
) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await page.goto(f"{running.base_url}/?person={marina.id}")
    await page.get_by_role("textbox", name="Сообщение").fill("@ryadom_demo_bot двойня")
    await page.get_by_role("button", name="Пособие").click()
    await expect(page.get_by_role("log").locator(".message.mine").last).to_contain_text("Мера: двойня")


async def test_messages_to_another_person_are_counted_as_unread(
    page: Page, running: RunningSandbox, client: SandboxClient, polling: None
) -> None:
    marina, olga = await client.person("Марина"), await client.person("Ольга")
    await page.goto(f"{running.base_url}/?person={marina.id}")
    await olga.start()
    row = page.locator("#people a", has_text="Ольга")
    await expect(row.locator(".badge")).to_have_text("1")
    await row.click()
    await expect(page.get_by_role("log").get_by_text("Здравствуйте! Центр")).to_be_visible()
    await expect(row.locator(".badge")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_one_pane_at_a_time_without_barriers(
    browser: Browser, running: RunningSandbox, client: SandboxClient, polling: None, scheme: str
) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await marina.wait_for("Здравствуйте")
    await marina.say("Очень длинное слово: " + "а" * 300)
    await marina.tap("Записаться")
    await marina.wait_for("Оставьте номер")
    page = await browser.new_page(viewport={"width": 360, "height": 640}, color_scheme=scheme)
    await page.goto(f"{running.base_url}/?list")
    await page.get_by_role("link", name="Марина").click()
    await expect(page.get_by_role("log").get_by_text("Оставьте номер")).to_be_in_viewport()
    await expect(page.get_by_role("navigation", name="Люди")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    report = await Axe().run(page)
    serious = [found["id"] for found in report.response["violations"] if found["impact"] in ("serious", "critical")]
    assert serious == []
    await page.get_by_role("link", name="К списку людей").click()
    await expect(page.get_by_role("button", name="Новый человек")).to_be_visible()
