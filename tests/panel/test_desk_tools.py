"""The forms beside a conversation: hand on, put aside, tag, take back, find, fill in; and what the audit keeps."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from core.accompaniment.goals import SetGoal, set_goal
from core.cases.indexing import IndexMessages, indexing
from core.staff.grants import Place
from core.staff.roles import Role
from core.staff.tables import AuditEntry
from core.storage.database import Unit
from core.use_case import System
from tests.desks import Desk
from tests.panel.office import WORDS, Browser, Office


@pytest.fixture
async def anna(office: Office) -> Browser:
    return await office.at_work("anna")


async def taken(anna: Browser, desk: Desk, words: str = "Здравствуйте, как получить пособие?") -> str:
    """Address of a conversation that Anna answers."""
    mother = await desk.adult()
    path = f"/conversations/{(await mother.say(words)).conversation_id}"
    await anna.open(path)
    await anna.post(f"{path}/take")
    return path


async def text_of(browser: Browser, path: str) -> str:
    return await (await browser.open(path)).text()


async def test_A22_boris_sees_the_offer_in_his_list_and_accepts_it_with_one_press(
    office: Office, desk: Desk, anna: Browser
) -> None:
    path, boris = await taken(anna, desk), await office.at_work("boris")
    page = await text_of(anna, path)
    assert re.search(rf'value="account:{office.accounts["boris"]}">Boris', page), "a colleague to choose"
    await anna.post(f"{path}/offer", to=f"account:{office.accounts['boris']}", why="Нужен юрист")
    assert "Ждём ответа: Boris" in await text_of(anna, path)

    offered = await text_of(boris, "/inbox")
    assert "Anna просит принять диалог" in offered and "Нужен юрист" in offered
    accept = re.search(r'action="(/transfers/\d+/accept)"', offered)
    assert accept is not None
    assert "Ведёте вы" in await (await boris.post(accept.group(1))).text()
    assert "Ведёт Boris" in await text_of(anna, path)
    await boris.close()
    await anna.close()


async def test_C2_a_conversation_put_aside_leaves_the_list_and_a_tag_finds_it(desk: Desk, anna: Browser) -> None:
    path = await taken(anna, desk)
    await anna.post(f"{path}/tags", new="жильё, срок")
    await anna.post(f"{path}/snooze", until="tomorrow")
    assert "У вас нет открытых диалогов" in await text_of(anna, "/inbox?queue=mine")
    aside = await text_of(anna, "/inbox?queue=snoozed")
    assert f'href="{path}' in aside and "#жильё" in aside

    page = await text_of(anna, path)
    assert "Отложен до" in page
    tag = re.search(r'href="(/inbox\?queue=centre&amp;tag=\d+)">#жильё', page)
    assert tag is not None
    assert f'href="{path}' in await text_of(anna, tag.group(1).replace("&amp;", "&"))
    await anna.post(f"{path}/snooze", until="")
    assert f'href="{path}' in await text_of(anna, "/inbox?queue=mine")
    assert (await anna.post(f"{path}/snooze", until="someday")).status == 400
    await anna.close()


async def test_C2_a_reply_taken_back_comes_back_into_the_composer(desk: Desk, anna: Browser) -> None:
    path = await taken(anna, desk)
    await anna.post(f"{path}/reply", text="Ой, не то", client_uuid="3" * 36, last_seen=10**9)
    message = re.search(r'name="message" value="(\d+)"', await text_of(anna, path))
    assert message is not None
    page = await (await anna.post(f"{path}/take-back", message=message.group(1))).text()

    assert "Отозвано. Семья этого не увидела." in page
    assert re.search(r"<textarea[^>]*>Ой, не то</textarea>", page)
    assert await desk.deliver_all() == []
    await anna.close()


async def test_A20_the_search_page_finds_forms_of_words_and_opens_at_the_message(desk: Desk, anna: Browser) -> None:
    path = await taken(anna, desk)
    await desk.store.write(indexing(WORDS), IndexMessages(), System("test"))
    page = await text_of(anna, "/search?q=пособия")
    hit = re.search(r'href="([^"]*before=\d+#m\d+)"', page)
    assert hit is not None and hit.group(1).startswith(path)
    assert 'id="' + hit.group(1).partition("#")[2] in await text_of(anna, hit.group(1).replace("&amp;", "&"))
    assert "Ничего не нашли" in await text_of(anna, "/search?q=вертолёт")
    await anna.close()


async def test_C2_a_template_is_filled_and_one_with_strange_holes_comes_back_as_typed(
    office: Office, desk: Desk, anna: Browser
) -> None:
    path = await taken(anna, desk)
    await anna.post("/templates", centre=desk.centre_id, title="Привет", body="Это {куратор}, {центр}. {мера}")
    number = re.search(r'name="template" value="(\d+)"', await text_of(anna, "/templates"))
    assert number is not None
    filled = await anna.open(f"{path}/template?template={number.group(1)}")
    assert await filled.text() == "Это Anna, Tikhvin. {мера}"

    refused = await anna.post("/templates", centre=desk.centre_id, title="Плохой", body="Дайте {паспорт}")
    page = await refused.text()
    assert refused.status == 422 and "Таких подстановок нет: паспорт" in page and "Дайте {паспорт}" in page
    assert (await anna.post("/templates", centre=office.centres["gatchina"], title="Ч", body="Ч")).status == 403
    await anna.close()


async def test_C12_a_mailing_for_a_measure_that_is_gone_comes_back_with_its_words(office: Office) -> None:
    await office.hire("galina", Role.HEAD, Place(centre="tikhvin"))
    galina, starts = await office.at_work("galina"), office.clock()
    await galina.open("/campaigns/new")
    times = {"starts": f"{starts:%Y-%m-%dT%H:%M}", "until": f"{starts + timedelta(days=7):%Y-%m-%dT%H:%M}"}
    sheet = {"title": "Праздник", "centre": office.centres["tikhvin"], "topic": "clubs", "words": "Приходите в гости!"}
    limits = {"child_from": "", "child_to": "", "repeat": "skip", "measure": "no-such-measure"}

    refused = await galina.post("/campaigns", **sheet, **limits, **times)

    page = await refused.text()
    assert refused.status == 422 and "в каталоге больше нет" in page and "Приходите в гости!" in page
    await galina.close()


async def test_C4_a_refusal_of_a_case_is_explained_on_its_page(desk: Desk, anna: Browser) -> None:
    path = await taken(anna, desk)
    found = re.search(r'href="(/cases/\d+)"', await text_of(anna, path))
    assert found is not None
    for form, sent, words in (
        ("move", {"state": "closed", "level": "help"}, "говорит только сама семья"),
        ("steps", {"doer": "agency", "words": "Справка", "agency": "СФР"}, "ещё не разрешила"),
        ("goals", {"words": " "}, "Проверьте поля"),
    ):
        answer = await anna.post(f"{found.group(1)}/{form}", **sent)
        assert answer.status == 409 and words in await answer.text()
    await anna.close()


async def test_every_look_at_a_familys_words_and_every_deed_leaves_a_row_in_the_audit(
    office: Office, desk: Desk, anna: Browser
) -> None:
    path = await taken(anna, desk)
    case = re.search(r'href="/cases/(\d+)"', await text_of(anna, path))
    assert case is not None
    galina = await desk.curator("Галина")
    await desk.store.write(set_goal, SetGoal(int(case.group(1)), "Своё жильё"), galina.actor)
    await desk.store.write(indexing(WORDS), IndexMessages(), System("test"))
    before = await office.store.database.read(_entries)
    for page in (path, f"/cases/{case.group(1)}", "/search?q=пособие", "/proposals"):
        await anna.open(page)
    await anna.post(f"{path}/tags", new="жильё")
    await anna.post(f"{path}/snooze", until="week")
    await anna.post(f"/cases/{case.group(1)}/goals", words="Работа")

    new = [entry for entry in await office.store.database.read(_entries) if entry not in before]
    assert {action for _, action, _ in new} >= {
        "conversation.read",
        "case.read",
        "message.search",
        "proposal.read",
        "conversation.tagged",
        "conversation.snoozed",
        "case.goal",
    }
    assert {account for _, _, account in new} == {office.accounts["anna"]}
    await anna.close()


def _entries(unit: Unit) -> list[tuple[int | None, str, int | None]]:
    rows = unit.session.exec(select(AuditEntry.id, AuditEntry.action, AuditEntry.account_id))
    return [(number, action, account) for number, action, account in rows]
