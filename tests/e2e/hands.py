"""A parent at the chat page and a curator at the panel, both in a real browser: what they tap, type and see.

Nothing here looks behind the pages. Whoever acts waits for what a person would wait for: words on the screen.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from app.demo import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--lang=ru",
)
PATIENCE = 20_000
"""Milliseconds a person waits at most, on a busy machine."""
PHONE = {"width": 400, "height": 820}
DESK = {"width": 1280, "height": 800}
SHARPNESS = 1.2
"""Pixels a point: enough for a picture in the README, and the picture stays small."""


@asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """Chromium of the machine, in Russian."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(FLAGS), env={"LANGUAGE": "ru", "LANG": "ru_RU.UTF-8"}
        )
        yield browser
        await browser.close()


@dataclass(frozen=True, slots=True)
class Parent:
    """Somebody with a phone, in the chat with the bot."""

    page: Page

    @property
    def heard(self) -> Locator:
        """Everything the bot and the curator have sent, oldest first."""
        return self.page.locator("#log .message:not(.mine)")

    @property
    def window(self) -> Locator:
        """The newest message with buttons: the open screen."""
        return self.heard.filter(has=self.page.locator(".buttons")).last

    def button(self, label: str) -> Locator:
        """A button of the open screen."""
        return self.window.locator(".buttons").get_by_role("button", name=label, exact=True)

    async def begin(self, url: str, then: str) -> None:
        """Open the page and press «Начать»."""
        await self.page.goto(url)
        await self.page.get_by_role("button", name="НАЧАТЬ").click(timeout=PATIENCE)
        await self.sees(then)

    async def tap(self, label: str, then: str) -> None:
        """Tap a button of the open screen and wait for a screen with these words."""
        await self.button(label).click(timeout=PATIENCE)
        await self.sees(then)

    async def tap_first(self, word: str, then: str) -> str:
        """Tap the first button with `word` in it; returns the whole label."""
        first = self.window.locator(".buttons").get_by_role("button", name=word).first
        label = await first.inner_text(timeout=PATIENCE)
        await first.click()
        await self.sees(then)
        return label

    async def choose(self, label: str) -> None:
        """Tap a button and wait until the screen is another one, whatever it says."""
        before = await self.window.inner_text()
        await self.button(label).click(timeout=PATIENCE)
        await expect(self.window).not_to_have_text(before, use_inner_text=True, timeout=PATIENCE)

    async def tick(self, label: str) -> None:
        """Mark a line of a list."""
        await self.tap(label, f"✓ {label}")

    async def say(self, words: str) -> None:
        """Type and send."""
        await self.page.get_by_role("textbox", name="Сообщение").fill(words)
        await self.page.keyboard.press("Enter")

    async def sees(self, words: str) -> None:
        """Wait until the open screen has these words."""
        await expect(self.window).to_contain_text(words, timeout=PATIENCE)

    async def hears(self, words: str) -> None:
        """Wait for a message with these words anywhere in the chat."""
        await expect(self.heard.filter(has_text=words).last).to_be_visible(timeout=PATIENCE)

    async def labels(self) -> list[str]:
        """The buttons of the open screen, top down."""
        return await self.window.locator(".buttons button").all_inner_texts()


@dataclass(frozen=True, slots=True)
class Curator:
    """Somebody of the demo centre at a desk."""

    page: Page

    @property
    def head(self) -> Locator:
        """The line above the open conversation: whose it is and how far."""
        return self.page.locator("[data-region=head]")

    @property
    def stream(self) -> Locator:
        """The open conversation."""
        return self.page.locator(".stream")

    @property
    def family(self) -> Locator:
        """The card beside the conversation."""
        return self.page.locator("[data-region=family]")

    @property
    def list(self) -> Locator:
        """The conversations of the open queue."""
        return self.page.locator(".conversations")

    async def sign_in(self, panel_url: str, login: str) -> None:
        """Through the front door."""
        await self.page.goto(panel_url)
        await self.page.get_by_label("Логин").fill(login)
        await self.page.get_by_label("Пароль").fill(PASSWORD)
        await self.page.get_by_role("button", name="Войти").click()
        await self.page.wait_for_url("**/inbox*", timeout=PATIENCE)

    async def open_queue(self, name: str) -> None:
        """One of the queues on the left."""
        await self.page.get_by_role("navigation", name="Очереди").get_by_role("link", name=name).click()

    async def open(self, number: str) -> None:
        """The conversation with this number, from the open queue."""
        await self.list.get_by_role("link").filter(has_text=number).click(timeout=PATIENCE)
        await expect(self.head).to_contain_text(number, timeout=PATIENCE)

    async def press(self, name: str) -> None:
        """A button of the conversation."""
        await self.page.get_by_role("button", name=name, exact=True).click(timeout=PATIENCE)

    async def answer(self, words: str) -> None:
        """Write to the family and wait until it has been sent."""
        await self.page.locator("#words").fill(words)
        await self.press("Отправить")
        sent = self.stream.locator(".message.out").filter(has_text=words)
        await expect(sent).to_contain_text("Отправлено", timeout=PATIENCE)


async def a_parent(browser: Browser, faults: list[str]) -> Parent:
    """A fresh phone; what its scripts complain about is added to `faults`."""
    return Parent(await _page(browser, faults, **PHONE))


async def a_curator(browser: Browser, faults: list[str]) -> Curator:
    """A fresh desk; what its scripts complain about is added to `faults`."""
    return Curator(await _page(browser, faults, **DESK))


async def _page(browser: Browser, faults: list[str], *, width: int, height: int) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        device_scale_factor=SHARPNESS,
    )
    page = await context.new_page()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    return page
