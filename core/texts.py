"""Every word people see comes from Fluent files, one folder a language (`data/texts/ru/*.ftl`).

Messages may carry Telegram's simple HTML (<b>, <i>, <a>); arguments never do: `html` escapes them, `plain` is for
buttons and the panel, whose templates escape by themselves. A missing message or argument raises, and a test renders
every key, so nobody ever reads a key instead of a sentence.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Message
from fluent.syntax.ast import Junk, Term
from fluent.syntax.ast import Message as MessageEntry

from core.messaging.letters import Text

_LONG = 300
_TAG = re.compile(r"</?[a-z][^>]*>")
_REFERENCE = re.compile(r"\{\s*(-?[a-z][\w-]*)")
Argument = str | int | float | date | datetime


class MissingText(KeyError):
    """No such message, or an argument it needs was not given."""


class TextsBroken(ValueError):
    """Part of a file is no message: which source (counted from 0), which line (from 1), and how it begins."""

    def __init__(self, source: int, line: int, begins: str) -> None:
        super().__init__(f"source {source}, line {line}: {begins}")
        self.source, self.line, self.begins = source, line, begins


class Texts:
    """The messages of one language, each parsed again when it is first needed: as trees they are forty times as large.

    Raises `TextsBroken`: half a file would leave people with half the sentences.
    """

    def __init__(self, sources: Iterable[str], locale: str = "ru") -> None:
        entries: dict[str, str] = {}
        for number, source in enumerate(sources):
            for name, entry in _entries(number, source):
                entries.setdefault(name, entry)
        self._open(locale, entries)

    def _open(self, locale: str, entries: Mapping[str, str]) -> None:
        self._locale, self._entries, self._unread = locale, entries, dict(entries)
        self._bundle = FluentBundle([locale], use_isolating=False)

    def __getstate__(self) -> tuple[str, Mapping[str, str]]:
        return self._locale, self._entries

    def __setstate__(self, kept: tuple[str, Mapping[str, str]]) -> None:
        self._open(*kept)

    def html(self, text: Text) -> str:
        """For Telegram's HTML mode."""
        return self.render(text.key, {name: _escaped(value) for name, value in text.args.items()})

    def plain(self, text: Text) -> str:
        """Without markup: button labels, panel, files."""
        return without_markup(self.html(text))

    def render(self, key: str, args: Mapping[str, Any]) -> str:
        """Format `key`; a dotted key names an attribute. Raises `MissingText`."""
        name, _, attribute = key.partition(".")
        message = self._message(name)
        if message is None:
            raise MissingText(key)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise MissingText(key)
        short, long = _parted(args)
        value, faults = self._bundle.format_pattern(pattern, short)
        if faults:
            raise MissingText(f"{key}: {faults[0]}")
        return _put_back(str(value), long)

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        name, _, attribute = key.partition(".")
        message = self._message(name)
        return message is not None and (not attribute or attribute in message.attributes)

    def _message(self, name: str) -> Message | None:
        self._read(name)
        return self._bundle.get_message(name) if self._bundle.has_message(name) else None

    def _read(self, name: str, above: frozenset[str] = frozenset()) -> None:
        """Give the bundle what an entry refers to, then the entry; `above` are those that led here.

        Any thread may come here: reading twice changes nothing, and what counts as read lacks nothing.
        """
        entry = self._unread.get(name)
        if entry is None or name in above:
            return
        for other in _REFERENCE.findall(entry):
            self._read(other, above | {name})
        self._bundle.add_resource(FluentResource(entry))
        self._unread.pop(name, None)


def _entries(number: int, source: str) -> Iterator[tuple[str, str]]:
    for entry in FluentResource(source).body:
        span = entry.span
        assert span is not None, "the parser keeps places"
        if isinstance(entry, Junk):
            line = source.count("\n", 0, span.start) + 1
            raise TextsBroken(number, line, (entry.content or "").partition("\n")[0])
        if isinstance(entry, MessageEntry | Term):
            sign = "-" if isinstance(entry, Term) else ""
            yield f"{sign}{entry.id.name}", source[span.start : span.end]


def without_markup(shown: str) -> str:
    """Telegram's HTML as plain text, for buttons and files."""
    return html.unescape(_TAG.sub("", shown))


def _parted(args: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Long values step aside while Fluent formats: it refuses parts of more than 2,500 characters in all."""
    long = {name: value for name, value in args.items() if isinstance(value, str) and len(value) > _LONG}
    stand_ins = {name: f"\ue000{place}\ue001" for place, name in enumerate(long)}
    return {**args, **stand_ins}, {stand_ins[name]: value for name, value in long.items()}


def _put_back(text: str, long: Mapping[str, str]) -> str:
    for stand_in, value in long.items():
        text = text.replace(stand_in, value)
    return text


def _escaped(value: Argument) -> Argument:
    return html.escape(value, quote=False) if isinstance(value, str) else value
