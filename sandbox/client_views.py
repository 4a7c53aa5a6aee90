"""What the test client hands to a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class SandboxError(AssertionError):
    """Something a person could not do or did not see; a failed test reads this text."""


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A Bot API call as the sandbox saw it; `code` is the HTTP status, 0 when the connection was cut."""

    seq: int
    at: float
    method: str
    chat_id: int | None
    fields: dict[str, str]
    code: int
    description: str


@dataclass(frozen=True, slots=True)
class AcceptedMessage:
    at: float
    method: str
    chat_id: int
    message_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A bubble on the screen: text or caption, inline buttons by rows, and Telegram's own JSON in `raw`."""

    id: int
    from_bot: bool
    text: str
    buttons: tuple[tuple[str, ...], ...]
    edited: bool
    reactions: tuple[str, ...]
    revision: int
    raw: dict[str, Any]

    @classmethod
    def read(cls, row: dict[str, Any]) -> Shown:
        raw = row["message"]
        keyboard = raw.get("reply_markup", {}).get("inline_keyboard", [])
        return cls(
            id=raw["message_id"],
            from_bot=row["side"] == "bot",
            text=raw.get("text", raw.get("caption", "")),
            buttons=tuple(tuple(button["text"] for button in row_) for row_ in keyboard),
            edited="edit_date" in raw,
            reactions=tuple(row["reactions"]),
            revision=row["revision"],
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Tapped:
    """What a tap did: `kind` is callback, url, web_app, copy, inline or reply; `value` its data or address."""

    kind: str
    value: str = ""
    query_id: str = ""
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """One result of an inline question."""

    id: str
    title: str
    text: str
