"""kill -9 between any two statements of a family's life with a visit: the books are right on restart (B6)."""

import asyncio
import contextlib
import dataclasses
import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from app.database import open_database
from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Confirm, confirm
from core.booking.enrolment import Enrol, GiveUp, enrol, give_up
from core.booking.free import NearestSlots, nearest_slots
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.refusals import SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode
from core.storage.database import Database
from core.storage.signals import Signals
from core.storage.wire import Wire
from core.use_case import Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import Town, a_club, a_family, a_town, a_visitor, weekdays
from tests.stores import Clock, store_over

POINTS = 20
ACCOUNTS = 880_000
"""Every life is another family's; a forked child counts on from where its parent was."""
FIRST_POINT, STEP = 4, 6
LOST = sa.text(
    "SELECT count(*) FROM occupancy o JOIN appointment a ON a.id = o.appointment_id"
    " WHERE a.status NOT IN ('held', 'confirmed', 'arrived')"
)
MISCOUNTED = sa.text(
    "SELECT count(*) FROM gathering g WHERE g.taken <> (SELECT count(*) FROM enrolment e"
    " WHERE e.gathering_id = g.id AND e.standing = 'enrolled')"
)
UNREMINDED = sa.text(
    "SELECT count(*) FROM appointment a WHERE a.status = 'confirmed' AND (SELECT count(*) FROM outbox o"
    " WHERE o.subject = 'appointment:' || a.id || ':' || a.version AND o.state = 'pending') <> 2"
)
"""Booked visits without exactly their two reminders: half a transaction would leave some."""
REMINDED_OF_NOTHING = sa.text(
    "SELECT count(*) FROM outbox o WHERE o.kind = 'appointment_reminder' AND o.state = 'pending' AND NOT EXISTS"
    " (SELECT 1 FROM appointment a WHERE a.status = 'confirmed'"
    " AND o.subject = 'appointment:' || a.id || ':' || a.version)"
)
ORACLES = (OVERLAPS, BARE, LOST, MISCOUNTED, UNREMINDED, REMINDED_OF_NOTHING)


async def _with_store(url: str, work: Callable[[Store, Database], Any]) -> Any:
    database = open_database(url, Signals())
    try:
        return await work(store_over(database, Clock()), database)
    finally:
        await database.close()


async def _a_life(store: Store, town: Town, club: int, account: int) -> None:
    """Hold, confirm, move, wait for another time, a child's place in a club, and all of it given back."""
    town = dataclasses.replace(town, store=store)
    family = await a_family(store, who=a_visitor(account))
    found = await store.read(nearest_slots, NearestSlots(town.service_id, Mode.PLACE, 30), family)
    held = await town.hold(family, found.slots[-1].starts_at)
    visit = await store.write(confirm, Confirm(held.ticket), family)
    await store.write(reschedule, Reschedule(visit.ticket, found.slots[-2].starts_at), family)
    await store.write(join_waiting, JoinWaiting(town.service_id, Mode.PHONE), family)
    place = await store.write(enrol, Enrol(club, 8), family)
    await store.write(cancel, Cancel(visit.ticket), family)
    await store.write(give_up, GiveUp(place.ticket), family)
    await town.book(family, found.slots[-3].starts_at)


def _die_before_statement(number: int) -> None:
    """From now on the statements of this process are counted; before this one it is killed like by the system."""
    left = [number]

    def one(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(sa.Engine, "before_cursor_execute", one)
    for name in ("rows", "run"):
        original = getattr(Wire, name)

        def counted(wire: Wire, *args: Any, _original: Any = original, **values: Any) -> Any:
            one()
            return _original(wire, *args, **values)

        setattr(Wire, name, counted)


def _live_until(number: int, url: str, town: Town, club: int) -> None:
    _die_before_statement(number)
    with contextlib.suppress(SlotRefused):
        asyncio.run(_with_store(url, lambda store, _: _a_life(store, town, club, ACCOUNTS + number)))


async def _prepare(store: Store, _: Database) -> tuple[Town, int]:
    town = await a_town(store, specialists=2, week=weekdays((9, 18)))
    club = await a_club(store, town, capacity=3)
    return dataclasses.replace(town, store=None), club.id  # type: ignore[arg-type]


async def _faults(_: Store, database: Database) -> list[int]:
    return [await count(database, oracle) for oracle in ORACLES]


def test_B6_killed_at_any_of_twenty_points_the_books_are_right_on_restart(database_url: str) -> None:
    town, club = asyncio.run(_with_store(database_url, _prepare))
    killed = 0
    for point in range(FIRST_POINT, FIRST_POINT + POINTS * STEP, STEP):
        child = multiprocessing.get_context("fork").Process(target=_live_until, args=(point, database_url, town, club))
        child.start()
        child.join(60)
        killed += child.exitcode == -signal.SIGKILL
        assert asyncio.run(_with_store(database_url, _faults)) == [0] * len(ORACLES), f"killed before {point}"
    assert killed == POINTS
    asyncio.run(_with_store(database_url, lambda store, _: _a_life(store, town, club, ACCOUNTS)))
