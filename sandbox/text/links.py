"""Which addresses Telegram takes for a link or a button, and what it finds in plain text by itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sandbox.text.formatted import Entity, Formatted, in_order, utf16_length

SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})
HOST = re.compile(r"^(?:[\w-]+\.)+[\w-]{2,}$|^\d{1,3}(?:\.\d{1,3}){3}$|^\[[0-9a-f:]+\]$", re.IGNORECASE)
ZONES = "ru|рф|su|com|org|net|info|io|me|gov|edu|online|app|dev|pro|site|moscow|дети"
FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<url>https?://[^\s<>\"«»]+|(?<![\w@.])(?:[\w-]+\.)+(?:{ZONES})\b(?:[/?#][^\s<>\"«»]*)?)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{4,32}\b)"
    r"|(?P<hashtag>(?<!\w)#(?=\w*[^\W\d])\w{1,256})"
    r"|(?P<phone_number>(?<![\w+])\+\d[\d\s()-]{8,16}\d\b)",
    re.IGNORECASE,
)
TRAILING = ".,:;!?)»\"'"
OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"})


def is_url(url: str) -> bool:
    """An address for a button or a link: http, https or tg, with a host that could exist."""
    parts = _parts(url)
    if parts is None:
        return False
    scheme, host = parts
    return bool(host) if scheme == "tg" else HOST.match(host) is not None


def text_link(url: str, offset: int, length: int) -> Entity | None:
    """The entity for a linked stretch; Telegram silently drops a link it does not understand."""
    person = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if person:
        return Entity("text_mention", offset, length, user_id=int(person[1]))
    if not is_url(url):
        return None
    return Entity("text_link", offset, length, url=_completed(url))


def with_found(body: Formatted) -> Formatted:
    """Add the links, commands, mentions, hashtags and phones that stand in the text uncovered."""
    if not body.text:
        return body
    covered = [entity for entity in body.entities if entity.kind in OPAQUE]
    found = [entity for entity in find(body.text) if not any(_overlap(entity, other) for other in covered)]
    return Formatted(body.text, in_order([*body.entities, *found])) if found else body


def find(text: str) -> list[Entity]:
    """Everything Telegram would make tappable in plain text."""
    if not any(char in text for char in "/@#.+"):
        return []
    return [_found_entity(text, found) for found in FOUND.finditer(text)]


def _found_entity(text: str, found: re.Match[str]) -> Entity:
    kind = found.lastgroup or "url"
    words = found[0].rstrip(TRAILING) if kind == "url" else found[0]
    return Entity(kind, utf16_length(text[: found.start()]), utf16_length(words))


def _parts(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(_completed(url))
        host = (parts.hostname or "") if ":" not in (parts.hostname or "") else f"[{parts.hostname}]"
    except ValueError:
        return None
    return (parts.scheme.lower(), host) if parts.scheme.lower() in SCHEMES else None


def _completed(url: str) -> str:
    return url if "://" in url or url.startswith("tg:") else f"http://{url}"


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
