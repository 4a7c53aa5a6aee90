"""Danger at the panel in real Chromium: an alarm comes to whatever page is open, and the pages suit keys and phones."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright, expect

from core.cases.call_person import CallPerson, call_person
from core.cases.hiding import HideConversation, hide_conversation
from core.catalog.helplines import CrisisType
from core.catalog.loading import load
from core.crisis.signals import Severity
from core.duty.alarms import Danger
from core.duty.drills import StartDrill, start_drill
from core.duty.hearing import HearDanger, hear_danger
from core.duty.roster import PutOnDuty, put_on_duty
from core.duty.states import Line
from core.staff.grants import Place
from core.staff.roles import Role
from core.storage.database import Database
from core.storage.signals import Signals
from core.use_case import System
from tests.conftest import missing
from tests.desks import Desk
from tests.panel.browsing import CHROMIUM, FLAGS, a_page
from tests.panel.office import Office, open_office
from tests.stores import Clock
from tests.unit.catalog_pieces import CONTENT

VIOLENCE = Danger(CrisisType.DOMESTIC_VIOLENCE, Severity.SERIOUS)
PLACES = ("/duty", "/duty/roster", "/helplines", "/conversations/1", "/inbox")


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a browser shows does not depend on the engine."""
    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


@pytest.fixture
async def office(database: Database, signals: Signals, clock: Clock) -> AsyncIterator[Office]:
    """Zoya is the head in Tikhvin, Galina is on duty around the clock."""
    opened = await open_office(database, signals, clock, catalogue=load(CONTENT))
    await opened.open_centre("tikhvin")
    await opened.hire("zoya", Role.HEAD, Place(centre="tikhvin"), "Зоя Константиновна Долгоимённая")
    await opened.hire("galina", Role.DUTY, Place(centre="tikhvin"))
    centre_id, week = opened.centres["tikhvin"], tuple(range(1, 8))
    for login, line in (("galina", Line.FIRST), ("zoya", Line.SECOND)):
        put = PutOnDuty(centre_id, opened.accounts[login], line, week, None, 0, 1440)
        await opened.store.write(put_on_duty, put, System("test"))
    yield opened
    await opened.server.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    if not CHROMIUM.exists():
        missing("Chromium is not installed (set CHROMIUM to its path)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.store, office.centres["tikhvin"])


async def in_danger(desk: Desk, *, hidden: bool = False) -> int:
    """A family in danger; its conversation."""
    family = desk.visitor()
    command = CallPerson(family.address, family.centre_id, VIOLENCE)
    called = await desk.store.write(call_person, command, family.actor)
    await family.say("он меня бьёт")
    if hidden:
        await desk.store.write(hide_conversation, HideConversation(family.address, family.centre_id), family.actor)
    return called.conversation_id


async def everything_at_once(office: Office, desk: Desk) -> None:
    """Alarms, a drill, a hidden family, a signal to review."""
    await in_danger(desk, hidden=True)
    await in_danger(desk)
    family = desk.visitor()
    heard = HearDanger(family.address, CrisisType.HUNGER_NO_FOOD, Severity.SOFT, ("hunger-empty",), desk.centre_id)
    await desk.store.write(hear_danger, heard, family.actor)
    head = await desk.curator("Глава", Role.HEAD)
    await office.store.write(start_drill, StartDrill(desk.centre_id), head.actor)


async def test_E4_an_alarm_comes_to_an_open_page_is_said_politely_and_taken_by_keys(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page = await a_page(chromium, office, "galina")
    conversation_id = await in_danger(desk)

    await expect(page.locator(".alarm-bar")).to_contain_text("Срочный вызов")
    announcer = page.locator("#announcer")
    await expect(announcer).to_have_attribute("aria-live", "polite")
    await expect(announcer).to_have_text("Срочный вызов ждёт человека")

    come = page.get_by_role("button", name="Иду")
    for _ in range(30):
        await page.keyboard.press("Tab")
        if await come.evaluate("button => button === document.activeElement"):
            break
    await page.keyboard.press("Enter")

    await page.wait_for_url(f"**/conversations/{conversation_id}*")
    await expect(page.get_by_text("С семьёй сейчас: Galina")).to_be_visible()
    await expect(page.locator(".alarm-bar")).to_have_count(0)


async def test_E4_an_alarm_stays_in_sight_while_other_work_is_done(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page = await a_page(chromium, office, "galina")
    first = await in_danger(desk)
    await in_danger(desk)
    await page.goto(f"{office.origin}/conversations/{first}")
    await page.get_by_role("button", name="Иду").first.click()
    await expect(page.get_by_text("С семьёй сейчас: Galina")).to_be_visible()
    await page.goto(f"{office.origin}/conversations/{first}")
    await expect(page.locator(".alarm-bar")).to_have_count(1)

    await page.keyboard.press("n")
    await page.keyboard.type("Вызвала скорую")
    await page.keyboard.press("Control+Enter")

    await expect(page.locator(".message.note .words")).to_have_text("Вызвала скорую")
    await expect(page.locator("#words")).to_have_value("")
    await expect(page.locator(".alarm-bar")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_of_duty_have_no_serious_fault_for_assistive_tools(
    office: Office, desk: Desk, chromium: Chromium, scheme: str
) -> None:
    await everything_at_once(office, desk)
    page = await a_page(chromium, office, "zoya", color_scheme=scheme)
    faults = []
    for place in PLACES:
        await page.goto(office.origin + place)
        await expect(page.locator(".alarm-bar")).to_have_count(3)
        faults += await serious(page, place)

    assert faults == []


async def serious(page: Page, place: str) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{place}: {each['id']} {node['target']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("width", [320, 768])
async def test_the_pages_of_duty_do_not_scroll_sideways(
    office: Office, desk: Desk, chromium: Chromium, width: int
) -> None:
    await everything_at_once(office, desk)
    page = await a_page(chromium, office, "zoya", viewport={"width": width, "height": 640})
    too_wide = []
    for place in PLACES:
        await page.goto(office.origin + place)
        await expect(page.locator(".alarm-bar")).to_have_count(3)
        over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide.append((place, over))

    assert too_wide == []


async def test_the_roster_is_filled_by_keys_alone(office: Office, chromium: Chromium) -> None:
    page = await a_page(chromium, office, "zoya")
    await page.goto(f"{office.origin}/duty/roster")
    await page.locator("select[name=who]").focus()
    await page.keyboard.press("ArrowDown")
    monday = page.get_by_label("понедельник")
    for _ in range(10):
        await page.keyboard.press("Tab")
        if await monday.evaluate("box => box === document.activeElement"):
            break
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")

    added = page.locator(".row").filter(has_text="понедельник").filter(has_text="09:00–18:00")
    await expect(added).to_contain_text("Зоя Константиновна")
