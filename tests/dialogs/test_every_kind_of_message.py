"""Whatever Telegram can carry, nothing a family sends is dropped in silence: every content type of the pinned aiogram,
types nobody has invented yet, edits in any order, files that cannot be had, and the window below a curator's words.
"""

import asyncio
from collections.abc import AsyncIterator
from itertools import permutations

import pytest
import pytest_asyncio
from aiogram.enums import ContentType

from bot.handlers.service import NOT_SAID
from core.cases.correcting import CorrectMessage, correct_message
from core.cases.files import MAX_DOWNLOAD
from core.cases.owner import OwnerAt, owner_at
from core.cases.reading import Line
from core.cases.states import Content, Delivery, Direction, FileState, OwnerKind
from core.messaging.letters import TELEGRAM, Address
from sandbox.client_views import Shown
from tests.dialogs.specimens import CAPTION, NOT_CONTENT, specimen
from tests.dialogs.talks import Talk, a_talk
from tests.dialogs.town import OPERATOR, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = [kind for kind in ContentType if kind not in NOT_CONTENT and kind not in NOT_SAID]
AS_PHOTO = {ContentType.PHOTO, ContentType.LIVE_PHOTO}
PHOTO = {"photo": [{"file_id": "still", "file_unique_id": "still", "width": 9, "height": 9, "file_size": 9}]}
UNSUPPORTED, TOO_BIG = "Такое сообщение я передать не умею", "Файл слишком большой"
NOT_READ, CALL_FIRST = "не получилось прочитать", "сначала позовите"
HANDED_OVER, WILL_BE_READ = "Передал специалистам", "сообщение прочитают"


@pytest_asyncio.fixture(loop_scope="session")
async def talk(town: Town) -> AsyncIterator[Talk]:
    """A curator owns the conversation."""
    yield await a_talk(town, taken=True)


def content_of(kind: ContentType) -> Content:
    """How the desk shows this type."""
    return Content.PHOTO if kind in AS_PHOTO else Content.named(kind.value)


def raw(kind: ContentType) -> dict[str, object]:
    """A specimen; a moving photo brings its still picture, as the Bot API promises."""
    return {**specimen(kind.value), **(PHOTO if kind is ContentType.LIVE_PHOTO else {})}


@pytest.mark.parametrize("taken", [True, False], ids=["a curator owns it", "it waits in the queue"])
async def test_A4_every_content_type_is_a_row_the_curator_sees(town: Town, taken: bool) -> None:
    talk = await a_talk(town, taken=taken)

    for kind in SAID:
        await talk.arrives(raw(kind))

    assert [line.content for line in await talk.lines()] == [content_of(kind) for kind in SAID]
    asked = [shown for shown in await talk.said_by_the_bot() if UNSUPPORTED in shown.text]
    assert len(asked) == [content_of(kind) for kind in SAID].count(Content.UNSUPPORTED) > 0


async def test_A4_only_what_no_person_said_is_let_go_and_each_kind_for_a_reason(talk: Talk) -> None:
    before = len(await talk.said_by_the_bot())

    for kind, reason in NOT_SAID.items():
        assert reason and content_of(kind) is Content.UNSUPPORTED, "a kind people send is never let go"
        await talk.arrives(specimen(kind.value))

    assert await talk.lines() == []
    assert len(await talk.said_by_the_bot()) == before


async def test_A4_a_type_nobody_has_invented_yet_is_a_row_and_a_request_to_resend(talk: Talk) -> None:
    await talk.arrives({"hologram": {"beam": 7}, "caption": CAPTION})

    [line] = await talk.lines()
    assert (line.content, line.text) == (Content.UNSUPPORTED, CAPTION)
    assert sum(UNSUPPORTED in shown.text for shown in await talk.said_by_the_bot()) == 1


async def test_A4_a_message_that_cannot_be_read_at_all_is_told_kindly_and_the_talk_goes_on(talk: Talk) -> None:
    await talk.arrives({"document": {"papers": "не по правилам"}, "caption": CAPTION})
    await talk.mother.person.wait_for(NOT_READ, 20)
    await talk.arrives({"text": "я ещё здесь"})

    assert [line.text for line in await talk.lines()] == ["я ещё здесь"]


async def test_A4_before_any_call_every_type_but_words_is_answered(town: Town) -> None:
    visitor = await town.newcomer("Без согласия")
    await visitor.start(town.centre.slug)
    talk = await a_talk(town, taken=False)
    alone = Talk(town, visitor, talk.curator, 0)

    for kind in SAID:
        heard = len(await alone.said_by_the_bot())
        await alone.arrives(raw(kind))
        assert len(await alone.said_by_the_bot()) > heard, f"{kind} was dropped in silence"

    answers = [shown.text for shown in await alone.said_by_the_bot()]
    assert sum(CALL_FIRST in answer for answer in answers) == len(SAID) - 1, "all but the words, which are searched"


async def test_A4_a_familys_photo_opens_a_request_by_itself(town: Town) -> None:
    anna = await town.newcomer("Анна")
    await anna.book("Логопед")

    await anna.person.send_photo(caption=CAPTION)

    await anna.person.wait_for(lambda shown: HANDED_OVER in shown.text or WILL_BE_READ in shown.text, 20)
    owner = await town.house.store.read(owner_at, OwnerAt(Address(TELEGRAM, anna.person.id)), OPERATOR)
    assert owner is OwnerKind.QUEUE


async def test_what_stands_in_a_list_a_poll_and_a_place_can_be_read(talk: Talk) -> None:
    await talk.arrives(specimen("checklist"))
    await talk.arrives(specimen("poll"))
    await talk.arrives({"location": {"latitude": 59.64, "longitude": 33.52}})
    await talk.arrives({"venue": {**specimen("venue")["venue"], "title": "Школа 4", "address": "Садовая, 1"}})

    assert [line.text for line in await talk.lines()] == [
        "title-1\n— text-1",
        "question-1\n— text-1",
        "59.64000, 33.52000",
        "Школа 4, Садовая, 1",
    ]


async def test_A5_a_file_over_the_limit_keeps_row_and_caption_and_the_family_hears_once(talk: Talk) -> None:
    person = talk.mother.person

    await person.send_file(b"film", "суд.mp4", caption=CAPTION, declared_size=MAX_DOWNLOAD + 1)
    await person.wait_for(TOO_BIG, 20)
    await person.send_album(declared_size=MAX_DOWNLOAD + 1)
    await person.wait_for(TOO_BIG, 20)
    await person.send_file(b"small", "справка.pdf", caption="а это маленький")
    await talk.handled()

    film, *album, small = await talk.lines()
    assert film.text == CAPTION
    assert [(file.name, file.state) for file in film.files] == [("суд.mp4", FileState.TOO_BIG)]
    assert [[file.state for file in line.files] for line in album] == [[FileState.TOO_BIG]] * 2
    assert [file.state for file in small.files] == [FileState.AVAILABLE]
    told = [shown for shown in await talk.said_by_the_bot() if TOO_BIG in shown.text]
    assert len(told) == 2, "once for the film, once for the whole album"


@pytest.mark.parametrize("order", list(permutations(("message", "edit", "second edit"))), ids=", ".join)
async def test_A3_edits_in_any_order_end_the_same(talk: Talk, order: tuple[str, ...]) -> None:
    first = int(await talk.town.sandbox.inject({"message": talk.message({"text": "начнём"})}))
    await talk.handled()
    said = {
        "message": (first + 1, "message", {"text": "справка о дохадах"}),
        "edit": (first + 2, "edited_message", {"text": "справка о доходах", "edit_date": 1_795_000_010}),
        "second edit": (first + 3, "edited_message", {"text": "справка за год", "edit_date": 1_795_000_020}),
    }

    for step in order:
        number, kind, content = said[step]
        await talk.town.sandbox.inject({"update_id": number, kind: talk.message(content, 900_001)})
        await talk.handled()

    line = next(line for line in await talk.lines() if line.text != "начнём")
    assert line.text == "справка за год"
    assert [wording.text for wording in line.earlier] == ["справка о дохадах", "справка о доходах"]


async def test_A3_a_moved_place_is_a_new_wording_and_keeps_the_old_one(talk: Talk) -> None:
    place = {"location": {"latitude": 59.64, "longitude": 33.52}}
    moved = {"location": {"latitude": 59.65, "longitude": 33.53}, "edit_date": 1_795_000_010}

    await talk.arrives(place, message_id=900_002)
    await talk.arrives(moved, "edited_message", message_id=900_002)

    [line] = await talk.lines()
    assert (line.text, [wording.text for wording in line.earlier]) == ("59.65000, 33.53000", ["59.64000, 33.52000"])


async def test_a_tap_that_waited_too_long_is_still_done(talk: Talk) -> None:
    """The program was away: the window is gone, and Telegram takes no answer to the tap any more."""
    seen = len(await talk.said_by_the_bot())
    who = talk.message({})["from"]
    tap = {
        "id": "1",
        "from": who,
        "chat_instance": "1",
        "data": "a1b2c3\x1dsearch",
        "message": talk.message({"text": "-"}),
    }

    await talk.town.sandbox.inject({"callback_query": tap})
    await talk.handled()

    shown = (await talk.said_by_the_bot())[seen:]
    assert ["Я рядом" in one.text for one in shown] == [True], "the menu, once, and no apology"


async def test_after_a_curators_words_the_open_window_stands_below_them_once_and_still_works(town: Town) -> None:
    talk = await a_talk(town, taken=True, name="Ольга")
    mother, asking = talk.mother, "Что случилось или что ищете?"
    window = await mother.tap("🔎 Найти", asking)

    await talk.curator.say(talk.conversation_id, "Здравствуйте! Я Анна.")
    await talk.curator.say(talk.conversation_id, "Расскажите, что случилось.")

    def settled(screen: list[Shown]) -> bool:
        bot = [shown for shown in screen if shown.from_bot]
        words = [shown.text for shown in bot]
        return words[-1].startswith(asking) and "Расскажите, что случилось." in words

    screen = await mother.person.wait_screen(settled, 20)
    windows = [shown for shown in screen if shown.text.startswith(asking)]
    assert len(windows) == 1 and windows[0].id > window.id
    assert [shown.text for shown in screen][-3:-1] == ["Здравствуйте! Я Анна.", "Расскажите, что случилось."]

    await mother.person.say("это вам, Анна")
    await talk.handled()
    assert [line.text for line in await talk.lines()] == ["это вам, Анна"], "what is typed goes to the curator"
    await talk.give_back()
    await mother.say("садик", "садик")
    assert [line.text for line in await talk.lines()] == ["это вам, Анна"], "the open question gets its words again"
    await mother.menu()


async def test_F8_a_curators_correction_stands_in_the_familys_chat_and_a_refused_one_is_told(town: Town) -> None:
    """Both ways: the family's own correction reaches the curator, the curator's reaches the family."""
    talk = await a_talk(town, taken=True, name="Лариса")
    person = talk.mother.person
    said = await person.say("Мне в среду удобно")
    await talk.handled()
    await person.edit("Мне в четверг удобно", said)
    await talk.handled()
    [line] = await talk.lines()
    assert (line.text, [each.text for each in line.earlier]) == ("Мне в четверг удобно", ["Мне в среду удобно"])

    posted = await talk.curator.say(talk.conversation_id, "Хорошо, жду вас в среду.")
    before = await _stands(talk, "Хорошо, жду вас в среду.")
    await _correct(talk, posted.message_id, "Хорошо, жду вас в четверг.")
    after = await _stands(talk, "Хорошо, жду вас в четверг.")
    assert after.id == before.id, "the message itself says something else now"
    screen = await person.wait_screen(bool, 20)
    assert "Хорошо, жду вас в среду." not in [each.text for each in screen]

    await town.sandbox.faults(method="editMessageText", code=400, times=1, chat_id=person.id)
    await _correct(talk, posted.message_id, "Хорошо, жду вас в пятницу.")
    line = await _told(talk, Delivery.FAILED)
    assert line.text == "Хорошо, жду вас в пятницу."
    assert (await _stands(talk, "Хорошо, жду вас в четверг.")).id == before.id
    await _correct(talk, posted.message_id, "Хорошо, жду вас в пятницу.")
    assert (await _stands(talk, "Хорошо, жду вас в пятницу.")).id == before.id
    await _told(talk, Delivery.SENT)
    await talk.give_back()


async def _correct(talk: Talk, message_id: int, words: str) -> None:
    await talk.town.write(correct_message, CorrectMessage(message_id, words), talk.curator.actor)


async def _stands(talk: Talk, words: str) -> Shown:
    screen = await talk.mother.person.wait_screen(lambda shown: any(each.text == words for each in shown), 20)
    return next(each for each in screen if each.text == words)


async def _told(talk: Talk, how: Delivery) -> Line:
    """The curator's own line, once it says how the correction went."""
    for _ in range(200):
        [line] = await talk.curator.lines(talk.conversation_id, Direction.OUT)
        if line.correction is how:
            return line
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {how}")
