"""Which engine a URL names, and the one list of modules that declare tables."""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from core.storage.database import Database
from core.storage.postgres import PostgresDatabase
from core.storage.signals import Signals
from core.storage.sqlite import SqliteDatabase

TABLE_MODULES = (
    "core.messaging.tables",
    "core.centres.tables",
    "core.families.tables",
    "core.staff.tables",
    "core.cases.tables",
    "core.booking.tables",
    "core.booking.waiting_tables",
    "core.booking.gathering_tables",
    "core.booking.reception_tables",
    "core.content.tables",
)


def load_all_tables() -> None:
    """Make `core.storage.schema.metadata` complete."""
    for name in TABLE_MODULES:
        import_module(name)


def open_database(url: str, signals: Signals) -> Database:
    """The engine that belongs to `url` (`sqlite:///path` or `postgresql://...`). Raises ValueError on another kind."""
    parsed = sa.make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return SqliteDatabase(Path(str(parsed.database)), signals)
        case "postgresql":
            return PostgresDatabase(url, signals)
        case other:
            raise ValueError(f"DATABASE_URL names {other!r}; use sqlite:///… or postgresql://…")
