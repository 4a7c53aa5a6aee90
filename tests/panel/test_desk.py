"""A day at the desk over HTTP: one owner, one message, nobody answers past the family."""

import asyncio
import re
from uuid import uuid4

import pytest

from core.cases.states import Direction
from core.staff.grants import Place
from core.staff.roles import Role
from core.staff.tables import AuditEntry
from tests.desks import Desk
from tests.panel.office import Browser, Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.store, office.centres["tikhvin"])


async def _called(desk: Desk, words: str = "Здравствуйте, нужна помощь с пособием"):
    family = desk.visitor()
    await family.call()
    return family, (await family.say(words)).conversation_id


async def _hidden(browser: Browser, path: str) -> dict[str, str]:
    page = await (await browser.open(path)).text()
    form = page[page.index("data-composer") :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form).group(1) for name in ("client_uuid", "last_seen")}


async def test_A10_of_twenty_who_press_take_one_owns_it_and_the_others_learn_who(office: Office, desk: Desk) -> None:
    _, conversation_id = await _called(desk)
    curators = [f"curator{n}" for n in range(20)]
    for login in curators:
        await office.hire(login, Role.CURATOR, Place(centre="tikhvin"))
    browsers = [await office.at_work(login) for login in curators]
    await asyncio.gather(*(browser.open("/account") for browser in browsers))

    answers = await asyncio.gather(*(browser.post(f"/conversations/{conversation_id}/take") for browser in browsers))

    winners = [login for login, answer in zip(curators, answers, strict=True) if answer.status == 200]
    assert len(winners) == 1
    losers = [answer for answer in answers if answer.status == 409]
    assert len(losers) == 19
    for answer in losers:
        assert f"Диалог уже ведёт {winners[0].title()}" in await answer.text()
    await asyncio.gather(*(browser.close() for browser in browsers))


async def test_A6_the_same_form_sent_many_times_from_two_tabs_is_one_message_and_one_letter(
    office: Office, desk: Desk
) -> None:
    _, conversation_id = await _called(desk)
    tabs = [await office.at_work("anna") for _ in range(2)]
    await tabs[0].open("/account")
    await tabs[0].post(f"/conversations/{conversation_id}/take")
    fields = await _hidden(tabs[0], f"/conversations/{conversation_id}")
    await tabs[1].open("/account")

    answers = await asyncio.gather(
        *(
            tabs[n % 2].post(f"/conversations/{conversation_id}/reply", text="Здравствуйте!", **fields)
            for n in range(40)
        )
    )

    assert {answer.status for answer in answers} == {200}
    letters = await desk.deliver_all()
    assert [letter.letter.body.words for letter in letters if letter.kind == "curator_message"] == ["Здравствуйте!"]
    await asyncio.gather(*(tab.close() for tab in tabs))


async def test_A12_a_reply_past_newer_words_comes_back_with_the_text_and_can_be_sent_anyway(
    office: Office, desk: Desk
) -> None:
    family, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna = await office.at_work("anna")
    await anna.open("/account")
    await anna.post(f"{path}/take")
    fields = await _hidden(anna, path)
    await family.say("Ой, подождите, я ошиблась")

    stopped = await anna.post(f"{path}/reply", text="Приходите в среду", **fields)
    page = await stopped.text()
    again = await anna.post(f"{path}/reply", text="Приходите в среду", **await _from(page))

    assert stopped.status == 409
    assert "пришло 1 новое сообщение" in page and "Всё равно отправить" in page
    assert ">Приходите в среду</textarea>" in page and "я ошиблась" in page
    assert again.status == 200 and "Приходите в среду" in await again.text()
    await anna.close()


async def test_A12_a_page_of_earlier_words_has_not_shown_the_newest_and_does_not_say_so(
    office: Office, desk: Desk
) -> None:
    family, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna = await office.at_work("anna")
    await anna.open("/account")
    await anna.post(f"{path}/take")
    first = (await _hidden(anna, path))["last_seen"]
    await family.say("Ой, подождите, я ошиблась")

    earlier = f"{path}?queue=centre&before={int(first) + 1}"
    page = await (await anna.open(earlier)).text()
    fresh = await (await anna.open(f"{path}/stream?queue=centre&before={int(first) + 1}")).text()
    newest = await (await anna.open(path)).text()

    source = f'data-source="{path}/stream?queue=centre&amp;before={int(first) + 1}" data-newest="{first}"'
    assert source in page and source in fresh
    assert "data-unread-here" not in page and "data-unread-here" in newest
    assert (await _from(page))["last_seen"] == first
    assert (await anna.post(f"{path}/reply", text="Приходите в среду", **await _from(page))).status == 409
    await anna.close()


async def _from(page: str) -> dict[str, str]:
    form = page[page.index("data-composer") :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form).group(1) for name in ("client_uuid", "last_seen")}


async def test_A11_a_draft_survives_sign_out_and_a_new_owner_and_stays_with_its_writer(
    office: Office, desk: Desk
) -> None:
    _, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna, boris = await office.at_work("anna"), await office.at_work("boris")
    for browser in (anna, boris):
        await browser.open("/account")
    await anna.post(f"{path}/take")
    await anna.post(f"{path}/draft", text="Посмотрела ваши документы", mode="reply")
    await anna.post(f"{path}/return")
    await boris.post(f"{path}/take")
    await boris.post(f"{path}/reply", text="Это Борис", client_uuid=str(uuid4()), last_seen=10**9)
    await anna.post("/sign-out")

    await anna.sign_in("anna")
    mine, his = await (await anna.open(path)).text(), await (await boris.open(path)).text()

    assert "Посмотрела ваши документы</textarea>" in mine
    assert "Посмотрела ваши документы" not in his
    await asyncio.gather(anna.close(), boris.close())


async def test_a_half_written_note_never_comes_back_as_an_answer_to_the_family(office: Office, desk: Desk) -> None:
    _, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna = await office.at_work("anna")
    await anna.open("/account")
    await anna.post(f"{path}/take")

    await anna.post(f"{path}/draft", text="Мама путается в датах", mode="note")
    page = await (await anna.open(path)).text()

    assert 'value="note" checked' in page and 'value="reply" checked' not in page
    await anna.close()


async def test_a_note_is_for_colleagues_and_never_leaves(office: Office, desk: Desk) -> None:
    _, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna = await office.at_work("anna")
    await anna.open("/account")

    answer = await anna.post(f"{path}/note", text="Спросить у СФР", client_uuid=str(uuid4()))

    page = await answer.text()
    assert "Спросить у СФР" in page and "Заметка для своих · Anna" in page
    assert await desk.deliver_all() == []
    await anna.close()


async def test_only_the_family_closes_the_panel_asks(office: Office, desk: Desk) -> None:
    _, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna = await office.at_work("anna")
    await anna.open("/account")
    await anna.post(f"{path}/take")

    answer = await anna.post(f"{path}/ask-whether-solved")

    assert "Спросили семью, решено ли" in await answer.text()
    assert [letter.kind for letter in await desk.deliver_all()] == ["closing_question"]
    await anna.close()


async def test_a_failed_part_is_named_and_sent_again_by_its_own_button(office: Office, desk: Desk) -> None:
    from core.messaging.outbox import State

    _, conversation_id = await _called(desk)
    path = f"/conversations/{conversation_id}"
    anna = await office.at_work("anna")
    await anna.open("/account")
    await anna.post(f"{path}/take")
    await anna.post(f"{path}/reply", **await _hidden(anna, path), text="Здравствуйте")
    (claimed,) = await desk.claim()
    await desk.settle(claimed, State.FAILED, "no route")

    page = await (await anna.open(path)).text()
    part = re.search(r'name="part" value="(\d+)"', page).group(1)
    await anna.post(f"{path}/retry", part=part)

    assert "Не доставлено" in page
    assert len(await desk.deliver_all()) == 1
    await anna.close()


async def test_every_look_at_a_conversation_is_in_the_audit(office: Office, desk: Desk) -> None:
    from sqlmodel import select

    _, conversation_id = await _called(desk)
    anna = await office.at_work("anna")

    await anna.open(f"/conversations/{conversation_id}")

    rows = await office.store.database.read(
        lambda unit: [
            (row.account_id, row.subject_id)
            for row in unit.session.exec(select(AuditEntry).where(AuditEntry.action == "conversation.read"))
        ]
    )
    assert rows == [(office.accounts["anna"], conversation_id)]
    await anna.close()


async def test_the_inbox_goes_on_page_after_page_without_losing_or_doubling_a_row(office: Office, desk: Desk) -> None:
    opened = [(await _called(desk))[1] for _ in range(40)]
    anna = await office.at_work("anna")

    first = await (await anna.open("/inbox?queue=free")).text()
    further = re.search(r'href="(/inbox\?queue=free&amp;after=[^"]+)"', first).group(1).replace("&amp;", "&")
    second = await (await anna.open(further)).text()

    shown = [int(number) for number in re.findall(r'data-conversation="(\d+)"', first + second)]
    assert shown == opened
    await anna.close()


@pytest.mark.parametrize(
    "address", ["/inbox?after=x", "/inbox?after=1_2_3", "/conversations/x", "/conversations/1?before=-1"]
)
async def test_nonsense_in_an_address_is_answered_calmly(office: Office, address: str) -> None:
    anna = await office.at_work("anna")

    answer = await anna.open(address)

    assert answer.status in (400, 404)
    assert "<h1>" in await answer.text()
    await anna.close()


async def test_the_curators_words_are_shown_as_words_whatever_they_contain(office: Office, desk: Desk) -> None:
    _, conversation_id = await _called(desk, '<script>alert("1")</script> & <b>Анна</b>')
    anna = await office.at_work("anna")

    page = await (await anna.open(f"/conversations/{conversation_id}")).text()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert Direction.IN.value in page
    await anna.close()
