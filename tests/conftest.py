"""Fixtures shared by all tests: both engines, with a missing server skipped locally and failed in CI."""

import os
import shutil
import uuid
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
def postgres_template() -> Iterator[sa.URL]:
    """A PostgreSQL database with the declared schema, copied for each test."""
    load_all_tables()
    url = sa.make_url(POSTGRES)
    name = f"ryadom_test_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    except sa.exc.OperationalError:
        missing("PostgreSQL does not answer on its standard local port (set TEST_POSTGRES_URL)")
    template = url.set(database=name)
    engine = sa.create_engine(template)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist")
        metadata.create_all(connection)
    engine.dispose()
    yield template
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


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
    template: sa.URL = request.getfixturevalue("postgres_template")
    name = f"ryadom_case_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(template.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template.database}"')
    yield template.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture
async def database(database_url: str, signals: Signals) -> AsyncIterator[Database]:
    """An open database on each engine in turn."""
    opened = open_database(database_url, signals)
    yield opened
    await opened.close()
