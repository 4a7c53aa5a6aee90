"""The engine of a growing installation: PostgreSQL through psycopg 3, a pool of threads, LISTEN/NOTIFY.

Any number of `bot`, `panel` and `worker` processes share it. One use case is one transaction in one thread; blocking
calls never touch the event loop. Signals travel by NOTIFY inside the transaction, so they arrive exactly when the
rows they announce are visible.
"""

import asyncio
import contextlib
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import sqlalchemy as sa
import structlog

from core.background import repr_without_data
from core.storage.database import Crossed, NotApplied, R, StorageUnavailable, Work, run_unit
from core.storage.signals import Signals

log = structlog.get_logger(__name__)

CHANNEL = "ryadom"
RETRIES = 30
"""Of many who want any one of several, one wins each round: the last needs as many rounds as there are others."""
_AT_ONCE, _PAUSE = 2, 0.01
"""So many times without a pause, then up to so many seconds, by chance: not all of them meet again."""
_CONFLICTS = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
_AWAY = (psycopg.OperationalError, psycopg.InterfaceError)


class PostgresDatabase:
    """PostgreSQL behind the `Database` protocol. `url` is a SQLAlchemy URL with the psycopg driver."""

    dialect = "postgresql"
    remote = True

    def __init__(self, url: str, signals: Signals, *, threads: int = 8) -> None:
        self.signals = signals
        self._url = sa.make_url(url).set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(
            self._url,
            pool_size=threads,
            max_overflow=0,
            pool_pre_ping=False,
            connect_args={"connect_timeout": 5},
        )
        sa.event.listen(self._engine, "connect", _short_statements)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="postgres")
        self._closing = threading.Event()
        self._listener: threading.Thread | None = None

    def engine(self) -> sa.Engine:
        """The engine (migrations, tests)."""
        return self._engine

    async def write(self, work: Work[R]) -> R:
        """One transaction in a thread; one that met another (a deadlock, a broken key) is run again."""
        loop = asyncio.get_running_loop()
        self._listen(loop)
        return await loop.run_in_executor(self._pool, self._write, work)

    async def read(self, work: Work[R], *, long: bool = False) -> R:
        """A read-only transaction in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, work)

    async def close(self) -> None:
        """Finish running work and close every connection."""
        self._closing.set()
        await asyncio.to_thread(self._pool.shutdown, True)
        if self._listener is not None:
            await asyncio.to_thread(self._wake, self._listener)
        self._engine.dispose()

    def _wake(self, listener: threading.Thread) -> None:
        """End the listener at once by a notice that says nothing; by itself it looks twice a second."""
        with contextlib.suppress(sa.exc.DBAPIError), self._engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SELECT pg_notify(%s, '')", (CHANNEL,))
        listener.join()

    def _write(self, work: Work[R]) -> R:
        lost: Exception | None = None
        for attempt in range(RETRIES):
            if attempt > _AT_ONCE:
                time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 - a pause, no secret
            try:
                return self._transact(work)
            except (*_CONFLICTS, Crossed) as fault:
                lost = fault
            except sa.exc.DBAPIError as error:
                if not isinstance(error.orig, _CONFLICTS):
                    raise _translated(error) from error
                lost = error
            except _AWAY as error:
                raise _away(error) from error
        log.warning("a transaction was lost to others again and again", fault=lost and repr_without_data(lost))
        raise NotApplied("too many conflicting transactions") from lost

    def _transact(self, work: Work[R]) -> R:
        with self._engine.connect() as connection, connection.begin():
            result, signals = _run(connection, work)
            for name in sorted(signals):
                connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (CHANNEL, name))
        return result

    def _read(self, work: Work[R]) -> R:
        try:
            with self._engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                return run_unit(connection, work)[0]  # type: ignore[no-any-return]
        except sa.exc.DBAPIError as error:
            raise _translated(error) from error
        except _AWAY as error:
            raise _away(error) from error

    # -- LISTEN ------------------------------------------------------------------------------------------------

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._listener is None:
            self._listener = threading.Thread(
                target=self._listen_forever, args=(loop,), name="postgres-listen", daemon=True
            )
            self._listener.start()

    def _listen_forever(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._closing.is_set():
            try:
                self._listen_once(loop)
            except (psycopg.Error, RuntimeError):
                self._closing.wait(1.0)  # the server is away; waiters also look by themselves

    def _listen_once(self, loop: asyncio.AbstractEventLoop) -> None:
        conninfo = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._closing.is_set():
                for notice in connection.notifies(timeout=0.5, stop_after=1):
                    if not notice.payload:
                        continue
                    loop.call_soon_threadsafe(self.signals.fire, (notice.payload,))


def _run(connection: sa.Connection, work: Work[R]) -> tuple[R, set[str]]:
    """Run a unit; a refused one is undone here and not by the driver, whose rollback forgets every prepared statement:
    after each refusal all the next ones would be planned anew (measured: three times the cost of a refusal)."""
    try:
        return run_unit(connection, work)
    except (sa.exc.DBAPIError, psycopg.Error):
        raise
    except Exception:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        driver.pgconn.exec_(b"ROLLBACK")
        raise


def _translated(error: sa.exc.DBAPIError) -> Exception:
    if error.connection_invalidated or isinstance(error.orig, _AWAY):
        return _away(error.orig)
    return error


def _away(fault: BaseException | None) -> StorageUnavailable:
    """A lock that somebody holds for longer than this unit would wait is no absence of the database."""
    if isinstance(fault, psycopg.errors.LockNotAvailable):
        return NotApplied("somebody else holds a lock")
    return StorageUnavailable(str(fault))


def _short_statements(connection: psycopg.Connection, _record: Any) -> None:
    """Where tables are not yet analysed the planner expects millions of rows and compiles a statement for them: twenty
    milliseconds before a look that takes one (measured)."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False
