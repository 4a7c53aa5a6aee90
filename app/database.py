"""Which engine a URL names, and the one list of modules that declare tables."""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from core.storage.database import Database
from core.storage.signals import Signals

TABLE_MODULES = (
    "core.messaging.tables",
    "core.centres.tables",
    "core.families.tables",
    "core.staff.tables",
    "core.cases.tables",
    "core.cases.desk_tables",
    "core.cases.search_tables",
    "core.booking.tables",
    "core.booking.outing_tables",
    "core.booking.calling_tables",
    "core.booking.waiting_tables",
    "core.accompaniment.tables",
    "core.feedback.tables",
    "core.booking.gathering_tables",
    "core.booking.reception_tables",
    "core.content.tables",
    "core.duty.tables",
    "core.outreach.tables",
    "core.outreach.campaigns.tables",
    "core.outreach.changes.tables",
    "core.outreach.check_ins.tables",
)


def load_all_tables() -> None:
    """Make `core.storage.schema.metadata` complete."""
    for name in TABLE_MODULES:
        import_module(name)


def open_database(url: str, signals: Signals) -> Database:
    """The engine that belongs to `url` (`sqlite:///path` or `postgresql://...`). Raises ValueError on another kind.

    Only the driver of that engine is imported (P6).
    """
    parsed = sa.make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            from core.storage.sqlite import SqliteDatabase

            return SqliteDatabase(Path(str(parsed.database)), signals)
        case "postgresql":
            from core.storage.postgres import PostgresDatabase

            return PostgresDatabase(url, signals)
        case other:
            raise ValueError(f"DATABASE_URL names {other!r}; use sqlite:///… or postgresql://…")
