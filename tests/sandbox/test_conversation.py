"""A whole conversation: an unmodified aiogram dispatcher on one side, a person on the other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox.client import SandboxClient
from sandbox.client_views import SandboxError

MENU = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Записаться", callback_data="book")]])
ASK_PHONE = ReplyKeyboardMarkup(
    keyboard=[[KeyboardButton(text="Отправить номер", request_contact=True)]], one_time_keyboard=True
)


def front_desk() -> Dispatcher:
    """A tiny bot: a menu, an edit with a toast, a contact."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message, command: CommandObject) -> None:
        await message.answer(f"Здравствуйте! Центр: {command.args or 'не выбран'}", reply_markup=MENU)

    @dispatcher.callback_query(F.data == "book")
    async def book(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Как с вами связаться?")
        await query.message.answer("Оставьте номер", reply_markup=ASK_PHONE)
        await query.answer("Почти готово")

    @dispatcher.message(F.contact)
    async def phone(message: Message) -> None:
        assert message.contact and message.contact.user_id == message.from_user.id
        await message.answer(f"Записали {message.contact.phone_number}", reply_markup=ReplyKeyboardRemove())

    return dispatcher


@pytest.fixture
async def polling(bot: Bot) -> AsyncIterator[None]:
    dispatcher = front_desk()
    task = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False))
    yield
    await dispatcher.stop_polling()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_family_books_by_taps_and_a_shared_contact(client: SandboxClient, polling: None) -> None:
    marina = await client.person("Марина", phone_number="+79001234567")
    await marina.start("tikhvin")
    await marina.wait_for("Центр: tikhvin")
    assert await marina.buttons() == ["Записаться"]

    await marina.tap("Записаться")
    assert (await marina.wait_for("Как с вами связаться?")).edited
    await marina.wait_for_notice("Почти готово")
    assert await marina.buttons() == []
    assert await marina.reply_buttons() == ["Отправить номер"]

    await marina.tap("Отправить номер")
    await marina.wait_for("Записали +79001234567")
    assert await marina.reply_buttons() == []
    assert (await marina.transcript()).splitlines() == [
        "Марина: /start tikhvin",
        "Рядом (изменено): Как с вами связаться?",
        "Рядом: Оставьте номер",
        "Марина: [contact +79001234567 Марина]",
        "Рядом: Записали +79001234567",
    ]


async def test_a_missing_button_is_reported_with_those_that_are_there(client: SandboxClient, polling: None) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await marina.wait_for("Здравствуйте")
    with pytest.raises(SandboxError, match="Нет кнопки «Позвать человека».*«Записаться»"):
        await marina.tap("Позвать человека")


async def test_waiting_in_vain_shows_the_conversation(client: SandboxClient, polling: None) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await marina.wait_for("Здравствуйте")
    with pytest.raises(SandboxError, match="(?s)did not see «Прощайте».*Рядом: Здравствуйте"):
        await marina.wait_for("Прощайте", timeout=0.2)
