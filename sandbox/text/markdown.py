"""Legacy Markdown parse mode: `*bold*`, `_italic_`, `[text](url)`, code and pre, without nesting."""

from __future__ import annotations

from sandbox.text.formatted import Entity, Formatted, utf16_length
from sandbox.text.html import ParseError
from sandbox.text.links import text_link

MARKS = {"_": "italic", "*": "bold", "`": "code", "[": "text_link"}


def parse_markdown(source: str) -> Formatted:
    """Text and entities; raises ParseError when a mark is not closed."""
    out: list[str] = []
    entities: list[Entity] = []
    at = offset = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in ("_", "*", "`", "["):
            char, at = source[at + 1], at + 1
        elif char in MARKS:
            inner, entity, at = _stretch(source, at, offset)
            entities.extend([entity] if entity and inner else [])
            out.append(inner)
            offset += utf16_length(inner)
            continue
        out.append(char)
        offset += utf16_length(char)
        at += 1
    return Formatted("".join(out), tuple(entities))


def _stretch(source: str, begin: int, offset: int) -> tuple[str, Entity | None, int]:
    """The marked stretch at `begin`: its text, its entity, where to go on."""
    if source.startswith("```", begin):
        return _pre(source, begin, offset)
    mark = source[begin]
    end = source.find("]" if mark == "[" else mark, begin + 1)
    if end < 0:
        where = len(source[:begin].encode())
        raise ParseError(f"Can't find end of the entity starting at byte offset {where}")
    inner = source[begin + 1 : end]
    if mark != "[":
        return inner, Entity(MARKS[mark], offset, utf16_length(inner)), end + 1
    return _link(source, inner, end, offset)


def _link(source: str, inner: str, end: int, offset: int) -> tuple[str, Entity | None, int]:
    close = source.find(")", end) if source.startswith("](", end) else -1
    url = source[end + 2 : close] if close > 0 else inner
    return inner, text_link(url, offset, utf16_length(inner)), (close if close > 0 else end) + 1


def _pre(source: str, begin: int, offset: int) -> tuple[str, Entity | None, int]:
    end = source.find("```", begin + 3)
    if end < 0:
        where = len(source[:begin].encode())
        raise ParseError(f"Can't find end of the entity starting at byte offset {where}")
    inner = source[begin + 3 : end]
    language, newline, rest = inner.partition("\n")
    if newline and language and not any(char.isspace() for char in language):
        return rest, Entity("pre", offset, utf16_length(rest), language=language), end + 3
    inner = inner.removeprefix("\n")
    return inner, Entity("pre", offset, utf16_length(inner)), end + 3
