"""What staff do with visits: confirming at once, no-shows, and "any specialist" (B4, B5, B14)."""

import asyncio
import contextlib
import random
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from core.booking.attendance import Attend, attend
from core.booking.confirm import Confirm, confirm
from core.booking.hold import Hold, hold
from core.booking.listing import ReadVisit, read_visit
from core.booking.reception import ReadWaits, StartVisit, read_waits, start_visit
from core.booking.refusals import NotNow, SlotRefused
from core.booking.staffing import AddService, Assign, add_service, assign
from core.booking.states import Mode, Status
from core.messaging.tables import event, outbox
from core.staff.actor import Held, staff_member
from core.staff.roles import Role
from core.storage.database import Database
from core.use_case import Forbidden, StaffMember, Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import OPERATOR, Town, a_family, a_town, a_visitor, registrar, weekdays
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


@pytest.mark.parametrize("lengths", [(30, 60, 90), (60, 90), (60,)])
async def test_B5_when_visits_overlap_in_part_any_specialist_serves_95_percent_of_the_best_matching(
    database: Database, lengths: tuple[int, ...]
) -> None:
    """Ten crowds, each of a day, ask for visits of these lengths with whoever is free. The best matching
    serves in the order of coming and may still exchange everybody's specialist; here each is promised one at once."""
    store, dice = store_over(database), random.Random(5)
    town = await a_town(store, specialists=4, minutes=lengths[0], week=weekdays((9, 18)), step_minutes=30)
    services = [town.service_id, *[await _one_more(store, town, minutes) for minutes in lengths[1:]]]
    best = got = 0
    for day in [day for day in (TUESDAY + timedelta(days=number) for number in range(14)) if day.isoweekday() <= 5]:
        opens, accepted = town.at(day, 9), list[tuple[datetime, datetime]]()
        for _ in range(45):
            number = dice.randrange(len(lengths))
            length = timedelta(minutes=lengths[number])
            starts = opens + timedelta(minutes=30) * dice.randrange((540 - lengths[number]) // 30 + 1)
            with contextlib.suppress(SlotRefused):
                await store.write(hold, Hold(services[number], Mode.PHONE, starts), a_visitor())
                got += 1
            if _depth(accepted, starts, starts + length) < 4:
                accepted.append((starts, starts + length))
        best += len(accepted)
    assert got >= 0.95 * best, f"{got} of {best}"
    assert await count(database, OVERLAPS) == await count(database, BARE) == 0


async def _one_more(store: Store, town: Town, minutes: int) -> int:
    """A longer service of the same people; returns its id."""
    more = AddService(town.centre_id, "psychologist", f"{minutes} минут", minutes, frozenset(Mode), step_minutes=30)
    service_id = (await store.write(add_service, more, OPERATOR)).service_id
    for person in town.specialists:
        await store.write(assign, Assign(service_id, person), OPERATOR)
    return service_id


def _depth(accepted: list[tuple[datetime, datetime]], starts: datetime, ends: datetime) -> int:
    """The most visits under way at one moment of a span: with so many people nobody is ever left over."""
    moments = [starts, *(begin for begin, _ in accepted if starts < begin < ends)]
    return max(sum(begin <= moment < end for begin, end in accepted) for moment in moments)


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


async def test_D1_a_right_everybody_has_never_widens_where_visits_are_read(database: Database) -> None:
    """An editor of every centre who is a specialist in one: visits are the specialist's, and go no further."""
    store = store_over(database)
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    elsewhere = Held(Role.SPECIALIST, frozenset({town.centre_id + 1}))
    both = staff_member(501, "Редактор", [Held(Role.EDITOR, None), elsewhere])
    with pytest.raises(Forbidden):
        await store.read(read_visit, ReadVisit(visit.ticket), both)
    with pytest.raises(Forbidden):
        await store.write(hold, town.wish(town.at(TUESDAY, 12)), both)
    here = staff_member(501, "Редактор", [Held(Role.EDITOR, None), Held(Role.SPECIALIST, frozenset({town.centre_id}))])
    assert (await store.read(read_visit, ReadVisit(visit.ticket), here)).ticket == visit.ticket
