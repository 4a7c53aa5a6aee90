"""The ladder (E4): who is woken when, once, and only until a person comes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.cases.closing import AnswerClosing, AskToClose, answer_closing, ask_to_close
from core.cases.crisis import AnswerAlarm, ClearDanger, answer_alarm, clear_danger
from core.cases.inbox import Queue
from core.cases.refusals import TakenBy
from core.cases.states import FamilyWord
from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.alarms import Danger
from core.duty.ladder import Climb, rungs_due
from core.duty.refusals import NoSuchAlarm
from core.duty.states import Step, StepState
from core.duty.tables import StaffChat
from core.messaging.outbox import Lane
from core.storage.database import Database, Unit
from tests.desks import desk_at
from tests.storage.duty_hall import TICK, Hall, open_hall
from tests.stores import Clock, store_over

FIRED, WAITING, DROPPED = StepState.FIRED, StepState.WAITING, StepState.DROPPED
ALERT, LEAD, SECOND = "duty-alert-duty", "duty-alert-lead", "duty-alert-second-line"


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await open_hall(await desk_at(store_over(database, clock)), clock)


async def test_E4_duty_at_once_then_lead_after_two_minutes_then_second_line_after_five(hall: Hall) -> None:
    await hall.call_for_help(hall.desk.visitor())
    assert await hall.woken() == [("Галина", ALERT)]

    hall.clock.forward(seconds=119)
    assert await hall.climb() == 0
    hall.clock.forward(seconds=1)
    assert await hall.climb() == 1
    assert await hall.woken() == [("Вера", LEAD), ("Галина", LEAD)]

    hall.clock.forward(minutes=3)
    assert await hall.climb() == 1
    assert await hall.woken() == [("Вера", SECOND), ("Галина", SECOND), ("Саша", SECOND)]

    hall.clock.forward(hours=5)
    assert await hall.climb() == 0 and await hall.woken() == []
    assert await hall.ledger() == dict.fromkeys(Step, FIRED)


async def test_E4_after_a_long_absence_every_rung_fires_once(hall: Hall) -> None:
    await hall.call_for_help(hall.desk.visitor())
    await hall.woken()
    hall.clock.forward(hours=1)

    assert [await hall.climb() for _ in range(3)] == [2, 0, 0]
    assert [words for _, words in await hall.woken()].count(LEAD) == 2


async def test_E4_the_ladder_stops_when_a_person_takes_the_conversation(hall: Hall) -> None:
    called = await hall.call_for_help(hall.desk.visitor())
    assert (await hall.alarms()).waiting == 1
    await hall.galina.take(called.conversation_id)
    hall.clock.forward(minutes=10)

    assert await hall.climb() == 0
    assert await hall.ledger() == {Step.DUTY: FIRED, Step.LEAD: DROPPED, Step.SECOND_LINE: DROPPED}
    assert await hall.woken() == [], "an alert that is still queued wakes nobody for nothing"
    assert [line.taken_by for line in (await hall.alarms()).entries] == ["Галина"]


async def test_E4_a_crisis_in_a_talk_that_has_a_curator_rings_until_somebody_says_so(hall: Hall) -> None:
    family = hall.desk.visitor()
    called = await family.call()
    await hall.sasha.take(called.conversation_id)
    await hall.call_for_help(family)
    assert (await hall.alarms()).waiting == 1

    with pytest.raises(TakenBy):
        anna = await hall.desk.curator("Анна")
        await hall.desk.store.write(answer_alarm, AnswerAlarm(called.conversation_id), anna.actor)
    owned = await hall.desk.store.write(answer_alarm, AnswerAlarm(called.conversation_id), hall.galina.actor)

    assert owned.curator == "Галина", "somebody on duty may come also when a colleague owns the talk"
    assert (await hall.alarms()).waiting == 0


async def test_E4_the_curator_who_is_there_already_stops_it_by_an_answer(hall: Hall) -> None:
    family = hall.desk.visitor()
    called = await family.call()
    await hall.sasha.take(called.conversation_id)
    await hall.call_for_help(family)
    await hall.sasha.say(called.conversation_id, "Я с вами.")
    hall.clock.forward(minutes=10)

    assert await hall.climb() == 0


async def test_E4_alerts_leave_before_everything_else(hall: Hall) -> None:
    other = hall.desk.visitor()
    called = await other.call()
    await hall.sasha.take(called.conversation_id)
    await hall.sasha.say(called.conversation_id, "Здравствуйте!")
    await hall.call_for_help(hall.desk.visitor())

    lanes = [letter.lane for letter in await hall.letters()]
    assert lanes == [Lane.CRISIS, Lane.CURATOR]


async def test_with_nobody_on_duty_the_lead_is_woken_at_once_and_nothing_is_promised(
    database: Database, clock: Clock
) -> None:
    hall = await open_hall(await desk_at(store_over(database, clock)), clock, attended=False)

    called = await hall.call_for_help(hall.desk.visitor())

    assert not called.on_duty
    assert await hall.woken() == [("Вера", ALERT)]
    hall.clock.forward(minutes=5)
    await hall.climb()
    assert {name for name, _ in await hall.woken()} == {"Вера", "Галина"}, "everybody who may answer a crisis"


async def test_E4_with_nobody_reachable_on_duty_the_lead_is_woken_at_once(hall: Hall) -> None:
    def unlink(unit: Unit) -> None:
        mine = select(StaffChat).where(StaffChat.account_id == hall.galina.actor.account_id)
        unit.session.delete(unit.session.exec(mine).one())

    await hall.desk.store.database.write(unlink)
    await hall.call_for_help(hall.desk.visitor())

    assert await hall.woken() == [("Вера", ALERT)]


async def test_only_somebody_on_duty_makes_the_promise_true(hall: Hall) -> None:
    assert (await hall.call_for_help(hall.desk.visitor())).on_duty


async def test_more_danger_from_the_same_person_is_the_same_alarm_until_it_is_old(hall: Hall) -> None:
    family = hall.desk.visitor()
    called = await hall.call_for_help(family)
    await hall.call_for_help(family, Danger(CrisisType.SUICIDE, Severity.IMMEDIATE))
    [only] = (await hall.alarms()).entries
    assert only.severity is Severity.IMMEDIATE and only.kind is CrisisType.SUICIDE

    await hall.galina.take(called.conversation_id)
    hall.clock.forward(minutes=29)
    await hall.call_for_help(family)
    assert (await hall.alarms()).waiting == 0, "whoever came half an hour ago sees the words arrive"
    hall.clock.forward(minutes=2)
    await hall.call_for_help(family)
    assert (await hall.alarms()).waiting == 1, "whoever came long ago may have gone home"


async def test_E4_new_danger_after_a_ladder_that_rang_in_vain_climbs_again(hall: Hall) -> None:
    family = hall.desk.visitor()
    await hall.call_for_help(family)
    hall.clock.forward(minutes=5)
    assert await hall.climb() == 2
    await hall.woken()

    hall.clock.forward(minutes=5)
    await hall.call_for_help(family)
    assert await hall.woken() == [], "everybody has just been told"
    hall.clock.forward(minutes=1)
    await hall.call_for_help(family)

    assert await hall.woken() == [("Галина", ALERT)]
    hall.clock.forward(minutes=5)
    assert await hall.climb() == 2


async def test_a_person_clears_the_danger_and_the_family_s_own_word_does_too(hall: Hall) -> None:
    first, second = hall.desk.visitor(), hall.desk.visitor()
    cleared, solved = await hall.call_for_help(first), await hall.call_for_help(second)
    await hall.galina.take(cleared.conversation_id)
    await hall.desk.store.write(clear_danger, ClearDanger(cleared.conversation_id), hall.galina.actor)
    assert not (await hall.galina.queue(Queue.MINE))[0].crisis

    await hall.galina.take(solved.conversation_id)
    await hall.desk.store.write(ask_to_close, AskToClose(solved.conversation_id), hall.galina.actor)
    command = AnswerClosing(second.address, solved.number, FamilyWord.SOLVED)
    await hall.desk.store.write(answer_closing, command, second.actor)

    assert (await hall.alarms()).entries == ()
    with pytest.raises(NoSuchAlarm):
        await hall.desk.store.write(clear_danger, ClearDanger(cleared.conversation_id), hall.galina.actor)


async def test_looking_whether_anything_is_due_writes_nothing(hall: Hall) -> None:
    await hall.call_for_help(hall.desk.visitor())
    assert (await hall.desk.store.read(rungs_due, Climb(), TICK)).rungs == 0
    hall.clock.now += timedelta(minutes=3)
    assert (await hall.desk.store.read(rungs_due, Climb(), TICK)).rungs == 1
