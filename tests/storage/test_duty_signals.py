"""What was heard, errors, exercises, the report, and staff's own chats (E5)."""

import pytest

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
from core.duty.refusals import CodeDoesNotWork, DrillRuns, NoSuchAlarm
from core.duty.report import ReportOf, duty_report
from core.duty.staff_chats import AskForCode, LinkChat, ask_for_code, link_chat
from core.messaging.letters import TELEGRAM, Address
from core.storage.database import Database
from core.use_case import Visitor
from tests.desks import Person, desk_at
from tests.storage.duty_hall import Hall, open_hall
from tests.stores import Clock, store_over

ALERT = "duty-alert-duty"


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await open_hall(await desk_at(store_over(database, clock)), clock)


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


async def test_an_error_stops_only_the_alarm_its_own_card_belongs_to(hall: Hall) -> None:
    family = hall.desk.visitor()
    called = await hall.call_for_help(family)
    old = await heard(hall, family, Severity.SERIOUS)
    await hall.galina.take(called.conversation_id)
    hall.clock.forward(hours=1)
    await hall.call_for_help(family)
    await heard(hall, family, Severity.SERIOUS)
    hall.clock.forward(minutes=2)
    soft = await heard(hall, family, Severity.SOFT)

    await mistake(hall, family, old)
    await mistake(hall, family, soft)

    assert await hall.climb() == 1


async def test_an_error_does_not_stop_an_alarm_that_has_another_cause(hall: Hall) -> None:
    family, pressing = hall.desk.visitor(), hall.desk.visitor()
    for who in (family, pressing):
        await hall.call_for_help(who)
    first, only = [await heard(hall, who, Severity.SERIOUS) for who in (family, pressing)]
    hall.clock.forward(seconds=30)
    for who in (family, pressing):
        await hall.call_for_help(who)
    second = await heard(hall, family, Severity.SERIOUS)
    await mistake(hall, family, first)
    await mistake(hall, pressing, only)
    hall.clock.forward(minutes=2)

    assert await hall.climb() == 2, "other words are not an error, and a button was pressed"
    await mistake(hall, family, second)
    hall.clock.forward(minutes=5)
    assert await hall.climb() == 1, "both cards of the first family are called errors now"


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
