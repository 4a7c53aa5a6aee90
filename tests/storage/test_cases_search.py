"""Search over what was said: by any form of a word, in one's own centres, and nothing readable in the index (A20)."""

from importlib import import_module

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.cases.crisis import ClearDanger, clear_danger
from core.cases.edits import IncomingEdit, receive_edit
from core.cases.indexing import IndexMessages, indexing
from core.cases.message_words import MessageWords
from core.cases.notes import WriteNote, note
from core.cases.search_tables import MessageWord, UnreadForSearch
from core.cases.searching import PAGE, Found, SearchMessages, searching
from core.families.erasing import EraseMe, erasing
from core.language.forms import FormTable
from core.storage.database import Database, Unit
from core.use_case import Forbidden
from tests.desks import Curator, Desk, desk_at
from tests.stores import TEST, store_over

MIGRATION = import_module("core.storage.migrations.versions.0061_message_search")
WORDS = MessageWords(FormTable.of(()), lambda text: "убьёт" in text)
INDEX, SEARCH = indexing(WORDS), searching(WORDS)


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def find(curator: Curator, text: str, before_id: int | None = None) -> Found:
    await curator.store.write(INDEX, IndexMessages(), TEST)
    return await curator.store.read(SEARCH, SearchMessages(text, before_id), curator.actor)


async def pieces(curator: Curator, text: str) -> list[str | None]:
    return [hit.piece for hit in (await find(curator, text)).hits]


async def test_A20_any_form_of_a_word_finds_any_other_newest_first(desk: Desk) -> None:
    anna, mother, father = await desk.curator("Анна"), await desk.adult(), await desk.adult()
    await mother.say("Когда придут пособия?")
    asked = await father.say("Про пособие на ребёнка")
    await anna.take(asked.conversation_id)
    await anna.say(asked.conversation_id, "Пособием занимается СФР")
    await anna.store.write(note, WriteNote(asked.conversation_id, "u" * 36, "уточнить про ипотеку"), anna.actor)

    assert await pieces(anna, "ПОСОБИЙ") == [
        "Пособием занимается СФР",
        "Про пособие на ребёнка",
        "Когда придут пособия?",
    ]
    assert await pieces(anna, "ребенку пособия") == ["Про пособие на ребёнка"], "every word must be there"
    assert await pieces(anna, "ипотека") == ["уточнить про ипотеку"], "notes are found too"
    assert await pieces(anna, "вертолёт") == []
    assert await pieces(anna, "…?!") == []


async def test_A20_nobody_finds_what_another_centre_hears(desk: Desk) -> None:
    other = await desk_at(desk.store, "lugovoy")
    anna, vera = await desk.curator("Анна"), await other.curator("Вера")
    await (await desk.adult()).say("Пособие в Озёрном")
    await (await other.visitor(external_id=8_000).consent()).say("Пособие в Луговом")

    assert await pieces(anna, "пособие") == ["Пособие в Озёрном"]
    assert await pieces(vera, "пособие") == ["Пособие в Луговом"]
    with pytest.raises(Forbidden):
        await desk.store.read(SEARCH, SearchMessages("пособие"), TEST)


async def test_A20_E9_words_of_danger_are_not_in_the_index_and_an_urgent_talk_shows_no_words(desk: Desk) -> None:
    anna, boris, mother = await desk.curator("Анна"), await desk.curator("Борис"), await desk.adult()
    said = await mother.say("Где взять справку?")
    await mother.say("Он сказал, что убьёт за эту справку")
    await boris.store.write(INDEX, IndexMessages(), TEST)
    await mother.call(crisis=True)
    await mother.say("Помогите со справкой")
    await anna.take(said.conversation_id)

    assert await pieces(boris, "справка") == [None], "the ordinary question is found, its words are the owner's alone"
    assert await pieces(anna, "справка") == ["Где взять справку?"]


async def test_E9_words_said_in_danger_stay_out_of_the_index_when_the_danger_is_over(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    called = await mother.call(crisis=True)
    await mother.send(mother.message("Где взять справку?", external_id="m1"))
    await anna.take(called.conversation_id)
    await anna.say(called.conversation_id, "Справка подождёт")
    await anna.store.write(note, WriteNote(called.conversation_id, "n" * 36, "справка потом"), anna.actor)
    await anna.store.write(clear_danger, ClearDanger(called.conversation_id), anna.actor)
    assert await pieces(anna, "справка") == []
    edit = IncomingEdit(mother.address, "m1", 1, desk.store.clock(), "Где взять справку о доходах?")
    await desk.store.write(receive_edit, edit, mother.actor)
    assert await pieces(anna, "справка") == [], "edited, it is still what was said in danger"


async def test_E9_what_was_said_before_the_index_stays_out_where_there_ever_was_danger(desk: Desk) -> None:
    anna, mother, father = await desk.curator("Анна"), await desk.adult(), await desk.adult()
    await father.say("Про пособие")
    called = await mother.call(crisis=True)
    await mother.say("Помогите с пособием")
    await anna.take(called.conversation_id)
    await anna.store.write(clear_danger, ClearDanger(called.conversation_id), anna.actor)

    def as_the_migration_does(unit: Unit) -> int:
        unit.session.exec(sa.delete(UnreadForSearch))
        return int(unit.connection.execute(sa.text(MIGRATION.QUEUE_CALM_TALKS)).rowcount)

    assert await desk.store.database.write(as_the_migration_does) == 1


async def test_A20_an_edit_is_found_by_its_new_words_only(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    await mother.send(mother.message("Про ипотеку", external_id="m1"))
    assert len(await pieces(anna, "ипотека")) == 1
    edit = IncomingEdit(mother.address, "m1", 1, desk.store.clock(), "Про алименты")
    await desk.store.write(receive_edit, edit, mother.actor)

    assert await pieces(anna, "ипотека") == []
    assert await pieces(anna, "алименты") == ["Про алименты"]


async def test_A20_no_word_can_be_read_in_the_index_and_erasing_empties_it(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    await mother.say("Секретное словечко")
    assert len(await pieces(anna, "словечко")) == 1
    columns = {column.name: str(column.type) for column in MessageWord.__table__.columns}  # type: ignore[attr-defined]
    assert columns == {"digest": "BIGINT", "message_id": "BIGINT"}, "numbers, no text"

    await desk.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother.actor)
    assert await desk.store.database.read(_left) == (0, 0)


async def test_A20_pages_follow_each_other_and_a_number_opens_its_conversation(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    for number in range(PAGE + 5):
        received = await mother.say(f"Справка {number}")
    first = await find(anna, "справка")
    second = await find(anna, "справка", first.hits[-1].message_id)

    assert (len(first.hits), first.more, len(second.hits), second.more) == (PAGE, True, 5, False)
    assert len({hit.message_id for hit in (*first.hits, *second.hits)}) == PAGE + 5
    assert (await find(anna, received.number.lower())).numbered == received.conversation_id
    stranger = await (await desk_at(desk.store, "lugovoy")).curator("Вера")
    assert (await find(stranger, received.number)).numbered is None


def _left(unit: Unit) -> tuple[int, int]:
    words, waiting = (
        unit.session.exec(sa.select(sa.func.count()).select_from(table)).scalar_one()  # type: ignore[call-overload]
        for table in (MessageWord, UnreadForSearch)
    )
    return words, waiting
