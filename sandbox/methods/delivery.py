"""How any new message of the bot reaches a chat: reply, keyboard, and the independent count of what was accepted."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyMarkupUnion,
    ReplyParameters,
)

from sandbox import wire
from sandbox.desk import Desk
from sandbox.keyboards import checked, checked_inline
from sandbox.refusals import bad_request
from sandbox.state.chats import Chat, Contact, Content, Location, Media, Message, Origin, Pin, Side, Text
from sandbox.state.journal import Accepted, content_digest
from sandbox.state.updates import Wire


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a new message carries besides its content."""

    markup: ReplyMarkupUnion | None = None
    reply_to: int | None = None
    album: str | None = None
    origin: Origin | None = None


def envelope(
    chat: Chat,
    markup: ReplyMarkupUnion | None,
    reply: ReplyParameters | None,
    reply_to_message_id: int | None = None,
) -> Envelope:
    """Check keyboard and reply; raises Refusal for a keyboard or a reply Telegram would not take."""
    target = reply.message_id if reply else reply_to_message_id
    if target is not None and target not in chat.messages:
        if not (reply and reply.allow_sending_without_reply is True):
            raise bad_request("message to be replied not found")
        target = None
    return Envelope(checked(markup), target)


def deliver(desk: Desk, chat: Chat, method: str, content: Content, extra: Envelope) -> Message:
    """Put one accepted message into the chat and count it."""
    inline = checked_inline(extra.markup) if isinstance(extra.markup, InlineKeyboardMarkup) else None
    message = chat.add(
        Message(
            id=0,
            side=Side.BOT,
            sent_at=desk.seconds(),
            content=content,
            inline=inline,
            has_reply_markup=extra.markup is not None and not isinstance(extra.markup, InlineKeyboardMarkup),
            reply_to=extra.reply_to,
            album=extra.album,
            origin=extra.origin,
        )
    )
    if isinstance(extra.markup, ReplyKeyboardMarkup | ForceReply):
        chat.keyboard, chat.keyboard_of = extra.markup, message.id
    elif isinstance(extra.markup, ReplyKeyboardRemove):
        chat.keyboard = None
    count(desk, chat, method, message)
    return message


def count(desk: Desk, chat: Chat, method: str, message: Message) -> None:
    """Write down an accepted message apart from the chat itself."""
    digest = content_digest(described(message.content))
    record = Accepted(desk.world.now(), method, chat.person.id, message.id, digest)
    desk.world.journal.accept(record)


def described(content: Content) -> str:
    """One line that stands for a content: its text, or what it is."""
    match content:
        case Text(body=body):
            return body.text
        case Media(file=file, caption=caption):
            return f"[{file.kind.value} {file.name}] {caption.text}".rstrip()
        case Contact(phone_number=phone, first_name=name):
            return f"[contact {phone} {name}]"
        case Location(latitude=latitude, longitude=longitude):
            return f"[location {latitude:.5f} {longitude:.5f}]"
        case Pin(message_id=message_id):
            return f"[pinned {message_id}]"


def answer(desk: Desk, chat: Chat, message: Message) -> Wire:
    """The message as the answer of a send method."""
    return wire.message(desk.bot, chat, message)
