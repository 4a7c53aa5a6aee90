"""A case ends with the family's word, reopens with it, and leaves nothing when the family wants to be forgotten."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.cases.closing import AnswerClosing, AskToClose, Standing, answer_closing, ask_to_close
from core.cases.inbox import Queue
from core.cases.notes import WriteNote, note
from core.cases.refusals import NoSuchConversation, NotAsked, NotYours
from core.cases.states import CaseState, Direction, FamilyWord, OwnerKind
from core.cases.tables import Case
from core.families.erasing import EraseMe, erasing
from core.families.exporting import ExportMyData, as_json, exporting
from core.staff.tables import Account
from core.storage.database import Database
from core.storage.schema import metadata
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def helped(desk: Desk) -> tuple[Curator, Person, int]:
    """A family whose question a curator has answered."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    received = await mother.say("как получить справку?")
    await anna.take(received.conversation_id)
    await anna.say(received.conversation_id, "Справку запросим сами.")
    return anna, mother, received.conversation_id


async def ask(desk: Desk, curator: Curator, conversation_id: int) -> Standing:
    return await desk.store.write(ask_to_close, AskToClose(conversation_id), curator.actor)


async def answer(desk: Desk, person: Person, number: str, word: FamilyWord) -> Standing:
    return await desk.store.write(answer_closing, AnswerClosing(person.address, number, word), person.actor)


async def test_F13_the_family_is_asked_and_its_yes_closes_the_case(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)

    asked = await ask(desk, anna, conversation_id)
    question = (await desk.deliver_all())[-1]
    assert [button.action for row in question.letter.buttons for button in row] == [
        f"solved:{asked.number}",
        f"not_solved:{asked.number}",
    ]
    closed = await answer(desk, mother, asked.number, FamilyWord.SOLVED)

    assert (closed.case_state, closed.owner) == (CaseState.CLOSED, OwnerKind.BOT)
    assert await anna.queue(Queue.MINE) == ()
    assert [row.number for row in await anna.queue(Queue.CLOSED)] == [asked.number]


async def test_F13_a_silent_close_is_refused(desk: Desk, database: Database) -> None:
    anna, mother, conversation_id = await helped(desk)
    number = (await anna.read(conversation_id)).head.number

    with pytest.raises(NotAsked):
        await answer(desk, mother, number, FamilyWord.SOLVED)

    def close_past_everybody(unit) -> None:
        unit.session.execute(sa.update(Case).values(state="closed", closed_at=desk.store.clock()))

    with pytest.raises(sa.exc.IntegrityError, match="family_has_spoken"):
        await database.write(close_past_everybody)


async def test_F13_not_solved_keeps_the_case_open_with_the_same_curator(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    asked = await ask(desk, anna, conversation_id)

    standing = await answer(desk, mother, asked.number, FamilyWord.NOT_SOLVED)

    assert (standing.case_state, standing.number) == (CaseState.IN_PROGRESS, asked.number)
    [mine] = await anna.queue(Queue.MINE)
    assert mine.waits_for == "staff"


async def test_F13_an_old_button_reopens_a_closed_case_with_the_curator_the_family_knows(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    asked = await ask(desk, anna, conversation_id)
    ticket = (await anna.read(conversation_id)).head.case_ticket
    await answer(desk, mother, asked.number, FamilyWord.SOLVED)

    reopened = await answer(desk, mother, asked.number, FamilyWord.NOT_SOLVED)

    assert reopened.case_state is CaseState.IN_PROGRESS
    assert reopened.number != asked.number
    head = (await anna.read(conversation_id)).head
    assert (head.case_ticket, head.curator) == (ticket, "Анна")


async def test_F13_a_case_reopened_after_its_curator_has_left_waits_for_anybody(desk: Desk, database: Database) -> None:
    anna, mother, conversation_id = await helped(desk)
    boris = await desk.curator("Борис")
    asked = await ask(desk, anna, conversation_id)
    await answer(desk, mother, asked.number, FamilyWord.SOLVED)

    def leave(unit) -> None:
        unit.session.get(Account, anna.actor.account_id).disabled_at = desk.store.clock()

    await database.write(leave)
    reopened = await answer(desk, mother, asked.number, FamilyWord.NOT_SOLVED)

    assert reopened.owner is OwnerKind.QUEUE
    assert [row.number for row in await boris.queue(Queue.FREE)] == [reopened.number]


async def test_F13_an_old_button_joins_the_case_the_family_has_open_by_now(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    asked = await ask(desk, anna, conversation_id)
    await answer(desk, mother, asked.number, FamilyWord.SOLVED)
    new = await mother.say("теперь другой вопрос")
    newer_ticket = (await anna.read(conversation_id)).head.case_ticket

    standing = await answer(desk, mother, asked.number, FamilyWord.NOT_SOLVED)

    assert standing.number == new.number
    assert (await anna.read(conversation_id)).head.case_ticket == newer_ticket


async def test_a_family_that_wants_no_more_help_closes_too_and_it_is_not_called_solved(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    asked = await ask(desk, anna, conversation_id)

    standing = await answer(desk, mother, asked.number, FamilyWord.DECLINED)

    assert standing.case_state is CaseState.CLOSED
    assert [line.happening for line in (await anna.read(conversation_id)).lines][-1] == "declined"


async def test_pressing_yes_twice_is_one_closing(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    asked = await ask(desk, anna, conversation_id)

    for _ in range(2):
        await answer(desk, mother, asked.number, FamilyWord.SOLVED)

    solved = [line for line in (await anna.read(conversation_id)).lines if line.happening == "solved"]
    assert len(solved) == 1


async def test_nobody_answers_for_another_family_and_only_the_owner_asks(desk: Desk) -> None:
    anna, _, conversation_id = await helped(desk)
    other = await desk.adult()
    await other.say("у меня свой вопрос")
    asked = await ask(desk, anna, conversation_id)

    with pytest.raises(NoSuchConversation):
        await answer(desk, other, asked.number, FamilyWord.SOLVED)
    waiting = await desk.visitor().call()
    with pytest.raises(NotYours):
        await ask(desk, anna, waiting.conversation_id)


async def test_an_answered_question_is_not_sent_late(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    await desk.deliver_all()
    asked = await ask(desk, anna, conversation_id)
    await answer(desk, mother, asked.number, FamilyWord.NOT_SOLVED)

    assert await desk.deliver_all() == []


async def test_a_family_that_comes_back_gets_a_new_number_and_a_new_case(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    asked = await ask(desk, anna, conversation_id)
    before = (await anna.read(conversation_id)).head.case_ticket
    await answer(desk, mother, asked.number, FamilyWord.SOLVED)

    again = await mother.say("снова здравствуйте")

    assert again.opened and again.number != asked.number
    head = (await anna.read(conversation_id)).head
    assert head.case_ticket != before and head.case_state is CaseState.NEW


async def test_D9_the_export_holds_both_sides_and_no_working_notes(desk: Desk) -> None:
    anna, mother, conversation_id = await helped(desk)
    await desk.store.write(note, WriteNote(conversation_id, str(uuid4()), "проверить тихо"), anna.actor)

    exported = as_json(await desk.store.read(exporting(FAMILY_PARTS), ExportMyData(), mother.actor))

    assert "как получить справку?" in exported
    assert "Справку запросим сами." in exported
    assert "проверить тихо" not in exported


@pytest.mark.parametrize("consented", [True, False], ids=["family", "visitor"])
async def test_D9_erasure_leaves_no_row_of_the_conversation(desk: Desk, database: Database, consented: bool) -> None:
    anna, mother = await desk.curator("Анна"), desk.visitor()
    called = await mother.call()
    await mother.say("никому не говорите")
    await anna.take(called.conversation_id)
    await anna.say(called.conversation_id, "Хорошо.")
    if consented:
        await mother.consent()
    kept = {"centre", "account", "role_grant", "event", "destruction", "audit_entry"}

    await desk.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother.actor)

    def counts(unit) -> dict[str, int]:
        tables = [table for name, table in metadata.tables.items() if name not in kept]
        return {
            table.name: unit.session.execute(sa.select(sa.func.count()).select_from(table)).scalar() for table in tables
        }

    assert {name: rows for name, rows in (await database.read(counts)).items() if rows} == {}
    assert await desk.deliver_all() == [], "a letter still queued is not sent after the erasure"
    assert await anna.queue(Queue.MINE) == ()


async def test_D9_another_familys_conversation_stays(desk: Desk) -> None:
    anna, mother, _ = await helped(desk)
    other = await desk.adult()
    received = await other.say("я остаюсь")

    await desk.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother.actor)

    [line] = await anna.lines(received.conversation_id, Direction.IN)
    assert line.text == "я остаюсь"
