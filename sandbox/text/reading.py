"""From the fields of a call to checked text: parse mode, entities, trimming, length.

The order is Telegram's: parse, trim, find links, then count, so the limit is on what a person sees.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.client.default import Default
from aiogram.types import MessageEntity

from sandbox.refusals import bad_request
from sandbox.text.formatted import Entity, Formatted, utf16_length
from sandbox.text.html import ParseError, parse_html
from sandbox.text.links import with_found
from sandbox.text.markdown import parse_markdown
from sandbox.text.markdown_v2 import parse_markdown_v2

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SOURCE_BYTES = 1 << 15
PARSERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}


def read_text(
    text: str, parse_mode: str | Default | None, entities: Sequence[MessageEntity] | None, limit: int = TEXT_LIMIT
) -> Formatted:
    """The text of a message: 1 to `limit` UTF-16 units after parsing; raises Refusal as Telegram would."""
    if not text:
        raise bad_request("message text is empty")
    body = _formatted(text, parse_mode, entities)
    if not body.text:
        raise bad_request("text must be non-empty")
    if utf16_length(body.text) > limit:
        raise bad_request("message is too long")
    return body


def read_caption(
    caption: str | None, parse_mode: str | Default | None, entities: Sequence[MessageEntity] | None
) -> Formatted:
    """A caption: 0 to 1024 UTF-16 units after parsing."""
    body = _formatted(caption or "", parse_mode, entities)
    if utf16_length(body.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return body


def _formatted(text: str, parse_mode: str | Default | None, entities: Sequence[MessageEntity] | None) -> Formatted:
    if len(text.encode()) > SOURCE_BYTES:
        raise bad_request("text is too long")
    mode = "" if parse_mode is None or isinstance(parse_mode, Default) else parse_mode.lower()
    if not text or mode in ("", "none"):
        parsed = Formatted(text, tuple(_given(text, entity) for entity in entities or ()))
    elif mode in PARSERS:
        try:
            parsed = PARSERS[mode](text)
        except ParseError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    else:
        raise bad_request("unsupported parse_mode")
    return with_found(trimmed(parsed))


def _given(text: str, entity: MessageEntity) -> Entity:
    """An entity the bot counted itself; its stretch must lie in the text."""
    size = utf16_length(text)
    if entity.offset < 0 or entity.offset > size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.length <= 0 or entity.offset + entity.length > size:
        where = f"entity beginning at UTF-16 offset {entity.offset}"
        raise bad_request(f"{where} ends after the end of the text at UTF-16 offset {entity.offset + entity.length}")
    return Entity(
        entity.type,
        entity.offset,
        entity.length,
        url=entity.url,
        user_id=entity.user.id if entity.user else None,
        language=entity.language,
        custom_emoji_id=entity.custom_emoji_id,
        unix_time=entity.unix_time,
        date_time_format=entity.date_time_format,
    )


def trimmed(body: Formatted) -> Formatted:
    """Without the white space around the text; entities move along and shrink."""
    text = body.text.strip()
    if text == body.text:
        return body
    shift = utf16_length(body.text[: len(body.text) - len(body.text.lstrip())])
    size = utf16_length(text)
    moved = [_moved(entity, shift, size) for entity in body.entities]
    return Formatted(text, tuple(entity for entity in moved if entity.length > 0))


def _moved(entity: Entity, shift: int, size: int) -> Entity:
    start = min(max(entity.offset - shift, 0), size)
    end = min(max(entity.end - shift, 0), size)
    return Entity(
        entity.kind,
        start,
        end - start,
        entity.url,
        entity.user_id,
        entity.language,
        entity.custom_emoji_id,
        entity.unix_time,
        entity.date_time_format,
    )
