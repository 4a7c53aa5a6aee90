"""The clock: a few code-declared ticks in one process. APScheduler only ticks; what is due is always a query
(reference/telegram-stack.md §3c: its job stores drop late jobs and block the loop)."""

from contextlib import AsyncExitStack

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.content import ContentBroken, content_stamp, prepare_edition
from app.house import House, utc_now
from core.booking.sweeping import Sweep, sweep
from core.messaging import events
from core.messaging.inbox import Inbox, new_owner
from core.storage.database import StorageUnavailable
from core.use_case import System

log = structlog.get_logger(__name__)

GRACE = 3600


async def start_ticks(house: House, stack: AsyncExitStack) -> None:
    """Begin to tick; stops when the stack is left."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE}
    )
    scheduler.add_job(Housekeeping(house).run, "interval", minutes=15)
    scheduler.add_job(ContentWatch(house).look, "interval", seconds=3)
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)


class Housekeeping:
    """Drops transport rows nobody can ask for any more; closes holds and visits that time has closed."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._inbox = Inbox(new_owner(), house.vault)

    async def run(self) -> None:
        """One round."""
        try:
            await self._house.database.write(lambda unit: self._inbox.forget_old(unit, utc_now()))
            await self._house.database.write(lambda unit: events.forget_old(unit, utc_now()))
            await self._house.store.write(sweep, Sweep(), System("housekeeping"))
        except StorageUnavailable:
            log.warning("housekeeping waits for the database")


class ContentWatch:
    """A content editor's change is live without a restart; a broken one leaves the old edition serving (S8, O4)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stamp = content_stamp(house.settings.data_dir)

    async def look(self) -> None:
        """Load the content again when a file has changed."""
        import asyncio

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
        log.info("the content was renewed", version=edition.catalogue.version)
