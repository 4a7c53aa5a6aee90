"""A crowd that wants the same few specialists at once, and the oracle that counts overlapping visits.

Used by the race tests at CI size and by `benchmarks/booking.py` at full size. Every attempt is somebody else: a
visitor who holds, or now and then a family that books. Lengths differ, so equal starts are not the only collisions.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.database import open_database
from core.booking.confirm import Book, book
from core.booking.free import NearestSlots
from core.booking.hold import Hold, hold
from core.booking.refusals import SlotRefused
from core.booking.staffing import AddService, Assign, add_service, assign
from core.booking.states import Mode
from core.storage.database import Database
from core.storage.signals import Signals
from core.use_case import Adult, Store, Visitor
from tests.households import OPERATOR, Town, a_family, a_town, weekdays
from tests.stores import Clock, store_over

OVERLAPS = sa.text(
    "SELECT count(*) FROM occupancy a JOIN occupancy b ON a.resource_id = b.resource_id"
    " AND coalesce(a.appointment_id, -a.meeting_id) < coalesce(b.appointment_id, -b.meeting_id)"
    " AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
)
"""The oracle: pairs of visits or meetings of one specialist, room or crew that share a moment. It looks at nothing the
guard uses."""

BARE = sa.text(
    "SELECT count(*) FROM appointment p WHERE p.status IN ('held', 'confirmed', 'arrived')"
    " AND NOT EXISTS (SELECT 1 FROM occupancy o WHERE o.appointment_id = p.id AND o.resource_id = p.specialist_id"
    " AND o.starts_at <= p.starts_at AND o.ends_at >= p.ends_at)"
)
"""Visits that take place without taking time: the guard would not see them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one attempt asks for."""

    service_id: int
    specialist_id: int
    starts_at: datetime


@dataclass(slots=True)
class Tally:
    """How the attempts ended. `refused` keeps each refused wish with its reason and where to look instead."""

    won: int = 0
    refused: list[tuple[str, Wish, NearestSlots]] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what another worker counted."""
        self.won += other.won
        self.refused += other.refused
        self.broken += other.broken
        self.seconds += other.seconds


@dataclass(frozen=True, slots=True)
class Scene:
    """A centre under pressure: services of several lengths that share specialists, and some families."""

    town: Town
    services: tuple[int, ...]
    families: tuple[Adult, ...]
    days: int

    def wishes(self, count: int, seed: int) -> list[Wish]:
        """Random wishes on the common half-hour grid."""
        dice = random.Random(seed)
        monday = self.town.at(Clock().now.date() + timedelta(days=1), 9)
        return [
            Wish(
                dice.choice(self.services),
                dice.choice(self.town.specialists),
                monday + timedelta(days=dice.randrange(self.days), minutes=30 * dice.randrange(16)),
            )
            for _ in range(count)
        ]


async def a_scene(store: Store, *, specialists: int = 4, days: int = 4, families: int = 40) -> Scene:
    """`specialists` people, services of 30, 60 and 90 minutes, everything every half hour from 9 to 18."""
    town = await a_town(store, specialists=specialists, minutes=30, week=weekdays((9, 18)), step_minutes=30)
    services = [town.service_id]
    for minutes in (60, 90):
        more = AddService(town.centre_id, "psychologist", f"{minutes} минут", minutes, frozenset(Mode), step_minutes=30)
        service = await store.write(add_service, more, OPERATOR)
        for person in town.specialists:
            await store.write(assign, Assign(service.service_id, person), OPERATOR)
        services.append(service.service_id)
    people = [await a_family(store) for _ in range(families)]
    return Scene(town, tuple(services), tuple(people), days)


async def storm(store: Store, scene: Scene, wishes: Sequence[Wish], seed: int, at_once: int) -> Tally:
    """Try every wish, `at_once` at a time."""
    tally, dice, gate = Tally(), random.Random(seed), asyncio.Semaphore(at_once)
    loop = asyncio.get_running_loop()

    async def attempt(number: int, wish: Wish) -> None:
        what = Hold(wish.service_id, Mode.PHONE, wish.starts_at, wish.specialist_id)
        family = dice.choice(scene.families) if number % 5 == 0 else None
        async with gate:
            began = loop.time()
            try:
                if family is not None:
                    await store.write(book, Book(what), family)
                else:
                    await store.write(hold, what, Visitor("crowd", seed * 1_000_000 + number))
                tally.won += 1
            except SlotRefused as refusal:
                tally.refused.append((refusal.reason.value, wish, refusal.instead))
            except Exception as error:
                tally.broken[f"{type(error).__name__}: {error}"] += 1
            tally.seconds.append(loop.time() - began)

    await asyncio.gather(*(attempt(number, wish) for number, wish in enumerate(wishes)))
    return tally


def storm_in_a_process(url: str, scene: "Scene", seed: int, attempts: int) -> Tally:
    """One process of a crowd: opens the database by itself and tries its share, one after another."""

    async def share() -> Tally:
        database = open_database(url, Signals())
        store = store_over(database)
        try:
            return await storm(store, scene, scene.wishes(attempts, seed), seed, at_once=1)
        finally:
            await database.close()

    return asyncio.run(share())


async def count(database: Database, question: sa.TextClause) -> int:
    """The answer of one counting query."""
    return int(await database.read(lambda unit: unit.connection.scalar(question) or 0))
