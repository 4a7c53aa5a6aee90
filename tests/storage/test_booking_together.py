"""Two specialists in one visit (F7)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from core.booking.hold import Hold
from core.booking.refusals import SlotRefused
from core.booking.staffing import AddResource, AddService, Assign, add_resource, add_service, assign
from core.booking.states import Mode
from core.booking.together import BookTogether, Leg, PairedSlots, book_together, paired_slots
from core.booking.working_time import SetWeek, set_week
from core.storage.database import Database
from core.use_case import Store
from tests.booking_crowd import count
from tests.households import OPERATOR, Town, a_family, a_town, a_visitor, weekdays
from tests.stores import store_over

TUESDAY = date(2026, 11, 24)
BOOKED = sa.text("SELECT count(*) FROM appointment WHERE status = 'confirmed'")


async def _psychologist(store: Store, town: Town) -> int:
    """A psychologist who works in the afternoon, 45 minutes a visit; returns the service."""
    what = AddService(town.centre_id, "psychologist", "Беседа с психологом", 45, frozenset({Mode.PLACE}))
    service = (await store.write(add_service, what, OPERATOR)).service_id
    person = (await store.write(add_resource, AddResource(town.centre_id, "Психолог"), OPERATOR)).resource_id
    await store.write(assign, Assign(service, person), OPERATOR)
    await store.write(set_week, SetWeek(person, weekdays((15, 18))), OPERATOR)
    return service


def _wish(leg: Leg) -> Hold:
    return Hold(leg.service_id, Mode.PLACE, leg.slot.starts_at, leg.slot.specialist_id)


async def test_F7_two_visits_back_to_back_are_offered_and_booked_together(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store)
    psychologist = await _psychologist(store, town)
    found = await store.read(paired_slots, PairedSlots(town.service_id, psychologist), a_visitor())
    times = [[f"{leg.slot.starts_at.astimezone(town.zone):%H:%M}" for leg in pair] for pair in found.pairs]
    assert times == [["14:00", "15:00"], ["15:00", "16:00"], ["16:00", "17:15"]]
    for first, second in found.pairs:
        assert timedelta(0) <= second.slot.starts_at - first.slot.ends_at <= timedelta(minutes=15)
    first, second = found.pairs[0]
    visit = await store.write(book_together, BookTogether(_wish(first), _wish(second)), await a_family(store))
    assert [visit.first.service, visit.second.service] == ["Консультация юриста", "Беседа с психологом"]


async def test_F7_when_one_half_is_taken_neither_is_booked(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store)
    psychologist = await _psychologist(store, town)
    pair = (await store.read(paired_slots, PairedSlots(town.service_id, psychologist), a_visitor())).pairs[0]
    wishes = BookTogether(_wish(pair[0]), _wish(pair[1]))
    await store.write(book_together, wishes, await a_family(store))
    half_taken = BookTogether(
        Hold(town.service_id, Mode.PLACE, pair[0].slot.starts_at - timedelta(hours=2)), _wish(pair[1])
    )
    before = await count(database, BOOKED)
    with pytest.raises(SlotRefused):
        await store.write(book_together, half_taken, await a_family(store))
    assert await count(database, BOOKED) == before == 2
