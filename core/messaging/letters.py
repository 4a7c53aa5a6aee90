"""What is said to a person, free of any channel: a Fluent key or somebody's own words, buttons, one attachment.

The edge renders a letter when it is sent, so a queued letter picks up corrected wording, and the same letter can leave
through another messenger later.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter


@dataclass(frozen=True, slots=True)
class Text:
    """A Fluent message with its arguments. Arguments are escaped by the edge."""

    key: str
    args: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A person's own words, shown exactly as typed."""

    words: str


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Several messages, one below the other with an empty line between."""

    parts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a letter: an action of ours (at most 64 bytes) or a link."""

    label: Text
    action: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if (self.action is None) == (self.url is None):
            raise ValueError("a button has an action or a link")
        if self.action is not None and len(self.action.encode()) > 64:
            raise ValueError(f"an action is at most 64 bytes: {self.action!r}")


class AttachmentKind(StrEnum):
    """How the channel shows a file."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send: bytes of our own (`content`, base64 when queued) or a file the channel already knows."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    kind: AttachmentKind
    name: str
    content: bytes | None = None
    channel_file: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One outgoing message of one part."""

    body: Text | Verbatim | Paragraphs | None
    buttons: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    reply_to: str | None = None
    """Message id of the channel that this answers."""
    deletes: str | None = None
    """Message id of the channel to delete; then the letter says nothing."""
    edits: str | None = None
    """Message id of the channel that says `body` from now on, instead of a new message."""
    silent: bool = False


LETTER: TypeAdapter[Letter] = TypeAdapter(Letter)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person reads: a channel, the bot that serves it there, and the person's id in it."""

    channel: str
    external_id: int


TELEGRAM = "telegram"
