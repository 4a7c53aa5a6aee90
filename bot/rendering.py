"""Letters become Telegram calls here, and every text is escaped here, in one place."""

import html
from collections.abc import Mapping
from typing import Any

from aiogram.methods import (
    DeleteMessage,
    EditMessageText,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    ReplyParameters,
)

from core.messaging.letters import Attachment, AttachmentKind, Button, Letter, Paragraphs, Text, Verbatim
from core.texts import Texts

NOTE_PREFIX = "note:"
"""Buttons under letters belong to no dialog: a plain router answers them (reference/telegram-stack.md §2e)."""


def body_html(letter: Letter, texts: Texts) -> str | None:
    """The letter's text as Telegram HTML: Fluent texts carry their own markup, people's words are quoted."""
    match letter.body:
        case Text() as text:
            return texts.html(text)
        case Verbatim(words):
            return html.escape(words, quote=False)
        case Paragraphs(parts):
            return "\n\n".join(texts.html(part) for part in parts)
    return None


def keyboard(letter: Letter, texts: Texts) -> InlineKeyboardMarkup | None:
    """Buttons under the letter."""
    if not letter.buttons:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button, texts) for button in row] for row in letter.buttons])


def call_for(letter: Letter, chat_id: int, texts: Texts) -> TelegramMethod[Any]:
    """The one call that delivers this letter."""
    if letter.deletes is not None:
        return DeleteMessage(chat_id=chat_id, message_id=int(letter.deletes))
    text = body_html(letter, texts)
    markup = keyboard(letter, texts)
    if letter.edits is not None:
        return EditMessageText(chat_id=chat_id, message_id=int(letter.edits), text=text or "", reply_markup=markup)
    reply = (
        ReplyParameters(message_id=int(letter.reply_to), allow_sending_without_reply=True) if letter.reply_to else None
    )
    if letter.attachment is None:
        return SendMessage(
            chat_id=chat_id,
            text=text or "",
            reply_markup=markup,
            reply_parameters=reply,
            disable_notification=letter.silent or None,
        )
    common = {"chat_id": chat_id, "caption": text, "reply_markup": markup, "reply_parameters": reply}
    return _with_file(letter.attachment, common)


def _with_file(attachment: Attachment, common: Mapping[str, Any]) -> TelegramMethod[Message]:
    file = _file(attachment)
    match attachment.kind:
        case AttachmentKind.PHOTO:
            return SendPhoto(photo=file, **common)
        case AttachmentKind.VOICE:
            return SendVoice(voice=file, **common)
        case AttachmentKind.VIDEO:
            return SendVideo(video=file, **common)
        case AttachmentKind.AUDIO:
            return SendAudio(audio=file, **common)
        case AttachmentKind.DOCUMENT:
            return SendDocument(document=file, **common)


def _file(attachment: Attachment) -> InputFile | str:
    if attachment.channel_file is not None:
        return attachment.channel_file
    assert attachment.content is not None
    return BufferedInputFile(attachment.content, attachment.name)


def _button(button: Button, texts: Texts) -> InlineKeyboardButton:
    label = texts.plain(button.label)
    if button.url is not None:
        return InlineKeyboardButton(text=label, url=button.url)
    return InlineKeyboardButton(text=label, callback_data=button.action)
