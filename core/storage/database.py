"""What a transaction is here, and what both engines promise about it.

A unit of work is a plain synchronous function over an open :class:`Unit`. It is committed as a whole or not at all,
may be run again when its group is replayed, and therefore must have no effect outside the database. Signals raised
inside are delivered only after the commit.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from core.storage.signals import Signals
from core.storage.wire import Wire

R = TypeVar("R")
Work = Callable[["Unit"], R]


class StorageUnavailable(Exception):
    """The database cannot be written or read now (disk full, server away, locked file). Nothing was applied."""


class NotApplied(StorageUnavailable):
    """The transaction was lost through no fault of this unit of work; trying again later is right."""


class Crossed(NotApplied):
    """Raised by a unit of work whose transaction another one has crossed: run again it sees what the other has done.

    PostgreSQL runs it again by itself; nobody hears of it unless others were faster many times in a row. SQLite has one
    writer, whom nobody crosses: there it can only mean a defect of ours.
    """


class Unit:
    """One open transaction: the raw driver for transport statements, a session for features."""

    __slots__ = ("_session", "_signals", "connection", "wire")

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.wire = Wire(connection.connection.dbapi_connection, connection.dialect.name)
        self._session: Session | None = None
        self._signals: set[str] = set()

    @property
    def session(self) -> Session:
        """The ORM session of this transaction, made on first use."""
        if self._session is None:
            self._session = Session(bind=self.connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        return self._session

    def be_impatient(self, milliseconds: int) -> None:
        """Rather give this transaction up (`NotApplied`) than wait longer than this for a lock somebody else holds."""
        if self.connection.dialect.name == "postgresql":  # SQLite's one writer waits for nobody
            self.connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")

    def signal(self, name: str) -> None:
        """Wake whoever waits for `name`, in every process, once this transaction is committed."""
        self._signals.add(name)

    def take_signals(self) -> set[str]:
        """The signals raised so far."""
        return self._signals

    def complete(self) -> None:
        """Send pending ORM changes; the transaction stays open and belongs to the engine."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Forget ORM state; the transaction itself belongs to the engine."""
        if self._session is not None:
            self._session.close()
        self.wire.close()


class Database(Protocol):
    """The only two ways in. Both await the result of `work`; a write is durable when it returns."""

    dialect: str
    remote: bool
    """A statement costs a way to a server and back, so calls that come together are better answered together."""
    signals: Signals

    async def write(self, work: Work[R]) -> R:
        """Run `work` in a writing transaction. Raises what `work` raised, or `StorageUnavailable`."""
        ...

    async def read(self, work: Work[R], *, long: bool = False) -> R:
        """Run `work` on a read-only snapshot; `long` reads never hold the event loop."""
        ...

    def engine(self) -> sa.Engine:
        """The SQLAlchemy engine, for migrations and tests."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then release every connection."""
        ...


def run_unit(connection: sa.Connection, work: Callable[[Unit], Any]) -> tuple[Any, set[str]]:
    """Run `work` and send its changes; the caller owns commit and rollback."""
    unit = Unit(connection)
    try:
        result = work(unit)
        unit.complete()
        return result, unit.take_signals()
    finally:
        unit.close()
