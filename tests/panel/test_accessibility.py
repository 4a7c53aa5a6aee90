"""Every page of the panel, full of all it can show: for screen readers, both schemes, and small windows (A21)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from admin.routes import panel_routes
from core.booking.home_address import WriteAddress, write_address
from core.cases.choices import ReadColleagues, colleagues_at
from core.cases.colleagues import Colleague
from core.cases.indexing import IndexMessages, indexing
from core.cases.transfer import OfferTransfer, offer_transfer
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.tables import ConsentPurpose
from core.feedback.proposing import Propose, propose
from core.staff.grants import Place
from core.staff.roles import Role
from core.use_case import System
from tests.desks import Curator, Desk
from tests.households import joined_family
from tests.outings import a_driving_town, link
from tests.panel.browsing import a_page, called, sign_in
from tests.panel.furniture import a_change, a_club, a_draft
from tests.panel.office import WORDS, Browser, Office


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a browser shows does not depend on the engine."""
    from shutil import copy

    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


PLACES = (
    "/inbox?queue=centre",
    "/conversations/{id}",
    "/conversations/{id}?pane=family",
    "/search?q=здравствуйте",
    "/board?of=all",
    "/cases/{case}",
    "/tasks",
    "/templates",
    "/proposals",
    "/appointments",
    "/appointments?view=week",
    "/poster",
    "/waiting",
    "/gatherings",
    "/duty",
    "/helplines",
    "/account",
    "/help",
)
OF_A_HEAD = (
    "/book?centre={centre}",
    "/visits/{ticket}",
    "/routes?centre={centre}&day={day}",
    "/gatherings/{club}",
    "/centres",
    "/centres/{centre}",
    "/centres/{centre}/outings",
    "/centres/{centre}/assigning",
    "/duty/roster",
    "/campaigns",
    "/campaigns/new",
    "/campaigns/{campaign}",
    "/campaigns/{campaign}/preview?family={family}",
    "/changes",
    "/changes/{change}",
    "/changes/{change}/families",
)
"""Pages of a centre with hours, visits, a club and a mailing, as its head sees them."""
FRAGMENTS = {
    "/",
    "/events",
    "/channel",
    "/static/{name}",
    "/inbox/list",
    "/inbox/queues",
    "/appointments/list",
    "/waiting/list",
    "/board/columns",
    "/duty/alarms",
}
"""Addresses that are no page of their own: parts of pages, streams, files."""


def test_A21_every_page_of_the_panel_is_among_the_places_looked_at() -> None:
    parts = ("/stream", "/family", "/template", "/sheet", "/picture", "/progress")
    pages = {route.path for route in panel_routes() if route.method == "GET"} - FRAGMENTS
    pages = {path for path in pages if not path.endswith(parts) and not path.startswith("/files")}
    names = re.compile(r"{(case|centre|club|campaign|change)}")
    looked_at = {names.sub("{id}", place.partition("?")[0]) for place in (*PLACES, *OF_A_HEAD)} | {"/sign-in"}

    assert pages == looked_at


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_A21_no_page_has_a_serious_accessibility_fault(
    office: Office, desk: Desk, chromium: Chromium, scheme: str
) -> None:
    case_id = await _a_full_desk(office, desk)
    page = await a_page(chromium, office, color_scheme=scheme)
    faults = []
    for place in (*PLACES, "/sign-in?signed-out", "/nowhere"):
        if place.startswith("/sign-in"):
            await page.context.clear_cookies()
        await page.goto(office.origin + place.replace("{id}", "1").replace("{case}", str(case_id)))
        await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        faults += await _serious(page, place)
        if place.startswith("/sign-in"):
            await sign_in(page, office)
    await page.goto(f"{office.origin}/conversations/1")
    await page.keyboard.press("?")
    faults += await _serious(page, "keys")
    await page.get_by_role("button", name="Закрыть").click()
    await page.keyboard.press("n")
    faults += await _serious(page, "note")

    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_A21_no_page_of_a_head_has_a_serious_accessibility_fault(
    office: Office, chromium: Chromium, scheme: str
) -> None:
    places = await _a_steered_centre(office)
    page = await a_page(chromium, office, "galina", color_scheme=scheme)
    faults = []
    for place in places:
        await _look_at(page, office, place)
        faults += await _serious(page, place)

    assert faults == []


@pytest.mark.parametrize("width", [320, 768])
async def test_A21_no_page_of_a_head_scrolls_sideways(office: Office, chromium: Chromium, width: int) -> None:
    places = await _a_steered_centre(office)
    page = await a_page(chromium, office, "galina", viewport={"width": width, "height": 640})
    too_wide = []
    for place in places:
        await _look_at(page, office, place)
        over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide.append((place, over))

    assert too_wide == []


async def _look_at(page: Page, office: Office, place: str) -> None:
    answer = await page.goto(office.origin + place)
    assert answer is not None and answer.ok, place
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


async def _a_steered_centre(office: Office) -> list[str]:
    """A centre with a home visit, a village day, a club and a mailing, and its head Galina, who drives out herself; the
    pages she can open."""
    driving = await a_driving_town(office.store)
    town = driving.town
    await office.hire("galina", Role.HEAD, Place())
    await link(office.store, town.specialists[0], office.person("galina"))
    tomorrow = office.clock.now.astimezone(town.zone).date() + timedelta(days=1)
    joined = await joined_family(office.store, centre_id=town.centre_id)
    visit = await driving.book(joined.actor, tomorrow, 10, driving.far)
    await office.store.write(write_address, WriteAddress(visit.ticket, "улица Заречная, дом 7 " * 10), joined.actor)
    await driving.village_day(tomorrow + timedelta(days=1), driving.near, 11, 15)
    names = {
        "centre": town.centre_id,
        "ticket": visit.ticket,
        "day": tomorrow.isoformat(),
        "club": await a_club(office, town.centre_id),
        "campaign": await a_draft(office),
        "family": joined.ticket,
        "change": await a_change(office, joined.actor),
    }
    return [place.format(**names) for place in OF_A_HEAD]


async def _serious(page: Page, place: str) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{place}: {each['id']} {node['target']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
async def test_A21_no_page_scrolls_sideways(office: Office, desk: Desk, chromium: Chromium, width: int) -> None:
    case_id = await _a_full_desk(office, desk)
    page = await a_page(chromium, office, viewport={"width": width, "height": 640})
    too_wide = []
    for place in (*PLACES, "/conversations/2"):
        await page.goto(office.origin + place.replace("{id}", "1").replace("{case}", str(case_id)))
        await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide.append((place, over))

    assert too_wide == []


async def _a_full_desk(office: Office, desk: Desk) -> int:
    """Everything a page can show at once: danger, late answers, notes, failures, long words."""
    from core.messaging.outbox import State

    anna_page = await office.at_work("anna")
    family, conversation_id = await called(
        desk, "Донаудампфшиффартсэлектрицитэтенхауптбетрибсверкбауунтербеамтенгезельшафт " * 3
    )
    await anna_page.open("/account")
    path = f"/conversations/{conversation_id}"
    await anna_page.post(f"{path}/take")
    await anna_page.post(f"{path}/reply", text="Здравствуйте", client_uuid="1" * 36, last_seen=10**9)
    (claimed,) = await desk.claim()
    await desk.settle(claimed, State.UNKNOWN)
    await anna_page.post(f"{path}/note", text="Для своих", client_uuid="2" * 36)
    await family.say("https://example.org/" + "a" * 180)
    await desk.visitor().call(crisis=True)
    await _offer_tags_and_template(anna_page, desk, path)
    case_id = await _a_planned_family(anna_page, desk)
    await anna_page.close()
    return case_id


async def _offer_tags_and_template(anna_page: Browser, desk: Desk, path: str) -> None:
    """A conversation offered to Anna, hers with tags and put aside, a template, and the index of search."""
    galina, other = await desk.curator("Галина"), desk.visitor()
    await other.call()
    conversation_id = (await other.say("Здравствуйте")).conversation_id
    await galina.take(conversation_id)
    anna = next(each for each in (await _colleagues(desk, galina)) if each.name == "Anna")
    offer = OfferTransfer(conversation_id, account_id=anna.account_id, why="Нужен юрист " * 20)
    await desk.store.write(offer_transfer, offer, galina.actor)
    await anna_page.post(f"{path}/tags", new="жильё, оченьдлинноесловобезпробелов")
    await anna_page.post(f"{path}/snooze", until="tomorrow")
    await anna_page.post("/templates", centre=desk.centre_id, title="Что принести", body="{документы} " * 30)
    await desk.store.write(indexing(WORDS), IndexMessages(), System("test"))


async def _colleagues(desk: Desk, galina: Curator) -> tuple[Colleague, ...]:
    return (await desk.store.read(colleagues_at, ReadColleagues(desk.centre_id), galina.actor)).entries


async def _a_planned_family(anna_page: Browser, desk: Desk) -> int:
    """A family with a goal, steps of everybody, a check-in and a proposal."""
    mother = await desk.adult()
    agreed = GiveConsent((Agreement(ConsentPurpose.AGENCIES, "1", "a" * 64),), None, "Europe/Moscow")
    await desk.store.write(give_consent, agreed, mother.actor)
    await desk.store.write(propose, Propose("Приём по субботам"), mother.actor)
    conversation_id = (await mother.say("Помогите с планом")).conversation_id
    page = await (await anna_page.open(f"/conversations/{conversation_id}")).text()
    found = re.search(r'href="(/cases/(\d+))"', page)
    assert found is not None
    path = found.group(1)
    await anna_page.post(f"{path}/goals", words="Своё жильё")
    for doer in ("family", "centre", "agency"):
        await anna_page.post(f"{path}/steps", words=f"Шаг {doer}", doer=doer, agency="СФР", due_on="2026-11-20")
    await anna_page.post(f"{path}/check-ins", due_on="2026-11-20")
    return int(found.group(2))
