"""Migrations: the embedded database is migrated by `run` itself, a PostgreSQL one only on the operator's word.

Alembic is imported only when there is something to migrate: a start that finds the newest revision does without (P6).
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parent.parent / "core" / "storage" / "migrations"


class MigrationNeeded(Exception):
    """The schema is not the one this version needs; the message names the command to run."""


class DatabaseAway(Exception):
    """The database does not answer at the start."""


def migration_config(url: str) -> "Config":
    """Alembic's settings for `url`, without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema up to `revision`."""
    from alembic import command

    _prepare_file(url)
    command.upgrade(migration_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the schema back to `revision` (tests, emergencies)."""
    from alembic import command

    command.downgrade(migration_config(url), revision)


def known_revisions() -> list[str]:
    """Every revision of this version, oldest first: migrations are named after their revision, which only grows."""
    return sorted(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


def bring_up_to_date(settings: Settings) -> None:
    """Migrate SQLite; refuse on PostgreSQL with the command to run. Raises `MigrationNeeded`, `DatabaseAway`."""
    url = settings.database
    if sa.make_url(url).get_backend_name() == "sqlite":
        _upgrade_file(url)
    elif _current_of_server(url) != known_revisions()[-1]:
        raise MigrationNeeded("the PostgreSQL schema is not up to date; run: ryadom db upgrade")


def _upgrade_file(url: str) -> None:
    path = sa.make_url(url).database
    try:
        _prepare_file(url)
        revision = _current(url)
        known = known_revisions()
        if revision is not None and revision not in known:
            raise MigrationNeeded(f"{path} was made by a newer version of this program; run that one")
        if revision != known[-1]:
            upgrade(url)
    except (sa.exc.DatabaseError, OSError) as error:
        reason = getattr(error, "orig", error)
        raise DatabaseAway(f"{path} cannot be used ({reason}); check the disk, or restore a backup") from None


def _current_of_server(url: str) -> str | None:
    try:
        return _current(url, connect_timeout=5)
    except sa.exc.OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise DatabaseAway(f"PostgreSQL does not answer ({reason}); check DATABASE_URL and the server") from None


def _current(url: str, **connect_args: object) -> str | None:
    """The revision a database has; None for an empty one."""
    engine = sa.create_engine(sync_url(url), connect_args=connect_args)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            return None if found is None else str(found)
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
