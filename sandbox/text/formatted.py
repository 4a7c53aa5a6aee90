"""Text as Telegram keeps it: characters plus entities whose offsets and lengths count UTF-16 code units."""

from __future__ import annotations

from dataclasses import dataclass

WIDE = 0xFFFF


@dataclass(frozen=True, slots=True)
class Entity:
    """One formatted stretch; fields and `kind` values are those of the Bot API's MessageEntity."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units: the unit of every limit and offset of the Bot API."""
    return len(text) + sum(1 for char in text if ord(char) > WIDE)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The stretch an entity covers; offsets in UTF-16 code units."""
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Outer entities before inner ones, as Telegram returns them."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))
