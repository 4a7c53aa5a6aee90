"""P1: what durability costs a questionnaire step.

A step is a tap on one of six options: the window is edited and the tap answered. Sixteen chats tap at once. Bare: the
same dialog over aiogram's memory storage, nothing stored. Ours: tap -> inbox -> FSM -> stored answer -> rendered edit,
synchronous=FULL. Beside them in the same run, the usual way: aiosqlite and an async ORM session per update.

The Bot API answers in memory. Figures are CPU time of the process per update (all threads); only ratios count.
Promise: at most 2.5x bare with a Core hot path, at most 4.5x with one ORM use case.
"""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import DisabledEventIsolation, MemoryStorage, SimpleEventIsolation
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Chat, Message, User
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Select
from aiogram_dialog.widgets.text import Const, Format
from sqlmodel import Field

from bot.intake import Intake
from bot.scope import current_update
from bot.screens import ScreenStorage
from core.messaging.inbox import Inbox, new_owner
from core.messaging.memo import MEMOS
from core.permissions import Permission
from core.storage.schema import Record, identifier, metadata
from core.storage.signals import Signals
from core.storage.sqlite import SqliteDatabase
from core.storage.vault import Vault
from core.storage.wire import Statement
from core.use_case import Store, System, Tx, use_case

CHATS = 16
STEPS = 60
ROUNDS = 5
WINDOWS = 6
BOT_ID = 42
ACTOR = System("benchmark")


class Answer(Record, table=True):
    """The stored answer of a step."""

    __tablename__ = "benchmark_answer"

    id: int | None = identifier()
    chat_id: int = Field(index=True)
    value: str


@dataclass(frozen=True)
class Say:
    chat_id: int
    value: str


@dataclass(frozen=True)
class Said:
    count: int


_answers = Answer.__table__  # type: ignore[attr-defined]
_COUNT = Statement(lambda _: sa.select(sa.func.max(_answers.c.id)).where(_answers.c.chat_id == sa.bindparam("chat_id")))
_ADD = Statement(lambda insert: insert(_answers).values(chat_id=sa.bindparam("chat_id"), value=sa.bindparam("value")))


@use_case(Permission.SYSTEM)
def say_by_core(tx: Tx, command: Say) -> Said:
    row = tx.wire.row(_COUNT, chat_id=command.chat_id)
    tx.wire.run(_ADD, chat_id=command.chat_id, value=command.value)
    return Said(int(row[0] or 0) if row else 0)


@use_case(Permission.SYSTEM)
def say_by_orm(tx: Tx, command: Say) -> Said:
    previous = tx.session.get(Answer, command.chat_id)
    answer = Answer(chat_id=command.chat_id, value=command.value)
    tx.session.add(answer)
    tx.session.flush()
    return Said(answer.id or 0 if previous is None else 1)


class Steps(StatesGroup):
    s0 = State()
    s1 = State()
    s2 = State()
    s3 = State()
    s4 = State()
    s5 = State()


STATES = (Steps.s0, Steps.s1, Steps.s2, Steps.s3, Steps.s4, Steps.s5)
Store_ = Callable[[int, str], Awaitable[None]]


class MemoryApi(BaseSession):
    """The Bot API without a network: remembers the newest keyboard of each chat."""

    def __init__(self) -> None:
        super().__init__()
        self.keyboards: dict[int, list[str]] = {}
        self.calls = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        self.calls += 1
        match method:
            case SendMessage() | EditMessageText():
                chat_id = int(method.chat_id or 0)
                rows = method.reply_markup.inline_keyboard if method.reply_markup else []  # type: ignore[union-attr]
                self.keyboards[chat_id] = [button.callback_data or "" for row in rows for button in row]
                return Message(
                    message_id=1,
                    date=datetime.now(UTC),
                    chat=Chat(id=chat_id, type="private"),
                    from_user=User(id=BOT_ID, is_bot=True, first_name="b"),
                    text=method.text,
                ).as_(bot)
            case AnswerCallbackQuery():
                return True
        return True

    async def close(self) -> None:
        return None

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("nobody downloads a file here")


def build_dialog(store: Store_) -> Dialog:
    async def options(**_: Any) -> dict[str, Any]:
        return {"options": [str(number) for number in range(6)]}

    def window(place: int) -> Window:
        async def chosen(query: CallbackQuery, widget: Any, manager: DialogManager, item: str) -> None:
            await store(query.from_user.id, item)
            await manager.switch_to(STATES[(place + 1) % WINDOWS])

        return Window(
            Const(f"Вопрос {place}: что ближе всего к вашей семье?"),
            Select(Format("Ответ {item}"), id="o", item_id_getter=str, items="options", on_click=chosen),
            state=STATES[place],
            getter=options,
        )

    return Dialog(*(window(place) for place in range(WINDOWS)))


async def on_start(message: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(Steps.s0, mode=StartMode.RESET_STACK)


async def dispatcher_of(storage: Any, isolation: Any, store: Store_) -> Dispatcher:
    dispatcher = Dispatcher(storage=storage, events_isolation=isolation)
    dispatcher.message.register(on_start)
    dispatcher.include_router(build_dialog(store))
    setup_dialogs(dispatcher, events_isolation=DisabledEventIsolation())
    await dispatcher.emit_startup()
    return dispatcher


def start_update(number: int, chat_id: int) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "Семья"}
    chat = {"id": chat_id, "type": "private", "first_name": "Семья"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": person, "text": "/start"},
    }


def tap_update(number: int, chat_id: int, data: str) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "Семья"}
    chat = {"id": chat_id, "type": "private", "first_name": "Семья"}
    shown = {"message_id": 1, "date": 1_790_000_000, "chat": chat, "text": "Вопрос"}
    query = {"id": str(number), "from": person, "chat_instance": "1", "data": data, "message": shown}
    return {"update_id": number, "callback_query": query}


Take = Callable[[dict[str, Any]], Awaitable[None]]


async def drive(api: MemoryApi, take: Take) -> float:
    """CPU microseconds per tap, sixteen chats tapping at once."""
    numbers = iter(range(1, 10_000_000))
    chats = range(1_000, 1_000 + CHATS)
    await asyncio.gather(*(take(start_update(next(numbers), chat)) for chat in chats))

    async def person(chat_id: int, steps: int) -> None:
        for step in range(steps):
            await take(tap_update(next(numbers), chat_id, api.keyboards[chat_id][step % 6]))

    await asyncio.gather(*(person(chat, 10) for chat in chats))
    gc.collect()
    gc.freeze()  # as `ryadom run` does once it has started
    began = time.process_time()
    await asyncio.gather(*(person(chat, STEPS) for chat in chats))
    return (time.process_time() - began) / (CHATS * STEPS) * 1e6


async def bare() -> float:
    async def nothing(chat_id: int, value: str) -> None:
        return None

    api = MemoryApi()
    bot = Bot("42:benchmark", session=api)
    dispatcher = await dispatcher_of(MemoryStorage(), SimpleEventIsolation(), nothing)

    async def take(update: dict[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, update)

    return await drive(api, take)


async def ours(case: Any) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        engine = sa.create_engine(f"sqlite:///{path}")
        metadata.create_all(engine)
        engine.dispose()
        database = SqliteDatabase(path, Signals())
        vault = Vault([bytes(32)])
        store = Store(database, lambda: datetime.now(UTC), lambda: None, vault, MEMOS)  # type: ignore[arg-type,return-value]

        async def keep(chat_id: int, value: str) -> None:
            if case is not None:
                await store.write(case, Say(chat_id, value), ACTOR, current_update.get().next_memo(case.name))

        api = MemoryApi()
        bot = Bot("42:benchmark", session=api)
        dispatcher = await dispatcher_of(ScreenStorage(), DisabledEventIsolation(), keep)
        done: dict[int, asyncio.Event] = {}

        async def feed(update: dict[str, Any]) -> None:
            await dispatcher.feed_raw_update(bot, update)

        intake = Intake(store, Inbox(new_owner(), vault), BOT_ID, feed)
        finish = intake._finish

        async def finish_and_tell(ready: Any, scope: Any) -> Any:
            claim = await finish(ready, scope)
            done.pop(ready.update_id).set()
            return claim

        intake._finish = finish_and_tell  # type: ignore[method-assign]

        async def take(update: dict[str, Any]) -> None:
            finished = done[update["update_id"]] = asyncio.Event()
            await intake.accept([update])
            await finished.wait()

        figure = await drive(api, take)
        await intake.stop()
        await database.close()
        return figure


async def async_orm() -> float:
    """The usual way: FSM in memory, one async session and commit per update."""
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

    with tempfile.TemporaryDirectory() as folder:
        engine = create_async_engine(f"sqlite+aiosqlite:///{folder}/peer.sqlite")

        @sa.event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

        async with engine.begin() as connection:
            await connection.run_sync(lambda sync: _answers.create(sync))
        sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

        async def keep(chat_id: int, value: str) -> None:
            async with sessions() as session:
                await session.get(Answer, chat_id)
                session.add(Answer(chat_id=chat_id, value=value))
                await session.commit()

        api = MemoryApi()
        bot = Bot("42:benchmark", session=api)
        dispatcher = await dispatcher_of(MemoryStorage(), SimpleEventIsolation(), keep)

        async def take(update: dict[str, Any]) -> None:
            await dispatcher.feed_raw_update(bot, update)

        figure = await drive(api, take)
        await engine.dispose()
        return figure


MODES: dict[str, Callable[[], Awaitable[float]]] = {
    "bare dialog step, nothing stored": bare,
    "ours, screens and inbox only": lambda: ours(None),
    "ours, Core hot path": lambda: ours(say_by_core),
    "ours, one ORM use case": lambda: ours(say_by_orm),
    "aiosqlite + async ORM (no inbox, FSM in memory)": async_orm,
}


def main() -> None:
    """Interleaved rounds, medians."""
    figures: dict[str, list[float]] = {name: [] for name in MODES}
    for _ in range(ROUNDS):
        for name, run in MODES.items():
            figures[name].append(asyncio.run(run()))  # type: ignore[arg-type]
    bases = figures["bare dialog step, nothing stored"]
    print(f"{CHATS} chats at once, {STEPS} taps each, {ROUNDS} interleaved rounds; CPU us per tap, ratio to bare")
    for name, values in figures.items():
        ratios = [value / base for value, base in zip(values, bases, strict=True)]
        print(
            f"  {name:<50} {statistics.median(values):8.0f}  {statistics.median(ratios):5.2f}x"
            f"   (min {min(ratios):.2f}, max {max(ratios):.2f})"
        )
    print("  promise P1: <= 2.50x with the Core hot path, <= 4.50x with one ORM use case")
