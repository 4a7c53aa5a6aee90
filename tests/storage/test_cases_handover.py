"""From a call for a person to a curator's answer: who owns the conversation, and what everybody is told."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.cases.call_person import CallPerson, call_person
from core.cases.closing import AnswerClosing, answer_closing
from core.cases.edits import IncomingEdit, receive_edit
from core.cases.inbox import Queue
from core.cases.receive import receive_message
from core.cases.recognising import Recognise, recognise
from core.cases.refusals import (
    CentreNotOpened,
    NotAtWork,
    NotHandedOver,
    NotYours,
    TakenBy,
)
from core.cases.states import CaseState, ContactBasis, FamilyWord, OwnerKind, WaitsFor
from core.cases.tables import Case, Conversation, Request
from core.cases.take import Assign, Release, assign, release
from core.staff.roles import Role
from core.storage.database import Database
from core.use_case import Adult, C, Forbidden, MemoKey, R, UseCase
from tests.desks import Desk, Person, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def rows(database: Database, table: type) -> int:
    return await database.read(
        lambda unit: unit.session.execute(sa.select(sa.func.count()).select_from(table)).scalar()
    )


async def test_F8_a_visitor_calls_a_person_before_any_consent(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    mother = desk.visitor()

    called = await mother.call()

    [waiting] = await anna.queue(Queue.FREE)
    assert (waiting.number, waiting.owner, waiting.waits_for) == (called.number, OwnerKind.QUEUE, WaitsFor.STAFF)
    page = await anna.read(called.conversation_id)
    assert page.head.basis is ContactBasis.CALL
    assert page.head.family_id is None


async def test_calling_twice_is_one_request(desk: Desk, database: Database) -> None:
    mother = desk.visitor()

    first, second = await mother.call(), await mother.call()

    assert (first.already, second.already) == (False, True)
    assert first.number == second.number
    assert await rows(database, Request) == 1


async def test_C1_a_frightened_finger_that_presses_twenty_times_at_once_is_one_request(desk: Desk) -> None:
    mother = desk.visitor()

    called = await asyncio.gather(*(mother.call() for _ in range(20)))

    assert len({each.number for each in called}) == 1
    assert sum(not each.already for each in called) == 1


async def test_A1_a_handler_that_runs_again_after_a_crash_answers_the_same_and_does_nothing_twice(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    edit = IncomingEdit(mother.address, "m1", 9, desk.store.clock(), "здравствуйте!")

    called = await twice(mother, 1, call_person, CallPerson(mother.address, desk.centre_id))
    await twice(mother, 2, receive_message, mother.message("здравствуйте", external_id="m1"))
    await twice(mother, 3, receive_edit, edit)
    await twice(mother, 4, recognise, Recognise(mother.address))
    await twice(mother, 5, answer_closing, AnswerClosing(mother.address, called.number, FamilyWord.NOT_SOLVED))

    lines = (await anna.read(called.conversation_id)).lines
    assert [line.happening or line.text for line in lines] == ["called", "здравствуйте!", "not_solved"]


async def twice(person: Person, update_id: int, case: UseCase[C, R], command: C) -> R:
    """The same write of the same update, handled again."""
    memo = MemoKey(1, update_id, 0)
    first, second = [await person.store.write(case, command, person.actor, memo) for _ in range(2)]
    assert first == second
    return first


async def test_a_centre_that_is_not_opened_keeps_nothing_and_says_so(database: Database) -> None:
    closed = await desk_at(store_over(database), "future", opened=False)

    with pytest.raises(CentreNotOpened):
        await closed.visitor().call()

    assert await rows(database, Conversation) == 0


async def test_a_visitor_who_called_nobody_is_not_recorded(desk: Desk, database: Database) -> None:
    with pytest.raises(NotHandedOver):
        await desk.visitor().say("а какие есть пособия?")

    assert await rows(database, Conversation) == 0


async def test_C1_any_message_of_a_family_is_a_request_and_fifty_lose_none(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    families = [await desk.adult() for _ in range(50)]

    received = await asyncio.gather(*(family.say("помогите с документами") for family in families))

    assert all(each.opened for each in received)
    assert len({each.number for each in received}) == 50
    assert {row.number for row in await anna.queue(Queue.FREE)} == {each.number for each in received}


async def test_A10_fifty_curators_press_take_and_one_owns(desk: Desk) -> None:
    curators = [await desk.curator(f"Куратор {number}") for number in range(50)]
    called = await desk.visitor().call()

    results = await asyncio.gather(
        *(curator.take(called.conversation_id) for curator in curators), return_exceptions=True
    )

    [owner] = [result.curator for result in results if not isinstance(result, BaseException)]
    refusals = [result for result in results if isinstance(result, BaseException)]
    assert [type(refusal) for refusal in refusals] == [TakenBy] * 49
    assert {refusal.name for refusal in refusals} == {owner}
    page = await curators[0].read(called.conversation_id)
    assert page.head.curator == owner


async def test_taking_what_is_yours_changes_nothing(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    called = await desk.visitor().call()

    await anna.take(called.conversation_id)
    await anna.take(called.conversation_id)

    taken = [line for line in (await anna.read(called.conversation_id)).lines if line.happening == "taken"]
    assert len(taken) == 1


async def test_a_released_conversation_waits_in_the_queue_since_it_began_to_wait(desk: Desk) -> None:
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    early, late = await desk.visitor().call(), await desk.visitor().call()
    await anna.take(early.conversation_id)

    await desk.store.write(release, Release(early.conversation_id), anna.actor)

    queue = await boris.queue(Queue.FREE)
    assert [row.number for row in queue] == [early.number, late.number]
    await boris.take(early.conversation_id)


async def test_only_the_owner_may_give_it_back(desk: Desk) -> None:
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    called = await desk.visitor().call()
    with pytest.raises(NotYours):
        await desk.store.write(release, Release(called.conversation_id), boris.actor)
    await anna.take(called.conversation_id)

    with pytest.raises(TakenBy):
        await desk.store.write(release, Release(called.conversation_id), boris.actor)


async def test_a_curator_of_another_centre_neither_sees_nor_takes(desk: Desk) -> None:
    elsewhere = await desk_at(desk.store, "dalny")
    stranger = await elsewhere.curator("Чужая")
    called = await desk.visitor().call()

    assert await stranger.queue(Queue.FREE) == ()
    with pytest.raises(Forbidden):
        await stranger.take(called.conversation_id)
    with pytest.raises(Forbidden):
        await stranger.read(called.conversation_id)


async def test_a_conversation_is_assigned_to_a_colleague_who_works_here(desk: Desk) -> None:
    anna, vera = await desk.curator("Анна"), await desk.curator("Вера")
    editor, stranger = (
        await desk.curator("Глеб", Role.EDITOR),
        await (await desk_at(desk.store, "dalny")).curator("Дина"),
    )
    called = await desk.visitor().call()
    await anna.take(called.conversation_id)

    owned = await desk.store.write(assign, Assign(called.conversation_id, vera.actor.account_id), anna.actor)

    assert owned.curator == "Вера"
    for elsewhere in (editor, stranger):
        with pytest.raises(NotAtWork):
            await desk.store.write(assign, Assign(called.conversation_id, elsewhere.actor.account_id), anna.actor)


async def test_consent_makes_the_conversation_the_familys(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    mother = desk.visitor()
    called = await mother.call()
    await mother.say("нужен юрист")

    await mother.consent()

    head = (await anna.read(called.conversation_id)).head
    assert isinstance(mother.actor, Adult)
    assert (head.family_id, head.adult_id) == (mother.actor.family_id, mother.actor.adult_id)
    assert head.basis is ContactBasis.CONSENT
    assert [line.text for line in await anna.lines(called.conversation_id)] == ["нужен юрист"]


async def test_nobody_speaks_from_somebody_elses_address(desk: Desk) -> None:
    mother, other = await desk.adult(), await desk.adult()
    stranger = desk.visitor()

    for actor in (other.actor, stranger.actor, (await desk.curator("Анна")).actor):
        with pytest.raises(Forbidden):
            await replace(mother, actor=actor).say("это не я")
    with pytest.raises(Forbidden):
        await desk.store.write(recognise, Recognise(mother.address), other.actor)


async def test_a_crisis_comes_first_and_its_words_are_for_the_owner_only(desk: Desk) -> None:
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    early = await desk.visitor().call()
    girl = desk.visitor()

    urgent = await girl.call(crisis=True)
    await girl.say("мне страшно идти домой")

    queue = await anna.queue(Queue.FREE)
    assert [row.number for row in queue] == [urgent.number, early.number]
    assert queue[0].crisis and queue[0].unread == 1
    assert queue[0].last is not None and queue[0].last.text is None
    await anna.take(urgent.conversation_id)
    [mine] = await anna.queue(Queue.MINE)
    assert mine.last is not None and mine.last.text == "мне страшно идти домой"
    others = await boris.queue(Queue.CENTRE)
    assert others[0].last is not None and others[0].last.text is None


async def test_the_case_follows_its_first_owner(desk: Desk, database: Database) -> None:
    anna = await desk.curator("Анна")
    called = await (await desk.adult()).call()
    assert (await anna.read(called.conversation_id)).head.case_state is CaseState.NEW

    await anna.take(called.conversation_id)

    assert (await anna.read(called.conversation_id)).head.case_state is CaseState.TRIAGE
    curator = await database.read(lambda unit: unit.session.execute(sa.select(Case.curator_id)).scalar())
    assert curator == anna.actor.account_id


async def test_a_conversation_with_an_owner_nobody_knows_is_refused_by_the_schema(
    desk: Desk, database: Database
) -> None:
    called = await desk.visitor().call()

    def break_it(unit) -> None:
        unit.session.execute(
            sa.update(Conversation).where(Conversation.id == called.conversation_id).values(owner_kind="curator")
        )

    with pytest.raises(sa.exc.IntegrityError):
        await database.write(break_it)
