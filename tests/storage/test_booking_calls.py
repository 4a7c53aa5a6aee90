"""Whoever no letter reaches is reminded by telephone: due like a letter, once per time, and nobody else (C15)."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.booking.appointments import Visit
from core.booking.calling import Called, MarkCalled, ReadCall, ReadCalls, mark_called, read_call, read_calls
from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, book
from core.booking.hold import Hold
from core.booking.refusals import NotNow
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode
from core.families.addresses import Reachability, note_reachability
from core.families.entering import EnterFamily, FamilyRef, enter_family
from core.families.erasing import EraseFamily, erasing
from core.messaging.letters import Address
from core.staff.roles import Role
from core.use_case import Forbidden, StaffMember, Store
from tests.desks import NewAccount, hire
from tests.households import KEEPING_DATA, OPERATOR, Town, a_centre, a_family, a_town, a_visitor, registrar, weekdays
from tests.stores import Clock

WEDNESDAY = date(2026, 11, 25)


async def test_C15_a_family_without_a_messenger_is_called_when_a_letter_would_have_left(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    zoya = await somebody(store, town)
    visit = await on_paper(store, town, zoya, town.at(WEDNESDAY, 10))
    await town.book(await a_family(store, centre_id=town.centre_id), town.at(WEDNESDAY, 11))
    clock.now = town.at(WEDNESDAY - timedelta(days=1), 10) - timedelta(minutes=1)
    assert await due(store, town) == []
    clock.forward(minutes=1)
    assert await due(store, town) == [visit.ticket], "the other family has its letter"
    clock.now = town.at(WEDNESDAY, 10)
    assert await due(store, town) == [], "it has begun"


async def test_C15_whoever_calls_first_is_kept_and_a_moved_visit_asks_for_another_call(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    zoya, olga = await somebody(store, town, "Зоя"), await somebody(store, town, "Ольга")
    visit = await on_paper(store, town, zoya, town.at(WEDNESDAY, 10))
    clock.now = at = town.at(WEDNESDAY - timedelta(days=1), 12)
    assert await store.read(read_call, ReadCall(visit.ticket), zoya) is None
    assert await store.write(mark_called, MarkCalled(visit.ticket), zoya) == Called("Зоя", at)
    clock.forward(minutes=5)
    assert await store.write(mark_called, MarkCalled(visit.ticket), olga) == Called("Зоя", at)
    assert await due(store, town) == []
    friday = town.at(WEDNESDAY + timedelta(days=2), 10)
    await store.write(reschedule, Reschedule(visit.ticket, friday), zoya)
    assert await store.read(read_call, ReadCall(visit.ticket), zoya) is None, "it was another time"
    assert await due(store, town) == []
    clock.now = friday - timedelta(hours=20)
    assert await due(store, town) == [visit.ticket]


async def test_C15_a_reminder_that_would_fall_into_the_night_is_called_the_evening_before(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store, week=weekdays((6, 12)))
    visit = await on_paper(store, town, await somebody(store, town), town.at(WEDNESDAY, 6))
    clock.now = evening = town.at(WEDNESDAY - timedelta(days=2), 20)
    assert await due(store, town) == [visit.ticket]
    clock.now = evening - timedelta(minutes=1)
    assert await due(store, town) == []


async def test_C15_a_visit_after_days_off_is_called_about_on_the_last_working_day(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    zoya, friday = await somebody(store, town), WEDNESDAY + timedelta(days=2)
    monday = town.at(friday + timedelta(days=3), 10)
    visit = await on_paper(store, town, zoya, monday)
    clock.now = town.at(friday, 9, 59)
    assert await due(store, town) == []
    clock.forward(minutes=1)
    assert await due(store, town) == [visit.ticket]
    await on_paper(store, town, zoya, monday + timedelta(hours=1))
    clock.now = town.at(friday, 10, 30)
    await on_paper(store, town, zoya, monday - timedelta(hours=1))
    clock.now = monday - timedelta(hours=2)
    called_for = await due(store, town)
    assert called_for[0] == visit.ticket and len(called_for) == 2, "the third has just agreed upon its time"


async def test_C15_a_family_that_has_just_been_spoken_to_and_one_that_does_not_come_are_not_called(
    store: Store, clock: Clock
) -> None:
    """Booked later than a day before, nobody else gets that reminder either."""
    town = await a_town(store)
    zoya = await somebody(store, town)
    gone = await on_paper(store, town, zoya, town.at(WEDNESDAY, 10))
    clock.now = town.at(WEDNESDAY - timedelta(days=1), 15)
    await on_paper(store, town, zoya, town.at(WEDNESDAY, 11))
    assert await due(store, town) == [gone.ticket]
    await store.write(cancel, Cancel(gone.ticket), zoya)
    assert await due(store, town) == []
    with pytest.raises(NotNow):
        await store.write(mark_called, MarkCalled(gone.ticket), zoya)


async def test_C15_an_adult_who_blocks_the_bot_after_booking_is_called(store: Store, clock: Clock) -> None:
    town, who = await a_town(store), a_visitor()
    family = await a_family(store, who=who, centre_id=town.centre_id)
    visit = await town.book(family, town.at(WEDNESDAY, 10))
    clock.now = town.at(WEDNESDAY - timedelta(days=1), 12)
    assert await due(store, town) == []
    address = Address(who.channel, who.external_id)
    await store.write(note_reachability, Reachability(address, True), OPERATOR)
    assert await due(store, town) == [visit.ticket]


async def test_C15_calls_of_another_centre_are_neither_read_nor_marked(store: Store, clock: Clock) -> None:
    town, other = await a_town(store), await a_centre(store, "drugoj")
    visit = await on_paper(store, town, await somebody(store, town), town.at(WEDNESDAY, 10))
    clock.now = town.at(WEDNESDAY - timedelta(days=1), 12)
    stranger = registrar(other)
    for ask in (
        store.read(read_calls, ReadCalls(town.centre_id), stranger),
        store.read(read_call, ReadCall(visit.ticket), stranger),
        store.write(mark_called, MarkCalled(visit.ticket), stranger),
    ):
        with pytest.raises(Forbidden):
            await ask
    assert await due(store, town) == [visit.ticket]


async def test_D12_a_call_goes_with_the_family_it_was_made_to(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    zoya = await somebody(store, town)
    visit = await on_paper(store, town, zoya, town.at(WEDNESDAY, 10))
    await store.write(mark_called, MarkCalled(visit.ticket), zoya)
    left = sa.text("SELECT count(*) FROM reminder_call")
    assert await store.database.read(lambda unit: unit.connection.scalar(left)) == 1
    await store.write(erasing(FAMILY_PARTS).erase_family, EraseFamily(visit.family_id or 0), OPERATOR)
    assert await store.database.read(lambda unit: unit.connection.scalar(left)) == 0


async def somebody(store: Store, town: Town, name: str = "Зоя") -> StaffMember:
    """A curator of the town."""
    return await store.write(hire, NewAccount(name, Role.CURATOR, town.centre_id), OPERATOR)


async def on_paper(store: Store, town: Town, by: StaffMember, starts_at: datetime) -> Visit:
    """A family that signed on paper, booked by staff."""
    family: FamilyRef = await store.write(enter_family, EnterFamily(town.centre_id, KEEPING_DATA), by)
    return await store.write(book, Book(Hold(town.service_id, Mode.PLACE, starts_at, family_id=family.id)), by)


async def due(store: Store, town: Town) -> list[str]:
    """Tickets of the visits somebody has to call about now."""
    found = await store.read(read_calls, ReadCalls(town.centre_id), registrar(town.centre_id))
    return [visit.ticket for visit in found.entries]
