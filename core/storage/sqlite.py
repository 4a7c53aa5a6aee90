"""The embedded engine: one writer thread, group commit, read-only connections.

Durable (WAL, synchronous=FULL) and still cheap, because units of work that wait together are committed together, each
behind its own savepoint. Measured traps this file answers (design.md): a full disk or RAISE(ROLLBACK) ends the whole
transaction and takes the group's earlier savepoints with it, and so does a session whose flush fails; COMMIT itself may
fail. In each case the members of the group are replayed one by one, so that one bad unit never harms its neighbours.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, QueuePool

from core.storage.database import NotApplied, R, StorageUnavailable, Work, run_unit
from core.storage.signals import Signals

GROUP_LIMIT = 128
BUSY_MS = 10_000


@dataclass(slots=True)
class _Job:
    work: Callable[[Any], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None
    signals: frozenset[str] = frozenset()

    def fail(self, error: BaseException) -> None:
        self.error, self.result, self.signals = error, None, frozenset()

    def settle(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteDatabase:
    """SQLite behind the `Database` protocol. Construct it inside the event loop that uses it."""

    dialect = "sqlite"
    remote = False

    def __init__(self, path: Path, signals: Signals) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self.path = path
        self.signals = signals
        self._engine = _engine(path, read_only=False)
        self._read_engine = _engine(path, read_only=True)
        self._inline: sa.Connection | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_loop, name="sqlite-writer", daemon=True)
        self._writer.start()

    def engine(self) -> sa.Engine:
        """The writing engine (migrations, tests)."""
        return self._engine

    async def write(self, work: Work[R]) -> R:
        """Queue `work` for the writer thread; returns once it is on disk."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._jobs.put(_Job(work, future, loop))
        return await future

    async def read(self, work: Work[R], *, long: bool = False) -> R:
        """Run `work` on a snapshot: inline when short, in a thread when long."""
        if long:
            return await asyncio.to_thread(self._read_apart, work)
        if self._inline is None:
            self._inline = self._connect(self._read_engine)
        return _read(self._inline, work)

    async def close(self) -> None:
        """Finish the queued writes, then let go of the file."""
        self._jobs.put(None)
        await asyncio.to_thread(self._writer.join)
        if self._inline is not None:
            self._inline.close()
        self._engine.dispose()
        self._read_engine.dispose()

    def _connect(self, engine: sa.Engine) -> sa.Connection:
        try:
            return engine.connect()
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            raise StorageUnavailable(str(error)) from error

    def _read_apart(self, work: Work[R]) -> R:
        with self._connect(self._read_engine) as connection:
            return _read(connection, work)

    # -- the writer thread ---------------------------------------------------------------------------------------

    def _write_loop(self) -> None:
        connection: sa.Connection | None = None
        while (job := self._jobs.get()) is not None:
            group, stop = self._gather(job)
            try:
                connection = connection or self._connect(self._engine)
                _commit_group(connection, group)
            except Exception as error:
                for member in group:
                    member.fail(_as_unavailable(error))
                if connection is not None:
                    connection.invalidate()
                    connection.close()
                connection = None
            self._report(group)
            if stop:
                break
        if connection is not None:
            connection.close()

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        group = [first]
        while len(group) < GROUP_LIMIT:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _report(self, group: list[_Job]) -> None:
        names = frozenset[str]().union(*(job.signals for job in group))
        for loop in {job.loop for job in group}:
            members = [job for job in group if job.loop is loop]
            try:
                loop.call_soon_threadsafe(self._settle, members, names)
            except RuntimeError:
                continue  # that loop is closed: nobody waits for the answer any more

    def _settle(self, group: list[_Job], names: frozenset[str]) -> None:
        for job in group:
            job.settle()
        self.signals.fire(names)


def _engine(path: Path, *, read_only: bool) -> sa.Engine:
    # Long reads come in crowds: connecting and preparing every statement anew cost a third of a panel page.
    kept: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": -1, "pool_use_lifo": True}
    pool = kept if read_only else {"poolclass": NullPool}
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False}, **pool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # Legacy driver transactions start at the first write, after the SELECTs they should protect: take over.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _read(connection: sa.Connection, work: Work[R]) -> R:
    try:
        with connection.begin():
            return run_unit(connection, work)[0]  # type: ignore[no-any-return]
    except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
        raise _as_unavailable(error) from error


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _commit_group(connection: sa.Connection, group: list[_Job]) -> None:
    """Commit the whole group at once; when the transaction is lost, each member gets one of its own."""
    if _try_together(connection, group):
        return
    for job in group:
        _commit_alone(connection, job)


def _try_together(connection: sa.Connection, group: list[_Job]) -> bool:
    raw = _driver(connection)
    transaction = connection.begin()
    try:
        for job in group:
            _run_behind_savepoint(connection, raw, job)
            if not raw.in_transaction:
                raise NotApplied("the transaction was ended by the database")
        transaction.commit()
    except Exception:
        _roll_back(transaction, raw)
        return False
    return True


def _run_behind_savepoint(connection: sa.Connection, raw: sqlite3.Connection, job: _Job) -> None:
    raw.execute("SAVEPOINT unit")
    written = raw.total_changes
    try:
        job.result, signals = run_unit(connection, job.work)
        job.error, job.signals = None, frozenset(signals)
        raw.execute("RELEASE unit")
    except Exception as error:
        job.fail(_as_unavailable(error))
        if raw.in_transaction:
            if raw.total_changes != written:  # a refusal has written nothing; undoing nothing cost half of it (P5)
                raw.execute("ROLLBACK TO unit")
            raw.execute("RELEASE unit")


def _commit_alone(connection: sa.Connection, job: _Job) -> None:
    raw = _driver(connection)
    transaction = connection.begin()
    try:
        job.result, signals = run_unit(connection, job.work)
        transaction.commit()
        job.error, job.signals = None, frozenset(signals)
    except Exception as error:
        _roll_back(transaction, raw)
        job.fail(_as_unavailable(error))


def _roll_back(transaction: sa.RootTransaction, raw: sqlite3.Connection) -> None:
    if transaction.is_active:
        transaction.rollback()
    if raw.in_transaction:
        raw.execute("ROLLBACK")


def _as_unavailable(error: Exception) -> Exception:
    """Faults of the disk or the file become `StorageUnavailable`; what a use case raised stays as it is."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if "no such savepoint" in str(cause) and isinstance(error.__context__, Exception):
        return _as_unavailable(error.__context__)  # the rollback found the transaction gone; this is what ended it
    return StorageUnavailable(str(cause)) if _is_away(cause) else error


def _is_away(cause: BaseException | None) -> bool:
    """A fault of the disk or the file; a wrong statement (SQLITE_ERROR) is a defect of ours and stays loud."""
    return isinstance(cause, sqlite3.OperationalError) and cause.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR
