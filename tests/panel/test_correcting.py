"""A curator corrects a sent message in the panel; whatever was typed is never lost (C2)."""

import re
from datetime import timedelta

import pytest

from core.cases.states import Direction
from core.messaging.outbox import State
from tests.desks import Desk
from tests.panel.office import Browser, Office
from tests.panel.test_counting import curator


@pytest.fixture
async def anna(office: Office) -> Browser:
    return await office.at_work("anna")


async def answered(anna: Browser, office: Office, desk: Desk) -> tuple[str, int]:
    """Address of a conversation in which Anna's words have arrived, and the message."""
    mother = await desk.adult()
    conversation_id = (await mother.say("Когда прийти?")).conversation_id
    who = await curator(office, "anna")
    await who.take(conversation_id)
    posted = await who.say(conversation_id, "Приходите в <среду>")
    await desk.deliver_all()
    return f"/conversations/{conversation_id}", posted.message_id


async def text_of(browser: Browser, path: str) -> str:
    return await (await browser.open(path)).text()


def field_of(page: str) -> str:
    found = re.search(r'<textarea id="words"[^>]*>([^<]*)</textarea>', page)
    assert found is not None
    return found.group(1)


async def test_C2_own_words_are_changed_in_the_field_they_stand_in(office: Office, desk: Desk, anna: Browser) -> None:
    path, message_id = await answered(anna, office, desk)
    shown = await text_of(anna, path)
    link = re.search(rf'href="({path}\?[^"]*correct={message_id})#words"', shown)
    assert link is not None
    form = await text_of(anna, link.group(1).replace("&amp;", "&"))
    assert field_of(form) == "Приходите в &lt;среду&gt;" and "Новые слова вместо сообщения" in form
    assert "data-draft" not in form, "a correction never becomes an answer's draft"

    page = await (await anna.post(f"{path}/correct", message=message_id, text="Приходите в четверг")).text()
    assert "Приходите в четверг" in page and "Меняем у семьи" in page and "Изменено в" in page
    assert "Приходите в &lt;среду&gt;" in page, "the earlier wording can be opened"
    await desk.deliver_all()
    assert "Меняем у семьи" not in await text_of(anna, path)
    await anna.close()


async def test_C2_a_correction_the_messenger_refused_is_told_on_the_page(
    office: Office, desk: Desk, anna: Browser
) -> None:
    path, message_id = await answered(anna, office, desk)
    await anna.open(path)
    await anna.post(f"{path}/correct", message=message_id, text="Приходите в четверг")
    [change] = await desk.claim()
    await desk.settle(change, State.FAILED, "message can't be edited")

    assert "Изменить не вышло: у семьи остались прежние слова" in await text_of(anna, path)
    await anna.close()


async def test_C2_refused_words_stay_in_the_field_and_late_ones_in_the_composer(
    office: Office, desk: Desk, anna: Browser
) -> None:
    path, message_id = await answered(anna, office, desk)
    await anna.open(path)
    long = "очень " * 900 + "длинно"
    answer = await anna.post(f"{path}/correct", message=message_id, text=long)
    page = await answer.text()
    assert answer.status == 409 and "не помещается в одно сообщение" in page
    assert field_of(page) == long and f'name="message" value="{message_id}"' in page

    office.clock.forward(minutes=1)
    who = await curator(office, "anna")
    line = (await who.lines(int(path.rpartition("/")[2]), Direction.OUT))[0]
    assert line.created_at > office.clock() - timedelta(hours=1)
    office.clock.now += timedelta(hours=48)
    anna = await office.at_work("anna")
    await anna.open(path)
    answer = await anna.post(f"{path}/correct", message=message_id, text="поздние слова")
    page = await answer.text()
    assert answer.status == 409 and "только в первые двое суток" in page
    assert field_of(page) == "поздние слова" and f"correct={message_id}" not in page
    await anna.close()


async def test_C2_a_colleagues_words_and_the_familys_have_no_such_link(
    office: Office, desk: Desk, anna: Browser
) -> None:
    path, message_id = await answered(anna, office, desk)
    boris = await office.at_work("boris")
    assert "correct=" not in await text_of(boris, path)
    assert "Новые слова вместо" not in await text_of(boris, f"{path}?correct={message_id}")
    assert (await boris.post(f"{path}/correct", message=message_id, text="Мимо")).status == 409
    assert (await anna.open(f"{path}?correct={10**9}")).status == 200
    await boris.close()
    await anna.close()
