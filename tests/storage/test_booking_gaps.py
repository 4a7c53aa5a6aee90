"""«Когда она свободна?»: everybody who works, their hours of each day, and what of them is left (C8)."""

from datetime import date, timedelta

import pytest

from core.booking.gaps import Gaps, ReadGaps, read_gaps
from core.booking.hours import Hours
from core.booking.staffing import ChangeResource, change_resource
from core.booking.working_time import ChangeDay, change_day
from core.use_case import Forbidden, Store
from tests.households import OPERATOR, Town, a_family, a_town, registrar
from tests.stores import Clock

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
MORNING, AFTERNOON = Hours(9 * 60, 13 * 60), Hours(14 * 60, 18 * 60)


async def test_C8_somebody_nobody_has_booked_is_there_and_free_all_day(store: Store) -> None:
    town = await a_town(store, specialists=2, buffer_minutes=15)
    await town.book(await a_family(store), town.at(TUESDAY, 10), specialist=town.specialists[0])
    found = await gaps(store, town, TUESDAY, TUESDAY)
    assert [one.name for one in found.people] == ["Юрист 1", "Юрист 2"]
    busy, idle = found.days
    assert busy.works == idle.works == (MORNING, AFTERNOON)
    assert busy.free == (Hours(9 * 60, 10 * 60), Hours(11 * 60 + 15, 13 * 60), AFTERNOON), "the buffer is not free"
    assert idle.free == (MORNING, AFTERNOON)


async def test_C8_what_is_over_is_not_free_any_more(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    clock.now = town.at(MONDAY, 10, 2)
    today, tomorrow = (await gaps(store, town, MONDAY, TUESDAY)).days
    assert today.free == (Hours(10 * 60 + 5, 13 * 60), AFTERNOON) and tomorrow.free == (MORNING, AFTERNOON)
    clock.now = town.at(TUESDAY, 8)
    yesterday, today = (await gaps(store, town, MONDAY, TUESDAY)).days
    assert yesterday.free == () and today.free == (MORNING, AFTERNOON)


async def test_C8_a_day_that_differs_and_somebody_who_left_are_seen_at_once(store: Store) -> None:
    town = await a_town(store, specialists=2)
    first, second = town.specialists
    closed = ChangeDay(town.centre_id, TUESDAY, first, closed_hours=(Hours(0, 1440),))
    await store.write(change_day, closed, OPERATOR)
    await store.write(change_resource, ChangeResource(second, "Юрист 2", works=False), OPERATOR)
    [day] = (await gaps(store, town, TUESDAY, TUESDAY)).days
    assert (day.specialist.id, day.works, day.free) == (first, (), ())


async def test_C8_the_gaps_of_another_centre_are_not_read(store: Store) -> None:
    town = await a_town(store)
    with pytest.raises(Forbidden):
        await store.read(read_gaps, ReadGaps(town.centre_id, MONDAY, TUESDAY), registrar(town.centre_id + 1))


async def gaps(store: Store, town: Town, first: date, last: date) -> Gaps:
    return await store.read(read_gaps, ReadGaps(town.centre_id, first, last), registrar(town.centre_id))
