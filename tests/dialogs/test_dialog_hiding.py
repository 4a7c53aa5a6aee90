"""«Скрыть переписку» in the running bot: an empty chat, an honest line, and silence until a curator clears it (E7)."""

import asyncio

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.booking.confirm import Book, book
from core.booking.free import NearestSlots, nearest_slots
from core.booking.hold import Hold
from core.booking.listing import ReadServices, read_services
from core.booking.states import Mode
from core.cases.hiding import SafetyOf, safety_of
from core.duty.unsafe import MarkId, clear_mark
from core.families.exporting import ExportMyData, HeldBack, exporting
from core.messaging.tables import outbox
from core.storage.database import Unit
from core.use_case import Adult
from sandbox.client_views import Shown
from tests.dialogs.danger import (
    DANGER,
    HIDE,
    SOFT_CARE,
    STILL_HERE,
    URGENT,
    alarm_of,
    at_the_centre,
    duty_officer,
)
from tests.dialogs.town import DATA, Somebody, Town

EXPORT = "📦 Скачать всё"
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def letters_of(town: Town, chat_id: int) -> list[tuple[str, str | None]]:
    def read(unit: Unit) -> list[tuple[str, str | None]]:
        rows = sa.select(outbox.c.state, outbox.c.reason).where(outbox.c.chat_id == chat_id)
        return [(row.state, row.reason) for row in unit.connection.execute(rows)]

    return await town.house.database.read(read)


async def book_later(town: Town, adult: Adult) -> None:
    """A visit far enough for reminders."""
    store = town.house.store
    service = (await store.read(read_services, ReadServices(town.centre.id), adult)).entries[0]
    slots = (await store.read(nearest_slots, NearestSlots(service.id, Mode.PLACE, 60), adult)).slots
    await store.write(book, Book(Hold(service.id, Mode.PLACE, slots[-1].starts_at)), adult)


async def only_the_menu(who: Somebody) -> list[Shown]:
    """The chat once it holds one message and that is the menu."""
    return await who.person.wait_screen(lambda screen: len(screen) == 1 and "Я рядом" in screen[0].text, 20)


async def test_E7_hiding_empties_the_chat_and_the_menu_looks_like_any_other(town: Town) -> None:
    mother = await at_the_centre(town, "Прячется")
    menu = (await mother.person.last()).text
    await mother.say(DANGER, SOFT_CARE)
    await mother.say("он опять меня бьёт", STILL_HERE)

    await mother.person.tap(HIDE)
    await mother.hear("Удалил переписку")

    [left] = await only_the_menu(mother)
    assert left.text == menu, "nothing tells that there was something else"
    assert (await mother.say(DANGER, SOFT_CARE)).text.startswith("112"), "whoever writes again gets the numbers again"


async def test_E7_hiding_works_from_urgent_help_itself(town: Town) -> None:
    mother = await at_the_centre(town, "Кнопка")
    await mother.tap(URGENT, "Если опасно прямо сейчас")
    await mother.tap("Дома бьют или угрожают", SOFT_CARE)

    await mother.person.tap(HIDE)

    await mother.hear("Удалил переписку")
    await only_the_menu(mother)


async def test_E7_after_hiding_the_phone_gives_nothing_away(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Тихая")
    mother = await at_the_centre(town, "Нина")
    await mother.say(DANGER, SOFT_CARE)
    alarm = await alarm_of(town, officer)
    shown = await mother.tap(DATA, "Что я храню о вас")
    assert "сообщени" in shown.text and EXPORT in mother.labels()

    await mother.person.tap(HIDE)
    await only_the_menu(mother)
    mother.window = await mother.person.wait_for("Я рядом", 20)
    shown = await mother.tap(DATA, "хранит центр")
    assert EXPORT not in mother.labels() and "сообщени" not in shown.text
    with pytest.raises(HeldBack):
        await town.house.store.read(exporting(FAMILY_PARTS), ExportMyData(), await mother.actor())

    assert alarm.conversation_id is not None
    mark = (await town.house.store.read(safety_of, SafetyOf(alarm.conversation_id), officer)).mark_id
    assert mark is not None
    await town.write(clear_mark, MarkId(mark), officer)
    assert (await town.house.store.read(exporting(FAMILY_PARTS), ExportMyData(), await mother.actor())).sections


async def test_E7_what_cannot_be_deleted_is_told_honestly(town: Town) -> None:
    mother = await at_the_centre(town, "Честно")
    await mother.say(DANGER, SOFT_CARE)
    refused = {"code": 400, "description": "Bad Request: message can't be deleted for everyone"}
    await town.sandbox.faults(method="deleteMessages", chat_id=mother.person.id, times=1, **refused)
    await town.sandbox.faults(method="deleteMessage", chat_id=mother.person.id, times=2, **refused)

    await mother.person.tap(HIDE)
    notice = await mother.person.wait_for_notice("Не удалось удалить сообщений: 2", 20)

    assert len(notice) <= 200 and notice.count(":") >= 3, "with the times of what stays"
    await mother.person.wait_screen(lambda screen: len(screen) == 3, 20)


async def test_E7_nothing_is_sent_to_the_family_until_a_curator_clears_it(town: Town) -> None:
    officer = await duty_officer(town, "Дежурная Пятая")
    mother = await town.newcomer("Тихо")
    await mother.book("Логопед")
    await book_later(town, await mother.adult())
    await mother.menu()
    await mother.say(DANGER, SOFT_CARE)
    await mother.person.tap(HIDE)
    await mother.hear("Удалил переписку")
    await only_the_menu(mother)

    await town.reminders_fall_due(mother.person.id)
    async with asyncio.timeout(20):
        while not all(state == "skipped" for state, _ in await letters_of(town, mother.person.id)):
            await asyncio.sleep(0.05)

    letters = await letters_of(town, mother.person.id)
    assert letters and {reason for _, reason in letters} == {"unsafe to notify"}
    assert len(await mother.person.messages()) == 1

    alarm = await alarm_of(town, officer)
    assert alarm.conversation_id is not None
    mark = (await town.house.store.read(safety_of, SafetyOf(alarm.conversation_id), officer)).mark_id
    assert mark is not None
    await town.write(clear_mark, MarkId(mark), officer)
    assert (await town.house.store.read(safety_of, SafetyOf(alarm.conversation_id), officer)).mark_id is None
