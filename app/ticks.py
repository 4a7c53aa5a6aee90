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

from app.content import ContentBroken, prepare_edition
from app.finding import words_of
from app.house import House, utc_now
from app.kept_edition import files_stamp
from core.accompaniment.reminding import RemindAgencies, remind_agencies
from core.background import Background
from core.booking.gathering_days import RemindOfMeetings, remind_of_meetings
from core.booking.sweeping import Sweep, sweep
from core.booking.waiting import ServeWaiting, serve_waiting
from core.cases.alerts import RaiseAlerts, raise_alerts
from core.cases.assigning import AssignWaiting, assign_waiting
from core.cases.indexing import BATCH, IndexMessages, indexing
from core.cases.snoozing import WakeDue, wake_due
from core.duty.ladder import Climb, climb, rungs_due
from core.messaging import events, traces
from core.messaging.duties import take_duty
from core.messaging.inbox import Inbox, new_owner
from core.outreach.campaigns.feeding import Feed, feed
from core.outreach.changes.noting import NoteEdition, edition_known, note_edition
from core.outreach.planning import PlanDue, Planner
from core.storage.database import StorageUnavailable
from core.use_case import System

log = structlog.get_logger(__name__)

GRACE = 3600
ALERT_SECONDS = 20
CLIMB_SECONDS = 1
SEARCH_SECONDS = 3
SERVE_SECONDS = 15
ASSIGN_SECONDS = 5
LOOK_AHEAD_SECONDS = 20
FEED_SECONDS = 2
BITE = 25
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
        scheduler.add_job(ticker.assign, "interval", seconds=ASSIGN_SECONDS)
        scheduler.add_job(ticker.serve_waiting, "interval", seconds=SERVE_SECONDS)
        scheduler.add_job(ticker.look_ahead, "interval", seconds=LOOK_AHEAD_SECONDS)
        scheduler.add_job(ticker.feed_campaigns, "interval", seconds=FEED_SECONDS)
        ladder = Background("ladder")
        ladder.keep(ticker.climb_forever)
        stack.push_async_callback(ladder.cancel)
        scheduler.add_job(ticker.keep_house, "interval", minutes=15)
        scheduler.add_job(ticker.read_for_search, "interval", seconds=SEARCH_SECONDS)
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)


class Ticker:
    """Work that comes due by itself, done by the one process that has the duty."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._name = new_owner()
        self._inbox = Inbox(self._name, house.vault)
        self._plan_due = Planner(lambda: house.live.current.matcher).plan_due()
        self._sure_until = utc_now()

    async def alert(self) -> None:
        """Warn the centre about answers that are nearly late, and late (A15); bring back what was put aside."""
        if await self._on_duty():
            await self._house.store.write(wake_due, WakeDue(), _ACTOR)
            await self._house.store.write(raise_alerts, RaiseAlerts(), _ACTOR)

    async def assign(self) -> None:
        """Give new conversations to curators, in centres whose heads want that (C2)."""
        if await self._on_duty():
            await self._house.store.write(assign_waiting, AssignWaiting(), _ACTOR)

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

    async def read_for_search(self) -> None:
        """Make new messages findable (A20); after a pause as many batches as it takes."""
        if not await self._on_duty():
            return
        index_messages = indexing(words_of(self._house.live.current))
        read = BATCH
        while read == BATCH:
            read = (await self._house.store.write(index_messages, IndexMessages(), _ACTOR)).count

    async def serve_waiting(self) -> None:
        """Offers of the waiting list that ran out go to the next family (B11)."""
        if await self._on_duty():
            await self._house.store.write(serve_waiting, ServeWaiting(), _ACTOR)

    async def look_ahead(self) -> None:
        """Note what a new edition changes, and find out whose turn it is to be told of a coming change.

        Small bites, so that nobody's tap waits (F11).
        """
        if await self._on_duty() and not (await self._house.store.read(edition_known, NoteEdition(), _ACTOR)).known:
            await self._house.store.write(note_edition, NoteEdition(), _ACTOR)
        while await self._on_duty():
            planned = await self._house.store.write(self._plan_due, PlanDue(most=BITE), _ACTOR)
            if not planned.families:
                return

    async def feed_campaigns(self) -> None:
        """Hand running campaigns to the outbox, a helping at a time (C1)."""
        if await self._on_duty():
            await self._house.store.write(feed, Feed(), _ACTOR)

    async def keep_house(self) -> None:
        """Drop transport rows nobody can ask for any more; close what time has closed; queue clubs' reminders.

        The centre hears of answers of agencies that are due (C5).
        """
        if await self._on_duty():
            await self._house.database.write(lambda unit: self._inbox.forget_old(unit, utc_now()))
            await self._house.database.write(lambda unit: events.forget_old(unit, utc_now()))
            await self._house.database.write(lambda unit: traces.forget_old(unit, utc_now()))
            await self._house.store.write(sweep, Sweep(), _ACTOR)
            await self._house.store.write(remind_agencies, RemindAgencies(), _ACTOR)
            await self._house.store.write(remind_of_meetings, RemindOfMeetings(), _ACTOR)

    async def _on_duty(self) -> bool:
        """Nobody else can have the duty before the lease runs out, so it is renewed in its second half only: asking at
        every tick was a commit a second of a program that idles."""
        now = utc_now()
        if now < self._sure_until:
            return True
        try:
            mine = await self._house.database.write(lambda unit: take_duty(unit, "ticker", self._name, now, DUTY))
        except StorageUnavailable:
            log.warning("the ticker waits for the database")
            return False
        self._sure_until = now + DUTY / 2 if mine else now
        return mine


class ContentWatch:
    """A content editor's change is live without a restart; a broken one leaves the old edition serving (S8, O4)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stamp = files_stamp(house.settings.data_dir)

    async def look(self) -> None:
        """Load the content again when a file has changed."""
        stamp = await asyncio.to_thread(files_stamp, self._house.settings.data_dir)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            edition = await asyncio.to_thread(prepare_edition, self._house.settings.data_dir, self._house.keeper)
        except ContentBroken as broken:
            log.error("the changed content is refused; the old one keeps serving", fault=str(broken))
            return
        self._house.live.replace(edition)
        gc.collect()
        gc.freeze()
        log.info("the content was renewed", version=edition.catalogue.version)
