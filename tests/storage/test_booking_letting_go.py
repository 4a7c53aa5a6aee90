"""Changing one's mind on the confirmation screen, on both engines."""

from datetime import date

import pytest

from core.booking.letting_go import LetGo, let_go
from core.booking.listing import ReadVisit, read_visit
from core.booking.refusals import SlotRefused, UnknownAppointment
from core.booking.states import Status
from core.storage.database import Database
from core.use_case import Store
from tests.households import a_family, a_town, a_visitor
from tests.stores import store_over

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def store(database: Database) -> Store:
    return store_over(database)


async def test_a_stranger_who_lets_go_frees_the_time_for_the_next(store: Store) -> None:
    town, stranger = await a_town(store), a_visitor()
    held = await town.hold(stranger, town.at(TUESDAY, 10))
    with pytest.raises(SlotRefused):
        await town.hold(a_visitor(), town.at(TUESDAY, 10))
    assert (await store.write(let_go, LetGo(held.ticket), stranger)).was_held
    assert (await town.hold(a_visitor(), town.at(TUESDAY, 10))).status is Status.HELD
    assert not (await store.write(let_go, LetGo(held.ticket), stranger)).was_held


async def test_an_old_screen_never_gives_back_a_confirmed_visit(store: Store) -> None:
    town, family = await a_town(store), await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    assert not (await store.write(let_go, LetGo(visit.ticket), family)).was_held
    assert (await store.read(read_visit, ReadVisit(visit.ticket), family)).status is Status.CONFIRMED


async def test_nobody_lets_go_of_somebody_elses_time(store: Store) -> None:
    town = await a_town(store)
    held = await town.hold(a_visitor(), town.at(TUESDAY, 10))
    with pytest.raises(UnknownAppointment):
        await store.write(let_go, LetGo(held.ticket), a_visitor())
