"""The ladder (E4): who is woken when, once, and only until a person comes."""

from datetime import timedelta

import pytest

from core.cases.closing import AnswerClosing, AskToClose, answer_closing, ask_to_close
from core.cases.crisis import AnswerAlarm, ClearDanger, answer_alarm, clear_danger
from core.cases.inbox import Queue
from core.cases.refusals import TakenBy
from core.cases.states import FamilyWord
from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.alarms import Danger
from core.duty.drills import DrillId, StartDrill, answer_drill, start_drill
from core.duty.hearing import (
    Heard,
    HearDanger,
    Mistaken,
    Reviewed,
    ToReview,
    call_it_a_mistake,
    hear_danger,
    review,
    to_review,
)
from core.duty.ladder import Climb, rungs_due
from core.duty.refusals import CodeDoesNotWork, DrillRuns, NoSuchAlarm
from core.duty.report import ReportOf, duty_report
from core.duty.staff_chats import AskForCode, LinkChat, ask_for_code, link_chat
from core.duty.states import Step, StepState
from core.messaging.letters import TELEGRAM, Address
from core.messaging.outbox import Lane
from core.storage.database import Database
from core.use_case import Visitor
from tests.desks import Person, desk_at
from tests.storage.duty_hall import TICK, Hall, open_hall
from tests.stores import Clock, store_over

FIRED, WAITING, DROPPED = StepState.FIRED, StepState.WAITING, StepState.DROPPED
ALERT, LEAD, SECOND = "duty-alert-duty", "duty-alert-lead", "duty-alert-second-line"


@pytest.fixture
def clock() -> Clock:
    return Clock()


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


# -- «Это ошибка» and what is soft --------------------------------------------------------------------------------


async def heard(hall: Hall, who: Person, severity: Severity) -> Heard:
    command = HearDanger(who.address, CrisisType.HUNGER_NO_FOOD, severity, ("p-1", "p-2"), who.centre_id)
    return await hall.desk.store.write(hear_danger, command, who.actor)


async def mistake(hall: Hall, who: Person, what: Heard) -> bool:
    return (await hall.desk.store.write(call_it_a_mistake, Mistaken(who.address, what), who.actor)).known


async def test_an_error_stops_the_climb_of_a_serious_alarm_and_a_person_still_looks(hall: Hall) -> None:
    family = hall.desk.visitor()
    await hall.call_for_help(family)
    assert await mistake(hall, family, await heard(hall, family, Severity.SERIOUS))
    hall.clock.forward(minutes=10)

    assert await hall.climb() == 0
    [line] = (await hall.alarms()).entries
    assert line.mistaken and line.waits
    assert [each.mistaken for each in await queue(hall)] == [True]


async def test_an_error_does_not_silence_an_alarm_of_immediate_danger(hall: Hall) -> None:
    family = hall.desk.visitor()
    await hall.call_for_help(family, Danger(CrisisType.SUICIDE, Severity.IMMEDIATE))
    await mistake(hall, family, await heard(hall, family, Severity.IMMEDIATE))
    hall.clock.forward(minutes=5)

    assert await hall.climb() == 2


async def test_danger_after_an_error_rings_again(hall: Hall) -> None:
    family = hall.desk.visitor()
    await hall.call_for_help(family)
    await mistake(hall, family, await heard(hall, family, Severity.SERIOUS))
    await hall.woken()
    await hall.call_for_help(family)

    assert await hall.woken() == [("Галина", ALERT)]


async def test_nobody_calls_somebody_else_s_danger_an_error(hall: Hall) -> None:
    family, stranger = hall.desk.visitor(), hall.desk.visitor()
    await hall.call_for_help(family)
    what = await heard(hall, family, Severity.SERIOUS)

    assert not await mistake(hall, stranger, what)
    assert not await mistake(hall, family, Heard(what.heard_id, "0" * 16))
    hall.clock.forward(minutes=2)
    assert await hall.climb() == 1


async def test_soft_signals_wait_for_a_person_s_eyes_without_waking_anybody(hall: Hall) -> None:
    family = hall.desk.visitor()
    await heard(hall, family, Severity.SOFT)

    assert await hall.woken() == []
    [line] = await queue(hall)
    assert line.signs == ("p-1", "p-2") and line.conversation_id is None
    await hall.desk.store.write(review, Reviewed(line.heard_id), hall.galina.actor)
    assert await queue(hall) == []


async def queue(hall: Hall) -> list:
    return list((await hall.desk.store.read(to_review, ToReview(hall.desk.centre_id), hall.galina.actor)).entries)


# -- exercises and the report -------------------------------------------------------------------------------------


async def drill(hall: Hall) -> DrillId:
    return await hall.desk.store.write(start_drill, StartDrill(hall.desk.centre_id), hall.vera.actor)


async def test_E5_a_drill_climbs_the_whole_ladder_plainly_marked_and_ends_with_an_answer(hall: Hall) -> None:
    exercise = await drill(hall)
    assert await hall.woken() == [("Галина", "duty-drill-duty")]
    hall.clock.forward(minutes=5)
    assert await hall.climb() == 2
    assert {words for _, words in await hall.woken()} == {"duty-drill-lead", "duty-drill-second-line"}
    with pytest.raises(DrillRuns):
        await drill(hall)

    await hall.desk.store.write(answer_drill, exercise, hall.galina.actor)

    assert (await hall.alarms()).entries == ()
    with pytest.raises(NoSuchAlarm):
        await hall.desk.store.write(answer_drill, exercise, hall.galina.actor)


async def test_E5_the_report_counts_first_replies_within_five_minutes_drills_apart(hall: Hall) -> None:
    for minutes in (1, 4, 6):
        called = await hall.call_for_help(hall.desk.visitor())
        hall.clock.forward(minutes=minutes)
        await hall.galina.take(called.conversation_id)
        await hall.galina.say(called.conversation_id, "Я здесь.")
    exercise = await drill(hall)
    await hall.desk.store.write(answer_drill, exercise, hall.galina.actor)
    await hall.call_for_help(hall.desk.visitor())

    report = await hall.desk.store.read(duty_report, ReportOf(hall.desk.centre_id), hall.vera.actor)
    assert (report.real.count, report.real.in_time, report.real.share) == (3, 2, 66)
    assert (report.drills.count, report.drills.share) == (1, 100)
    assert not report.real.good and report.drills.good and not report.drill_is_due

    hall.clock.forward(days=8)
    later = await hall.desk.store.read(duty_report, ReportOf(hall.desk.centre_id), hall.vera.actor)
    assert later.real.count == 4, "whoever was never answered counts as late"
    assert later.drill_is_due


# -- own chats ----------------------------------------------------------------------------------------------------


async def test_a_code_links_a_chat_once_and_for_a_quarter_of_an_hour(hall: Hall) -> None:
    async def use(code: str) -> None:
        await hall.desk.store.write(link_chat, LinkChat(Address(TELEGRAM, 77), code), Visitor(TELEGRAM, 77))

    code = (await hall.desk.store.write(ask_for_code, AskForCode(), hall.galina.actor)).code
    await use(f" {code.lower()} ")
    late = (await hall.desk.store.write(ask_for_code, AskForCode(), hall.galina.actor)).code
    hall.clock.forward(minutes=15)

    for wrong in (code, late, "", "ABCD", "2" * 8):
        with pytest.raises(CodeDoesNotWork):
            await use(wrong)


async def test_looking_whether_anything_is_due_writes_nothing(hall: Hall) -> None:
    await hall.call_for_help(hall.desk.visitor())
    assert (await hall.desk.store.read(rungs_due, Climb(), TICK)).rungs == 0
    hall.clock.now += timedelta(minutes=3)
    assert (await hall.desk.store.read(rungs_due, Climb(), TICK)).rungs == 1
