"""The waiting list: one family at a time is kept a time, and nobody is told "free" when it is not (B11)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS, KINDS
from core.booking.queueing import (
    AnswerOffer,
    JoinWaiting,
    LeaveWaiting,
    ReadMyWaiting,
    ReadWaitingList,
    answer_offer,
    join_waiting,
    leave_waiting,
    read_my_waiting,
    read_waiting_list,
)
from core.booking.refusals import AlreadyBooked, NotNow, SlotRefused
from core.booking.states import Mode, PartOfDay, Status
from core.booking.waiting import WAITING_KINDS
from core.booking.waiting_letters import LEFT_KIND, OFFER_KIND
from core.cases.pausing import hush
from core.duty.unsafe import mark
from core.families.addresses import addresses_of_family
from core.families.erasing import EraseMe, erasing
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.families.settings import ChooseCentre, choose_centre
from core.messaging.delivery import ClaimLetters, Delivery
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.outbox import Claimed, Lane, Later, Outcome, Skip, State
from core.messaging.tables import outbox
from core.storage.database import Database, Unit
from core.use_case import Adult, Forbidden
from tests.booking_crowd import count
from tests.households import KEEPING_DATA, a_centre, a_family, a_visitor, registrar
from tests.queues import HELD_NOW, LETTERS, TUESDAY, WEDNESDAY, Queue, a_queue
from tests.stores import TEST

MISSED = sa.text("SELECT coalesce(sum(missed), 0) FROM waiting")


async def test_B11_a_time_kept_for_one_family_cannot_be_booked_by_another(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    with pytest.raises(SlotRefused):
        await queue.town.book(await a_family(queue.store), queue.town.at(TUESDAY, 10))


async def test_B11_an_offer_that_is_over_before_the_letter_leaves_is_not_told(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    claimed = await _letter(database)
    queue.clock.forward(minutes=18)
    verdict = await database.write(lambda unit: WAITING_KINDS[OFFER_KIND].guard(queue.store.open(unit, TEST), claimed))
    assert isinstance(verdict, Skip)


async def test_B11_whoever_answers_too_late_is_told_so_and_the_next_family_keeps_its_offer(database: Database) -> None:
    queue = await a_queue(database, waiting=2)
    await queue.free_it()
    [(first, ticket)] = await queue.offered()
    queue.clock.forward(minutes=21)
    await queue.serve()
    with pytest.raises(SlotRefused):
        await queue.answer(first, ticket, take=True)
    assert [family for family, _ in await queue.offered()] == [queue.families[1]]


async def test_B11_no_after_yes_and_no_too_late_are_refused_because_nothing_is_given_away(database: Database) -> None:
    queue = await a_queue(database, waiting=2)
    await queue.free_it()
    [(first, gone)] = await queue.offered()
    queue.clock.forward(minutes=21)
    await queue.serve()
    with pytest.raises(NotNow, match="not kept"):
        await queue.answer(first, gone, take=False)
    [(second, ticket)] = await queue.offered()
    await queue.answer(second, ticket, take=True)
    with pytest.raises(AlreadyBooked):
        await queue.answer(second, ticket, take=False)


async def test_B11_a_family_leaves_the_list_after_two_told_offers_without_an_answer(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    await _sent(database, queue, await _letter(database))
    queue.clock.forward(minutes=21)
    await queue.serve()
    queue.clock.now = queue.town.at(WEDNESDAY, 9)  # next Tuesday opens
    assert await queue.serve() == 1
    await _sent(database, queue, await _letter(database))
    queue.clock.forward(minutes=21)
    await queue.serve()
    family = queue.families[0]
    assert (await queue.store.read(read_my_waiting, ReadMyWaiting(family.family_id), family)).entries == ()
    assert await count(database, sa.text("SELECT count(*) FROM outbox WHERE kind = 'waiting_left'")) == 1


async def test_B11_nothing_is_offered_at_night_and_the_morning_makes_up_for_it(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    queue.clock.now = queue.town.at(date(2026, 11, 23), 22)
    await queue.free_it()
    assert await queue.offered() == []
    queue.clock.now = queue.town.at(TUESDAY, 8)
    assert await queue.serve() == 1


async def test_B11_a_family_without_a_messenger_is_offered_a_time_only_while_somebody_can_call_it(
    database: Database,
) -> None:
    queue = await a_queue(database, waiting=0)
    await queue.join_without_a_messenger()
    await queue.free_it()
    assert await count(database, HELD_NOW) == 0, "Monday: the centre is closed"
    queue.clock.now = queue.town.at(TUESDAY, 10, 50)
    assert await queue.serve() == 0, "it closes in ten minutes"
    queue.clock.now = queue.town.at(TUESDAY, 10, 10)
    assert await queue.serve() == 1
    [place] = await queue.listed()
    assert place.to_call and place.offered_until == queue.town.at(TUESDAY, 10, 30)
    assert await count(database, LETTERS) == 0


async def test_B11_staff_take_the_kept_time_for_a_family_without_a_messenger(database: Database) -> None:
    queue = await a_queue(database, waiting=0)
    family_id = await queue.join_without_a_messenger()
    await queue.free_it()
    queue.clock.now = queue.town.at(TUESDAY, 10, 10)
    await queue.serve()
    [place] = await queue.listed()
    assert place.offered is not None
    visit = await queue.store.write(answer_offer, AnswerOffer(place.offered, take=True), queue.staff)
    assert visit is not None and (visit.family_id, visit.status) == (family_id, Status.CONFIRMED)
    assert visit.told is False, "they tell the family themselves"
    assert await queue.listed() == () and await count(database, HELD_NOW) == 0


async def test_F7_a_family_for_whom_staff_take_the_kept_time_is_written_to_once(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    [(family, ticket)] = await queue.offered()
    booked = sa.text("SELECT count(*) FROM outbox WHERE kind = 'appointment_changed'")
    visit = await queue.store.write(answer_offer, AnswerOffer(ticket, take=True), queue.staff)
    assert visit is not None and (visit.family_id, visit.told) == (family.family_id, True)
    assert await count(database, booked) == 1
    again = await queue.store.write(answer_offer, AnswerOffer(ticket, take=True), queue.staff)
    assert again is not None and again.told is None and await count(database, booked) == 1


async def test_F7_a_family_that_takes_its_kept_time_itself_is_not_written_to(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    [(family, ticket)] = await queue.offered()
    visit = await queue.answer(family, ticket, take=True)
    assert visit is not None and visit.told is None
    assert await count(database, sa.text("SELECT count(*) FROM outbox WHERE kind = 'appointment_changed'")) == 0


async def test_B11_what_a_called_family_does_not_want_goes_to_the_next_who_is_written_to(database: Database) -> None:
    queue = await a_queue(database, waiting=0)
    await queue.join_without_a_messenger()
    await queue.join(1)
    await queue.free_it()
    [(reader, ticket)] = await queue.offered()
    assert reader == queue.families[0], "the first in the queue cannot be called on a Monday"
    await queue.answer(reader, ticket, take=False)
    queue.clock.now = queue.town.at(TUESDAY, 10, 10)
    await queue.serve()
    called, waits = await queue.listed()
    assert called.offered is not None and waits.offered is None
    await queue.store.write(answer_offer, AnswerOffer(called.offered, take=False), queue.staff)
    called, waits = await queue.listed()
    assert called.offered is None and waits.offered is not None and not waits.to_call
    with pytest.raises(Forbidden):
        await queue.store.write(answer_offer, AnswerOffer(waits.offered, take=True), registrar(10**6))


async def test_B11_only_a_time_of_the_wished_part_of_the_day_is_offered(database: Database) -> None:
    queue = await a_queue(database, waiting=0)
    await queue.join(1, PartOfDay.EVENING)
    await queue.join(1, PartOfDay.MORNING)
    await queue.free_it()
    assert [family for family, _ in await queue.offered()] == [queue.families[1]]


async def test_B11_booking_another_way_or_leaving_ends_the_waiting(database: Database) -> None:
    queue = await a_queue(database, waiting=2)
    first, second = queue.families
    await queue.free_it()
    await queue.store.write(leave_waiting, LeaveWaiting(queue.town.service_id, first.family_id), first)
    [(offered, _)] = await queue.offered()
    assert offered == second
    await queue.town.book(second, queue.town.at(TUESDAY, 10))
    staff = registrar(queue.town.centre_id)
    listed = await queue.store.read(read_waiting_list, ReadWaitingList(queue.town.centre_id), staff)
    assert listed.entries == () and await count(database, HELD_NOW) == 0


async def test_D9_the_familys_place_stays_when_one_adult_leaves_and_nothing_names_the_leaver(
    database: Database,
) -> None:
    queue = await a_queue(database, waiting=1)
    mother = queue.families[0]
    invitation = await queue.store.write(invite_adult, InviteAdult(), mother)
    father = (await queue.store.write(join_family, JoinFamily(invitation.code, (KEEPING_DATA,)), a_visitor())).actor
    holder = sa.text("SELECT holder FROM waiting")
    before = await database.read(lambda unit: unit.connection.execute(holder).scalar_one())
    await queue.free_it()
    assert len(await queue.offered()) == 1
    await queue.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother)
    [place] = (await queue.store.read(read_my_waiting, ReadMyWaiting(father.family_id), father)).entries
    assert place.offered is None
    assert await database.read(lambda unit: unit.connection.execute(holder).scalar_one()) != before
    assert await queue.serve() == 1, "the family is offered a time again"


async def test_B11_staff_take_a_family_off_their_list_also_when_it_has_chosen_another_centre(
    database: Database,
) -> None:
    queue = await a_queue(database, waiting=1)
    family, town, elsewhere = queue.families[0], queue.town, await a_centre(queue.store, "drugoj")
    await queue.store.write(choose_centre, ChooseCentre(elsewhere, "Europe/Moscow"), family)
    leaving = LeaveWaiting(town.service_id, family.family_id)
    with pytest.raises(Forbidden):
        await queue.store.write(leave_waiting, leaving, registrar(elsewhere))
    with pytest.raises(Forbidden):
        await queue.store.write(leave_waiting, leaving, await a_family(queue.store))
    await queue.store.write(leave_waiting, leaving, registrar(town.centre_id))
    assert (await queue.store.read(read_my_waiting, ReadMyWaiting(family.family_id), family)).entries == ()


@pytest.mark.parametrize("state", [State.BLOCKED, State.FAILED, State.SKIPPED])
async def test_B11_a_time_that_cannot_be_told_goes_to_the_next_at_once(database: Database, state: State) -> None:
    queue = await a_queue(database, waiting=2)
    await queue.free_it()
    await _sent(database, queue, await _letter(database), state)
    assert [family for family, _ in await queue.offered()] == [queue.families[1]]


async def test_B11_who_blocks_the_bot_is_offered_nothing_until_the_return(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    blocked = sa.text("UPDATE channel_address SET blocked_at = :at")
    at = "2026-11-20 10:00:00+00:00"
    await database.write(lambda unit: unit.connection.execute(blocked, {"at": at}))
    await queue.free_it()
    assert await queue.offered() == []
    await database.write(lambda unit: unit.connection.execute(blocked, {"at": None}))
    assert await queue.serve() == 1


async def test_B11_who_could_not_be_told_twice_leaves_and_at_night_hears_of_it_in_the_morning(
    database: Database,
) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    await _sent(database, queue, await _letter(database), State.FAILED)
    queue.clock.now = queue.town.at(WEDNESDAY, 9)  # next Tuesday opens
    assert await queue.serve() == 1
    await _sent(database, queue, await _letter(database), State.FAILED)
    family = queue.families[0]
    assert (await queue.store.read(read_my_waiting, ReadMyWaiting(family.family_id), family)).entries == ()
    claimed = await _letter(database, LEFT_KIND)
    queue.clock.now = queue.town.at(WEDNESDAY, 23)
    verdict = await database.write(lambda unit: WAITING_KINDS[LEFT_KIND].guard(queue.store.open(unit, TEST), claimed))
    assert isinstance(verdict, Later)


async def _hide(queue: Queue, family: Adult) -> None:
    """Somebody may be looking at this family's phone."""

    def mark_it(unit: Unit) -> None:
        tx = queue.store.open(unit, TEST)
        [address] = addresses_of_family(tx, family.family_id)
        mark(tx, address, family.family_id, queue.town.centre_id)

    await queue.store.database.write(mark_it)


async def _clear(queue: Queue) -> None:
    cleared = sa.text("DELETE FROM unsafe_mark")
    await queue.store.database.write(lambda unit: unit.connection.execute(cleared))


async def test_E7_a_hidden_family_is_passed_by_keeps_its_place_and_is_offered_times_again_once_cleared(
    database: Database,
) -> None:
    queue = await a_queue(database, waiting=2)
    hidden, next_one = queue.families
    await _hide(queue, hidden)
    await queue.free_it()
    [(reader, ticket)] = await queue.offered()
    assert reader == next_one
    first, *_ = await queue.listed()
    assert (first.ahead, first.offered, first.to_call) == (0, None, False), "nobody is asked to ring either"
    await _clear(queue)
    await queue.answer(reader, ticket, take=False)
    assert [family for family, _ in await queue.offered()] == [hidden]


async def test_E7_an_offer_a_family_hid_from_before_it_left_counts_against_nobody(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    family = queue.families[0]
    for week in range(3):
        if week == 0:
            await queue.free_it()
        else:
            assert await queue.serve() == 1, "the very time is offered again: nobody has been told of it"
        await _hide(queue, family)
        delivery = Delivery(KINDS, hush=hush)
        assert await queue.store.write(delivery.claim(), ClaimLetters(TELEGRAM, "sender", 20), TEST) == ()
        assert await queue.offered() == [] and await queue.serve() == 0
        assert await count(database, MISSED) == 0 and await count(database, HELD_NOW) == 0
        await _clear(queue)
    assert await count(database, sa.text("SELECT count(*) FROM outbox WHERE kind = 'waiting_left'")) == 0
    assert len((await queue.store.read(read_my_waiting, ReadMyWaiting(family.family_id), family)).entries) == 1


async def test_B11_whoever_joins_and_leaves_again_is_told_again(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    await queue.free_it()
    for left in (1, 2):
        await _sent(database, queue, await _letter(database), State.FAILED)
        queue.clock.now = queue.town.at(WEDNESDAY, 9) + timedelta(days=7 * left)
        assert await queue.serve() == 1
        await _sent(database, queue, await _letter(database), State.FAILED)
        assert await count(database, sa.text("SELECT count(*) FROM outbox WHERE kind = 'waiting_left'")) == left
        wish = JoinWaiting(queue.town.service_id, Mode.PLACE)
        await queue.store.write(join_waiting, wish, queue.families[0])


async def _letter(database: Database, kind: str = OFFER_KIND) -> Claimed:
    """The newest letter of this kind as the sender would claim it."""
    query = sa.select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id.desc())
    row = await database.read(lambda unit: unit.connection.execute(query).first())
    assert row is not None
    letter = Letter(Text("waiting-offer-letter"))
    return Claimed(row.id, row.kind, Lane.APPOINTMENT, Address(row.channel, row.chat_id), row.subject, 1, letter)


async def _sent(database: Database, queue: Queue, claimed: Claimed, state: State = State.SENT) -> None:
    on_result = WAITING_KINDS[OFFER_KIND].on_result
    assert on_result is not None
    done = Outcome(claimed.id, state, 1)
    await database.write(lambda unit: on_result(queue.store.open(unit, TEST), claimed, done))
