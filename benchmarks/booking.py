"""P5 and B7: booking under a crowd beside the usual ways, in the same run; and how fast a month of slots is made.

200 people try five times each: first for 50 times, so that nearly all must lose, then for 1,000 different ones, so that
all win. Ours runs the whole use case (hours, calendar, limits, names for the answer), durable on return; every peer
only looks whether the time is free and inserts a row. On PostgreSQL one more line has the use case with the schema's
guard taken away: check then insert that does the same work, which tells what the guard itself costs. A double is a pair
of overlapping visits, a wrong refusal a refused time that nobody got. Alternatives are asked for by a read of its own
and measured apart. Every line is the median of five runs taken in turn, every ratio the median of the five ratios.
"""

import asyncio
import gc
import multiprocessing
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.database import load_all_tables, open_database
from benchmarks.booking_peers import Figures, Slot, async_orm, crowd, postgres_threads, sqlite_threads
from core.booking.free import NearestSlots, nearest_slots
from core.booking.hold import Hold, hold
from core.booking.hours import DayRule, Hours, Span, WeekLine, hours_of, instant_of, spans_of
from core.booking.production_calendar import year_of
from core.booking.refusals import SlotRefused
from core.booking.slots import Chair, Shape, slots_of
from core.booking.states import Mode
from core.storage.database import Database
from core.storage.postgres import PostgresDatabase
from core.storage.schema import metadata
from core.storage.signals import Signals
from core.use_case import Visitor
from tests.booking_crowd import OVERLAPS, Tally, a_scene, count, storm, storm_in_a_process
from tests.conftest import POSTGRES
from tests.households import Town, a_town, a_visitor, weekdays
from tests.stores import Clock, store_over

PEOPLE, TRIES, ATTEMPTS, ROUNDS = 200, 5, 10_000, 5


def contested() -> list[list[Slot]]:
    """50 times: five specialists, ten hours of one and a quarter days."""
    dice = random.Random(5)
    return [[(dice.randrange(5), dice.randrange(10)) for _ in range(TRIES)] for _ in range(PEOPLE)]


def plenty() -> list[list[Slot]]:
    """A time of one's own for every attempt."""
    return [[(person % 20, (person // 20) * TRIES + number) for number in range(TRIES)] for person in range(PEOPLE)]


# -- ours ----------------------------------------------------------------------------------------------------------


async def ours(url: str, wishes: list[list[Slot]]) -> tuple[Figures, int, float]:
    """The whole use case. Also the milliseconds one question for alternatives takes."""
    database = open_database(url, Signals())
    store = store_over(database)
    town = await a_town(store, specialists=20, week=weekdays((9, 17)))
    seen = NearestSlots(town.service_id, Mode.PHONE)
    await asyncio.gather(*(store.read(nearest_slots, seen, a_visitor()) for _ in range(8)))  # nobody books unseen
    numbers = iter(range(10**9))
    elsewhere: list[NearestSlots] = []

    async def attempt(slot: Slot) -> bool:
        what = Hold(town.service_id, Mode.PHONE, _moment(town, slot[1]), town.specialists[slot[0]])
        try:
            await store.write(hold, what, Visitor("crowd", next(numbers)))
        except SlotRefused as refusal:
            elsewhere.append(refusal.instead)
            return False
        return True

    figures = await crowd(attempt, wishes)
    doubles = await count(database, OVERLAPS)
    began = time.perf_counter()
    for instead in elsewhere[:100]:
        await store.read(nearest_slots, instead, a_visitor())
    alternatives = (time.perf_counter() - began) / max(1, len(elsewhere[:100])) * 1e3
    await database.close()
    return figures, doubles, alternatives


def _moment(town: Town, hour: int) -> datetime:
    day, number = divmod(hour, 8)
    weeks, weekday = divmod(day, 5)
    return town.at(Clock().now.date() + timedelta(days=7 + 7 * weeks + weekday), 9 + number)


# -- the run -------------------------------------------------------------------------------------------------------


@contextmanager
def sqlite_file(folder: Path, *, peer: bool) -> Iterator[Path]:
    """A fresh file in WAL mode with our schema or the peers'."""
    path = folder / f"{uuid.uuid4().hex[:8]}.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as link:
        link.exec_driver_sql("PRAGMA journal_mode=WAL")
    (SQLModel.metadata if peer else metadata).create_all(engine)
    engine.dispose()
    yield path


@contextmanager
def postgres_database(*, peer: bool) -> Iterator[sa.URL]:
    """A fresh database on the local server, dropped afterwards."""
    url = sa.make_url(POSTGRES)
    name = f"ryadom_bench_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    with admin.connect() as link:
        link.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine = sa.create_engine(url.set(database=name))
    (SQLModel.metadata if peer else metadata).create_all(engine)
    engine.dispose()
    try:
        yield url.set(database=name)
    finally:
        with admin.connect() as link:
            link.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.dispose()


Side = Callable[[list[list[Slot]]], Awaitable[tuple[Figures, int]]]
"""One way to book: the wishes of everybody in, what it did and its doubles out, on a fresh database each time."""


async def beside(sides: dict[str, Side], wishes: list[list[Slot]]) -> dict[str, list[Figures]]:
    """Let every side run in turn, ROUNDS times; print the median run of each with the doubles of all its runs."""
    runs: dict[str, list[Figures]] = {name: [] for name in sides}
    doubles = dict.fromkeys(sides, 0)
    for _ in range(ROUNDS):
        for name, side in sides.items():
            figures, double = await side(wishes)
            runs[name].append(figures)
            doubles[name] += double
    for name, figures_of in runs.items():
        print(sorted(figures_of, key=lambda each: each.seconds)[ROUNDS // 2].line(name, doubles[name]))
    return runs


def ratio(runs: dict[str, list[Figures]], peer: str, mine: str) -> float:
    """How many times as fast as `peer`: the median over the rounds."""
    return statistics.median(theirs.seconds / ours.seconds for theirs, ours in zip(runs[peer], runs[mine], strict=True))


ORM, THREADS = "async ORM, select then insert", "threads, BEGIN IMMEDIATE"
BARE, LOCKS = "check then insert", "row locks"
UNGUARDED, OURS = "our use case, check then insert", "ours, the whole use case"


async def on_sqlite(title: str, wishes: list[list[Slot]]) -> None:
    """The table of one crowd on SQLite."""
    print(f"\nSQLite, {title}")
    alternatives: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        async def orm(wishes: list[list[Slot]]) -> tuple[Figures, int]:
            with sqlite_file(folder, peer=True) as path:
                return await async_orm(f"sqlite+aiosqlite:///{path}", wishes)

        async def threads(wishes: list[list[Slot]]) -> tuple[Figures, int]:
            with sqlite_file(folder, peer=True) as path:
                return await sqlite_threads(path, wishes)

        async def mine(wishes: list[list[Slot]]) -> tuple[Figures, int]:
            with sqlite_file(folder, peer=False) as path:
                figures, doubles, milliseconds = await ours(f"sqlite:///{path}", wishes)
                alternatives.append(milliseconds)
                return figures, doubles

        runs = await beside({ORM: orm, THREADS: threads, OURS: mine}, wishes)
    print(
        f"ours / async ORM: {ratio(runs, ORM, OURS):.1f}x (promise 10x); "
        f"alternatives {statistics.median(alternatives):.1f} ms each"
    )


def take_the_guard_away(url: sa.URL) -> None:
    """Booking that only looks first: without the constraint that forbids overlap, the turn writers take for it, and the
    key, which forbids two equal beginnings. An index as large as the key stays, so that both write as much."""
    engine = sa.create_engine(url)
    with engine.begin() as link:
        link.exec_driver_sql("DROP TRIGGER occupancy_in_turn ON occupancy")
        link.exec_driver_sql("ALTER TABLE occupancy DROP CONSTRAINT occupancy_apart, DROP CONSTRAINT pk_occupancy")
        link.exec_driver_sql("CREATE INDEX ix_occupancy_by_beginning ON occupancy (resource_id, starts_at)")
    engine.dispose()


async def on_postgres(title: str, wishes: list[list[Slot]]) -> None:
    """The table of one crowd on PostgreSQL."""
    print(f"\nPostgreSQL, {title}")
    alternatives: list[float] = []

    async def orm(wishes: list[list[Slot]]) -> tuple[Figures, int]:
        with postgres_database(peer=True) as url:
            return await async_orm(url.render_as_string(hide_password=False), wishes)

    async def bare(wishes: list[list[Slot]]) -> tuple[Figures, int]:
        with postgres_database(peer=True) as url:
            return await postgres_threads(url, wishes, lock=False)

    async def locks(wishes: list[list[Slot]]) -> tuple[Figures, int]:
        with postgres_database(peer=True) as url:
            return await postgres_threads(url, wishes, lock=True)

    async def unguarded(wishes: list[list[Slot]]) -> tuple[Figures, int]:
        with postgres_database(peer=False) as url:
            take_the_guard_away(url)
            figures, doubles, _ = await ours(url.render_as_string(hide_password=False), wishes)
            return figures, doubles

    async def mine(wishes: list[list[Slot]]) -> tuple[Figures, int]:
        with postgres_database(peer=False) as url:
            figures, doubles, milliseconds = await ours(url.render_as_string(hide_password=False), wishes)
            alternatives.append(milliseconds)
            return figures, doubles

    sides: dict[str, Side] = {ORM: orm, BARE: bare, LOCKS: locks, UNGUARDED: unguarded, OURS: mine}
    runs = await beside(sides, wishes)
    print(
        f"ours / check then insert: {ratio(runs, BARE, OURS):.2f}x (promise 1x), with the same work "
        f"{ratio(runs, UNGUARDED, OURS):.2f}x, ours / async ORM: {ratio(runs, ORM, OURS):.1f}x; "
        f"alternatives {statistics.median(alternatives):.1f} ms each"
    )


async def full_size() -> None:
    """B1 at full size: 10,000 attempts of mixed lengths at four specialists with 200 times each."""
    with tempfile.TemporaryDirectory() as name, sqlite_file(Path(name), peer=False) as path:
        url = f"sqlite:///{path}"
        database = open_database(url, Signals())
        scene = await a_scene(store_over(database), days=12, families=400)
        portable = replace(scene, town=replace(scene.town, store=None))  # type: ignore[arg-type]
        with multiprocessing.get_context("spawn").Pool(8) as pool:
            work = [(url, portable, seed, ATTEMPTS // 8) for seed in range(1, 9)]
            tallies = await asyncio.to_thread(pool.starmap, storm_in_a_process, work)
        await _told("SQLite, 8 processes", database, tallies)
    for threads in (8, 64):
        with postgres_database(peer=False) as server:
            await _crowd_on_postgres(server, threads)


async def _crowd_on_postgres(server: sa.URL, threads: int) -> None:
    """64 attempts at once over so many connections; an installation has eight, the others wait their turn."""
    crowded = PostgresDatabase(server.render_as_string(hide_password=False), Signals(), threads=threads)
    store = store_over(crowded)
    scene = await a_scene(store, days=12, families=400)
    seen = NearestSlots(scene.town.service_id, Mode.PHONE)
    await asyncio.gather(*(store.read(nearest_slots, seen, a_visitor()) for _ in range(64)))  # connections are open
    tally = await storm(store, scene, scene.wishes(ATTEMPTS, 1), 1, 64)
    await _told(f"PostgreSQL, 64 at once over {threads} connections", crowded, [tally])


async def _told(name: str, database: Database, tallies: list[Tally]) -> None:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    waits = sorted(whole.seconds)
    print(
        f"B1 {name}: {len(waits):,} attempts, {whole.won:,} won, p50 {statistics.median(waits) * 1e3:.0f} ms, "
        f"p99 {waits[int(len(waits) * 0.99)] * 1e3:.0f} ms, overlaps {await count(database, OVERLAPS)}, "
        f"broken {dict(whole.broken)}"
    )
    await database.close()


def month_of_slots() -> None:
    """B7: 20 specialists, 30 days, a slot every half hour with lunch and a busy morning."""
    zone, first = ZoneInfo("Europe/Moscow"), date(2026, 11, 23)
    days = [first + timedelta(days=number) for number in range(30)]
    week = [WeekLine(day, hours) for day in range(1, 6) for hours in (Hours(540, 780), Hours(840, 1080))]
    shape = Shape(timedelta(minutes=60), timedelta(minutes=30))
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        chairs = [
            Chair(person, None, _working(days, week, zone), _working(days[:10], week[:1], zone)) for person in range(20)
        ]
        found = slots_of(chairs, shape, Span(instant_of(days[0], 0, zone), instant_of(days[-1], 1440, zone)))
        best = min(best, time.process_time() - began)
    print(f"\nslots of 20 specialists x 30 days: {best * 1e3:.0f} ms CPU for {len(found):,} slots (promise 100 ms)")


def _working(days: list[date], week: list[WeekLine], zone: ZoneInfo) -> tuple[Span, ...]:
    return tuple(span for day in days for span in spans_of(day, hours_of(week, DayRule(day.isoweekday()), ()), zone))


async def run() -> None:
    """Both crowds on both engines."""
    load_all_tables()
    year_of(2026)
    gc.collect()
    gc.freeze()  # as `ryadom run` does once it has started
    for title, wishes in (("50 times, nearly all lose", contested()), ("1,000 times, all win", plenty())):
        await on_sqlite(title, wishes)
        try:
            await on_postgres(title, wishes)
        except sa.exc.OperationalError:
            print("PostgreSQL does not answer on its standard local port: skipped")


def main() -> None:
    """Print both tables, the full-size crowd and the time of a month of slots."""
    asyncio.run(run())
    print()
    asyncio.run(full_size())
    month_of_slots()
