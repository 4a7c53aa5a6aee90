"""The first free time of each specialist, for families who choose a person (F7)."""

from datetime import timedelta

from core.booking.free import NearestSlots, nearest_slots, soonest_of_each
from core.booking.states import Mode
from core.booking.working_time import SetWeek, set_week
from core.storage.database import Database
from tests.households import OPERATOR, a_family, a_town, a_visitor
from tests.stores import store_over


async def test_F7_everybody_is_listed_with_their_own_first_time_the_soonest_first(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store, specialists=2)
    query = NearestSlots(town.service_id, Mode.PLACE)
    first = (await store.read(nearest_slots, query, a_visitor())).slots[0].starts_at
    busy, free = town.specialists
    await town.book(await a_family(store), first, specialist=busy)
    found = await store.read(soonest_of_each, query, a_visitor())
    hour = timedelta(hours=1)
    assert [(one.specialist_id, one.starts_at) for one in found.slots] == [(free, first), (busy, first + hour)]


async def test_F7_whoever_has_no_free_time_is_not_listed(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store, specialists=2)
    away, there = town.specialists
    await store.write(set_week, SetWeek(away, ()), OPERATOR)
    found = await store.read(soonest_of_each, NearestSlots(town.service_id, Mode.PLACE), a_visitor())
    assert [one.specialist_id for one in found.slots] == [there]


async def test_a_service_that_is_not_offered_this_way_has_nobody(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store)
    found = await store.read(soonest_of_each, NearestSlots(town.service_id, Mode.VILLAGE), a_visitor())
    assert found.slots == ()
