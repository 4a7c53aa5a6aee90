"""A fresh world, an unmodified aiogram bot and a test client for every test of the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    CallbackQuery,
    ContentType,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.world import DEMO_TOKEN, World

MENU = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Записаться", callback_data="book")],
        [InlineKeyboardButton(text="Срочно", callback_data="urgent")],
    ]
)
ASK_PHONE = ReplyKeyboardMarkup(
    keyboard=[[KeyboardButton(text="Отправить номер", request_contact=True)]], one_time_keyboard=True
)
HELP = (
    '<b>Помощь</b> <tg-spoiler>тайна</tg-spoiler> <a href="https://t.me/ryadom_demo_bot?start=tosno">Центр в Тосно</a>'
    "\n<blockquote expandable>Паспорт\nСнилс\nСправка\nЗаявление\nСвидетельство</blockquote>"
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def running(world: World) -> AsyncIterator[RunningSandbox]:
    started = await start_sandbox(world, patience=0.01)
    yield started
    await started.stop()


@pytest.fixture
async def bot(running: RunningSandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(running.base_url))
    made = Bot(DEMO_TOKEN, session=session)
    yield made
    await (await session.create_session()).close()  # Bot.session.close() would sleep a quarter of a second


@pytest.fixture
async def client(running: RunningSandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(running.base_url) as made:
        yield made


@pytest.fixture
async def marina(client: SandboxClient) -> ClientPerson:
    """Somebody who has pressed START; the bot has not read her update yet."""
    person = await client.person("Марина", username="marina")
    await person.start()
    return person


def front_desk() -> Dispatcher:
    """A tiny bot: a menu, an edit with a toast, an alert, a contact, formatted help."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message, command: CommandObject) -> None:
        await message.answer(f"Здравствуйте! Центр: {command.args or 'не выбран'}", reply_markup=MENU)

    @dispatcher.message(Command("help"))
    async def help_(message: Message) -> None:
        await message.answer(HELP, parse_mode="HTML")

    @dispatcher.callback_query(F.data == "book")
    async def book(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Как с вами связаться?")
        await query.message.answer("Оставьте номер", reply_markup=ASK_PHONE)
        await query.answer("Почти готово")

    @dispatcher.callback_query(F.data == "urgent")
    async def urgent(query: CallbackQuery) -> None:
        await query.answer("Звоните 112", show_alert=True)

    @dispatcher.message(F.contact)
    async def phone(message: Message) -> None:
        assert message.contact and message.contact.user_id == message.from_user.id
        await message.answer(f"Записали {message.contact.phone_number}", reply_markup=ReplyKeyboardRemove())

    @dispatcher.inline_query()
    async def search(query: InlineQuery) -> None:
        found = InputTextMessageContent(message_text=f"Мера: {query.query}")
        await query.answer([InlineQueryResultArticle(id="1", title="Пособие", input_message_content=found)])

    @dispatcher.edited_message()
    async def corrected(message: Message) -> None:
        await message.answer(f"Поняли: {message.text}")

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.reply(f"Получили {ContentType(message.content_type).value}")

    return dispatcher


@pytest.fixture
async def polling(bot: Bot) -> AsyncIterator[None]:
    """The tiny bot, listening until the test ends."""
    dispatcher = front_desk()
    task = asyncio.ensure_future(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=5)
    )
    yield
    await dispatcher.stop_polling()
    with contextlib.suppress(asyncio.CancelledError):
        await task
