"""HTML parse mode, by the grammar and with the complaints of td's `parse_html`.

Offsets in complaints count bytes of the UTF-8 source, offsets of entities UTF-16 units of the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.text.formatted import Entity, Formatted, in_order, utf16_length
from sandbox.text.links import text_link

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
OTHERS = frozenset({"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"})
CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,8})|(lt|gt|amp|quot));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
START = re.compile(r"<([^\s>]*)")
END = re.compile(r"</([^\s>]*)\s*(>?)")
ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']*)\s*")
TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
LAST_CODE_POINT = 0x10FFFF


class ParseError(ValueError):
    """What Telegram says after "can't parse entities: "."""


@dataclass(frozen=True, slots=True)
class OpenTag:
    name: str
    argument: str
    unix_time: int
    offset: int
    start: int


def parse_html(source: str) -> Formatted:
    """Text and entities of an HTML source; raises ParseError with Telegram's words."""
    return _HtmlReader(source).read()


class _HtmlReader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[OpenTag] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._character()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return Formatted("".join(self.out), in_order(self.entities))

    def _character(self) -> None:
        text, self.at = _decode(self.source, self.at)
        self.out.append(text)
        self.offset += utf16_length(text)

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _start_tag(self) -> None:
        begin = self.at
        found = START.match(self.source, begin)
        assert found is not None
        self.at, name = found.end(), found[1].lower()
        if self.at >= len(self.source):
            raise ParseError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in KINDS and name not in OTHERS:
            raise ParseError(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        argument, unix_time = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append(OpenTag(name, argument, unix_time, self.offset, len(self.out)))

    def _attributes(self, tag: str, begin: int) -> tuple[str, int]:
        argument, unix_time = "", 0
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.source.startswith(">", self.at):
                self.at += 1
                return argument, unix_time
            name, value = self._attribute(tag, begin)
            if tag == "tg-time" and name == "unix":
                unix_time = int(value) if value.isdecimal() else 0
            else:
                argument = _argument(tag, name, value, argument)

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        found = ATTRIBUTE.match(self.source, self.at)
        assert found is not None
        if not found[1] and self.at < len(self.source):
            where = f'in the tag "{tag}" at byte offset {self._byte(begin)}'
            raise ParseError(f"Empty attribute name {where}")
        self.at = found.end()
        if self.at >= len(self.source):
            raise ParseError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        if self.source[self.at] != "=":
            return found[1], ""
        self.at += 1
        value = self._value(tag, begin)
        if self.at >= len(self.source):
            raise ParseError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return found[1], value

    def _value(self, tag: str, begin: int) -> str:
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1
        if self.at >= len(self.source):
            raise ParseError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        if self.source[self.at] in "\"'":
            return self._quoted(self.source[self.at])
        found = TOKEN.match(self.source, self.at)
        assert found is not None
        start, self.at = self.at, found.end()
        if self.at < len(self.source) and not (self.source[self.at].isspace() or self.source[self.at] == ">"):
            raise ParseError(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return found[0].lower()

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != quote:
            text, self.at = _decode(self.source, self.at)
            value.append(text)
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise ParseError(f"Unexpected end tag at byte offset {self._byte(begin)}")
        found = END.match(self.source, begin)
        assert found is not None
        if not found[2]:
            raise ParseError(f"Unclosed end tag at byte offset {self._byte(begin)}")
        tag, name = self.open.pop(), found[1].lower()
        if name and name != tag.name:
            what = f'expected "</{tag.name}>", found "</{name}>"'
            raise ParseError(f"Unmatched end tag at byte offset {self._byte(begin)}, {what}")
        self.at = found.end()
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        length = self.offset - tag.offset
        if tag.name == "a":
            link = text_link(tag.argument or "".join(self.out[tag.start :]), tag.offset, length)
            self.entities.extend([link] if link else [])
        elif tag.name in ("pre", "code"):
            self._close_code(tag, length)
        elif tag.name != "tg-time" or tag.unix_time > 0:
            self.entities.append(_plain_entity(tag, length))

    def _close_code(self, tag: OpenTag, length: int) -> None:
        """`<pre><code class="language-x">` is one entity with a language, in either order."""
        last = self.entities[-1] if self.entities else None
        covers = last is not None and (last.offset, last.length) == (tag.offset, length)
        if last is not None and covers and {last.kind, tag.name} == {"pre", "code"}:
            self.entities[-1] = Entity("pre", tag.offset, length, language=last.language or tag.argument or None)
            return
        self.entities.append(Entity(tag.name, tag.offset, length, language=tag.argument or None))


def _plain_entity(tag: OpenTag, length: int) -> Entity:
    if tag.name in KINDS:
        return Entity(KINDS[tag.name], tag.offset, length)
    if tag.name == "blockquote":
        return Entity("expandable_blockquote" if tag.argument else "blockquote", tag.offset, length)
    if tag.name == "tg-emoji":
        if not tag.argument.isdecimal() or int(tag.argument) == 0:
            raise ParseError("Invalid custom emoji identifier specified")
        return Entity("custom_emoji", tag.offset, length, custom_emoji_id=tag.argument)
    form = tag.argument or None
    return Entity("date_time", tag.offset, length, unix_time=tag.unix_time, date_time_format=form)


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """The attribute that matters for this tag; the others are ignored."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "1"
    return before


def _decode(source: str, at: int) -> tuple[str, int]:
    """One character, or the character an entity like `&lt;` or `&#128512;` stands for."""
    found = CHARACTER.match(source, at) if source[at] == "&" else None
    if found is None:
        return source[at], at + 1
    if found[3]:
        return NAMED[found[3]], found.end()
    code = int(found[1], 16) if found[1] else int(found[2])
    return (chr(code), found.end()) if 0 < code <= LAST_CODE_POINT else (source[at], at + 1)
