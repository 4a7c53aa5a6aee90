"""A running panel for each test, on both engines."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import async_playwright, expect

from core.staff.grants import Place
from core.staff.roles import Role
from core.storage.database import Database
from core.storage.signals import Signals
from tests.conftest import missing
from tests.desks import Desk
from tests.panel.browsing import CHROMIUM, FLAGS
from tests.panel.office import Office, open_office
from tests.stores import Clock


@pytest.fixture
def clock() -> Clock:
    """The office's clock; tests move it."""
    return Clock()


@pytest.fixture
async def office(database: Database, signals: Signals, clock: Clock) -> AsyncIterator[Office]:
    """Two centres; Anna and Boris are curators in Tikhvin, Vera in Gatchina."""
    opened = await open_office(database, signals, clock)
    await opened.open_centre("tikhvin")
    await opened.open_centre("gatchina")
    for login, centre in (("anna", "tikhvin"), ("boris", "tikhvin"), ("vera", "gatchina")):
        await opened.hire(login, Role.CURATOR, Place(centre=centre))
    yield opened
    await opened.server.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    """The real browser, one per test."""
    if not CHROMIUM.exists():
        missing("Chromium is not installed (set CHROMIUM to its path)")
    expect.set_options(timeout=20_000)  # a busy machine may be slow; what must come is waited for, not timed
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
def desk(office: Office) -> Desk:
    """Tikhvin, as families write to it."""
    return Desk(office.store, office.centres["tikhvin"])
