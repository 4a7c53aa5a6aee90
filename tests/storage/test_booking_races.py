"""Two families never get the same minutes, however many try at once (B1, B12)."""

import asyncio
import dataclasses
import multiprocessing
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from core.booking.free import nearest_slots
from core.booking.refusals import Reason, SlotRefused
from core.booking.states import Status
from core.booking.tables import Occupancy
from core.storage.database import Database
from core.use_case import Store
from tests.booking_crowd import BARE, OVERLAPS, Scene, Tally, Wish, a_scene, count, storm, storm_in_a_process
from tests.households import a_family, a_town, a_visitor
from tests.stores import store_over

TUESDAY = date(2026, 11, 24)
ATTEMPTS, PROCESSES = 1_000, 8
TAPS = 1_000


async def _crowd(store: Store, scene: Scene, url: str) -> Tally:
    """SQLite: eight processes on one file. PostgreSQL: 64 people at once."""
    if not url.startswith("sqlite"):
        return await storm(store, scene, scene.wishes(ATTEMPTS, seed=1), seed=1, at_once=64)
    portable = dataclasses.replace(scene, town=dataclasses.replace(scene.town, store=None))  # type: ignore[arg-type]
    share = ATTEMPTS // PROCESSES
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        work = [(url, portable, seed, share) for seed in range(1, PROCESSES + 1)]
        tallies = await asyncio.to_thread(pool.starmap, storm_in_a_process, work)
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


async def test_B1_a_crowd_gets_no_overlap_and_every_refusal_has_a_reason_and_three_times_instead(
    database: Database, database_url: str
) -> None:
    store = store_over(database)
    scene = await a_scene(store)
    tally = await _crowd(store, scene, database_url)
    assert not tally.broken
    assert tally.won + len(tally.refused) == ATTEMPTS and tally.won > 50
    assert await count(database, OVERLAPS) == 0
    assert await count(database, BARE) == 0
    assert {reason for reason, *_ in tally.refused} <= {
        Reason.TAKEN,
        Reason.OUTSIDE_HOURS,
        Reason.LIMIT,
        Reason.TOO_FAR,
        Reason.OWN_VISIT,
    }
    for instead in {instead for _, _, instead in tally.refused}:
        assert len((await store.read(nearest_slots, instead, a_visitor())).slots) >= 3
    taken = [wish for reason, wish, _ in tally.refused if reason == Reason.TAKEN]
    assert [wish for wish in taken if not await _is_taken(database, scene, wish)] == [], "refused although free"


async def _is_taken(database: Database, scene: Scene, wish: Wish) -> bool:
    ends_at = wish.starts_at + timedelta(minutes=(30, 60, 90)[scene.services.index(wish.service_id)])
    hit = select(Occupancy.appointment_id).where(
        Occupancy.resource_id == wish.specialist_id, Occupancy.starts_at < ends_at, Occupancy.ends_at > wish.starts_at
    )
    return await database.read(lambda unit: unit.session.exec(hit).first() is not None)


async def test_B12_a_flood_of_a_thousand_taps_leaves_at_most_two_visits(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store, specialists=3)
    family = await a_family(store)
    times = [town.at(TUESDAY + timedelta(days=day), hour) for day in range(3) for hour in (9, 10, 11, 14, 15)]

    async def tap(number: int) -> str:
        try:
            return (await town.book(family, times[number % len(times)])).status.value
        except SlotRefused as refusal:
            return refusal.reason.value

    answers = await asyncio.gather(*(tap(number) for number in range(TAPS)))
    assert answers.count(Status.CONFIRMED) == 2
    assert await count(database, sa.text("SELECT count(*) FROM appointment WHERE status = 'confirmed'")) == 2
    assert set(answers) <= {Status.CONFIRMED, Reason.LIMIT, Reason.TAKEN, Reason.OWN_VISIT}


@pytest.mark.parametrize("minutes", [0, 55])
async def test_B1_rows_written_past_the_use_cases_are_refused_by_the_schema(database: Database, minutes: int) -> None:
    store = store_over(database)
    town = await a_town(store)
    await town.book(await a_family(store), town.at(TUESDAY, 10))
    await town.book(await a_family(store), town.at(TUESDAY, 15))
    moved = town.at(TUESDAY, 10, minutes)
    shift = sa.text(
        "UPDATE occupancy SET starts_at = :starts, ends_at = :ends"
        " WHERE appointment_id = (SELECT max(id) FROM appointment)"
    ).bindparams(
        sa.bindparam("starts", moved, sa.DateTime(timezone=True)),
        sa.bindparam("ends", moved + timedelta(hours=1), sa.DateTime(timezone=True)),
    )
    with pytest.raises(sa.exc.IntegrityError):
        await database.write(lambda unit: unit.connection.execute(shift))
