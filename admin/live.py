"""Live pages: one reader of the event table per process, one stream of server-sent events per open page (A17).

A page that reconnects names the last event it saw and gets everything since. A stream ends with its session: when one
is closed anywhere, every stream looks at its own again (D2).
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator

from aiohttp import hdrs, web

from admin.access import PANEL, find_session
from admin.keys import FEED, SIGNALS, SIGNED_IN, STORE
from core.background import Background
from core.messaging import events
from core.messaging.events import Event
from core.staff import sessions
from core.staff.news import Since, concerns, news_since
from core.storage.database import StorageUnavailable
from core.storage.signals import Signals
from core.use_case import Store

LOOK_EVERY = 10.0
"""Seconds between looks without a wake-up: a lost signal delays a page by this much at most."""
RETRY_MS = 1_500
_REMEMBERED = 2_000


class Feed:
    """The newest events in memory, and a wake-up for every open page."""

    def __init__(self, store: Store, signals: Signals) -> None:
        self._store = store
        self._signals = signals
        self._recent: deque[Event] = deque(maxlen=_REMEMBERED)
        self._owners: dict[str, int | None] = {}
        self._pages: set[asyncio.Event] = set()
        self.newest = 0
        self.endings = 0
        """Counts the times a session ended somewhere: a page looks at its own when the number has moved."""
        self.closing = False
        self._reading = asyncio.Lock()

    async def start(self) -> None:
        """Begin after the newest event there is."""
        self.newest = (await self._store.read(news_since, Since(None), PANEL)).newest

    async def follow_events(self) -> None:
        """Read what is new at every wake-up and now and then without one."""
        listener = self._signals.listen(events.SIGNAL)
        while True:
            await listener.wait(LOOK_EVERY)
            try:
                await self.catch_up()
            except StorageUnavailable:
                await asyncio.sleep(1.0)

    async def follow_sessions(self) -> None:
        """Wake every page when a session ends somewhere."""
        listener = self._signals.listen(sessions.SIGNAL)
        while True:
            if await listener.wait(LOOK_EVERY):
                self.endings += 1
                self._wake()

    def page(self) -> asyncio.Event:
        """A wake-up for one open page; give it back with `leave`."""
        woken = asyncio.Event()
        self._pages.add(woken)
        return woken

    def leave(self, woken: asyncio.Event) -> None:
        """The page is gone."""
        self._pages.discard(woken)

    def owner_of(self, event: Event) -> int | None:
        """Whose conversation it is about, as far as the newest events tell."""
        return self._owners.get(event.subject)

    async def since(self, event_id: int) -> list[Event]:
        """Events after `event_id` up to `newest`, from memory when it reaches back far enough."""
        if event_id >= self.newest:
            return []
        if self._recent and self._recent[0].id <= event_id + 1:
            return [event for event in self._recent if event.id > event_id]
        news = await self._store.read(news_since, Since(event_id), PANEL)
        return list(news.events)

    def close(self) -> None:
        """Let every stream end: open ones would hold the shutdown back."""
        self.closing = True
        self._wake()

    async def catch_up(self) -> None:
        """Know every event committed so far, for an answer that must not be older than what it follows."""
        async with self._reading:
            await self._read_until_now()

    async def _read_until_now(self) -> None:
        complete = False
        while not complete:
            news = await self._store.read(news_since, Since(self.newest), PANEL)
            self._recent.extend(news.events)
            self._remember(news.owners)
            self.newest = news.events[-1].id if news.events else self.newest
            complete = news.complete
            if news.events:
                self._wake()

    def _remember(self, owners: dict[str, int | None]) -> None:
        if len(self._owners) > _REMEMBERED:
            self._owners.clear()
        self._owners.update(owners)

    def _wake(self) -> None:
        for woken in self._pages:
            woken.set()


async def keep_feed(app: web.Application) -> AsyncIterator[None]:
    """Follow events for as long as the application runs."""
    feed = app[FEED] = Feed(app[STORE], app[SIGNALS])
    background = Background("panel feed")
    await feed.start()
    background.start(feed.follow_events())
    background.start(feed.follow_sessions())
    yield
    await background.cancel()


async def close_streams(app: web.Application) -> None:
    """End every stream before the server waits for its connections."""
    app[FEED].close()


async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events for one page. `Last-Event-ID` (or `?after=`) replays what was missed."""
    feed = request.app[FEED]
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", "X-Accel-Buffering": "no"})
    response.content_type = "text/event-stream"
    await response.prepare(request)
    await response.write(f"retry: {RETRY_MS}\n\n".encode())
    woken = feed.page()
    try:
        await _serve(request, response, feed, woken)
    except ConnectionError:
        pass  # the page was closed
    finally:
        feed.leave(woken)
    return response


async def _serve(request: web.Request, response: web.StreamResponse, feed: Feed, woken: asyncio.Event) -> None:
    known = _last_known(request, feed)
    if known > feed.newest:  # from another database: everything the page shows is to be read again
        known = feed.newest
        await response.write(b"event: reload\ndata: {}\n\n")
    session = _SessionWatch(request, feed)
    while not feed.closing:
        woken.clear()
        if not await session.open():
            await response.write(b"event: signed-out\ndata: {}\n\n")
            return
        known = await _send_new(request, response, feed, known)
        await _sleep(woken)


class _SessionWatch:
    """Looks at the stream's session when one ended somewhere and every `LOOK_EVERY` seconds, not at every event."""

    def __init__(self, request: web.Request, feed: Feed) -> None:
        self._request = request
        self._feed = feed
        self._seen = feed.endings
        self._next = asyncio.get_running_loop().time() + LOOK_EVERY

    async def open(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self._seen == self._feed.endings and now < self._next:
            return True
        self._seen, self._next = self._feed.endings, now + LOOK_EVERY
        return await find_session(self._request) is not None


async def _send_new(request: web.Request, response: web.StreamResponse, feed: Feed, known: int) -> int:
    member = request[SIGNED_IN].member
    found = await feed.since(known)
    while found:
        theirs = [each for each in found if concerns(member, each)]
        frames = b"".join(_frame(each, mine=feed.owner_of(each) == member.account_id) for each in theirs)
        await response.write(frames or b": -\n\n")
        known = found[-1].id
        found = await feed.since(known)
    await response.write(f"id: {known}\n: up to date\n\n".encode())
    return known


def _frame(event: Event, *, mine: bool) -> bytes:
    data = json.dumps({"kind": event.kind, "subject": event.subject, "mine": mine})
    return f"id: {event.id}\nevent: change\ndata: {data}\n\n".encode()


def _last_known(request: web.Request, feed: Feed) -> int:
    named = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) <= 18 else feed.newest


async def _sleep(woken: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(woken.wait(), LOOK_EVERY)
    except TimeoutError:
        return
