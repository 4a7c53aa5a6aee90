"""A process that sends a campaign: the product's kinds, feeder and sender, and a clock that begins at a noon."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from app.content import load_texts
from app.database import open_database
from app.house import KINDS
from app.settings import ROOT
from bot.sender import Sender
from core.messaging.delivery import Delivery, expire_leases
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed
from core.messaging.pace import PER_SECOND, Pace
from core.outreach.campaigns.feeding import Feed, feed
from core.storage.signals import Signals
from core.use_case import Store, System
from tests.stores import vault


@dataclass(frozen=True)
class Config:
    """`ahead` seconds are added to the clock; `faster` is how many times the product's pace and feeding are."""

    database_url: str
    api_url: str
    token: str
    ahead: float = 0.0
    faster: float = 1.0
    in_flight: int = 2
    exclusive: bool = True


async def _nothing(claimed: Claimed) -> None:
    return None


async def run(config: Config) -> None:
    """Feed and send until killed."""
    database = open_database(config.database_url, Signals())
    shift = timedelta(seconds=config.ahead)
    store = Store(database, lambda: datetime.now(UTC) + shift, lambda: None, vault(), MEMOS)  # type: ignore[arg-type,return-value]
    if config.exclusive:
        await store.write(expire_leases, None, System("start"))
    texts = load_texts(ROOT / "data")
    session = AiohttpSession(api=TelegramAPIServer.from_base(config.api_url))
    bot = Bot(config.token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    pace = Pace("mailer", per_second=PER_SECOND * config.faster)
    sender = Sender(
        store,
        Delivery(KINDS, lease=timedelta(seconds=3)),
        bot,
        pace,
        lambda: texts,
        secrets.token_hex(8),
        _nothing,
        config.in_flight,
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.run())
        group.create_task(_feed(store, 2 / config.faster))


async def _feed(store: Store, pause: float) -> None:
    while True:
        await store.write(feed, Feed(), System("ticker"))
        await asyncio.sleep(pause)
