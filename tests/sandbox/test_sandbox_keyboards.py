"""Keyboards Telegram takes and those it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)

from sandbox.client_person import ClientPerson
from sandbox.client_views import SandboxError


def inline(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**({"text": "Кнопка"} | button))]])


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (inline(callback_data="ы" * 33), "Bad Request: BUTTON_DATA_INVALID"),
        (inline(callback_data="x" * 65), "Bad Request: BUTTON_DATA_INVALID"),
        (inline(url="javascript:alert(1)"), "inline keyboard button URL 'javascript:alert(1)' is invalid"),
        (inline(web_app=WebAppInfo(url="http://mfc.ru")), "only HTTPS links are allowed"),
        (inline(copy_text=CopyTextButton(text="я" * 257)), "BUTTON_COPY_TEXT_INVALID"),
        (inline(), "text buttons are unallowed in the inline keyboard"),
        (inline(text=" ", callback_data="a"), "inline keyboard button text must be non-empty"),
        (
            InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="1", callback_data="1")] * 8] * 13),
            "reply markup is too long",
        ),
        (ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text=" ")]]), "keyboard button text must be non-empty"),
    ],
)
async def test_a_wrong_keyboard_is_refused(bot: Bot, marina: ClientPerson, markup: Any, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(marina.id, "Выберите", reply_markup=markup)
    assert complaint in refused.value.message


async def test_callback_data_of_64_bytes_fits(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "Выберите", reply_markup=inline(callback_data="ы" * 32))
    assert sent.reply_markup is not None
    assert (await marina.tap("Кнопка")).value == "ы" * 32


async def test_the_reply_keyboard_stays_until_it_is_removed(bot: Bot, marina: ClientPerson) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да"), KeyboardButton(text="Нет")]])
    await bot.send_message(marina.id, "Согласны?", reply_markup=keyboard)
    assert await marina.reply_buttons() == ["Да", "Нет"]
    assert (await marina.tap("Да")).kind == "reply"
    assert await marina.reply_buttons() == ["Да", "Нет"]
    await bot.send_message(marina.id, "Спасибо", reply_markup=ReplyKeyboardRemove())
    assert await marina.reply_buttons() == []


async def test_the_reply_keyboard_goes_with_the_message_that_brought_it(bot: Bot, marina: ClientPerson) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]])
    asked = await bot.send_message(marina.id, "Согласны?", reply_markup=keyboard)
    other = await bot.send_message(marina.id, "Подумайте")
    await bot.delete_message(marina.id, other.message_id)
    assert await marina.reply_buttons() == ["Да"]
    await bot.delete_message(marina.id, asked.message_id)
    assert await marina.reply_buttons() == []


async def test_a_reply_button_is_pressed_by_what_is_seen_and_sends_what_is_not(bot: Bot, marina: ClientPerson) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да\u200c\u2060")]])
    await bot.send_message(marina.id, "Согласны?", reply_markup=keyboard)
    await bot.get_updates(offset=-1)
    assert await marina.reply_buttons() == ["Да"]
    await marina.tap("Да")
    (update,) = await bot.get_updates(offset=-1)
    assert update.message and update.message.text == "Да\u200c\u2060"


async def test_a_one_time_keyboard_leaves_after_a_press(bot: Bot, marina: ClientPerson) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]], one_time_keyboard=True)
    await bot.send_message(marina.id, "Согласны?", reply_markup=keyboard)
    await marina.tap("Да")
    assert await marina.reply_buttons() == []


async def test_force_reply_makes_the_next_words_an_answer(bot: Bot, marina: ClientPerson) -> None:
    asked = await bot.send_message(marina.id, "Ваш вопрос?", reply_markup=ForceReply())
    await bot.get_updates(offset=-1)
    await marina.say("Где центр?")
    (update,) = await bot.get_updates(offset=-1)
    assert update.message and update.message.reply_to_message
    assert update.message.reply_to_message.message_id == asked.message_id


async def test_buttons_that_do_not_call_the_bot_say_what_they_do(bot: Bot, marina: ClientPerson) -> None:
    await bot.send_message(marina.id, "Сайт", reply_markup=inline(text="Сайт", url="https://gosuslugi.ru"))
    await bot.send_message(marina.id, "Номер", reply_markup=inline(text="Номер", copy_text=CopyTextButton(text="А-1")))
    assert (await marina.tap("Сайт")).kind == "url"
    assert (await marina.tap("Номер")).value == "А-1"
    assert [update.event_type for update in await bot.get_updates()] == ["message"], "only /start came"
    with pytest.raises(SandboxError, match="Видны: «Номер», «Сайт»"):
        await marina.tap("Записаться")
