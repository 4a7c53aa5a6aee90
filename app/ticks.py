"""The clock: a few code-declared ticks. APScheduler only ticks; what is due is always a query
(reference/telegram-stack.md §3c: its job stores drop late jobs and block the loop).

Any number of workers may run; one of them has the duty of the ticker. The content is watched by every process itself.
"""

import asyncio
import gc
from contextlib import AsyncExitStack
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.content import ContentBroken, content_stamp, prepare_edition
from app.house import House, utc_now
from core.background import Background
from core.booking.sweeping import Sweep, sweep
from core.cases.alerts import RaiseAlerts, raise_alerts
from core.duty.ladder import Climb, climb, rungs_due
from core.messaging import events, traces
from core.messaging.duties import take_duty
from core.messaging.inbox import Inbox, new_owner
from core.storage.database import StorageUnavailable
from core.use_case import System

log = structlog.get_logger(__name__)

GRACE = 3600
ALERT_SECONDS = 20
CLIMB_SECONDS = 1
DUTY = timedelta(seconds=45)
_ACTOR = System("ticker")


def start_ticks(house: House, stack: AsyncExitStack, *, worker: bool) -> None:
    """Begin to tick; stops when the stack is left. Only a worker takes the ticker's duty."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE}
    )
    scheduler.add_job(ContentWatch(house).look, "interval", seconds=3)
    if worker:
        ticker = Ticker(house)
        scheduler.add_job(ticker.alert, "interval", seconds=ALERT_SECONDS)
        ladder = Background("ladder")
        ladder.keep(ticker.climb_forever)
        stack.push_async_callback(ladder.cancel)
        scheduler.add_job(ticker.keep_house, "interval", minutes=15)
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)


class Ticker:
    """Work that comes due by itself, done by the one process that has the duty."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._name = new_owner()
        self._inbox = Inbox(self._name, house.vault)

    async def alert(self) -> None:
        """Warn the centre about answers that are nearly late, and late (A15)."""
        if await self._on_duty():
            await self._house.store.write(raise_alerts, RaiseAlerts(), _ACTOR)

    async def climb_forever(self) -> None:
        """Wake the next people for alarms nobody answers (E4). Any process may: a rung is locked while it fires.

        A loop of its own: a look that takes long puts off the next one and never skips it.
        """
        waits = False
        while True:
            try:
                await self._climb()
                waits = False
            except StorageUnavailable:
                if not waits:
                    log.warning("the ladder waits for the database")
                waits = True
            await asyncio.sleep(CLIMB_SECONDS)

    async def _climb(self) -> None:
        if (await self._house.store.read(rungs_due, Climb(), _ACTOR)).rungs:
            await self._house.store.write(climb, Climb(), _ACTOR)

    async def keep_house(self) -> None:
        """Drop transport rows nobody can ask for any more; close holds and visits that time has closed."""
        if await self._on_duty():
            await self._house.database.write(lambda unit: self._inbox.forget_old(unit, utc_now()))
            await self._house.database.write(lambda unit: events.forget_old(unit, utc_now()))
            await self._house.database.write(lambda unit: traces.forget_old(unit, utc_now()))
            await self._house.store.write(sweep, Sweep(), _ACTOR)

    async def _on_duty(self) -> bool:
        try:
            return await self._house.database.write(lambda unit: take_duty(unit, "ticker", self._name, utc_now(), DUTY))
        except StorageUnavailable:
            log.warning("the ticker waits for the database")
            return False


class ContentWatch:
    """A content editor's change is live without a restart; a broken one leaves the old edition serving (S8, O4)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stamp = content_stamp(house.settings.data_dir)

    async def look(self) -> None:
        """Load the content again when a file has changed."""
        stamp = await asyncio.to_thread(content_stamp, self._house.settings.data_dir)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            edition = await asyncio.to_thread(prepare_edition, self._house.settings.data_dir)
        except ContentBroken as broken:
            log.error("the changed content is refused; the old one keeps serving", fault=str(broken))
            return
        self._house.live.replace(edition)
        gc.collect()
        gc.freeze()
        log.info("the content was renewed", version=edition.catalogue.version)
