"""What a family is told about when somebody answers, and what the centre owes by its own clock."""

from datetime import UTC, datetime

import pytest

from core.cases.alerts import RaiseAlerts, raise_alerts
from core.cases.away import may_say_away
from core.cases.call_person import PromiseNow, promise_now
from core.cases.states import WaitsFor
from core.storage.database import Database
from core.use_case import System
from tests.desks import Desk, desk_at
from tests.stores import Clock, store_over


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026 by Moscow's clock; the 27th is a Friday."""
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


@pytest.fixture
async def clock() -> Clock:
    return Clock(moscow(27, 16, 30))


@pytest.fixture
async def desk(database: Database, clock: Clock) -> Desk:
    desk = await desk_at(store_over(database, clock))
    await desk.open_weekdays("09:00", "17:00")
    return desk


async def test_F8_a_call_in_working_hours_is_answered_now(desk: Desk) -> None:
    called = await desk.visitor().call()

    assert called.answering_now
    assert called.time_zone == "Europe/Moscow"


async def test_F8_a_call_on_friday_night_hears_of_monday(desk: Desk, clock: Clock) -> None:
    clock.now = moscow(27, 20)

    called = await desk.visitor().call()

    assert not called.answering_now
    assert called.opens_at == moscow(30, 9)


async def test_F8_a_promise_looked_at_again_is_the_one_that_holds_now(desk: Desk, clock: Clock) -> None:
    anna, mother = await desk.curator("Анна"), desk.visitor()
    again = PromiseNow(mother.address)
    assert await desk.store.read(promise_now, again, mother.actor) is None
    clock.now = moscow(27, 20)
    called = await mother.call()

    clock.now = moscow(30, 9, 5)
    on_monday = await desk.store.read(promise_now, again, mother.actor)
    assert on_monday is not None and on_monday.answering_now and on_monday.number == called.number
    await anna.take(called.conversation_id)
    taken = await desk.store.read(promise_now, again, mother.actor)
    assert taken is not None and taken.curator == "Анна"


async def test_a_centre_whose_hours_nobody_entered_promises_nothing(database: Database) -> None:
    silent = await desk_at(store_over(database))

    called = await silent.visitor().call()

    assert (called.answering_now, called.opens_at) == (False, None)


async def test_A14_the_answer_to_a_friday_afternoon_is_owed_on_monday_morning(desk: Desk) -> None:
    anna = await desk.curator("Анна")

    called = await desk.visitor().call()

    assert (await anna.read(called.conversation_id)).head.answer_due_at == moscow(30, 9, 30)


async def test_A14_nothing_is_owed_while_the_centre_waits_for_the_family(desk: Desk, clock: Clock) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    received = await mother.say("Здравствуйте")
    await anna.take(received.conversation_id)
    clock.forward(minutes=10)
    await anna.say(received.conversation_id, "Здравствуйте! Чем помочь?")

    head = (await anna.read(received.conversation_id)).head
    assert (head.waits_for, head.answer_due_at) == (WaitsFor.FAMILY, None)
    clock.now = moscow(30, 12)
    await mother.say("Потеряла работу")
    clock.forward(minutes=5)
    await mother.say("Двое детей")

    head = (await anna.read(received.conversation_id)).head
    assert (head.waits_for, head.since, head.answer_due_at) == (WaitsFor.STAFF, moscow(30, 12), moscow(30, 13))


async def test_a_crisis_is_owed_an_answer_within_five_minutes(desk: Desk) -> None:
    anna = await desk.curator("Анна")

    called = await desk.visitor().call(crisis=True)

    assert (await anna.read(called.conversation_id)).head.answer_due_at == moscow(27, 16, 35)


async def test_A15_the_centre_is_warned_at_seventy_and_at_hundred_per_cent_once_each(desk: Desk, clock: Clock) -> None:
    called = await desk.visitor().call()
    raised = []

    for minutes in (0, 5, 8, 5, 5, 5):  # to 16:58 on Friday, still within 70 % of the hour
        clock.forward(minutes=minutes)
        raised += await tick(desk)
    assert raised == []
    for day, hour, minute in ((30, 9, 11), (30, 9, 13), (30, 9, 31), (30, 9, 45), (30, 12, 0)):
        clock.now = moscow(day, hour, minute)
        raised += await tick(desk)

    assert raised == [(called.conversation_id, 70), (called.conversation_id, 100)]


async def tick(desk: Desk) -> list[tuple[int, int]]:
    raised = await desk.store.write(raise_alerts, RaiseAlerts(), System("ticker"))
    return [(alert.conversation_id, alert.share) for alert in raised.alerts]


async def test_A15_after_a_night_without_the_program_one_warning_comes_and_not_two(desk: Desk, clock: Clock) -> None:
    called = await desk.visitor().call()
    clock.now = moscow(30, 15)

    assert await tick(desk) == [(called.conversation_id, 100)]
    assert await tick(desk) == []


async def test_A15_an_answer_in_time_warns_nobody(desk: Desk, clock: Clock) -> None:
    anna = await desk.curator("Анна")
    called = await desk.visitor().call()
    await anna.take(called.conversation_id)
    await anna.say(called.conversation_id, "Я здесь.")
    clock.now = moscow(30, 15)

    assert await tick(desk) == []


async def test_A16_nobody_reads_now_is_said_once_in_twelve_hours_with_the_next_opening(
    desk: Desk, clock: Clock
) -> None:
    mother = await desk.adult()
    clock.now = moscow(27, 20)

    first = await mother.say("Здравствуйте")
    clock.forward(hours=1)
    second = await mother.say("Вы тут?")
    clock.forward(hours=11)
    third = await mother.say("Доброе утро")

    assert first.away is not None and first.away.opens_at == moscow(30, 9)
    assert second.away is None
    assert third.away is not None


async def test_A16_a_curator_who_is_there_is_not_contradicted(desk: Desk, clock: Clock) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    received = await mother.say("Здравствуйте")
    await anna.take(received.conversation_id)
    clock.now = moscow(27, 17, 2)
    await anna.say(received.conversation_id, "Я ещё на месте.")
    clock.forward(minutes=4)
    assert (await mother.say("Спасибо!")).away is None

    clock.forward(minutes=2)
    assert (await mother.say("И ещё вопрос")).away is not None


async def test_A16_nothing_is_said_in_working_hours(desk: Desk) -> None:
    assert (await (await desk.adult()).say("Здравствуйте")).away is None


def test_A16_the_rule_by_itself() -> None:
    now = moscow(27, 20)
    assert may_say_away(now, said_at=None, staff_spoke_at=None)
    assert not may_say_away(now, said_at=moscow(27, 8, 1), staff_spoke_at=None)
    assert may_say_away(now, said_at=moscow(27, 8), staff_spoke_at=moscow(27, 19, 55))
    assert not may_say_away(now, said_at=None, staff_spoke_at=moscow(27, 19, 56))
