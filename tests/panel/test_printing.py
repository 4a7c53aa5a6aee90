"""On paper a page leaves the visit or the day alone: nothing to press, to choose or to open (C8)."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser as Chromium

from core.staff.grants import Place
from core.staff.roles import Role
from tests.households import a_family, a_town
from tests.panel.browsing import a_page
from tests.panel.office import Office
from tests.panel.test_whom_to_call import a_paper_family, agenda, booked, tomorrow

PRESSED = "header, nav, form, button, input, select, summary, .button, [role=alert], dialog"


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a browser prints does not depend on the engine."""
    from shutil import copy

    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


async def test_C8_paper_shows_the_visit_or_the_agenda_and_nothing_to_press(office: Office, chromium: Chromium) -> None:
    town = await a_town(office.store)
    paper = await a_paper_family(office, town)
    visit = await booked(office, town, paper, 15)
    await town.book(await a_family(office.store), town.at(tomorrow(office), 10))
    await office.hire("zoya", Role.CURATOR, Place(centre="primernyj"))
    places = {
        f"/visits/{visit.ticket}": ["Перенести", "Отменить", "можно напечатать", "без мессенджера"],
        agenda(office, town): ["Неделя", "Записать семью", "Пришли"],
        f"/appointments?centre={town.centre_id}&view=week": ["Позвонить", "Напоминание", "Записать семью"],
    }
    office.clock.now = town.at(tomorrow(office), 15) - timedelta(hours=24)
    page = await a_page(chromium, office, "zoya")
    for place, off_paper in places.items():
        await page.goto(office.origin + place)
        on_screen = await page.locator("body").inner_text()
        assert all(words in on_screen for words in off_paper), place
        await page.emulate_media(media="print")
        on_paper = await page.locator("body").inner_text()
        assert visit.ticket in on_paper and paper.ticket in on_paper and "Консультация юриста" in on_paper, place
        assert [words for words in off_paper if words in on_paper] == [], place
        assert await page.locator(PRESSED).filter(visible=True).count() == 0, place
        await page.emulate_media(media="screen")
