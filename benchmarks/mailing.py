"""P4, C3, C6: how much of Telegram's 30 messages a second a mailing uses, and what it costs, beside the usual ways.

The sandbox allows 30 messages a second with a burst of 30 and bans whoever sends faster. Three senders mail the same
recipients for half a minute each: ours (frozen ledger, outbox, guards, one limiter), `asyncio.gather` over thirty and
a second's sleep between, and one APScheduler job per recipient. The usual ways keep nothing: a kill loses or repeats
everything. During our mailing a curator answers twice a second; printed is how soon that arrives (C6).
Promise: >= 97 % of the limit, no 429 of our own making, <= 1 ms of database CPU a message.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.content import load_texts
from app.database import open_database
from app.house import KINDS, SORRY_KIND
from app.migrating import upgrade
from app.settings import ROOT
from bot.sender import IN_FLIGHT, Sender
from core.background import Background
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed, Lane, Outgoing, State, enqueue
from core.messaging.pace import Pace
from core.outreach.campaigns.feeding import Feed, feed
from core.outreach.campaigns.states import Repeat
from core.storage.signals import Signals
from core.texts import Texts
from core.use_case import Store, System
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.state.limits import Limits
from sandbox.world import World
from tests.crash.mailing import NOON, launched_campaign, move_in
from tests.stores import vault

LIMIT, SECONDS, WARM_UP = 30.0, 30, 3.0
RECIPIENTS = 1_200
COSTED = 1_000
WORDS = "Приходите в субботу: мастерская для детей."
SYSTEM = System("benchmark")
Mail = Callable[[Bot, list[int]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rate:
    """Messages a second after the warm-up, and calls refused with 429."""

    per_second: float
    refused: int

    def __str__(self) -> str:
        share = 100 * self.per_second / LIMIT
        return f"{self.per_second:5.1f} a second = {share:5.1f} % of the limit, {self.refused} x 429"


def main() -> None:
    """Three senders, then the costs."""
    asyncio.run(_run())


async def _run() -> None:
    ours, waits = await _ours()
    print(f"  ours                        {ours}")
    print(f"    a curator's letter meanwhile: p95 {sorted(waits)[int(len(waits) * 0.95)]:.2f} s (promise 1 s)")
    print(f"  gather of 30 + sleep(1)     {await _theirs(_gather_and_sleep)}")
    print(f"  APScheduler job each        {await _theirs(_job_each)}")
    print(f"  database CPU of a message   {await _cost():.2f} ms (promise 1 ms)")


# -- the usual ways --------------------------------------------------------------------------------------------------


async def _gather_and_sleep(bot: Bot, people: list[int]) -> None:
    for first in range(0, len(people), int(LIMIT)):
        await asyncio.gather(*(_insist(bot, person) for person in people[first : first + int(LIMIT)]))
        await asyncio.sleep(1)


async def _job_each(bot: Bot, people: list[int]) -> None:
    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": 60})
    begin = datetime.now(UTC) + timedelta(seconds=1)
    for place, person in enumerate(people):
        scheduler.add_job(_insist, "date", run_date=begin + timedelta(seconds=place / LIMIT), args=(bot, person))
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


async def _insist(bot: Bot, person: int) -> None:
    while True:
        try:
            await bot.send_message(person, WORDS)
            return
        except TelegramRetryAfter as busy:
            await asyncio.sleep(busy.retry_after)


async def _theirs(mail: Mail) -> Rate:
    async with _telegram() as (sandbox, bot):
        first = move_in(sandbox.world, RECIPIENTS)
        mailing = asyncio.ensure_future(mail(bot, list(range(first, first + RECIPIENTS))))
        try:
            return await _measured(sandbox)
        finally:
            mailing.cancel()
            await asyncio.gather(mailing, return_exceptions=True)


# -- ours ------------------------------------------------------------------------------------------------------------


async def _ours() -> tuple[Rate, list[float]]:
    with _database() as url:
        async with _telegram() as (sandbox, bot):
            first = move_in(sandbox.world, RECIPIENTS + 1)
            await launched_campaign(url, RECIPIENTS, first, Repeat.RESEND)
            store = _store(url)
            sender = Sender(store, Delivery(KINDS), bot, Pace("bench"), _texts(), "bench", _nothing, IN_FLIGHT)
            work = Background("mailing")
            work.keep(sender.run)
            work.start(_feed(store))
            waits: list[float] = []
            work.start(_curator(store, sandbox, first + RECIPIENTS, waits))
            rate = await _measured(sandbox)
            await work.cancel()
            await store.database.close()
            return rate, waits


async def _feed(store: Store) -> None:
    while True:
        await store.write(feed, Feed(), SYSTEM)
        await asyncio.sleep(2)


async def _curator(store: Store, sandbox: RunningSandbox, chat: int, waits: list[float]) -> None:
    """Twice a second somebody answers a family."""
    chance = random.Random(4)
    for number in range(10_000):
        await asyncio.sleep(chance.uniform(0.3, 0.7))
        began, seen = time.perf_counter(), _reached(sandbox, chat)
        name, letter = f"answer:{number}", Letter(Text("update-failed"))
        outgoing = Outgoing(SORRY_KIND, Lane.CURATOR, Address(TELEGRAM, chat), letter, name, name)
        await store.database.write(lambda unit, outgoing=outgoing: enqueue(store.open(unit, SYSTEM), outgoing))
        while _reached(sandbox, chat) == seen:
            await asyncio.sleep(0.005)
        waits.append(time.perf_counter() - began)


def _reached(sandbox: RunningSandbox, chat: int) -> int:
    return sum(one.chat_id == chat for one in sandbox.world.journal.accepted)


async def _cost() -> float:
    """CPU of claim, guard, limiter and result over a mailing without a network, in milliseconds a message."""
    with _database() as url:
        await launched_campaign(url, COSTED, 1, Repeat.RESEND)
        store, delivery, pace = _store(url), Delivery(KINDS), Pace("bench")
        claim, settle = delivery.claim(), delivery.settle()
        began, done = time.process_time(), 0
        while done < COSTED:
            if not (claimed := await store.write(claim, ClaimLetters(TELEGRAM, "bench", IN_FLIGHT), SYSTEM)):
                await store.write(feed, Feed(), SYSTEM)
                continue
            now = store.clock()
            await store.database.write(lambda unit, now=now: pace.reserve(unit, now, IN_FLIGHT, timedelta(seconds=5)))
            results = tuple(Settle(one, State.SENT, one.id) for one in claimed)
            await store.write(settle, results, SYSTEM)
            done += len(claimed)
        spent = time.process_time() - began
        await store.database.close()
        return 1000 * spent / COSTED


# -- around ----------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def _telegram() -> AsyncIterator[tuple[RunningSandbox, Bot]]:
    sandbox = await start_sandbox(World(limits=Limits(per_second=LIMIT, burst=30, chat_burst=100_000)), patience=0.2)
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.base_url))
    bot = Bot(sandbox.world.first_bot.token, session=session)
    try:
        yield sandbox, bot
    finally:
        await session.close()
        await sandbox.stop()


async def _measured(sandbox: RunningSandbox) -> Rate:
    journal = sandbox.world.journal
    while not journal.total_accepted:
        await asyncio.sleep(0.01)
    await asyncio.sleep(WARM_UP)
    began, before, refused = time.perf_counter(), journal.total_accepted, journal.by_status[429]
    await asyncio.sleep(SECONDS)
    passed = time.perf_counter() - began
    return Rate((journal.total_accepted - before) / passed, journal.by_status[429] - refused)


def _store(url: str) -> Store:
    shift = NOON - datetime.now(UTC)
    database = open_database(url, Signals())
    return Store(database, lambda: datetime.now(UTC) + shift, lambda: None, vault(), MEMOS)  # type: ignore[arg-type,return-value]


def _texts() -> Callable[[], Texts]:
    texts = load_texts(ROOT / "data")
    return lambda: texts


async def _nothing(claimed: Claimed) -> None:
    return None


@contextmanager
def _database() -> Iterator[str]:
    """An empty migrated SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'mailing.sqlite'}"
        upgrade(url)
        yield url


if __name__ == "__main__":
    main()
