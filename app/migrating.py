"""Migrations: the embedded database is migrated by `run` itself, a PostgreSQL one only on the operator's word."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from app.settings import Settings

SCRIPTS = Path(__file__).resolve().parent.parent / "core" / "storage" / "migrations"


class MigrationNeeded(Exception):
    """The schema is not the one this version needs; the message names the command to run."""


class DatabaseAway(Exception):
    """The database does not answer at the start."""


def migration_config(url: str) -> Config:
    """Alembic's settings for `url`, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema up to `revision`."""
    _prepare_file(url)
    command.upgrade(migration_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the schema back to `revision` (tests, emergencies)."""
    command.downgrade(migration_config(url), revision)


def bring_up_to_date(settings: Settings) -> None:
    """Migrate SQLite; refuse on PostgreSQL with the command to run. Raises `MigrationNeeded`, `DatabaseAway`."""
    url = settings.database
    if sa.make_url(url).get_backend_name() == "sqlite":
        _upgrade_file(url)
        return
    if _current(url) != ScriptDirectory(str(SCRIPTS)).get_current_head():
        raise MigrationNeeded("the PostgreSQL schema is not up to date; run: ryadom db upgrade")


def _upgrade_file(url: str) -> None:
    path = sa.make_url(url).database
    try:
        upgrade(url)
    except CommandError:
        raise MigrationNeeded(f"{path} was made by a newer version of this program; run that one") from None
    except (sa.exc.DatabaseError, OSError) as error:
        reason = getattr(error, "orig", error)
        raise DatabaseAway(f"{path} cannot be used ({reason}); check the disk, or restore a backup") from None


def _current(url: str) -> str | None:
    engine = sa.create_engine(sync_url(url), connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except sa.exc.OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise DatabaseAway(f"PostgreSQL does not answer ({reason}); check DATABASE_URL and the server") from None
    finally:
        engine.dispose()


def sync_url(url: str) -> sa.URL:
    """The URL with the driver we ship."""
    parsed = sa.make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.get_backend_name() == "postgresql" else parsed


def _prepare_file(url: str) -> None:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        path = Path(parsed.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
