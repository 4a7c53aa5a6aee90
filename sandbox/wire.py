"""How people, chats and messages look in Telegram's JSON. Every shape parses with aiogram's types (tests hold that)."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from sandbox.state.chats import Chat, Contact, Location, Media, Message, Pin, Side, Text
from sandbox.state.files import MediaKind, StoredFile
from sandbox.state.people import Person
from sandbox.state.updates import Wire
from sandbox.text.formatted import Entity, Formatted
from sandbox.world import BotAccount


def given(**fields: Any) -> Wire:
    """Only the fields that have a value: Telegram leaves the others out."""
    return {name: value for name, value in fields.items() if value is not None}


def person_user(person: Person) -> Wire:
    return given(
        id=person.id,
        is_bot=False,
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
        language_code=person.language_code,
    )


def bot_user(bot: BotAccount) -> Wire:
    return {"id": bot.id, "is_bot": True, "first_name": bot_name(bot), "username": bot.username}


def bot_name(bot: BotAccount) -> str:
    return bot.profile.names.get("") or bot.first_name


def private_chat(person: Person) -> Wire:
    return given(
        id=person.id,
        type="private",
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
    )


def entity(item: Entity) -> Wire:
    user = {"id": item.user_id, "is_bot": False, "first_name": "?"} if item.user_id else None
    return given(
        type=item.kind,
        offset=item.offset,
        length=item.length,
        url=item.url,
        user=user,
        language=item.language,
        custom_emoji_id=item.custom_emoji_id,
        unix_time=item.unix_time,
        date_time_format=item.date_time_format,
    )


def markup(inline: InlineKeyboardMarkup | None) -> Wire | None:
    return inline.model_dump(exclude_none=True) if inline else None


def message(bot: BotAccount, chat: Chat, item: Message, *, with_reply: bool = True) -> Wire:
    """A message as the bot receives it; the message it replies to is included one level deep."""
    sender = bot_user(bot) if item.side is Side.BOT else person_user(chat.person)
    replied = chat.messages.get(item.reply_to) if item.reply_to and with_reply else None
    shape = {
        "message_id": item.id,
        "from": sender,
        "chat": private_chat(chat.person),
        "date": item.sent_at,
        **_content(item, chat, bot),
    }
    if replied:
        shape["reply_to_message"] = message(bot, chat, replied, with_reply=False)
    if item.origin:
        origin = bot_user(bot) if item.origin.side is Side.BOT else person_user(item.origin.person)
        shape["forward_origin"] = {"type": "user", "sender_user": origin, "date": item.origin.sent_at}
    extras = given(
        edit_date=item.edited_at,
        media_group_id=item.album,
        reply_markup=markup(item.inline),
        via_bot=bot_user(bot) if item.via_bot else None,
    )
    return shape | extras


def _content(item: Message, chat: Chat, bot: BotAccount) -> Wire:
    match item.content:
        case Text(body=body, preview=preview):
            hidden = None if preview else {"is_disabled": True}
            return _formatted(body, "text", "entities") | given(link_preview_options=hidden)
        case Media() as media:
            return _media(media)
        case Contact() as contact:
            return {"contact": _contact(contact)}
        case Location(latitude=latitude, longitude=longitude):
            return {"location": {"latitude": latitude, "longitude": longitude}}
        case Pin(message_id=pinned):
            target = chat.messages.get(pinned)
            gone = {"chat": private_chat(chat.person), "message_id": pinned, "date": 0}
            return {"pinned_message": message(bot, chat, target, with_reply=False) if target else gone}


def _formatted(body: Formatted, text_field: str, entities_field: str) -> Wire:
    if not body.text:
        return {}
    entities = [entity(item) for item in body.entities] or None
    return given(**{text_field: body.text, entities_field: entities})


def _contact(contact: Contact) -> Wire:
    return given(
        phone_number=contact.phone_number,
        first_name=contact.first_name,
        last_name=contact.last_name,
        user_id=contact.user_id,
        vcard=contact.vcard,
    )


def _media(media: Media) -> Wire:
    shape = _formatted(media.caption, "caption", "caption_entities")
    flags = given(has_media_spoiler=media.spoiler or None, show_caption_above_media=media.caption_above or None)
    if media.file.kind is MediaKind.ANIMATION:
        flags["document"] = _file_shape(media.file, MediaKind.DOCUMENT)
    return {media.file.kind.value: _file_shape(media.file, media.file.kind)} | shape | flags


def _file_shape(file: StoredFile, kind: MediaKind) -> Any:
    base = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
    box = {"width": file.width, "height": file.height}
    match kind:
        case MediaKind.PHOTO:
            return _photo_sizes(file, base | box)
        case MediaKind.VOICE | MediaKind.AUDIO:
            return base | {"duration": file.duration, "mime_type": file.mime}
        case MediaKind.VIDEO | MediaKind.ANIMATION:
            return base | box | {"duration": file.duration, "mime_type": file.mime, "file_name": file.name}
        case MediaKind.VIDEO_NOTE:
            return base | {"length": file.width, "duration": file.duration}
        case MediaKind.STICKER:
            return base | box | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
        case MediaKind.DOCUMENT:
            return base | {"file_name": file.name, "mime_type": file.mime}


def _photo_sizes(file: StoredFile, full: Wire) -> list[Wire]:
    """Telegram gives several sizes, the smallest first: code that takes the first one gets the small one."""
    scale = 90 / max(file.width, file.height, 90)
    small = {
        "file_id": file.small_id,
        "file_unique_id": file.unique_id + "s",
        "file_size": min(file.size, 1500),
        "width": max(1, int(file.width * scale)),
        "height": max(1, int(file.height * scale)),
    }
    return [small, full]
