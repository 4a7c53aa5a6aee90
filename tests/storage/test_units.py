"""Transactions: what is committed together, what is lost together, and what survives its neighbours' faults."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.centres.tables import Centre
from core.storage.database import Crossed, Database, NotApplied, StorageUnavailable, Unit
from core.storage.signals import Signals
from core.storage.sqlite import SqliteDatabase


def centre(slug: str) -> Centre:
    return Centre(slug=slug, region="LEN", name=slug, time_zone="Europe/Moscow")


def opening(slug: str):
    def work(unit: Unit) -> int:
        row = centre(slug)
        unit.session.add(row)
        unit.session.flush()
        assert row.id is not None
        return row.id

    return work


def slugs(unit: Unit) -> set[str]:
    return set(unit.session.exec(sa.select(Centre.slug)).scalars())


async def test_a_refused_unit_leaves_its_neighbours_alone(database: Database) -> None:
    def refused(unit: Unit) -> None:
        unit.session.add(centre("never"))
        unit.session.flush()
        raise ValueError("the family changed its mind")

    results = await asyncio.gather(
        database.write(opening("tikhvin")),
        database.write(refused),
        database.write(opening("gatchina")),
        return_exceptions=True,
    )

    assert isinstance(results[1], ValueError)
    assert await database.read(slugs) == {"tikhvin", "gatchina"}


async def test_a_broken_constraint_refuses_one_unit_and_keeps_the_group(database: Database) -> None:
    await database.write(opening("tikhvin"))

    results = await asyncio.gather(
        *(database.write(opening(slug)) for slug in ("one", "tikhvin", "two")), return_exceptions=True
    )

    assert isinstance(results[1], sa.exc.IntegrityError)
    assert await database.read(slugs) == {"tikhvin", "one", "two"}


async def test_a_signal_is_heard_only_after_the_commit(database: Database, signals: Signals) -> None:
    listener = signals.listen("outbox")

    def refused(unit: Unit) -> None:
        unit.signal("outbox")
        raise ValueError

    with pytest.raises(ValueError):
        await database.write(refused)
    assert not await listener.wait(0.6)

    await database.write(lambda unit: unit.signal("outbox"))
    assert await listener.wait(5)


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises((sa.exc.DBAPIError, StorageUnavailable)):
        await database.read(opening("sneaky"))


@pytest.fixture
async def embedded(tmp_path: Path, sqlite_template: Path, signals: Signals):
    path = tmp_path / "ryadom.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    database = SqliteDatabase(path, signals)
    yield database
    await database.close()


async def test_a_trigger_that_rolls_everything_back_harms_only_its_own_unit(embedded: SqliteDatabase) -> None:
    with sqlite3.connect(embedded.path) as raw:
        raw.execute(
            "CREATE TRIGGER poison BEFORE INSERT ON centre WHEN new.slug = 'poison' "
            "BEGIN SELECT RAISE(ROLLBACK, 'poisoned'); END"
        )

    results = await asyncio.gather(
        *(embedded.write(opening(slug)) for slug in ("one", "poison", "two", "three")), return_exceptions=True
    )

    assert isinstance(results[1], sa.exc.IntegrityError)
    assert await embedded.read(slugs) == {"one", "two", "three"}


async def test_a_full_disk_inside_a_group_commit_loses_nothing_it_confirmed(embedded: SqliteDatabase) -> None:
    """The disk fills up in the middle of a group: every unit either is on disk or says it is not."""
    await embedded.write(lambda unit: unit.connection.exec_driver_sql("CREATE TABLE ballast (b BLOB)"))
    pages = await embedded.write(lambda unit: unit.connection.exec_driver_sql("PRAGMA page_count").scalar())
    await embedded.write(
        lambda unit: unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {int(pages or 0) + 24}").scalar()
    )

    def heavy(number: int):
        def work(unit: Unit) -> int:
            opening(f"c{number}")(unit)
            unit.connection.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(9000))")
            return number

        return work

    results = await asyncio.gather(*(embedded.write(heavy(number)) for number in range(40)), return_exceptions=True)

    confirmed = {f"c{result}" for result in results if isinstance(result, int)}
    refused = [result for result in results if not isinstance(result, int)]
    assert refused, "the disk should have filled up"
    assert all(isinstance(error, StorageUnavailable) for error in refused)
    assert await embedded.read(slugs) == confirmed

    await embedded.write(lambda unit: unit.connection.exec_driver_sql("PRAGMA max_page_count = 100000").scalar())
    assert await embedded.write(opening("afterwards"))


async def test_B1_a_unit_that_lost_a_race_is_run_again_and_nothing_of_the_lost_runs_remains(database: Database) -> None:
    runs: list[int] = []

    def third_time_lucky(unit: Unit) -> int:
        runs.append(opening(f"try-{len(runs)}")(unit))
        if len(runs) < 3:
            raise Crossed("somebody was faster")
        return len(runs)

    if not database.remote:  # one writer: nobody is faster, and whoever says so is wrong
        with pytest.raises(Crossed):
            await database.write(third_time_lucky)
        assert await database.read(slugs) == set()
        return
    assert await database.write(third_time_lucky) == 3
    assert await database.read(slugs) == {"try-2"}


async def test_B1_a_unit_that_loses_every_race_is_not_applied_and_may_be_tried_later(database: Database) -> None:
    def never(unit: Unit) -> None:
        opening("never")(unit)
        raise Crossed("somebody was faster")

    with pytest.raises(NotApplied):
        await database.write(never)
    assert await database.read(slugs) == set()
    await database.write(opening("later"))
    assert await database.read(slugs) == {"later"}
