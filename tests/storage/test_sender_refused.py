"""What becomes of a letter when not Telegram answers but a gateway before it, or when the token is refused (A7)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.reflex import Reflex
from bot.sender import REFUSED_PAUSE, Sender
from core.background import Background
from core.messaging.delivery import Delivery
from core.messaging.letters import TELEGRAM, Address, Letter, Verbatim
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Verdict, enqueue
from core.messaging.pace import Pace
from core.messaging.tables import outbox
from core.storage.database import Database, Unit
from core.storage.wire import to_micros
from core.texts import Texts
from core.use_case import Store, System, Tx
from tests.stores import Clock, store_over

PAGE = (502, "<html><body>502 Bad Gateway</body></html>")
REFUSED = (401, '{"ok": false, "error_code": 401, "description": "Unauthorized"}')
SENT = (200, '{"ok": true, "result": {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}}}')
EMBEDDED = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Gateway:
    """Answers each call with the next of `answers`, then as if the message had been sent."""

    answers: list[tuple[int, str]] = field(default_factory=list)
    calls: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.calls += 1
        status, text = self.answers.pop(0) if self.answers else SENT
        return web.Response(status=status, text=text)


@dataclass
class Post:
    """One letter, a sender, and what the outbox says of it."""

    store: Store
    clock: Clock
    gateway: Gateway
    bot: Bot

    async def row(self) -> tuple[str, int]:
        """The letter's state, and when it is due."""
        query = sa.select(outbox.c.state, outbox.c.due_at)
        state, due_at = await self.store.database.read(lambda unit: unit.connection.execute(query).one())
        return state, due_at

    async def until(self, state: str, calls: int) -> None:
        """Wait until the letter is in `state` after so many calls."""
        async with asyncio.timeout(20):
            while self.gateway.calls < calls or (await self.row())[0] != state:
                await asyncio.sleep(0.02)


@pytest.fixture
async def bot_and_gateway() -> AsyncIterator[tuple[Bot, Gateway]]:
    gateway = Gateway()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", gateway.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{runner.addresses[0][1]}")
    bot = Bot("42:test", session=AiohttpSession(api=api))
    yield bot, gateway
    await bot.session.close()
    await runner.cleanup()


@pytest.fixture
async def post(
    request: pytest.FixtureRequest, database: Database, bot_and_gateway: tuple[Bot, Gateway]
) -> AsyncIterator[Post]:
    clock = Clock()
    store = store_over(database, clock)
    bot, gateway = bot_and_gateway
    delivery = Delivery({"word": Kind(_always)})
    sender = Sender(store, delivery, bot, Pace("test"), lambda: Texts([]), "sender", _nothing)
    gateway.answers = list(request.param)
    await store.database.write(lambda unit: _queue(store, unit))
    running = Background("the sender")
    running.keep(sender.run)
    yield Post(store, clock, gateway, bot)
    await running.cancel()


def _queue(store: Store, unit: Unit) -> None:
    letter = Letter(Verbatim("Здравствуйте!"))
    outgoing = Outgoing("word", Lane.CURATOR, Address(TELEGRAM, 1), letter, "word:1", "word:1")
    enqueue(store.open(unit, System("test")), outgoing)


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    return Send()


async def _nothing(claimed: Claimed) -> None:
    return None


@EMBEDDED
@pytest.mark.parametrize("post", [(PAGE, PAGE)], indirect=True)
async def test_A7_a_gateway_s_page_is_an_unknown_fate_tried_again_ever_later(post: Post) -> None:
    await post.until("pending", calls=2)
    assert (await post.row())[1] == to_micros(post.clock() + timedelta(seconds=4))

    post.clock.forward(seconds=4)
    await post.until("sent", calls=3)


@EMBEDDED
@pytest.mark.parametrize("post", [(REFUSED,)], indirect=True)
async def test_A7_a_refused_token_fails_no_letter_and_pauses_the_pace(post: Post) -> None:
    await post.until("pending", calls=1)
    assert (await post.row())[1] == to_micros(post.clock() + REFUSED_PAUSE)

    post.clock.forward(minutes=1)
    await post.until("sent", calls=2)


async def test_E3_a_gateway_s_page_does_not_break_the_reflex(bot_and_gateway: tuple[Bot, Gateway]) -> None:
    bot, gateway = bot_and_gateway
    gateway.answers = [PAGE]
    reflex = Reflex(bot, lambda text: bool(text), lambda: "112")
    update = {"update_id": 1, "message": {"text": "помогите", "chat": {"id": 1}}}

    await reflex.answer_without_storage([update])
    await reflex.answer_without_storage([update])

    assert gateway.calls == 2, "what did not arrive is said again"
