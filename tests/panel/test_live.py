"""Open pages hear of every change in their own centre, once, also after they lost the connection (A17)."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import ClientResponse

from core.staff.accounts import disable_account
from tests.desks import Desk
from tests.panel.office import OFFICE, Browser, Office


@dataclass(frozen=True)
class News:
    """One event as a page receives it."""

    id: int
    name: str
    subject: str


class Page:
    """One open stream."""

    def __init__(self, answer: ClientResponse) -> None:
        self.answer = answer
        self.last_id = ""

    async def next(self) -> News:
        """The next event; comments only move the last id."""
        fields: dict[str, str] = {}
        while True:
            line = (await asyncio.wait_for(self.answer.content.readline(), 5)).decode().rstrip("\n")
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
                self.last_id = fields.get("id", self.last_id)
            elif "event" in fields:
                return News(int(self.last_id or 0), fields["event"], json.loads(fields["data"]).get("subject", ""))
            else:
                fields = {}

    async def until_current(self) -> None:
        """Wait until the server has said what the newest event is."""
        while not self.last_id:
            line = (await asyncio.wait_for(self.answer.content.readline(), 5)).decode()
            if line.startswith("id: "):
                self.last_id = line.removeprefix("id: ").strip()


@asynccontextmanager
async def listening(browser: Browser, last_id: str = "") -> AsyncIterator[Page]:
    """A page that follows changes."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    answer = await browser.open("/events", headers=headers)
    assert answer.status == 200 and answer.content_type == "text/event-stream"
    page = Page(answer)
    if not last_id:
        await page.until_current()
    try:
        yield page
    finally:
        answer.close()


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.store, office.centres["tikhvin"])


async def test_A17_a_message_reaches_an_open_page_of_its_centre_and_no_other(office: Office, desk: Desk) -> None:
    anna, vera = await office.at_work("anna"), await office.at_work("vera")
    async with listening(anna) as tikhvin, listening(vera) as gatchina:
        elsewhere = Desk(office.store, office.centres["gatchina"], external=itertools.count(9_000)).visitor()

        called = await desk.visitor().call()
        other = await elsewhere.call()

        assert (await tikhvin.next()).subject == f"conversation:{called.conversation_id}"
        assert (await gatchina.next()).subject == f"conversation:{other.conversation_id}"
    await asyncio.gather(anna.close(), vera.close())


async def test_A17_a_page_that_was_cut_off_again_and_again_misses_and_doubles_nothing(
    office: Office, desk: Desk
) -> None:
    anna, family = await office.at_work("anna"), desk.visitor()
    heard: list[int] = []
    async with listening(anna) as page:
        last = page.last_id
    await family.call()

    async def write() -> None:
        for n in range(60):
            await family.say(f"строка {n}")

    writing = asyncio.ensure_future(write())
    expected = 61
    cuts = 0
    while len(heard) < expected:
        async with listening(anna, last) as page:
            for _ in range(2):
                news = await page.next()
                heard.append(news.id)
                last = str(news.id)
                if len(heard) == expected:
                    break
        cuts += 1
    await writing

    assert heard == sorted(set(heard))
    assert len(heard) == expected
    assert cuts >= 30
    await anna.close()


async def test_a_page_whose_last_event_is_unknown_is_told_to_read_everything_again(office: Office) -> None:
    anna = await office.at_work("anna")

    async with listening(anna, "999999999") as page:
        assert (await page.next()).name == "reload"
    await anna.close()


async def test_D2_an_open_stream_ends_when_its_session_is_closed(office: Office) -> None:
    anna = await office.at_work("anna")
    async with listening(anna) as page:
        await office.store.write(disable_account, office.person("anna"), OFFICE)

        ended = await asyncio.wait_for(page.next(), 1)

        assert ended.name == "signed-out"
        assert await asyncio.wait_for(page.answer.content.read(), 1) == b""
    await anna.close()


async def test_open_streams_do_not_hold_the_shutdown_back(office: Office) -> None:
    anna = await office.at_work("anna")
    async with listening(anna):
        await asyncio.wait_for(office.server.close(), 5)
    await anna.close()
