"""Sending text, contacts and places, forwarding, copying, «печатает…»."""

from __future__ import annotations

from aiogram.client.default import Default
from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    ForwardMessage,
    ForwardMessages,
    SendChatAction,
    SendContact,
    SendLocation,
    SendMessage,
)
from aiogram.types import LinkPreviewOptions

from sandbox.desk import Desk, Handlers
from sandbox.methods.delivery import Envelope, answer, deliver, envelope
from sandbox.refusals import bad_request
from sandbox.state.chats import Chat, Contact, Content, Location, Media, Message, NoticeKind, Origin, Pin, Text
from sandbox.state.updates import Wire
from sandbox.text.reading import read_caption, read_text

MAX_IDS = 100
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(desk: Desk, call: SendMessage) -> Wire:
    chat = desk.open_chat(call.chat_id)
    body = read_text(call.text, call.parse_mode, call.entities)
    extra = envelope(chat, call.reply_markup, call.reply_parameters, call.reply_to_message_id)
    content = Text(body, preview=not preview_disabled(call.link_preview_options))
    return answer(desk, chat, deliver(desk, chat, "sendMessage", content, extra))


def preview_disabled(options: LinkPreviewOptions | Default | None) -> bool:
    return isinstance(options, LinkPreviewOptions) and options.is_disabled is True


def send_contact(desk: Desk, call: SendContact) -> Wire:
    chat = desk.open_chat(call.chat_id)
    extra = envelope(chat, call.reply_markup, call.reply_parameters, call.reply_to_message_id)
    content = Contact(call.phone_number, call.first_name, call.last_name, vcard=call.vcard)
    return answer(desk, chat, deliver(desk, chat, "sendContact", content, extra))


def send_location(desk: Desk, call: SendLocation) -> Wire:
    chat = desk.open_chat(call.chat_id)
    if abs(call.latitude) > 90 or abs(call.longitude) > 180:
        raise bad_request("wrong geolocation specified")
    extra = envelope(chat, call.reply_markup, call.reply_parameters, call.reply_to_message_id)
    content = Location(call.latitude, call.longitude)
    return answer(desk, chat, deliver(desk, chat, "sendLocation", content, extra))


def send_chat_action(desk: Desk, call: SendChatAction) -> bool:
    """Shown to the person for a few seconds or until the next message."""
    chat = desk.open_chat(call.chat_id)
    if call.action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.notify(NoticeKind.ACTION, call.action, desk.world.now())
    return True


def copy_message(desk: Desk, call: CopyMessage) -> Wire:
    """A copy without a link to the original; a given caption replaces the old one."""
    chat = desk.open_chat(call.chat_id)
    source = _source(desk, call.from_chat_id, call.message_id, "message to copy")
    content = source.content
    if isinstance(content, Media) and call.caption is not None:
        caption = read_caption(call.caption, call.parse_mode, call.caption_entities)
        content = Media(content.file, caption, content.spoiler, content.caption_above)
    extra = envelope(chat, call.reply_markup, call.reply_parameters, call.reply_to_message_id)
    return {"message_id": deliver(desk, chat, "copyMessage", content, extra).id}


def copy_messages(desk: Desk, call: CopyMessages) -> list[Wire]:
    chat = desk.open_chat(call.chat_id)
    sources = _sources(desk, call.from_chat_id, call.message_ids, "messages to copy")
    sent = [deliver(desk, chat, "copyMessages", _copied(source, call), Envelope()) for source in sources]
    return [{"message_id": message.id} for message in sent]


def _copied(source: Message, call: CopyMessages) -> Content:
    if isinstance(source.content, Media) and call.remove_caption:
        return Media(source.content.file)
    return source.content


def forward_message(desk: Desk, call: ForwardMessage) -> Wire:
    chat = desk.open_chat(call.chat_id)
    source = _source(desk, call.from_chat_id, call.message_id, "message to forward")
    origin_chat = desk.seen_chat(call.from_chat_id)
    return answer(desk, chat, _forward(desk, chat, origin_chat, source, "forwardMessage"))


def forward_messages(desk: Desk, call: ForwardMessages) -> list[Wire]:
    chat = desk.open_chat(call.chat_id)
    sources = _sources(desk, call.from_chat_id, call.message_ids, "messages to forward")
    origin_chat = desk.seen_chat(call.from_chat_id)
    sent = [_forward(desk, chat, origin_chat, source, "forwardMessages") for source in sources]
    return [{"message_id": message.id} for message in sent]


def _forward(desk: Desk, chat: Chat, origin_chat: Chat, source: Message, method: str) -> Message:
    origin = source.origin or Origin(source.side, origin_chat.person, source.sent_at)
    return deliver(desk, chat, method, source.content, Envelope(origin=origin))


def _source(desk: Desk, chat_id: int | str, message_id: int, purpose: str) -> Message:
    source = desk.message(desk.seen_chat(chat_id), message_id, purpose)
    if isinstance(source.content, Pin):
        raise bad_request(f"{purpose.replace('message to ', 'the message can not be ')}")
    return source


def _sources(desk: Desk, chat_id: int | str, ids: list[int], purpose: str) -> list[Message]:
    """Those of the messages that exist, in increasing order of ids; Telegram skips the others."""
    if not 1 <= len(ids) <= MAX_IDS:
        raise bad_request("too many message identifiers specified" if ids else "message identifiers are not specified")
    chat = desk.seen_chat(chat_id)
    found = [chat.messages[message_id] for message_id in sorted(ids) if message_id in chat.messages]
    if not found:
        raise bad_request(f"there are no {purpose}")
    return found


HANDLERS: Handlers = {
    SendMessage: send_message,
    SendContact: send_contact,
    SendLocation: send_location,
    SendChatAction: send_chat_action,
    CopyMessage: copy_message,
    CopyMessages: copy_messages,
    ForwardMessage: forward_message,
    ForwardMessages: forward_messages,
}
