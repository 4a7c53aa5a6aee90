"""When the messenger stops bringing messages, everybody at a panel reads it, and on open pages at once (A24)."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from core.messaging.channel_health import Observed, note_health
from core.messaging.letters import TELEGRAM
from tests.panel.browsing import a_page
from tests.panel.office import Browser, Office
from tests.stores import TEST

PILING_UP, FAILING = "их накопилось много", "Telegram не может передать нам сообщения"


async def observe(office: Office, *, pending: int = 0, error_minutes_ago: float | None = None) -> None:
    """What the webhook monitor has just heard from Telegram."""
    at = None if error_minutes_ago is None else office.clock() - timedelta(minutes=error_minutes_ago)
    await office.store.write(note_health, Observed(TELEGRAM, pending, at), TEST)


async def text_of(browser: Browser, path: str) -> str:
    return await (await browser.open(path)).text()


async def test_A24_more_than_fifty_waiting_updates_or_a_recent_error_stand_on_every_page(office: Office) -> None:
    anna = await office.at_work("anna")
    for pending, minutes, words in ((50, None, ()), (51, None, PILING_UP), (0, 4, FAILING), (0, 6, ()), (0, None, ())):
        await observe(office, pending=pending, error_minutes_ago=minutes)
        for path in ("/channel", "/inbox", "/board", "/help"):  # the first one looks, the others know it from there
            page = await text_of(anna, path)
            assert [each for each in (PILING_UP, FAILING) if each in page] == ([words] if words else []), path
            assert ('data-part="trouble"' in page) is bool(words), path
    await anna.close()


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path):
    """What a browser shows does not depend on the engine."""
    from shutil import copy

    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


async def test_A24_an_open_page_hears_of_it_without_being_read_again_and_is_told_when_it_is_over(
    office: Office, chromium: Chromium
) -> None:
    page = await a_page(chromium, office)
    await page.goto(f"{office.origin}/inbox")
    banner = page.locator("[data-region=channel] [role=alert]")
    await expect(banner).to_have_count(0)

    await observe(office, pending=51)
    await expect(banner).to_be_visible()
    await observe(office)
    await expect(banner).to_have_count(0)
