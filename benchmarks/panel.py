"""P7 and A17: the panel with 10,000 conversations, and how soon a family's words stand on fifty open pages.

First byte and compressed size of the inbox and of a conversation, beside the smallest answer the same server gives.
Then fifty pages follow one centre: the time from the commit of a message until every page has heard of it, and until
the page that shows the conversation has read it. Ten show the whole centre and read their lists again at each message,
forty show lists of their own, which somebody else's message does not touch: they read the counters, as the script does.
Client and server share one process and one core here, so every figure is an upper bound.
"""

import asyncio
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from aiohttp import ClientSession, ClientTimeout, CookieJar, TCPConnector

from app.database import load_all_tables, open_database
from benchmarks.inbox import CONVERSATIONS
from benchmarks.inbox import _fill as fill
from core.background import Background
from core.staff.grants import Place
from core.staff.roles import Role
from core.storage.schema import metadata
from core.storage.signals import Signals
from core.use_case import StaffMember
from tests.desks import Curator, Desk
from tests.panel.office import PASSWORD, Office, open_office
from tests.stores import Clock

PAGES, MESSAGES, REQUESTS = 50, 30, 60


def main() -> None:
    """Fill, measure, print."""
    asyncio.run(_run())


async def _run() -> None:
    load_all_tables()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'panel.sqlite'}"
        engine = sa.create_engine(url)
        metadata.create_all(engine)
        engine.dispose()
        signals = Signals()
        database = open_database(url, signals)
        office = await open_office(database, signals, Clock())
        centre_id = await office.open_centre("ozerny")
        account_id = await office.hire("anna", Role.CURATOR, Place(centre="ozerny"))
        desk = Desk(office.store, centre_id)
        anna = Curator(office.store, StaffMember(account_id, "Anna", frozenset(), frozenset({centre_id})))
        await database.write(lambda unit: fill(unit, desk, anna))
        async with ClientSession(
            office.origin, cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(limit=0), auto_decompress=False
        ) as browser:
            await _sign_in(office, browser)
            await _pages(browser)
            await _live(office, desk, browser)
        await office.server.close()
        await database.close()


async def _sign_in(office: Office, browser: ClientSession) -> None:
    helper = office.browser()
    await helper.sign_in("anna", PASSWORD)
    browser.cookie_jar.update_cookies(helper.cookies())
    await helper.close()


async def _pages(browser: ClientSession) -> None:
    print(f"{CONVERSATIONS} conversations, {REQUESTS} requests each: first byte p50 / p95 in ms, size in kB (gzip)")
    floor = 0.0
    for what, path in (
        ("smallest answer", "/static/icon.svg"),
        ("help page", "/help"),
        ("inbox, mine", "/inbox?queue=mine"),
        ("inbox, centre", "/inbox?queue=centre"),
        ("inbox, closed", "/inbox?queue=closed"),
        ("list alone", "/inbox/list?queue=centre"),
        ("conversation", "/conversations/1?queue=mine"),
    ):
        times, size = [], 0
        for _ in range(REQUESTS):
            began = time.perf_counter()
            async with browser.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
                times.append((time.perf_counter() - began) * 1000)
                size = len(await answer.read())
        floor = floor or statistics.median(times)
        print(
            f"  {what:18} {statistics.median(times):7.1f} {_p95(times):7.1f} {size / 1000:8.1f}"
            f"   {statistics.median(times) / floor:5.1f}x of the smallest"
        )


async def _live(office: Office, desk: Desk, browser: ClientSession) -> None:
    family = desk.visitor()
    called = await family.call()
    watch = Watch()
    background = Background("pages")
    for number in range(PAGES):
        open_id = called.conversation_id if number == 0 else None
        behind = "/inbox/list?queue=centre" if number % 5 == 1 else "/inbox/queues?queue=mine"
        background.start(_page(browser, watch, open_id, behind, background))
    await asyncio.sleep(2)
    for _ in range(MESSAGES):
        await family.say("Вы здесь?")
        watch.committed = time.perf_counter()
        await asyncio.sleep(1.2)
    await background.cancel()
    print(
        f"{PAGES} open pages, {MESSAGES} messages, {len(watch.heard)} of {PAGES * MESSAGES} events heard, milliseconds"
    )
    print(f"  page hears of it   p50 {statistics.median(watch.heard):6.1f}   p95 {_p95(watch.heard):6.1f}")
    print(f"  words on the page  p50 {statistics.median(watch.read):6.1f}   p95 {_p95(watch.read):6.1f}")


@dataclass
class Watch:
    """When the last message was committed, and how long after it pages heard and showed it (milliseconds)."""

    committed: float = 0.0
    heard: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)

    def since(self) -> float:
        """Now, counted from the commit; a page may hear before the writer knows it is done."""
        return max(0.0, time.perf_counter() - self.committed) * 1000


async def _page(browser: ClientSession, watch: Watch, open_id: int | None, behind: str, background: Background) -> None:
    """One open page: hears, reads the conversation at once, and later what the script reads of the list."""
    changed = asyncio.Event()
    background.start(_behind(browser, changed, behind))
    async with browser.get("/events", timeout=ClientTimeout()) as stream:
        async for line in stream.content:
            if not line.startswith(b"event: change"):
                continue
            watch.heard.append(watch.since())
            if open_id is not None:
                await _fetch(browser, f"/conversations/{open_id}/stream?queue=mine")
                watch.read.append(watch.since())
            changed.set()


async def _behind(browser: ClientSession, changed: asyncio.Event, path: str) -> None:
    """Reads the list of the whole centre soon, or the counters of a list of one's own a little later (`live.js`)."""
    took, soon = 0.0, path.startswith("/inbox/list")
    while True:
        await changed.wait()
        changed.clear()
        wait = 0.15 + random.random() * 0.25 if soon else 1 + random.random() * 2
        await asyncio.sleep(max(wait, min(4 * took, 5)))
        began = time.perf_counter()
        await _fetch(browser, path)
        took = time.perf_counter() - began


async def _fetch(browser: ClientSession, path: str) -> None:
    async with browser.get(path, headers={"X-Live": "1"}) as answer:
        await answer.read()


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
