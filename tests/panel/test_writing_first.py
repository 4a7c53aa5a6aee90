"""Pages about writing first: a change of the rules, a mailing on its way, since when something is received."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from core.catalog.conditions import Flag, Holds
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.tables import ConsentPurpose
from core.permissions import Permission
from core.staff.grants import Place
from core.staff.roles import Role
from core.storage.database import Database
from core.storage.signals import Signals
from core.triage.facts import Fact
from core.use_case import StaffMember
from tests.desks import Desk
from tests.households import joined_family
from tests.measures import a_measure
from tests.panel.browsing import a_page
from tests.panel.furniture import a_change
from tests.panel.office import Office, open_office
from tests.proactive import WRITING_FIRST, Newsroom, Outreach, catalogue_of
from tests.stores import Clock

YEARLY = replace(a_measure(Holds(Flag.RURAL), "Помощь на год"), granted_months=12)


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path):
    """Pages do not depend on the engine."""
    from shutil import copy

    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


@pytest.fixture
async def village(database: Database, signals: Signals, clock: Clock) -> AsyncIterator[Office]:
    """An office whose catalogue has one measure for a year; Anna is a curator, Galina the head, Zoya an editor."""
    opened = await open_office(database, signals, clock, catalogue=catalogue_of(YEARLY))
    await opened.open_centre("tikhvin")
    for login, role in (("anna", Role.CURATOR), ("galina", Role.HEAD), ("zoya", Role.EDITOR)):
        await opened.hire(login, role, Place(centre="tikhvin"))
    yield opened
    await opened.server.close()


async def test_C12_a_change_is_counted_first_and_becomes_a_mailing_that_has_to_be_tried_out(office: Office) -> None:
    joined = await joined_family(office.store, centre_id=office.centres["tikhvin"])
    agreed = GiveConsent((WRITING_FIRST,), None, "Europe/Moscow")
    await office.store.write(give_consent, agreed, joined.actor)
    change_id = await a_change(office, joined.actor)
    await office.hire("galina", Role.HEAD, Place(centre="tikhvin"))
    galina = await office.at_work("galina")

    assert f"/changes/{change_id}" in await (await galina.open("/changes")).text()
    page = await (await galina.open(f"/changes/{change_id}")).text()
    assert "Больше не положено: 1 семья" in page and "Получит 1 человек" in page
    assert "Консультация" in page, "what is not counted is named"
    listed = await (await galina.open(f"/changes/{change_id}/families?move=loses")).text()
    assert joined.ticket in listed

    draft = await (await galina.post(f"/changes/{change_id}/write", move="loses")).text()
    assert "Получит 1 человек" in draft and "Правила помощи изменились" in draft
    assert "/start proba-" in draft, "nothing leaves before its author has read it"
    assert (await galina.post(f"/changes/{change_id}/write", move="other")).status == 400
    assert (await galina.post("/changes/999/write", move="loses")).status == 404
    await galina.close()


async def test_D1_an_editor_sees_how_many_and_never_which_families(office: Office) -> None:
    joined = await joined_family(office.store, centre_id=office.centres["tikhvin"])
    change_id = await a_change(office, joined.actor)
    await office.hire("zoya", Role.EDITOR, Place(centre="tikhvin"))
    zoya = await office.at_work("zoya")

    page = await (await zoya.open(f"/changes/{change_id}")).text()
    assert "1 семья" in page and "Показать семьи" not in page and joined.ticket not in page
    assert (await zoya.open(f"/changes/{change_id}/families?move=loses")).status == 403
    await zoya.close()


async def test_C11_a_curator_writes_down_since_when_a_family_receives_something(village: Office) -> None:
    desk = Desk(village.store, village.centres["tikhvin"])
    mother = await desk.adult()
    shown = GiveConsent((Agreement(ConsentPurpose.HAND_OVER, "1", "a" * 64),), None, "Europe/Moscow")
    await village.store.write(give_consent, shown, mother.actor)
    await village.store.write(record_answers, RecordAnswers((Statement(Fact.RURAL, True),)), mother.actor)
    path = f"/conversations/{(await mother.say('Здравствуйте')).conversation_id}"
    anna = await village.at_work("anna")

    page = await (await anna.open(f"{path}?pane=family")).text()
    assert "Записать, что получает" in page
    page = await (await anna.post(f"{path}/received", measure=YEARLY.id, received="yes", since="2026-03")).text()
    assert "Помощь на год: 01.03.2026" in page or "Помощь на год: 1" in page
    assert (await anna.post(f"{path}/received", measure=YEARLY.id, received="yes", since="2030-01")).status == 400
    page = await (await anna.post(f"{path}/received", measure=YEARLY.id, received="no")).text()
    assert "Помощь на год:" not in page
    await anna.close()


async def test_the_card_of_a_family_that_shows_no_answers_takes_no_marks(village: Office) -> None:
    desk = Desk(village.store, village.centres["tikhvin"])
    mother = await desk.adult()
    path = f"/conversations/{(await mother.say('Здравствуйте')).conversation_id}"
    anna = await village.at_work("anna")

    assert (await anna.post(f"{path}/received", measure=YEARLY.id, received="yes")).status == 404
    await anna.close()


async def test_the_chart_of_a_mailing_grows_on_an_open_page_and_is_said_in_words(
    village: Office, database: Database, chromium: Chromium
) -> None:
    outreach = Outreach(database, village.clock, catalogue_of(YEARLY))
    rights = frozenset(Permission)
    author = StaffMember(village.accounts["galina"], "Galina", rights, None)
    newsroom = Newsroom(outreach, village.centres["tikhvin"], author, author)
    for account in range(1, 5):
        await outreach.family(account, centre_id=newsroom.centre_id)
    campaign = await newsroom.running()
    page = await a_page(chromium, village, "galina")
    await page.goto(f"{village.origin}/campaigns/{campaign.campaign_id}")
    await expect(page.get_by_text("Готово 0 из 4")).to_be_visible()

    for _ in range(4):
        outreach.clock.forward(seconds=12)
        await outreach.settle(await outreach.claim(1))
        await newsroom.feed()

    await expect(page.locator("figure.course polyline")).to_have_count(1)
    await expect(page.locator("figure.course figcaption")).to_contain_text("4 из 4")


async def test_a_mailing_is_looked_at_as_one_family_would_see_it(village: Office) -> None:
    joined = await joined_family(village.store, centre_id=village.centres["tikhvin"])
    outreach = Outreach(village.store.database, village.clock, catalogue_of(YEARLY))
    author = StaffMember(village.accounts["galina"], "Galina", frozenset(Permission), None)
    campaign = await Newsroom(outreach, village.centres["tikhvin"], author, author).draft()
    galina, path = await village.at_work("galina"), f"/campaigns/{campaign.campaign_id}/preview"

    page = await (await galina.open(f"{path}?family={joined.ticket}")).text()
    assert "Этой семье письмо не придёт" in page and "не соглашались" in page
    assert "Такой семьи в ваших центрах нет" in await (await galina.open(f"{path}?family=NOSUCH22")).text()
    await galina.close()
