"""One set of counters for every page of this process, never older than what is committed (P7, A19).

Whoever asks first after a change looks at the conversations that changed, the others wait for it. A page that follows a
form therefore counts what the form did, also when another process wrote it.
"""

import asyncio

from aiohttp import web

from admin.access import PANEL
from admin.live import Feed
from core.cases.counting import Counters, InboxCounts
from core.cases.standings import Those, all_standings, standings_of
from core.messaging.events import Event
from core.use_case import StaffMember, Store

_FAR = 500
"""Events behind which looking at everything is cheaper, and sure: old events are forgotten after a while."""


class SharedCounts:
    """Counters of every centre; what a person sees of them depends on that person's rights alone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counters = Counters()
        self._as_of: int | None = None
        self._turn = asyncio.Lock()

    async def of(self, feed: Feed, member: StaffMember) -> InboxCounts:
        """The counters of one member of staff now."""
        await feed.catch_up()
        if self._as_of != feed.newest:
            async with self._turn:
                await self._follow(feed)
        return self._counters.of(member, self._store.clock())

    async def _follow(self, feed: Feed) -> None:
        while self._as_of != feed.newest:
            missed = await self._missed(feed)
            if not missed:
                await self._look_at_everything()
                await feed.catch_up()
                continue
            ids = _conversations(missed)
            if ids or _absences(missed):
                self._counters.renew(ids, await self._store.read(standings_of, Those(ids), PANEL))
            self._as_of = missed[-1].id

    async def _missed(self, feed: Feed) -> list[Event]:
        """Events since the last look; none when it was never, or too long ago."""
        if self._as_of is None or feed.newest - self._as_of > _FAR:
            return []
        return await feed.since(self._as_of)

    async def _look_at_everything(self) -> None:
        everything = await self._store.read(all_standings, None, PANEL)
        self._counters.begin(everything)
        self._as_of = everything.as_of


def _conversations(events: list[Event]) -> tuple[int, ...]:
    subjects = (event.subject.partition(":") for event in events)
    return tuple(dict.fromkeys(int(number) for kind, _, number in subjects if kind == "conversation"))


def _absences(events: list[Event]) -> bool:
    return any(event.kind == "absence.changed" for event in events)


COUNTED = web.AppKey("counted", SharedCounts)
