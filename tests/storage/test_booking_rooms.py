"""A club meets in a room, and a room is in one place only: no visit and no other club there meanwhile (B1, F12)."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from core.booking.free import FreeTimes, NearestSlots, free_times, nearest_slots
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.meeting_rooms import RoomTaken
from core.booking.refusals import Reason, SlotRefused
from core.booking.staffing import Assign, ChangeResource, UnknownResource, assign, change_resource
from core.booking.states import GatheringKind, Mode
from core.storage.database import Database
from core.use_case import Forbidden, Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import OPERATOR, Town, a_centre, a_family, a_town, a_visitor, registrar, weekdays
from tests.stores import Clock

THURSDAY = date(2026, 11, 26)
MEETINGS = sa.text("SELECT count(*) FROM meeting")
TAKEN_BY_CLUBS = sa.text("SELECT count(*) FROM occupancy WHERE meeting_id IS NOT NULL")


def _club(town: Town, hour: int, *, weeks: int = 1, title: str = "Шахматы") -> AddGathering:
    days = [THURSDAY + timedelta(weeks=number) for number in range(weeks)]
    times = tuple(MeetingTime(town.at(day, hour), town.at(day, hour + 1)) for day in days)
    return AddGathering(town.centre_id, GatheringKind.CLUB, title, "", "кабинет 1", 10, times, room_id=town.rooms[0])


async def _offered(store: Store, town: Town) -> list[int]:
    query = FreeTimes(town.service_id, Mode.PLACE, THURSDAY)
    found = await store.read(free_times, query, a_visitor())
    return [slot.starts_at.astimezone(town.zone).hour for slot in found.slots]


async def test_B1_no_visit_is_offered_or_booked_in_a_room_where_a_club_meets(store: Store, database: Database) -> None:
    town = await a_town(store, rooms=1, week=weekdays((9, 13)))
    await store.write(add_gathering, _club(town, 10, weeks=4), OPERATOR)
    assert await _offered(store, town) == [9, 11, 12]
    with pytest.raises(SlotRefused) as refused:
        await town.book(await a_family(store), town.at(THURSDAY, 10))
    assert refused.value.reason is Reason.TAKEN
    await town.book(await a_family(store), town.at(THURSDAY, 10), mode=Mode.PHONE)
    await town.book(await a_family(store), town.at(THURSDAY, 11))
    assert await count(database, TAKEN_BY_CLUBS) == 4
    assert await count(database, BARE) == 0


async def test_B1_whose_room_is_out_of_use_is_had_by_phone_and_video_but_not_there_until_given_another(
    store: Store,
) -> None:
    town = await a_town(store, rooms=2, week=weekdays((9, 13)))
    person, (painted, other) = town.specialists[0], town.rooms
    await store.write(change_resource, ChangeResource(painted, "кабинет 1", works=False), OPERATOR)
    assert await _offered(store, town) == []
    nearest = await store.read(nearest_slots, NearestSlots(town.service_id, Mode.PLACE), a_visitor())
    assert nearest.slots == ()
    for specialist in (None, person):
        with pytest.raises(SlotRefused):
            await town.hold(a_visitor(), town.at(THURSDAY, 10), specialist=specialist)
    await town.book(await a_family(store), town.at(THURSDAY, 10), mode=Mode.PHONE)
    await town.book(await a_family(store), town.at(THURSDAY, 11), mode=Mode.VIDEO)
    await store.write(assign, Assign(town.service_id, person, other), OPERATOR)
    assert await _offered(store, town) == [9, 12]
    assert (await town.book(await a_family(store), town.at(THURSDAY, 9))).room == "кабинет 2"
    await store.write(change_resource, ChangeResource(painted, "кабинет 1", works=True), OPERATOR)
    await store.write(assign, Assign(town.service_id, person, painted), OPERATOR)
    assert await _offered(store, town) == [12]


async def test_B1_of_two_specialists_the_one_whose_room_is_in_use_receives(store: Store) -> None:
    town = await a_town(store, specialists=2, rooms=2)
    await store.write(change_resource, ChangeResource(town.rooms[0], "кабинет 1", works=False), OPERATOR)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 10))
    assert (visit.specialist_id, visit.room) == (town.specialists[1], "кабинет 2")


async def test_F12_a_club_is_not_put_into_a_room_that_is_out_of_use(store: Store, database: Database) -> None:
    town = await a_town(store, rooms=1)
    await store.write(change_resource, ChangeResource(town.rooms[0], "кабинет 1", works=False), OPERATOR)
    with pytest.raises(UnknownResource):
        await store.write(add_gathering, _club(town, 10), OPERATOR)
    assert await count(database, MEETINGS) == 0


async def test_B1_a_club_is_not_put_into_a_room_that_a_visit_or_another_club_has(
    store: Store, database: Database
) -> None:
    town = await a_town(store, rooms=1)
    await town.book(await a_family(store), town.at(THURSDAY + timedelta(weeks=1), 10))
    with pytest.raises(RoomTaken) as taken:
        await store.write(add_gathering, _club(town, 10, weeks=3), OPERATOR)
    assert taken.value.starts_at == town.at(THURSDAY + timedelta(weeks=1), 10)
    assert await count(database, MEETINGS) == 0, "a series is put down whole or not at all"
    await store.write(add_gathering, _club(town, 12, weeks=3), OPERATOR)
    with pytest.raises(RoomTaken):
        await store.write(add_gathering, _club(town, 12, title="Шашки"), OPERATOR)


async def test_a_room_somebody_only_thought_about_is_free_for_a_club_ten_minutes_later(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store, rooms=1)
    await town.hold(a_visitor(), town.at(THURSDAY, 10))
    with pytest.raises(RoomTaken):
        await store.write(add_gathering, _club(town, 10), OPERATOR)
    clock.forward(minutes=11)
    assert (await store.write(add_gathering, _club(town, 10), OPERATOR)).meetings


async def test_B1_clubs_and_visits_that_want_one_room_at_once_never_share_it(store: Store, database: Database) -> None:
    town = await a_town(store, rooms=1)
    families = [await a_family(store) for _ in range(20)]
    wishes = [town.book(family, town.at(THURSDAY, 9 + number % 4)) for number, family in enumerate(families)]
    clubs = [
        store.write(add_gathering, _club(town, 9 + number % 4, title=f"Кружок {number}"), OPERATOR)
        for number in range(20)
    ]
    mixed = [each for pair in zip(clubs, wishes, strict=True) for each in pair]
    ended = await asyncio.gather(*mixed, return_exceptions=True)
    broken = [one for one in ended if isinstance(one, BaseException) and not isinstance(one, RoomTaken | SlotRefused)]
    assert broken == []
    assert await count(database, OVERLAPS) == await count(database, BARE) == 0
    won = sum(not isinstance(one, BaseException) for one in ended)
    assert won == 4, "every hour went to exactly one"


async def test_a_club_takes_a_room_of_its_own_centre_only(store: Store) -> None:
    town = await a_town(store, rooms=1)
    other = await a_centre(store, "drugoj")
    with pytest.raises(Forbidden):
        await store.write(add_gathering, replace(_club(town, 10), centre_id=other), OPERATOR)
    with pytest.raises(Forbidden):
        await store.write(add_gathering, _club(town, 10), registrar(other))
    with pytest.raises(UnknownResource):
        await store.write(add_gathering, replace(_club(town, 10), room_id=town.specialists[0]), OPERATOR)
