"""Somebody in danger before the running bot: the card from anywhere, people woken, a pause, an error, an empty chat.

The words are those of a made-up person; whether danger is heard in them is measured elsewhere.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from core.cases.crisis import AnswerAlarm, ClearDanger, answer_alarm, clear_danger
from core.cases.reading import ReadConversation, read_conversation
from core.catalog.helplines import CrisisType
from core.duty.hearing import ToReview, to_review
from core.duty.roster import PutOnDuty, put_on_duty
from core.duty.staff_chats import AskForCode, ask_for_code
from core.duty.states import Line
from tests.dialogs.danger import (
    DANGER,
    HIDE,
    MISTAKE,
    SOFT_CARE,
    STILL_HERE,
    URGENT,
    alarm_of,
    at_the_centre,
    duty_officer,
    open_alarms,
    said_by_the_bot,
)
from tests.dialogs.kitchen import BABY, begin
from tests.dialogs.town import CENTRE, MENU, OPERATOR, REGION, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAUSED, GO_ON = "Вопросы пока подождут", "Продолжить вопросы"
STATIC = "Я на связи, но сейчас отвечаю с трудом"
HANDED_OVER = "Я передал ваше сообщение дежурному"


async def test_E3_the_card_comes_before_any_consent_and_a_person_is_told(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Первая")
    mother = await at_the_centre(town, "Мария")

    card = await mother.say(DANGER, SOFT_CARE)

    assert card.text.startswith("112") and len(card.text.splitlines()) <= 5
    assert HANDED_OVER in card.text, "somebody is on duty in the demo centre"
    assert card.buttons == ((HIDE,), (MISTAKE,))
    alarm = await alarm_of(town, officer)
    assert alarm.waits and not alarm.drill


async def test_E3_without_a_centre_there_are_numbers_and_a_way_to_a_person_and_no_promise(town: Town) -> None:
    mother = await town.newcomer("Ничья")
    await mother.start()

    card = await mother.say(DANGER, SOFT_CARE)

    assert HANDED_OVER not in card.text
    assert card.buttons == (("🙋 Позвать человека",), (HIDE,), (MISTAKE,))


async def test_E3_whoever_chooses_a_centre_after_the_card_is_put_before_its_people_as_a_crisis(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Шестая")
    mother = await town.newcomer("Потом")
    await mother.start()
    await mother.say(DANGER, SOFT_CARE)

    await mother.tap("🙋 Позвать человека", "мне нужно знать ваш центр")
    await mother.tap("📍 Регион и центр", "Где вы живёте?")
    await mother.tap(REGION, "Какой центр вам ближе?")
    await mother.tap(CENTRE, "Я рядом")
    await mother.tap("🙋 Позвать человека", "Позову специалиста центра")
    before = {line.alarm_id for line in (await open_alarms(town, officer))}
    await mother.tap("Да, позовите", "обращения")

    [alarm] = [line for line in await open_alarms(town, officer) if line.alarm_id not in before]
    assert alarm.kind is CrisisType.DOMESTIC_VIOLENCE


async def test_E3_the_card_and_sos_come_in_the_middle_of_any_dialog(town: Town) -> None:
    mother = await town.newcomer("Середина")
    await begin(mother, BABY)

    await mother.say("/sos", "Если опасно прямо сейчас")
    card = await mother.say(DANGER, SOFT_CARE)

    assert card.text.startswith("112")


async def test_the_same_card_is_not_repeated_and_the_bot_does_not_fall_silent(town: Town) -> None:
    mother = await at_the_centre(town, "Повтор")
    await mother.say(DANGER, SOFT_CARE)
    again = await mother.say("он опять меня бьёт", STILL_HERE)
    assert "112" in again.text

    cards = [shown for shown in await said_by_the_bot(mother) if SOFT_CARE in shown.text]
    assert len(cards) == 1


async def test_E4_duty_staff_hear_of_it_in_their_own_chat_and_not_a_word_of_the_family(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Вторая")
    everyday = PutOnDuty(town.centre.id, officer.account_id, Line.FIRST, tuple(range(1, 8)), None, 0, 1440)
    await town.write(put_on_duty, everyday, OPERATOR)
    code = (await town.write(ask_for_code, AskForCode(), officer)).code
    phone = await town.newcomer("Телефон дежурной")
    await phone.start()
    await phone.person.say(f"/duty {code}")
    await phone.person.wait_for("срочные вызовы придут сюда", 20)
    mother = await at_the_centre(town, "Тревога")

    await mother.person.say(DANGER)
    alert = await phone.person.wait_for("Срочный вызов", 10)

    alarm = await alarm_of(town, officer)
    assert alarm.number in alert.text
    assert not {"муж", "бьёт", "насили", "Тревога"} & set(alert.text.replace(":", " ").split())

    await phone.person.say(f"/duty {code}")
    await phone.person.wait_for("Код не подошёл", 20)


async def test_questions_wait_until_a_person_clears_the_danger_and_the_doors_stay_open(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Третья")
    mother = await town.newcomer("Пауза")
    question = await begin(mother, BABY)
    await mother.say(DANGER, SOFT_CARE)
    alarm = await alarm_of(town, officer)
    assert alarm.conversation_id is not None

    await mother.person.tap(question.buttons[0][0], message_id=question.id)
    await mother.person.wait_for(PAUSED, 20)
    await mother.tap(URGENT, "Если опасно прямо сейчас")
    await mother.tap(MENU, "Я рядом")
    await mother.tap("📋 Что нам положено", PAUSED)
    await mother.person.tap(GO_ON)
    await mother.hear("Вопросы пока подождут")

    await town.write(answer_alarm, AnswerAlarm(alarm.conversation_id), officer)
    await town.write(clear_danger, ClearDanger(alarm.conversation_id), officer)
    await mother.person.tap(GO_ON)
    asked = await mother.person.wait_for(lambda shown: bool(shown.buttons) and PAUSED not in shown.text, 20)
    assert "Почему спрашиваем" in str(asked.buttons) or "Не знаю" in str(asked.buttons)


async def test_an_error_is_one_tap_and_frees_the_questions(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Четвёртая")
    mother = await town.newcomer("Ошибка")
    question = await begin(mother, BABY)
    await mother.say("нам нечего есть, детей кормить нечем", "112")

    await mother.tap(MISTAKE, "Хорошо, что всё спокойно")
    again = await mother.person.wait_for(
        lambda shown: shown.id != question.id and question.buttons == shown.buttons, 20
    )
    await mother.person.tap(question.buttons[0][0], message_id=again.id)
    await mother.person.wait_for(lambda shown: bool(shown.buttons) and PAUSED not in shown.text, 20)

    queue = await town.house.store.read(to_review, ToReview(town.centre.id), officer)
    assert queue.entries[0].mistaken and queue.entries[0].signs


class _Broken:
    """A recogniser that breaks at every message."""

    def detect(self, text: str) -> None:
        raise ZeroDivisionError(text)


@asynccontextmanager
async def broken_recogniser(town: Town) -> AsyncIterator[None]:
    whole = town.house.live.current
    broken: Any = _Broken()
    town.house.live.replace(replace(whole, crisis=broken))
    try:
        yield
    finally:
        town.house.live.replace(whole)


async def test_E3_with_a_broken_recogniser_everybody_who_writes_sees_the_numbers_once_and_is_served(town: Town) -> None:
    mother = await at_the_centre(town, "Сломано")
    async with broken_recogniser(town):
        await mother.say("пособие на второго ребёнка", "Вот что подходит")
        await mother.say("садик", "Вот что подходит")

    shown = [each for each in await said_by_the_bot(mother) if STATIC in each.text]
    assert len(shown) == 1 and "112" in shown[0].text


async def test_after_a_mistake_the_bot_answers_again_and_the_centre_sees_the_words(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Девятая")
    mother = await at_the_centre(town, "Снова спокойно")
    await mother.say(DANGER, "112")
    await mother.tap(MISTAKE, "Хорошо, что всё спокойно")
    await mother.person.wait_for("Я рядом", 20)

    await mother.say("что положено на садик", "садик")
    alarm = await alarm_of(town, officer)
    assert alarm.conversation_id is not None
    talk = await town.house.store.read(read_conversation, ReadConversation(alarm.conversation_id), officer)
    assert "что положено на садик" in [message.text for message in talk.lines]

    shown = await mother.say(DANGER, "112")
    assert MISTAKE in mother.labels(), "the numbers went with the card: danger gets them again"
    assert shown.text.startswith("112")
    before = len(await said_by_the_bot(mother))
    await mother.person.say("что положено на садик")
    await asyncio.sleep(1)
    assert len(await said_by_the_bot(mother)) == before, "danger is not searched"


async def test_words_that_wait_for_a_person_are_confirmed_once(town: Town) -> None:
    father = await at_the_centre(town, "Ждущий")
    await father.tap("🙋 Позвать человека", "Позову специалиста центра")
    await father.tap("Да, позовите", "Номер")
    await father.say("у нас протекла крыша", "Передал. Специалист прочитает")
    before = len(await said_by_the_bot(father))
    await father.person.say("фото пришлю завтра")
    await asyncio.sleep(1)
    assert len(await said_by_the_bot(father)) == before
