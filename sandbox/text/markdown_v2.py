"""MarkdownV2 parse mode: nesting, escapes and the rule that a reserved character alone is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.text.formatted import Entity, Formatted, in_order, utf16_length
from sandbox.text.html import ParseError
from sandbox.text.links import text_link

RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
MARKS = {"__": "underline", "||": "spoiler", "_": "italic", "*": "bold", "~": "strikethrough", "`": "code"}
NAMES = {"code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji"}
LANGUAGE = re.compile(r"([^\s`]*)(\n|\r\n)?")


@dataclass(frozen=True, slots=True)
class Started:
    """A mark still open: where it stands in the source (bytes) and in the result (UTF-16 units)."""

    kind: str
    mark: str
    byte: int
    offset: int
    start: int
    language: str | None = None


def parse_markdown_v2(source: str) -> Formatted:
    """Text and entities; raises ParseError with Telegram's words."""
    return _MarkdownReader(source).read()


class _MarkdownReader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[Started] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        line_start = True
        while self.at < len(self.source):
            line_start = self._step(line_start)
        self._end_quote()
        if self.open:
            raise self._unclosed()
        return Formatted("".join(self.out), in_order(self.entities))

    def _step(self, line_start: bool) -> bool:
        """Read one character or mark; True when the next one may start a quotation."""
        char = self.source[self.at]
        if char == "\\" and self.source[self.at + 1 : self.at + 2] and ord(self.source[self.at + 1]) <= 126:
            self.at += 1
            return self._emit(self.source[self.at])
        inside_code = bool(self.open) and self.open[-1].kind in ("code", "pre")
        if char not in RESERVED or (inside_code and char != "`"):
            return self._emit(char)
        if char == "\n":
            return self._newline()
        if char == ">" and line_start:
            return self._quote()
        self._mark()
        return False

    def _emit(self, char: str) -> bool:
        self.out.append(char)
        self.offset += utf16_length(char)
        self.at += 1
        return char == "\r"

    def _newline(self) -> bool:
        quoted = any(started.kind == "blockquote" for started in self.open)
        continues = self.source.startswith(">", self.at + 1)
        if quoted and not continues:
            self._end_quote()
        self._emit("\n")
        return True

    def _quote(self) -> bool:
        self.at += 1
        if not any(started.kind == "blockquote" for started in self.open):
            self.open.append(Started("blockquote", ">", self._byte(self.at - 1), self.offset, len(self.out)))
        return False

    def _end_quote(self) -> None:
        """A quotation ends with its last line; an open `||` at the very end makes it expandable."""
        if not any(started.kind == "blockquote" for started in self.open):
            return
        expandable = self.open[-1].kind == "spoiler" and self.open[-1].offset == self.offset
        if expandable:
            self.open.pop()
        if self.open[-1].kind != "blockquote":
            raise self._unclosed()
        self._finish(self.open.pop(), "expandable_blockquote" if expandable else "blockquote")

    def _mark(self) -> None:
        top = self.open[-1] if self.open else None
        if top and self._closes(top):
            self.open.pop()
            self._close(top)
        elif self.source.startswith("```", self.at):
            self._start_pre()
        elif self.source.startswith(("[", "!["), self.at):
            emoji = self.source[self.at] == "!"
            self._start("custom_emoji" if emoji else "text_link", "![" if emoji else "[")
        else:
            mark = next((mark for mark in MARKS if self.source.startswith(mark, self.at)), None)
            if mark is None:
                char = self.source[self.at]
                raise ParseError(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
            self._start(MARKS[mark], mark)

    def _closes(self, top: Started) -> bool:
        if top.mark in ("[", "!["):
            return self.source[self.at] == "]"
        if top.mark == "_":
            return self.source[self.at] == "_" and not self.source.startswith("__", self.at)
        return self.source.startswith(top.mark, self.at)

    def _start(self, kind: str, mark: str) -> None:
        self.open.append(Started(kind, mark, self._byte(self.at), self.offset, len(self.out)))
        self.at += len(mark)

    def _start_pre(self) -> None:
        begin, found = self._byte(self.at), LANGUAGE.match(self.source, self.at + 3)
        assert found is not None
        language = found[1] if found[1] and not self.source.startswith("`", found.end()) else None
        self.at = found.end() if language or not found[1] else self.at + 3
        self.open.append(Started("pre", "```", begin, self.offset, len(self.out), language))

    def _close(self, started: Started) -> None:
        if started.mark not in ("[", "!["):
            self.at += len(started.mark)
            self._finish(started, started.kind)
            return
        self.at += 1
        url = self._address()
        if started.kind == "custom_emoji":
            self._finish_emoji(started, url)
            return
        link = text_link(url or "".join(self.out[started.start :]), started.offset, self.offset - started.offset)
        self.entities.extend([link] if link and link.length else [])

    def _address(self) -> str | None:
        """What stands in the parentheses after a link's text, unescaped."""
        if not self.source.startswith("(", self.at):
            return None
        begin, url = self.at + 1, list[str]()
        self.at += 1
        while self.at < len(self.source) and self.source[self.at] != ")":
            self.at += self.source[self.at] == "\\" and self.at + 1 < len(self.source)
            url.append(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            raise ParseError(f"Can't find end of a URL at byte offset {self._byte(begin)}")
        self.at += 1
        return "".join(url)

    def _finish_emoji(self, started: Started, url: str | None) -> None:
        if url is None:
            raise ParseError("The entity must contain a tg://emoji or tg://time URL")
        found = re.fullmatch(r"tg://emoji\?id=(\d+)", url)
        if not found:
            raise ParseError("Invalid tg://emoji or tg://time URL specified")
        length = self.offset - started.offset
        self.entities.append(Entity("custom_emoji", started.offset, length, custom_emoji_id=found[1]))

    def _finish(self, started: Started, kind: str) -> None:
        length = self.offset - started.offset
        if length:
            self.entities.append(Entity(kind, started.offset, length, language=started.language))

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _unclosed(self) -> ParseError:
        last = self.open[-1]
        name = NAMES.get(last.kind, last.kind.capitalize())
        return ParseError(f"Can't find end of {name} entity at byte offset {last.byte}")
