"""«Скрыть переписку» and what else concerns one person alone: silence, the numbers of messages, erasure (E7, D9)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.house import FAMILY_PARTS
from core.cases.crisis import ClearDanger, clear_danger
from core.cases.hiding import (
    HideConversation,
    SafetyOf,
    StandingMessages,
    hide_conversation,
    safety_of,
    standing_messages,
)
from core.cases.pausing import PauseAt, paused_at
from core.cases.take import Release, release
from core.cases.transfer import AnswerTransfer, OfferTransfer, accept_transfer, offer_transfer
from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.hearing import HearDanger, hear_danger
from core.duty.refusals import NoSuchMark
from core.duty.tables import AlarmStep, CrisisAlarm, HeardDanger, UnsafeMark
from core.duty.unsafe import MarkId, SilentFamilies, clear_mark, silent_families
from core.families.consenting import Agreement
from core.families.erasing import EraseMe, erasing
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.families.tables import ConsentPurpose
from core.messaging import traces
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.outbox import Lane, Outgoing, enqueue
from core.messaging.tables import outbox
from core.staff.tables import AuditEntry
from core.storage.database import Database, Unit
from core.use_case import Forbidden, System, Visitor
from tests.desks import SENDER, Person, desk_at
from tests.storage.duty_hall import CHATS, DELIVERY, Hall, open_hall
from tests.stores import Clock, store_over


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await open_hall(await desk_at(store_over(database, clock)), clock)


async def hide(hall: Hall, who: Person) -> None:
    command = HideConversation(who.address, who.centre_id)
    await hall.desk.store.write(hide_conversation, command, who.actor)


async def write_to(hall: Hall, who: Person, lane: Lane, name: str) -> None:
    """The program wants to say something by itself."""

    def queue(unit: Unit) -> None:
        tx = hall.desk.store.open(unit, System("test"))
        enqueue(tx, Outgoing("update_failed", lane, who.address, Letter(Text("update-failed")), name, name))

    await hall.desk.store.database.write(queue)


async def arrives(hall: Hall, who: Person) -> int:
    """How many letters leave for this person now."""
    return sum(letter.address == who.address for letter in await hall.letters())


async def test_E7_after_hiding_no_lane_reaches_the_family_until_a_curator_clears_it(
    hall: Hall, database: Database
) -> None:
    family = hall.desk.visitor()
    called = await hall.call_for_help(family)
    await hall.galina.take(called.conversation_id)
    await hide(hall, family)
    await hide(hall, family)
    for lane in Lane:
        await write_to(hall, family, lane, f"letter of {lane.name}")
    await hall.galina.say(called.conversation_id, "Вы в безопасности?")

    assert await arrives(hall, family) == 0

    safety = await hall.desk.store.read(safety_of, SafetyOf(called.conversation_id), hall.galina.actor)
    assert safety.mark_id is not None
    await hall.desk.store.write(clear_mark, MarkId(safety.mark_id), hall.galina.actor)
    await hall.galina.say(called.conversation_id, "Можно говорить?")
    assert await arrives(hall, family) == 1
    with pytest.raises(NoSuchMark):
        await hall.desk.store.write(clear_mark, MarkId(safety.mark_id), hall.galina.actor)

    def deeds(unit: Unit) -> list[str]:
        return list(unit.session.exec(select(AuditEntry.action)).all())

    assert "family.safe_to_notify" in await database.read(deeds)


async def test_E7_the_whole_family_is_spared_whoever_of_it_hid(hall: Hall) -> None:
    mother = await hall.desk.adult()
    code = (await hall.desk.store.write(invite_adult, InviteAdult(), mother.actor)).code
    father = hall.desk.visitor()
    agreement = Agreement(ConsentPurpose.PERSONAL_DATA, "1", "0" * 64)
    father.actor = (await hall.desk.store.write(join_family, JoinFamily(code, (agreement,)), father.actor)).actor
    await hide(hall, mother)
    await write_to(hall, father, Lane.APPOINTMENT, "a reminder")

    assert await arrives(hall, father) == 0


async def test_E7_what_a_visitor_hid_silences_the_family_that_visitor_joins(hall: Hall) -> None:
    mother = await hall.desk.adult()
    code = (await hall.desk.store.write(invite_adult, InviteAdult(), mother.actor)).code
    father = hall.desk.visitor()
    await hall.desk.store.write(hide_conversation, HideConversation(father.address, None), father.actor)
    agreement = Agreement(ConsentPurpose.PERSONAL_DATA, "1", "0" * 64)
    await hall.desk.store.write(join_family, JoinFamily(code, (agreement,)), father.actor)
    await write_to(hall, mother, Lane.APPOINTMENT, "a reminder")

    assert await arrives(hall, mother) == 0
    silent = await hall.desk.store.read(silent_families, SilentFamilies(hall.desk.centre_id), hall.galina.actor)
    assert [each.ticket is not None for each in silent.entries] == [True]


async def test_E7_a_curator_of_another_centre_clears_nothing_and_nobody_hides_for_others(hall: Hall) -> None:
    family, stranger = hall.desk.visitor(), hall.desk.visitor()
    called = await hall.call_for_help(family)
    await hide(hall, family)
    elsewhere = await (await desk_at(hall.desk.store, "drugoy")).curator("Чужая")
    mark = (await hall.desk.store.read(safety_of, SafetyOf(called.conversation_id), hall.galina.actor)).mark_id
    assert mark is not None

    with pytest.raises(Forbidden):
        await hall.desk.store.write(clear_mark, MarkId(mark), elsewhere.actor)
    with pytest.raises(Forbidden):
        command = HideConversation(family.address, family.centre_id)
        await hall.desk.store.write(hide_conversation, command, stranger.actor)


async def test_A22_E7_the_alarm_and_the_silence_move_to_the_centre_that_answers(hall: Hall, database: Database) -> None:
    family = hall.desk.visitor()
    called = await hall.call_for_help(family)
    await hall.galina.take(called.conversation_id)
    await hide(hall, family)
    there = await desk_at(hall.desk.store, "drugoy")
    other = await there.curator("Другая")
    offer = OfferTransfer(called.conversation_id, centre_id=there.centre_id)
    offered = await hall.desk.store.write(offer_transfer, offer, hall.galina.actor)
    await hall.desk.store.write(accept_transfer, AnswerTransfer(offered.transfer_id), other.actor)

    def centre_of_alarm(unit: Unit) -> int:
        return unit.session.exec(select(CrisisAlarm.centre_id)).one()

    assert await database.read(centre_of_alarm) == there.centre_id
    mark = (await hall.desk.store.read(safety_of, SafetyOf(called.conversation_id), other.actor)).mark_id
    assert mark is not None
    with pytest.raises(Forbidden):
        await hall.desk.store.write(clear_mark, MarkId(mark), hall.galina.actor)
    await hall.desk.store.write(clear_mark, MarkId(mark), other.actor)


async def test_E7_a_mark_of_no_centre_is_cleared_only_by_whoever_talks_to_that_person(
    hall: Hall, database: Database
) -> None:
    family, elsewhere = hall.desk.visitor(), await desk_at(hall.desk.store, "drugoy")
    await hall.desk.store.write(hide_conversation, HideConversation(family.address, None), family.actor)
    await hall.call_for_help(family)
    mark = await database.read(lambda unit: unit.session.exec(select(UnsafeMark.id)).one())
    assert mark is not None
    with pytest.raises(Forbidden):
        await hall.desk.store.write(clear_mark, MarkId(mark), (await elsewhere.curator("Чужая")).actor)
    await hall.desk.store.write(clear_mark, MarkId(mark), hall.galina.actor)


async def test_danger_holds_back_what_nobody_asked_for_until_it_is_cleared(hall: Hall) -> None:
    family = hall.desk.visitor()
    called = await hall.call_for_help(family)
    await write_to(hall, family, Lane.MASS, "news")
    await write_to(hall, family, Lane.APPOINTMENT, "a reminder")
    assert await arrives(hall, family) == 1, "the reminder of an own visit stays"
    assert (await hall.desk.store.read(paused_at, PauseAt(family.address), System("bot"))).paused

    await hall.galina.take(called.conversation_id)
    await hall.desk.store.write(release, Release(called.conversation_id), hall.galina.actor)
    assert (await hall.desk.store.read(paused_at, PauseAt(family.address), System("bot"))).paused

    await hall.galina.take(called.conversation_id)
    await hall.desk.store.write(clear_danger, ClearDanger(called.conversation_id), hall.galina.actor)
    hall.clock.forward(hours=3)
    assert await arrives(hall, family) == 1, "the news waited, it was not thrown away"


async def test_E4_an_own_hidden_conversation_does_not_silence_the_alerts_of_whoever_is_on_duty(hall: Hall) -> None:
    colleague = hall.desk.visitor()
    colleague.address = Address(TELEGRAM, CHATS["Галина"])
    colleague.actor = Visitor(TELEGRAM, CHATS["Галина"])
    await hide(hall, colleague)
    await hall.call_for_help(hall.desk.visitor())

    assert await hall.woken() == [("Галина", "duty-alert-duty")]


async def test_A7_a_letter_nobody_can_look_at_fails_alone_and_the_lanes_go_on(hall: Hall) -> None:
    family = hall.desk.visitor()
    await spoil(hall, "of no kind", kind="forgotten_kind")
    await spoil(hall, "unreadable", payload=b"-")
    await spoil(hall, "its guard raises", kind="duty_alert", subject="no alarm")
    await write_to(hall, family, Lane.MASS, "news")

    assert await arrives(hall, family) == 1
    assert [state for state, _ in await hall.desk.store.database.read(states)] == ["failed"] * 3 + ["sent"]

    await spoil(hall, "forgotten on its way", kind="forgotten_kind", state="sending", lease_until=1, owner="dead")
    await hall.desk.store.write(DELIVERY.recover(), None, SENDER)
    assert (await hall.desk.store.database.read(states))[-1] == ("failed", "cannot be looked at: KeyError")


async def spoil(hall: Hall, name: str, **values: Any) -> None:
    """A letter of the most urgent lane with `values` in its row."""
    await write_to(hall, hall.desk.visitor(), Lane.CRISIS, name)
    spoilt = sa.update(outbox).where(outbox.c.dedup_key == name).values(**values)
    await hall.desk.store.database.write(lambda unit: unit.connection.execute(spoilt).rowcount)


def states(unit: Unit) -> list[tuple[str, str | None]]:
    query = sa.select(outbox.c.state, outbox.c.reason).order_by(outbox.c.id)
    return [(state, reason) for state, reason in unit.connection.execute(query)]


# -- numbers of messages ------------------------------------------------------------------------------------------


async def in_a_unit(hall: Hall, work: Callable[[Unit], Any]) -> Any:
    return await hall.desk.store.database.write(work)


async def standing(hall: Hall, who: Person) -> list[int]:
    found = await hall.desk.store.read(standing_messages, StandingMessages(who.address), who.actor)
    return [message.message_id for message in found.messages]


async def test_E7_numbers_of_both_sides_are_kept_for_48_hours_and_then_erased(hall: Hall) -> None:
    family = hall.desk.visitor()
    chat, now = family.address.external_id, hall.clock
    await in_a_unit(hall, lambda unit: traces.note(unit, chat, [11, 12], now()))
    await write_to(hall, family, Lane.EVENT, "a letter")
    [letter] = await hall.letters()
    assert len(await standing(hall, family)) == 3, "letters are found in the outbox"

    hall.clock.forward(hours=40)
    await in_a_unit(hall, lambda unit: traces.note(unit, chat, [13, 13], now()))
    hall.clock.forward(hours=8)
    assert await standing(hall, family) == [13]

    assert await in_a_unit(hall, lambda unit: traces.forget_old(unit, now() + timedelta(seconds=1))) == 2
    assert letter.address == family.address


# -- erasure ------------------------------------------------------------------------------------------------------


async def test_D9_erasing_a_family_leaves_no_alarm_no_mark_and_only_labels_without_anybody(
    hall: Hall, database: Database
) -> None:
    mother = await hall.desk.adult()
    await hall.call_for_help(mother)
    heard = HearDanger(mother.address, CrisisType.SUICIDE, Severity.SERIOUS, ("p-1",), mother.centre_id)
    await hall.desk.store.write(hear_danger, heard, mother.actor)
    await hide(hall, mother)

    await hall.desk.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother.actor)

    def left(unit: Unit) -> tuple[int, int, int, list[int | None]]:
        def rows(table: Any) -> int:
            return int(unit.connection.scalar(sa.select(sa.func.count()).select_from(table.__table__)) or 0)

        labels = list(unit.session.exec(select(HeardDanger.conversation_id)).all())
        return rows(CrisisAlarm), rows(AlarmStep), rows(UnsafeMark), labels

    assert await database.read(left) == (0, 0, 0, [None])
