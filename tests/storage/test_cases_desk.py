"""Substitutes, conversations put aside, tags and words taken back (C2)."""

from datetime import date, timedelta

import pytest

from core.cases.absences import (
    EndAbsence,
    PlanAbsence,
    ReadAbsences,
    absences,
    end_absence,
    plan_absence,
    whom_to_choose,
)
from core.cases.delivery import RetryPart, retry_part
from core.cases.drafts import DraftOf, read_draft
from core.cases.inbox import Queue, ReadInbox, inbox
from core.cases.recall import TakeBack, take_back
from core.cases.refusals import NoSuchColleague, NotRecallable, NotRetryable, NotSnoozable, TakenBy
from core.cases.snoozing import PutAside, WakeDue, put_aside, wake_due
from core.cases.states import Delivery, Direction
from core.cases.tags import SetTags, set_tags
from core.messaging.events import after
from core.messaging.outbox import State
from core.permissions import Permission
from core.staff.actor import staff_member_of
from core.staff.grants import Grant, Place, grant_role
from core.staff.roles import Role
from core.staff.tables import Account
from core.storage.database import Database
from core.use_case import Forbidden, StaffMember, System, Tx, use_case
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import TEST, Clock, store_over

TODAY = date(2026, 11, 23)


@use_case(Permission.SYSTEM)
def member_of(tx: Tx, account_id: int) -> StaffMember:
    """Somebody as they sign in now."""
    return staff_member_of(tx.session, tx.session.get_one(Account, account_id))


@pytest.fixture
async def desk(database: Database, clock: Clock) -> Desk:
    return await desk_at(store_over(database, clock))


async def answered(desk: Desk) -> tuple[Curator, Person, int]:
    """A family and its curator Anna."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    conversation_id = (await mother.say("Как оформить пособие?")).conversation_id
    await anna.take(conversation_id)
    return anna, mother, conversation_id


async def away(desk: Desk, who: Curator, substitute: Curator, days: int = 3) -> int:
    command = PlanAbsence(who.actor.account_id, substitute.actor.account_id, TODAY, TODAY + timedelta(days=days - 1))
    return (await desk.store.write(plan_absence, command, who.actor)).absence_id


async def test_C2_a_substitute_answers_the_families_of_who_is_away_and_gives_them_back_by_itself(
    desk: Desk, clock: Clock
) -> None:
    anna, mother, conversation_id = await answered(desk)
    boris = await desk.curator("Борис")
    with pytest.raises(TakenBy):
        await boris.say(conversation_id, "Мимо")
    await away(desk, anna, boris)

    assert [row.conversation_id for row in await boris.queue(Queue.MINE)] == [conversation_id]
    assert (await boris.read(conversation_id)).head.mine
    await boris.say(conversation_id, "Анна в отпуске, отвечаю я")
    assert (await boris.read(conversation_id)).head.curator == "Анна", "the family keeps its curator"

    clock.forward(days=3)
    await mother.say("Жду Анну")
    assert await boris.queue(Queue.MINE) == ()
    with pytest.raises(TakenBy):
        await boris.say(conversation_id, "Уже не я")
    await anna.say(conversation_id, "Я вернулась")


async def test_C2_an_absence_is_entered_by_oneself_or_by_who_plans_the_hours(desk: Desk) -> None:
    anna, boris, vera = [await desk.curator(name) for name in ("Анна", "Борис", "Вера")]
    head = await desk.curator("Глава", Role.HEAD)
    for_anna = PlanAbsence(anna.actor.account_id, boris.actor.account_id, TODAY, TODAY)
    with pytest.raises(Forbidden):
        await desk.store.write(plan_absence, for_anna, vera.actor)
    planned = await desk.store.write(plan_absence, for_anna, head.actor)

    for reader, expected in ((anna, 1), (boris, 1), (head, 1), (vera, 0)):
        assert len((await desk.store.read(absences, ReadAbsences(), reader.actor)).entries) == expected
    with pytest.raises(Forbidden):
        await desk.store.write(end_absence, EndAbsence(planned.absence_id), vera.actor)
    await desk.store.write(end_absence, EndAbsence(planned.absence_id), anna.actor)
    assert (await desk.store.read(absences, ReadAbsences(), head.actor)).entries == ()


async def test_C2_who_plans_the_hours_of_one_centre_plans_none_where_only_answering(desk: Desk) -> None:
    elsewhere = await desk_at(desk.store, "lugovoy")
    anna, boris = [await elsewhere.curator(name) for name in ("Анна", "Борис")]
    galina, head = await desk.curator("Галина"), await desk.curator("Глава", Role.HEAD)
    also = Grant(head.actor.account_id, Role.CURATOR, Place(centre="lugovoy"))
    await desk.store.write(grant_role, also, System("test", frozenset(Permission)))
    both = await desk.store.read(member_of, head.actor.account_id, TEST)

    choice = await desk.store.read(whom_to_choose, ReadAbsences(), both)
    assert {each.name for each in choice.absentees} == {"Глава", "Галина"}
    assert {each.name for each in choice.colleagues} == {"Глава", "Галина", "Анна", "Борис"}
    for_anna = PlanAbsence(anna.actor.account_id, boris.actor.account_id, TODAY, TODAY)
    with pytest.raises(NoSuchColleague):
        await desk.store.write(plan_absence, for_anna, both)
    planned = await away(desk, anna, boris)
    assert (await desk.store.read(absences, ReadAbsences(), both)).entries == ()
    with pytest.raises(Forbidden):
        await desk.store.write(end_absence, EndAbsence(planned), both)
    own = PlanAbsence(both.account_id, boris.actor.account_id, TODAY, TODAY)
    assert (await desk.store.write(plan_absence, own, both)).substitute == "Борис"
    for_galina = PlanAbsence(galina.actor.account_id, both.account_id, TODAY, TODAY)
    assert (await desk.store.write(plan_absence, for_galina, both)).name == "Галина"


async def test_C2_nobody_from_elsewhere_stands_in(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    stranger = await (await desk_at(desk.store, "lugovoy")).curator("Вера")
    for substitute in (stranger, anna):
        with pytest.raises(NoSuchColleague):
            await away(desk, anna, substitute)
    with pytest.raises(NoSuchColleague):
        await away(desk, anna, await desk.curator("Борис"), days=0)


async def test_C2_what_is_put_aside_comes_back_when_its_moment_comes(desk: Desk, clock: Clock) -> None:
    anna, _, conversation_id = await answered(desk)
    await anna.say(conversation_id, "Жду справку до среды")
    await desk.store.write(put_aside, PutAside(conversation_id, clock() + timedelta(days=2)), anna.actor)

    assert await anna.queue(Queue.MINE) == ()
    assert [row.conversation_id for row in await anna.queue(Queue.SNOOZED)] == [conversation_id]
    assert [row.conversation_id for row in await anna.queue(Queue.CENTRE)] == [conversation_id], "nothing is hidden"
    counts = await anna.counts()
    assert (counts.mine, counts.snoozed) == (0, 1)

    assert (await desk.store.write(wake_due, WakeDue(), TEST)).count == 0
    clock.forward(days=2)
    heard = await _events(desk)
    assert (await desk.store.write(wake_due, WakeDue(), TEST)).count == 1
    assert len(await _events(desk)) == len(heard) + 1, "open pages hear of it"
    assert [row.conversation_id for row in await anna.queue(Queue.MINE)] == [conversation_id]
    assert (await desk.store.write(wake_due, WakeDue(), TEST)).count == 0


async def test_C2_the_familys_word_wakes_what_was_put_aside_and_danger_is_never_put_aside(
    desk: Desk, clock: Clock
) -> None:
    anna, mother, conversation_id = await answered(desk)
    tomorrow = PutAside(conversation_id, clock() + timedelta(days=1))
    await desk.store.write(put_aside, tomorrow, anna.actor)
    await mother.say("А если справки нет?")
    assert [row.conversation_id for row in await anna.queue(Queue.MINE)] == [conversation_id]

    await desk.store.write(put_aside, tomorrow, anna.actor)
    await mother.call(crisis=True)
    assert [row.conversation_id for row in await anna.queue(Queue.MINE)] == [conversation_id]
    with pytest.raises(NotSnoozable):
        await desk.store.write(put_aside, tomorrow, anna.actor)


async def test_C2_conversations_are_sorted_by_the_centres_own_words(desk: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    await (await desk.adult()).say("Где логопед?")
    tagged = await desk.store.write(set_tags, SetTags(conversation_id, ("Жильё ", " жильё", "Срочно ждут")), anna.actor)
    assert [tag.name for tag in tagged.tags] == ["жильё", "срочно ждут"]

    page = await desk.store.read(inbox, ReadInbox(Queue.CENTRE, tag_id=tagged.tags[0].tag_id), anna.actor)
    assert [(row.conversation_id, [tag.name for tag in row.tags]) for row in page.rows] == [
        (conversation_id, ["жильё", "срочно ждут"])
    ]
    assert (await desk.store.write(set_tags, SetTags(conversation_id, ()), anna.actor)).tags == ()


async def test_C2_a_message_that_has_not_left_is_stopped_and_its_words_come_back(desk: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    posted = await anna.say(conversation_id, "Ой, не туда")
    back = await desk.store.write(take_back, TakeBack(posted.message_id), anna.actor)

    assert not back.seen
    assert await desk.deliver_all() == []
    assert (await desk.store.read(read_draft, DraftOf(conversation_id), anna.actor)).text == "Ой, не туда"
    (line,) = await anna.lines(conversation_id, Direction.OUT)
    assert line.recall is not None and not line.recall.seen
    with pytest.raises(NotRetryable):
        await desk.store.write(retry_part, RetryPart(line.parts[0].part_id), anna.actor)
    assert (await desk.store.write(take_back, TakeBack(posted.message_id), anna.actor)) == back, "once"


async def test_C2_a_message_that_arrived_is_deleted_at_the_family(desk: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    posted = await anna.say(conversation_id, "Ошибка")
    await desk.deliver_all()
    (line,) = await anna.lines(conversation_id, Direction.OUT)
    assert line.delivery is Delivery.SENT
    await desk.store.write(take_back, TakeBack(posted.message_id), anna.actor)

    (deletion,) = await desk.deliver_all()
    assert (deletion.letter.body, deletion.letter.deletes is not None) == (None, True)
    (line,) = await anna.lines(conversation_id, Direction.OUT)
    assert line.recall is not None and line.recall.seen and not line.recall.failed


async def test_C2_a_message_taken_back_on_its_way_is_deleted_when_it_arrives(desk: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    posted = await anna.say(conversation_id, "Уже в пути")
    (on_its_way,) = await desk.claim()
    assert not (await desk.store.write(take_back, TakeBack(posted.message_id), anna.actor)).seen
    await desk.settle(on_its_way)

    (deletion,) = await desk.claim()
    await desk.settle(deletion, State.FAILED, "message can't be deleted")
    (line,) = await anna.lines(conversation_id, Direction.OUT)
    assert line.recall is not None and line.recall.seen and line.recall.failed


async def test_C2_only_the_centres_words_of_the_last_two_days_are_taken_back(desk: Desk, clock: Clock) -> None:
    anna, mother, conversation_id = await answered(desk)
    theirs = (await mother.say("Это сказала я")).message_id
    ours = (await anna.say(conversation_id, "Давно")).message_id
    clock.forward(hours=48)
    for message_id in (theirs, ours):
        with pytest.raises(NotRecallable):
            await desk.store.write(take_back, TakeBack(message_id), anna.actor)
    with pytest.raises(TakenBy):
        await desk.store.write(take_back, TakeBack(ours), (await desk.curator("Борис")).actor)


async def _events(desk: Desk) -> list[object]:
    return list(await desk.store.database.read(lambda unit: after(unit, 0, 5_000)))
