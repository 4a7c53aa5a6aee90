"""A small real bot for the crash harness: the product's intake, screens, memos, outbox and sender, and one handler.

The handler does what every handler of the product does: it changes the screen, runs a use case that writes a domain
row and queues a letter, and answers at once. It runs in a process of its own, which the harness kills.
"""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import Message
from aiohttp import web

from app.database import open_database
from bot.intake import SORRY_KIND, Intake
from bot.polling import Polling
from bot.reflex import Reflex
from bot.scope import current_update
from bot.screens import ScreenStorage
from bot.sender import Sender
from bot.session import ImmediateAnswers
from bot.webhook import build_webhook, webhook_path
from core.messaging.delivery import Delivery, expire_leases
from core.messaging.inbox import Inbox, forget_leases, new_owner
from core.messaging.letters import TELEGRAM, Address, Letter, Verbatim
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Verdict, enqueue
from core.messaging.pace import Pace
from core.permissions import Permission
from core.storage.signals import Signals
from core.storage.vault import Vault
from core.texts import Texts
from core.use_case import Store, System, Tx, use_case

SMALL_LEASE = 3.0
"""Seconds a letter may stay in `sending` here; the product's lease means the same and is longer."""
WORD = "word"
"""A person's words: when nobody knows whether they arrived, only a person sends them again."""

heard = sa.Table(
    "heard",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("said", sa.String(80), nullable=False),
)
"""Deliberately without a unique constraint: doing something twice must show."""


@dataclass(frozen=True)
class Hear:
    chat_id: int
    said: str


@dataclass(frozen=True)
class Heard:
    said: str


@use_case(Permission.SYSTEM)
def hear(tx: Tx, command: Hear) -> Heard:
    tx.unit.connection.execute(sa.insert(heard).values(chat_id=command.chat_id, said=command.said))
    row = tx.unit.connection.execute(sa.select(sa.func.count()).where(heard.c.chat_id == command.chat_id)).scalar_one()
    enqueue(
        tx,
        Outgoing(
            kind="echo",
            lane=Lane.EVENT,
            address=Address(TELEGRAM, command.chat_id),
            letter=Letter(Verbatim(f"heard {command.said}")),
            dedup_key=f"echo:{command.chat_id}:{row}",
            subject=f"heard:{row}",
        ),
    )
    return Heard(command.said)


def always(tx: Tx, claimed: Claimed) -> Verdict:
    return Send()


async def on_message(message: Message, state: FSMContext, store: Store) -> None:
    if "poison" in (message.text or ""):
        raise ValueError("this update cannot be handled")
    data = await state.get_data()
    await state.set_data({"count": data.get("count", 0) + 1})
    memo = current_update.get().next_memo(hear.name)
    result = await store.write(hear, Hear(message.chat.id, message.text or ""), System("harness"), memo)
    await message.answer(f"window {result.said} #{data.get('count', 0) + 1}")


@dataclass(frozen=True)
class Config:
    database_url: str
    api_url: str
    token: str
    webhook_port: int | None = None
    secret: str = "harness-secret"
    exclusive: bool = True


async def _nothing(claimed: Claimed) -> None:
    return None


async def run(config: Config) -> None:
    """Run until killed."""
    signals = Signals()
    database = open_database(config.database_url, signals)
    vault = Vault([bytes(32)])
    store = Store(database, lambda: datetime.now(UTC), lambda: None, vault, MEMOS)  # type: ignore[arg-type,return-value]
    texts = Texts(["update-failed = Это сообщение не прочиталось. Пожалуйста, напишите иначе.\n"])
    if config.exclusive:
        await database.write(forget_leases)
        await store.write(expire_leases, None, System("start"))
    bot = _bot(config)
    pace = Pace("harness", per_second=2_000)
    dispatcher = Dispatcher(storage=ScreenStorage(), events_isolation=DisabledEventIsolation(), store=store)
    dispatcher.message.register(on_message)

    async def feed(update: dict[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, update)

    bot.session.middleware(ImmediateAnswers(store, pace))
    inbox = Inbox(new_owner(), vault, timedelta(seconds=2))
    intake = Intake(store, inbox, bot.id, feed)
    reflex = Reflex(bot, lambda text: "sos" in text, lambda: "112")
    kinds = {"echo": Kind(always), WORD: Kind(always, repeat_unknown=False), SORRY_KIND: Kind(always)}
    delivery = Delivery(kinds, lease=timedelta(seconds=SMALL_LEASE))
    sender = Sender(store, delivery, _bot(config), pace, lambda: texts, secrets.token_hex(8), _nothing)
    intake.start()
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.run())
        if config.webhook_port is None:
            group.create_task(Polling(bot, intake, reflex, ["message"]).run())
        else:
            group.create_task(_serve_webhook(config, bot, intake, reflex))


async def _serve_webhook(config: Config, bot: Bot, intake: Intake, reflex: Reflex) -> None:
    runner = web.AppRunner(build_webhook(intake, reflex, config.secret))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", config.webhook_port, reuse_address=True).start()
    url = f"http://127.0.0.1:{config.webhook_port}{webhook_path(config.secret)}"
    await bot.set_webhook(url, secret_token=config.secret, max_connections=20, allowed_updates=["message"])
    await asyncio.Event().wait()


def _bot(config: Config) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(config.api_url))
    return Bot(config.token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
