"""What staff do with visits: confirming at once, no-shows, and "any specialist" (B4, B5, B14)."""

import asyncio
import random
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from core.booking.attendance import Attend, attend
from core.booking.confirm import Confirm, confirm
from core.booking.hold import Hold, hold
from core.booking.reception import ReadWaits, StartVisit, read_waits, start_visit
from core.booking.refusals import NotNow, SlotRefused
from core.booking.states import Mode, Status
from core.messaging.tables import event, outbox
from core.storage.database import Database
from core.use_case import StaffMember, Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import a_family, a_town, registrar, weekdays
from tests.stores import Clock, store_over

TUESDAY = date(2026, 11, 24)
CONFIRMED = sa.text("SELECT count(*) FROM appointment WHERE status = 'confirmed'")


def _registrars(centre_id: int) -> tuple[StaffMember, StaffMember]:
    one = registrar(centre_id)
    return one, StaffMember(502, "Второй регистратор", one.permissions, one.centres)


async def test_B4_two_administrators_confirm_the_same_request_a_hundred_times_and_it_is_one_visit(
    database: Database,
) -> None:
    store = store_over(database)
    town = await a_town(store, specialists=5)
    family = await a_family(store, centre_id=town.centre_id)
    one, other = _registrars(town.centre_id)
    held = await store.write(
        hold, Hold(town.service_id, Mode.PLACE, town.at(TUESDAY, 10), family_id=family.family_id), one
    )
    tries = [store.write(confirm, Confirm(held.ticket), staff) for _ in range(50) for staff in (one, other)]
    visits = await asyncio.gather(*tries)
    assert {(visit.id, visit.status, visit.version) for visit in visits} == {(held.id, Status.CONFIRMED, 0)}
    assert await count(database, CONFIRMED) == 1
    changed = sa.select(sa.func.count()).select_from(event).where(event.c.kind == "appointment.changed")
    assert await database.read(lambda unit: unit.connection.scalar(changed)) == 1, "announced once"
    subjects = sa.select(outbox.c.dedup_key)
    keys = await database.read(lambda unit: list(unit.connection.scalars(subjects)))
    assert len(keys) == len(set(keys)) == 2, "two reminders, each once"


@pytest.mark.parametrize("seed", range(5))
async def test_B5_any_specialist_serves_as_many_as_the_best_matching_of_the_same_crowd(
    database: Database, seed: int
) -> None:
    """Three specialists with different hours; the best matching fills every time up to the people who work then."""
    store, dice = store_over(database), random.Random(seed)
    town = await a_town(store, specialists=3, week=weekdays((9, 18)))
    times = [town.at(TUESDAY, hour) for hour in range(9, 18)]
    wishes = [dice.choice(times) for _ in range(40)]
    best = sum(min(3, wishes.count(time)) for time in times)
    got = 0
    for wish in wishes:
        try:
            await town.book(await a_family(store), wish)
            got += 1
        except SlotRefused:
            continue
    assert got >= 0.95 * best
    assert await count(database, OVERLAPS) == await count(database, BARE) == 0


async def test_B5_when_lengths_differ_any_specialist_still_stays_near_the_best(database: Database) -> None:
    """Offline every wish of a time can be placed on whoever is free; online the least busy one is taken."""
    store, dice = store_over(database), random.Random(3)
    town = await a_town(store, specialists=4, minutes=60, week=weekdays((9, 18)), step_minutes=30)
    starts = [town.at(TUESDAY, 9) + timedelta(minutes=30 * number) for number in range(17)]
    wishes = sorted(dice.choice(starts) for _ in range(60))
    best, got = _most(wishes, 4), 0
    for wish in dice.sample(wishes, len(wishes)):
        try:
            await town.book(await a_family(store), wish)
            got += 1
        except SlotRefused:
            continue
    assert got >= 0.85 * best, f"{got} of {best}: coming one by one, nobody knows who comes later"
    assert await count(database, OVERLAPS) == 0


async def test_B14_no_shows_never_keep_a_family_from_booking(database: Database) -> None:
    """Nobody is blocked for not coming, so a family in danger cannot be either."""
    clock = Clock()
    store: Store = store_over(database, clock)
    town = await a_town(store)
    family, staff = await a_family(store, centre_id=town.centre_id), registrar(town.centre_id)
    for week in range(6):
        day = TUESDAY + timedelta(weeks=week)
        clock.now = town.at(day - timedelta(days=1), 10)
        visit = await town.book(family, town.at(day, 10))
        clock.now = town.at(day, 11)
        assert (await store.write(attend, Attend(visit.ticket, Status.NO_SHOW), staff)).status is Status.NO_SHOW
    clock.forward(hours=3)
    assert (await town.book(family, town.at(TUESDAY + timedelta(weeks=5, days=1), 10))).status is Status.CONFIRMED


def _most(wishes: list[datetime], people: int) -> int:
    """The most of equally long visits that `people` can see: earliest end first, on whoever is free."""
    free_from, seen = [wishes[0]] * people, 0
    for start in wishes:
        ready = [number for number in range(people) if free_from[number] <= start]
        if ready:
            free_from[ready[0]] = start + timedelta(minutes=60)
            seen += 1
    return seen


async def test_B14_the_wait_from_coming_to_being_received_is_reported_against_both_targets(database: Database) -> None:
    clock = Clock()
    store: Store = store_over(database, clock)
    town = await a_town(store)
    staff = registrar(town.centre_id)
    early, soon, late = [await town.book(await a_family(store), town.at(TUESDAY, hour)) for hour in (9, 10, 11)]
    for visit, came, received in ((early, -20, 2), (soon, 0, 7), (late, 3, 25)):
        clock.now = visit.starts_at + timedelta(minutes=came)
        with pytest.raises(NotNow):
            await store.write(start_visit, StartVisit(visit.ticket), staff)
        await store.write(attend, Attend(visit.ticket, Status.ARRIVED), staff)
        clock.now = visit.starts_at + timedelta(minutes=received)
        for _ in range(2):
            await store.write(start_visit, StartVisit(visit.ticket), staff)
            clock.forward(minutes=1)
    waits = await store.read(read_waits, ReadWaits(town.centre_id, TUESDAY, TUESDAY), staff)
    assert (waits.median, waits.longest, waits.over_agreed, waits.over_queued) == (7, 22, 2, 1)
    assert waits.started == {early.id, soon.id, late.id}
