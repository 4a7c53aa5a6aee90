"""The usual ways to book, peers of `benchmarks.booking`: look whether the time is free, insert a row, nothing else."""

import asyncio
import sqlite3
import statistics
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel

WORKERS = 16
Slot = tuple[int, int]
"""Specialist 0.., hour 0..: what an attempt asks for. Eight hours a day, one after another."""
Attempt = Callable[[Slot], Awaitable[bool]]


@dataclass(slots=True)
class Figures:
    """What one engine did."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    won: list[Slot] = field(default_factory=list)
    lost: list[Slot] = field(default_factory=list)
    errors: int = 0

    def line(self, name: str, doubles: int) -> str:
        """One row of the table."""
        waits = sorted(self.waits)
        rate = len(waits) / self.seconds
        wrong = len(set(self.lost) - set(self.won))
        return (
            f"{name:<46}{rate:>9,.0f}/s  p50 {statistics.median(waits) * 1e3:>7.1f}  "
            f"p99 {waits[int(len(waits) * 0.99)] * 1e3:>7.1f} ms  doubles {doubles:>3}  wrong {wrong:>3}"
            f"  errors {self.errors}"
        )


async def crowd(attempt: Attempt, wishes: list[list[Slot]]) -> Figures:
    """Everybody tries their wishes one after another, all people at once."""
    figures = Figures()

    async def person(mine: list[Slot]) -> None:
        for slot in mine:
            began = time.perf_counter()
            try:
                (figures.won if await attempt(slot) else figures.lost).append(slot)
            except Exception:
                figures.errors += 1
            figures.waits.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(person(mine) for mine in wishes))
    figures.seconds = time.perf_counter() - began
    return figures


class PeerVisit(SQLModel, table=True):
    """What a usual booking table looks like; an hour is one unit of time."""

    __tablename__ = "peer_visit"

    id: int | None = Field(default=None, primary_key=True)
    specialist: int = Field(index=True)
    starts: int
    ends: int


_FREE = "SELECT 1 FROM peer_visit WHERE specialist = {p} AND starts < {p} AND ends > {p}"
_TAKE = "INSERT INTO peer_visit (specialist, starts, ends) VALUES ({p}, {p}, {p})"
_DOUBLES = (
    "SELECT count(*) FROM peer_visit a JOIN peer_visit b ON a.specialist = b.specialist AND a.id < b.id"
    " AND a.starts < b.ends AND b.starts < a.ends"
)


async def in_threads(work: Callable[[Slot], bool], wishes: list[list[Slot]], threads: int) -> Figures:
    """A synchronous peer behind a pool of threads."""
    loop, pool = asyncio.get_running_loop(), ThreadPoolExecutor(threads)
    try:
        return await crowd(lambda slot: loop.run_in_executor(pool, work, slot), wishes)
    finally:
        pool.shutdown()


async def sqlite_threads(path: Path, wishes: list[list[Slot]]) -> tuple[Figures, int]:
    """sqlite3, eight threads, BEGIN IMMEDIATE, look, insert."""
    local = threading.local()

    def work(slot: Slot) -> bool:
        if not hasattr(local, "link"):
            local.link = sqlite3.connect(path, timeout=30, isolation_level=None)
            local.link.execute("PRAGMA synchronous=FULL")
        link: sqlite3.Connection = local.link
        link.execute("BEGIN IMMEDIATE")
        taken = link.execute(_FREE.format(p="?"), (slot[0], slot[1] + 1, slot[1])).fetchone()
        if not taken:
            link.execute(_TAKE.format(p="?"), (slot[0], slot[1], slot[1] + 1))
        link.execute("COMMIT")
        return taken is None

    figures = await in_threads(work, wishes, 8)
    with sqlite3.connect(path) as link:
        return figures, int(link.execute(_DOUBLES).fetchone()[0])


async def postgres_threads(url: sa.URL, wishes: list[list[Slot]], *, lock: bool) -> tuple[Figures, int]:
    """psycopg, sixteen threads: look (locking what is found or not), insert."""
    local = threading.local()
    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    look = _FREE.format(p="%s") + (" FOR UPDATE" if lock else "")

    def work(slot: Slot) -> bool:
        if not hasattr(local, "link"):
            local.link = psycopg.connect(conninfo)
        link: psycopg.Connection = local.link
        with link.transaction():
            taken = link.execute(look, (slot[0], slot[1] + 1, slot[1])).fetchone()
            if not taken:
                link.execute(_TAKE.format(p="%s"), (slot[0], slot[1], slot[1] + 1))
        return taken is None

    figures = await in_threads(work, wishes, WORKERS)
    with psycopg.connect(conninfo) as link:
        row = link.execute(_DOUBLES).fetchone()
        return figures, int(row[0]) if row else -1


async def async_orm(url: str, wishes: list[list[Slot]]) -> tuple[Figures, int]:
    """The usual way: SQLModel, an async session per attempt, select then insert; SQLite with BEGIN IMMEDIATE."""
    patience = {"timeout": 60} if url.startswith("sqlite") else {}
    engine = create_async_engine(url, pool_size=WORKERS, max_overflow=0, pool_timeout=120, connect_args=patience)
    if url.startswith("sqlite"):
        sa.event.listen(engine.sync_engine, "connect", _manual)
        sa.event.listen(engine.sync_engine, "begin", lambda link: link.exec_driver_sql("BEGIN IMMEDIATE"))
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def attempt(slot: Slot) -> bool:
        async with sessions() as session, session.begin():
            if await _taken(session, slot):
                return False
            session.add(PeerVisit(specialist=slot[0], starts=slot[1], ends=slot[1] + 1))
        return True

    figures = await crowd(attempt, wishes)
    async with engine.connect() as link:
        doubles = int((await link.exec_driver_sql(_DOUBLES)).scalar() or 0)
    await engine.dispose()
    return figures, doubles


def _manual(link: object, _record: object) -> None:
    link.isolation_level = None  # type: ignore[attr-defined]
    cursor = link.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


async def _taken(session: AsyncSession, slot: Slot) -> bool:
    query = sa.select(PeerVisit).where(
        PeerVisit.specialist == slot[0],  # type: ignore[arg-type]
        PeerVisit.starts < slot[1] + 1,  # type: ignore[arg-type]
        PeerVisit.ends > slot[1],  # type: ignore[arg-type]
    )
    return (await session.execute(query)).first() is not None
