"""A Telegram message of any content type as the centre keeps it. A type nobody thought of becomes a visible row."""

from aiogram.enums import ContentType
from aiogram.types import Contact, Location, Message, Venue

from core.cases.files import IncomingFile
from core.cases.receive import Incoming
from core.cases.states import Content
from core.messaging.letters import Address

_FILES = (
    ContentType.DOCUMENT,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.ANIMATION,
    ContentType.VOICE,
    ContentType.AUDIO,
    ContentType.STICKER,
)


def incoming_of(message: Message, address: Address, centre_id: int) -> Incoming:
    """The message with its files, its quote and its album."""
    return Incoming(
        address=address,
        centre_id=centre_id,
        external_id=str(message.message_id),
        said_at=message.date,
        content=_content(message),
        text=words_of(message),
        files=_files(message),
        reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else None,
        album_id=message.media_group_id,
    )


def _content(message: Message) -> Content:
    """A moving photo is a photo: the still picture comes with it."""
    return Content.PHOTO if message.photo else Content.named(message.content_type)


def words_of(message: Message) -> str | None:
    """What stands in the message to be read: text, caption, a place, a number, a list."""
    match message:
        case Message(text=str(text)):
            return text
        case Message(venue=Venue(title=title, address=street)):
            return f"{title}, {street}"
        case Message(location=Location(latitude=latitude, longitude=longitude)):
            return f"{latitude:.5f}, {longitude:.5f}"
        case Message(contact=Contact(first_name=name, phone_number=phone)):
            return f"{name}, {phone}"
        case Message(poll=poll) if poll is not None:
            return "\n".join([poll.question, *(f"— {option.text}" for option in poll.options)])
        case Message(checklist=checklist) if checklist is not None:
            return "\n".join([checklist.title, *(f"— {task.text}" for task in checklist.tasks)])
        case Message(dice=dice) if dice is not None:
            return f"{dice.emoji} {dice.value}"
    return message.caption


def _files(message: Message) -> tuple[IncomingFile, ...]:
    kind = message.content_type
    if message.photo:
        original = message.photo[-1]  # the largest: a photographed paper must stay readable
        return (IncomingFile(Content.PHOTO, original.file_id, original.file_size),)
    if kind not in _FILES:
        return ()
    file = getattr(message, kind)
    return (
        IncomingFile(
            Content.named(kind),
            file.file_id,
            file.file_size,
            getattr(file, "file_name", None),
            getattr(file, "mime_type", None),
        ),
    )
