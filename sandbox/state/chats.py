"""Messages and the private chat that holds them, as one bot sees it.

Message ids grow by one inside a chat. Memory is bounded: the oldest messages of a long chat are forgotten,
and then Telegram's "message to edit not found" is what the bot hears.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup

from sandbox.state.files import StoredFile
from sandbox.state.people import Person
from sandbox.state.pulse import Pulse
from sandbox.text.formatted import Formatted

NOTICES_KEPT = 20
REMOVALS_KEPT = 1000
NOTHING = Formatted()


class Side(Enum):
    BOT = "bot"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Text:
    body: Formatted
    preview: bool = True


@dataclass(frozen=True, slots=True)
class Media:
    file: StoredFile
    caption: Formatted = NOTHING
    spoiler: bool = False
    caption_above: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    phone_number: str
    first_name: str
    last_name: str | None = None
    user_id: int | None = None
    vcard: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Pin:
    """The service message that says which message was pinned."""

    message_id: int


Content: TypeAlias = Text | Media | Contact | Location | Pin
AnyReplyKeyboard: TypeAlias = ReplyKeyboardMarkup | ForceReply


@dataclass(frozen=True, slots=True)
class Origin:
    """Who first wrote a forwarded message and when (Unix seconds)."""

    side: Side
    person: Person
    sent_at: int


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble. Times are Unix seconds; `revision` says when the page last had to redraw it."""

    id: int
    side: Side
    sent_at: int
    content: Content
    edited_at: int | None = None
    inline: InlineKeyboardMarkup | None = None
    has_reply_markup: bool = False
    reply_to: int | None = None
    album: str | None = None
    origin: Origin | None = None
    via_bot: bool = False
    bot_reaction: str | None = None
    person_reaction: str | None = None
    revision: int = 0

    @property
    def body(self) -> Formatted:
        """The text or the caption; empty for content that has neither."""
        if isinstance(self.content, Text):
            return self.content.body
        return self.content.caption if isinstance(self.content, Media) else NOTHING


class NoticeKind(Enum):
    TOAST = "toast"
    ALERT = "alert"
    LINK = "link"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something shown for a moment: the answer to a tap, or «печатает…»."""

    revision: int
    kind: NoticeKind
    text: str
    at: float


@dataclass(slots=True)
class Chat:
    """One person's private chat with one bot."""

    person: Person
    pulse: Pulse
    keep: int
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    started: bool = False
    blocked: bool = False
    keyboard: AnyReplyKeyboard | None = None
    keyboard_of: int | None = None
    """The message that brought the keyboard: it goes when that message is deleted."""
    pinned: int | None = None
    revision: int = 0
    read_up_to: int = 0
    hidden: set[int] = field(default_factory=set)
    removals: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=REMOVALS_KEPT))
    notices: deque[Notice] = field(default_factory=lambda: deque(maxlen=NOTICES_KEPT))

    def touch(self) -> int:
        """Mark the chat as changed for those who watch it."""
        self.revision = self.pulse.advance()
        return self.revision

    def add(self, message: Message) -> Message:
        """Append a message under the next id; the id given in `message` is ignored."""
        self.last_id += 1
        stored = replace(message, id=self.last_id, revision=self.touch())
        self.messages[stored.id] = stored
        if len(self.messages) > self.keep:
            self._forget(next(iter(self.messages)))
        return stored

    def update(self, message: Message) -> Message:
        """Replace a message that is already here."""
        stored = replace(message, revision=self.touch())
        self.messages[message.id] = stored
        return stored

    def remove(self, message_id: int) -> None:
        del self.messages[message_id]
        self._note_removal(message_id)

    def hide(self, message_id: int) -> None:
        """The person deletes a message only in their own view; the bot never learns of it."""
        self.hidden.add(message_id)
        self._note_removal(message_id)

    def notify(self, kind: NoticeKind, text: str, at: float) -> None:
        self.notices.append(Notice(self.touch(), kind, text, at))

    def visible(self) -> list[Message]:
        """What the person sees, oldest first."""
        if not self.hidden:
            return list(self.messages.values())
        return [message for message in self.messages.values() if message.id not in self.hidden]

    def _note_removal(self, message_id: int) -> None:
        if message_id == self.keyboard_of:
            self.keyboard, self.keyboard_of = None, None
        self.removals.append((self.touch(), message_id))

    def _forget(self, message_id: int) -> None:
        del self.messages[message_id]
        self.hidden.discard(message_id)
        self.removals.append((self.revision, message_id))
