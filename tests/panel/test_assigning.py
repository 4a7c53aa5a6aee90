"""The head decides who gets new conversations; everybody sees why (C2)."""

import pytest

from core.cases.assigning import AssignWaiting, assign_waiting
from core.cases.choosing import Knowledge
from core.cases.crew import ReadCrew, read_crew
from core.centres.states import Assigning
from core.families.settings import ChooseLanguage, choose_language
from core.families.spoken import Spoken
from core.staff.grants import Place
from core.staff.roles import Role
from core.triage.needs import Need
from core.use_case import StaffMember
from tests.desks import Desk
from tests.panel.office import Browser, Office
from tests.panel.test_counting import curator
from tests.stores import TEST


@pytest.fixture
async def page(office: Office, desk: Desk) -> str:
    """Where the head of Tikhvin decides; somebody is at work there."""
    await office.hire("galina", Role.HEAD, Place(centre="tikhvin"))
    await desk.open_weekdays()
    return f"/centres/{desk.centre_id}/assigning"


async def text_of(browser: Browser, path: str) -> str:
    return await (await browser.open(path)).text()


async def galina_of(office: Office) -> StaffMember:
    return (await curator(office, "galina")).actor


async def test_C2_the_head_decides_on_one_page_how_conversations_are_given_out_and_who_knows_what(
    office: Office, desk: Desk, page: str
) -> None:
    galina = await office.at_work("galina")
    assert f'href="{page}"' in await text_of(galina, f"/centres/{desk.centre_id}")
    shown = await text_of(galina, page)
    assert 'value="by-hand" checked' in shown and "отметок нет" in shown and "на месте" in shown
    assert "Vera" not in shown, "a curator of another centre"

    await galina.post(page, deed="how", how="automatic")
    boris = office.accounts["boris"]
    shown = await (await galina.post(page, deed="knows", account=boris, need="home", speaks="tatar")).text()

    assert 'value="automatic" checked' in shown
    crew = await office.store.read(read_crew, ReadCrew(desk.centre_id), await galina_of(office))
    assert crew.assigning is Assigning.AUTOMATIC
    known = {each.curator.name: each.curator.knows for each in crew.members}
    assert known == {"Anna": Knowledge(), "Boris": Knowledge(frozenset({Need.HOME}), frozenset({Spoken.TATAR}))}
    await galina.close()


async def test_C2_a_free_conversation_says_whom_it_suits_and_why_and_one_press_gives_it(
    office: Office, desk: Desk, page: str
) -> None:
    galina, anna = await office.at_work("galina"), await office.at_work("anna")
    mother = await desk.adult()
    await office.store.write(choose_language, ChooseLanguage(Spoken.TATAR), mother.actor)
    path = f"/conversations/{(await mother.call()).conversation_id}"
    assert "Можно поручить" not in await text_of(anna, path)
    await galina.open(page)
    await galina.post(page, deed="how", how="advised")
    await galina.post(page, deed="knows", account=office.accounts["boris"], speaks="tatar")

    shown = await text_of(anna, path)
    assert "Можно поручить: Boris" in shown and "Удобнее говорить: татарский" in shown
    assert "говорит на языке семьи: татарский, меньше всего открытых диалогов: 0" in shown
    given = await (await anna.post(f"{path}/give", to=f"account:{office.accounts['boris']}", only_free="yes")).text()
    assert "Ведёт Boris" in given and "Можно поручить" not in given

    late = await anna.post(f"{path}/give", to=f"account:{office.accounts['anna']}", only_free="yes")
    assert late.status == 409 and "Boris" in await late.text()
    assert "Ведёт Boris" in await text_of(anna, path)
    await galina.close()
    await anna.close()


async def test_C2_a_conversation_the_program_gave_away_tells_in_its_stream_to_whom_and_why(
    office: Office, desk: Desk, page: str
) -> None:
    galina = await office.at_work("galina")
    await galina.open(page)
    await galina.post(page, deed="how", how="automatic")
    path = f"/conversations/{(await desk.visitor().call()).conversation_id}"
    await office.store.write(assign_waiting, AssignWaiting(), TEST)

    shown = await text_of(galina, path)
    assert "Программа поручает диалог: Anna (меньше всего открытых диалогов: 0)" in shown
    assert "Программа поручает диалог: Anna" in await text_of(galina, f"{path}/stream")
    await galina.close()


async def test_C14_a_curator_has_no_say_in_it_and_a_head_none_elsewhere(office: Office, desk: Desk, page: str) -> None:
    anna, galina = await office.at_work("anna"), await office.at_work("galina")
    assert (await anna.open(page)).status == 403
    await anna.open("/inbox")
    assert (await anna.post(page, deed="how", how="automatic")).status == 403
    elsewhere = f"/centres/{office.centres['gatchina']}/assigning"
    assert (await galina.open(elsewhere)).status == 403
    await galina.open(page)
    assert (await galina.post(elsewhere, deed="how", how="automatic")).status == 403
    assert (await galina.post(page, deed="how", how="whenever")).status == 400
    vera = office.accounts["vera"]
    answer = await galina.post(page, deed="knows", account=vera, need="home")
    assert answer.status == 409 and "больше не куратор" in await answer.text()
    await anna.close()
    await galina.close()
