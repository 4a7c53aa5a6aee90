"""Fixtures shared by all tests: both engines, with a missing server skipped locally and failed in CI."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa

from app.database import load_all_tables, open_database
from bot.late_models import import_aiogram
from core.storage.database import Database
from core.storage.schema import metadata
from core.storage.signals import Signals
from tests.postgres_house import PostgresHouse

import_aiogram()  # before anything else does: every test meets aiogram as the running program has it
hypothesis.settings.register_profile("ryadom", deadline=None)  # seconds are shown by benchmarks, not asserted
hypothesis.settings.load_profile("ryadom")
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


def missing(what: str) -> None:
    """A missing part skips with its reason here and fails in CI, where it must have been installed."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (it must not be missing in CI)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with the declared schema, copied for each test."""
    load_all_tables()
    path = tmp_path_factory.mktemp("schema") / "template.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_house() -> Iterator[PostgresHouse]:
    """A PostgreSQL database with the declared schema, emptied after each test: making a new one took half the time of
    all tests of the storage."""
    load_all_tables()
    try:
        house = PostgresHouse.build(POSTGRES)
    except sa.exc.OperationalError:
        missing("PostgreSQL does not answer on its standard local port (set TEST_POSTGRES_URL)")
    yield house
    house.demolish()


@pytest.fixture
def signals() -> Signals:
    """The wake-ups of the process under test."""
    return Signals()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database on each engine in turn."""
    if request.param == "sqlite":
        path = tmp_path / "ryadom.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    house: PostgresHouse = request.getfixturevalue("postgres_house")
    yield house.url
    house.empty()


@pytest.fixture
async def database(database_url: str, signals: Signals) -> AsyncIterator[Database]:
    """An open database on each engine in turn."""
    opened = open_database(database_url, signals)
    yield opened
    await opened.close()
