"""What families send: every kind of it, in any order, kept once, sealed, and read back as it was meant."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.cases.edits import IncomingEdit, receive_edit
from core.cases.files import MAX_DOWNLOAD, FileLost, IncomingFile, note_lost_file
from core.cases.states import Content, FileState
from core.storage.database import Database
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def talking(desk: Desk) -> tuple[Curator, Person, int]:
    """A curator who owns the conversation with a family."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    called = await mother.call()
    await anna.take(called.conversation_id)
    return anna, mother, called.conversation_id


STEPS = ("message", "edit", "second edit", "reply")


async def write_in_order(desk: Desk, mother: Person, order: Sequence[str]) -> None:
    """A message, two edits of it and a reply to it, delivered in this order."""
    for step in order:
        match step:
            case "message":
                await mother.send(mother.message("справка о дохадах", external_id="m1"))
            case "edit":
                await edit(desk, mother, 11, "справка о доходах")
            case "second edit":
                await edit(desk, mother, 12, "справка о доходах за год")
            case "reply":
                await mother.send(mother.message("вот про неё", external_id="m2", reply_to="m1"))


async def edit(desk: Desk, mother: Person, revision: int, text: str) -> None:
    command = IncomingEdit(mother.address, "m1", revision, desk.store.clock(), text)
    await desk.store.write(receive_edit, command, mother.actor)


async def test_A3_message_edits_and_reply_in_any_order_end_the_same(desk: Desk) -> None:
    for order in itertools.permutations(STEPS):
        anna, mother, conversation_id = await talking(desk)
        await write_in_order(desk, mother, order)

        lines = {line.text: line for line in await anna.lines(conversation_id)}
        assert set(lines) == {"справка о доходах за год", "вот про неё"}, order
        edited = lines["справка о доходах за год"]
        assert [wording.text for wording in edited.earlier] == ["справка о дохадах", "справка о доходах"], order
        assert lines["вот про неё"].reply_to_id == edited.message_id, order


async def test_A3_an_edit_of_a_message_nobody_saw_is_shown(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)

    edit = IncomingEdit(mother.address, "m77", 5, desk.store.clock(), "передумала, приду в среду")
    await desk.store.write(receive_edit, edit, mother.actor)
    await desk.store.write(receive_edit, edit, mother.actor)

    [line] = await anna.lines(conversation_id)
    assert (line.text, line.earlier) == ("передумала, приду в среду", ())


async def test_an_edit_of_words_said_to_the_bot_leaves_nothing_behind(desk: Desk) -> None:
    mother = await desk.adult()

    edited = await desk.store.write(
        receive_edit, IncomingEdit(mother.address, "m1", 5, desk.store.clock(), "пособия"), mother.actor
    )

    assert edited.message_id is None


async def test_A4_every_kind_of_content_is_a_row_the_curator_sees(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)

    received = [await mother.send(mother.message(None, content=content)) for content in Content]

    assert [line.content for line in await anna.lines(conversation_id)] == list(Content)
    assert [each.understood for each in received] == [content is not Content.UNSUPPORTED for content in Content]


def test_A4_a_kind_the_channel_invents_later_is_unsupported() -> None:
    assert Content.named("hologram") is Content.UNSUPPORTED
    assert Content.named("voice") is Content.VOICE


async def test_A5_a_file_over_the_limit_keeps_row_name_and_caption_and_the_family_hears_once(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    film = IncomingFile(Content.VIDEO, "file-1", size=MAX_DOWNLOAD + 1, name="суд.mp4")
    incoming = mother.message("вот запись", content=Content.VIDEO, files=(film,))

    await mother.send(incoming)
    await mother.send(incoming)

    [line] = await anna.lines(conversation_id)
    assert line.text == "вот запись"
    assert [(file.name, file.state) for file in line.files] == [("суд.mp4", FileState.TOO_BIG)]
    letters = await desk.deliver_all()
    assert [letter.kind for letter in letters] == ["lost_file"]
    assert letters[0].address == mother.address


async def test_A5_a_failed_download_is_marked_and_told_once_for_a_whole_album(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    for number in (1, 2):
        photo = IncomingFile(Content.PHOTO, f"photo-{number}", size=1000)
        await mother.send(mother.message(None, content=Content.PHOTO, files=(photo,), album_id="album"))
    lines = await anna.lines(conversation_id)
    assert {line.album_id for line in lines} == {"album"}

    for line in lines:
        await desk.store.write(note_lost_file, FileLost(line.files[0].attachment_id), anna.actor)

    assert [line.files[0].state for line in await anna.lines(conversation_id)] == [FileState.FAILED] * 2
    assert len(await desk.deliver_all()) == 1


async def test_nothing_a_strange_device_says_about_a_message_costs_the_message(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    odd = IncomingFile(Content.DOCUMENT, "f" * 400, size=-1, name="\x00" * 300, media_type="x/\x00" + "y" * 500)

    await mother.send(mother.message("лом\ud83dаный", content=Content.DOCUMENT, files=(odd,)))

    [line] = await anna.lines(conversation_id)
    assert line.text == "лом?аный"
    assert line.files[0].media_type == ("x/" + "y" * 500)[:100]


async def test_the_same_message_delivered_again_is_one_row(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    incoming = mother.message("я жду")

    first, second = await mother.send(incoming), await mother.send(incoming)

    assert first.message_id == second.message_id
    assert len(await anna.lines(conversation_id)) == 1


async def test_D7_words_and_names_lie_sealed_in_the_file(desk: Desk, database: Database, tmp_path: Path) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps its files elsewhere; the columns are the same")
    anna, mother, conversation_id = await talking(desk)
    named = IncomingFile(Content.DOCUMENT, "file-1", size=10, name="Иванова-развод.pdf")

    await mother.send(mother.message("муж не платит алименты", content=Content.DOCUMENT, files=(named,)))
    await anna.say(conversation_id, "подадим на судебный приказ")

    stored = b"".join(path.read_bytes() for path in tmp_path.glob("ryadom.sqlite*"))
    for secret in ("алименты", "Иванова-развод", "судебный приказ"):
        assert secret.encode() not in stored
    assert [line.text for line in await anna.lines(conversation_id)] == ["муж не платит алименты"]
