"""What people at the panel's browser do: sign in, open a page, have a family that waits."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Page

from tests.desks import Desk, Person
from tests.panel.office import PASSWORD, Office

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


async def sign_in(page: Page, office: Office, login: str = "anna") -> None:
    """Type login and password as a person would."""
    await page.goto(f"{office.origin}/sign-in")
    await page.get_by_label("Логин").focus()
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/inbox")


async def a_page(chromium: Chromium, office: Office, login: str = "anna", **options: object) -> Page:
    """A fresh window in which `login` is at work; any fault of a script fails the test at once."""
    context: BrowserContext = await chromium.new_context(**options)  # type: ignore[arg-type]
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    await sign_in(page, office, login)
    return page


async def at_conversation(chromium: Chromium, office: Office, desk: Desk) -> tuple[Page, Person, str]:
    """Anna in front of a family that has just called; also the family and the page's address."""
    family, conversation_id = await called(desk)
    page = await a_page(chromium, office)
    address = f"{office.origin}/conversations/{conversation_id}"
    await page.goto(address)
    return page, family, address


async def called(desk: Desk, words: str = "Здравствуйте, как получить пособие?") -> tuple[Person, int]:
    """A family that waits for somebody."""
    family = desk.visitor()
    await family.call()
    return family, (await family.say(words)).conversation_id
