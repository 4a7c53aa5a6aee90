"""Editing, deleting, pinning: what a bot may do to messages, and the words when it may not."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
)

from sandbox.client import SandboxClient
from sandbox.client_person import PNG, ClientPerson

MENU = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Меню", callback_data="menu")]])


async def test_an_edit_shows_and_without_markup_drops_the_buttons(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "Было", reply_markup=MENU)
    edited = await bot.edit_message_text("Стало", chat_id=marina.id, message_id=sent.message_id)
    assert edited.edit_date and edited.reply_markup is None
    shown = await marina.last()
    assert (shown.text, shown.edited, shown.buttons) == ("Стало", True, ())


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "<b>То же</b>", parse_mode="HTML", reply_markup=MENU)
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.edit_message_text(
            "<strong>То же</strong>",
            chat_id=marina.id,
            message_id=sent.message_id,
            parse_mode="HTML",
            reply_markup=MENU,
        )
    assert refused.value.message.endswith(
        "message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=marina.id, message_id=sent.message_id, reply_markup=MENU)


async def test_only_own_messages_that_exist_can_be_edited(bot: Bot, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Стало", chat_id=marina.id, message_id=999)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("Стало", chat_id=marina.id, message_id=1)
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]])
    sent = await bot.send_message(marina.id, "С клавиатурой", reply_markup=keyboard)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("Стало", chat_id=marina.id, message_id=sent.message_id)


async def test_text_and_caption_are_edited_by_their_own_methods(bot: Bot, marina: ClientPerson) -> None:
    photo = await bot.send_photo(marina.id, BufferedInputFile(PNG, "a.png"), caption="Было")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("Стало", chat_id=marina.id, message_id=photo.message_id)
    changed = await bot.edit_message_caption(chat_id=marina.id, message_id=photo.message_id, caption="Стало")
    assert changed.caption == "Стало"
    text = await bot.send_message(marina.id, "Слова")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=marina.id, message_id=text.message_id, caption="Стало")


async def test_media_is_replaced_by_an_edit(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_photo(marina.id, BufferedInputFile(PNG, "a.png"), reply_markup=MENU)
    media = InputMediaPhoto(media=BufferedInputFile(PNG, "b.png"), caption="Другое")
    changed = await bot.edit_message_media(media, chat_id=marina.id, message_id=sent.message_id)
    assert changed.caption == "Другое"
    assert changed.photo and sent.photo and changed.photo[-1].file_id != sent.photo[-1].file_id


async def test_a_message_can_be_deleted_for_48_hours(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    old = await bot.send_message(marina.id, "Старое")
    await client.advance(hours=47)
    young = await bot.send_message(marina.id, "Новое")
    await client.advance(hours=1)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(marina.id, old.message_id)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_messages(marina.id, [young.message_id, old.message_id])
    assert await bot.delete_message(marina.id, young.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(marina.id, young.message_id)
    assert [shown.text for shown in await marina.messages()] == ["/start", "Старое"]


async def test_several_messages_go_at_once_and_unknown_ones_are_skipped(bot: Bot, marina: ClientPerson) -> None:
    sent = [await bot.send_message(marina.id, f"Шаг {number}") for number in range(3)]
    gone = asyncio.ensure_future(marina.wait_screen(lambda screen: len(screen) == 1))
    assert await bot.delete_messages(marina.id, [*(message.message_id for message in sent), 777])
    assert [shown.text for shown in await gone] == ["/start"]


async def test_pinning_and_reacting(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "Запись на 10 марта")
    assert await bot.pin_chat_message(marina.id, sent.message_id)
    assert (await bot.get_chat(marina.id)).pinned_message.text == "Запись на 10 марта"
    assert await bot.unpin_chat_message(marina.id, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(marina.id, message_id=sent.message_id)
    assert await bot.set_message_reaction(marina.id, 1, [ReactionTypeEmoji(emoji="👍")])
    assert (await marina.messages())[0].reactions == ("👍",)
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(marina.id, 1, [ReactionTypeEmoji(emoji="🏠")])
