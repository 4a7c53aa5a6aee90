"""Changing messages that are already there.

Telegram's rules held here: only the bot's own messages, none that came with a reply keyboard, an edit must change
something, and an edit without `reply_markup` takes the inline keyboard away.
"""

from __future__ import annotations

from dataclasses import replace

from aiogram.methods import EditMessageCaption, EditMessageMedia, EditMessageReplyMarkup, EditMessageText
from aiogram.types import InlineKeyboardMarkup

from sandbox import wire
from sandbox.desk import Desk, Handlers
from sandbox.keyboards import checked_inline
from sandbox.methods.delivery import count
from sandbox.methods.media import content_from
from sandbox.methods.messages import preview_disabled
from sandbox.refusals import NOT_MODIFIED, bad_request
from sandbox.state.chats import Chat, Content, Media, Message, Side, Text
from sandbox.state.updates import Wire
from sandbox.text.reading import read_caption, read_text


def edit_text(desk: Desk, call: EditMessageText) -> Wire:
    chat, message = _editable(desk, call.chat_id, call.message_id)
    body = read_text(call.text or "", call.parse_mode, call.entities)
    if not isinstance(message.content, Text):
        raise bad_request("there is no text in the message to edit")
    content = Text(body, preview=not preview_disabled(call.link_preview_options))
    return _changed(desk, chat, message, content, call.reply_markup, "editMessageText")


def edit_caption(desk: Desk, call: EditMessageCaption) -> Wire:
    chat, message = _editable(desk, call.chat_id, call.message_id)
    caption = read_caption(call.caption, call.parse_mode, call.caption_entities)
    if not isinstance(message.content, Media):
        raise bad_request("there is no caption in the message to edit")
    content = replace(message.content, caption=caption)
    return _changed(desk, chat, message, content, call.reply_markup, "editMessageCaption")


def edit_media(desk: Desk, call: EditMessageMedia) -> Wire:
    chat, message = _editable(desk, call.chat_id, call.message_id)
    content = content_from(desk, call.media)
    return _changed(desk, chat, message, content, call.reply_markup, "editMessageMedia")


def edit_markup(desk: Desk, call: EditMessageReplyMarkup) -> Wire:
    chat, message = _editable(desk, call.chat_id, call.message_id)
    return _changed(desk, chat, message, message.content, call.reply_markup, "editMessageReplyMarkup")


def _editable(desk: Desk, chat_id: int | str | None, message_id: int | None) -> tuple[Chat, Message]:
    if chat_id is None:
        raise bad_request("chat_id is empty")
    chat = desk.open_chat(chat_id)
    message = desk.message(chat, message_id, "message to edit")
    if message.side is not Side.BOT or message.has_reply_markup or message.origin or message.via_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _changed(
    desk: Desk,
    chat: Chat,
    message: Message,
    content: Content,
    markup: InlineKeyboardMarkup | None,
    method: str,
) -> Wire:
    inline = checked_inline(markup)
    if content == message.content and inline == message.inline:
        raise bad_request(NOT_MODIFIED)
    edited_at = desk.seconds() if content != message.content else message.edited_at
    stored = chat.update(replace(message, content=content, inline=inline, edited_at=edited_at))
    count(desk, chat, method, stored)
    return wire.message(desk.bot, chat, stored)


HANDLERS: Handlers = {
    EditMessageText: edit_text,
    EditMessageCaption: edit_caption,
    EditMessageMedia: edit_media,
    EditMessageReplyMarkup: edit_markup,
}
