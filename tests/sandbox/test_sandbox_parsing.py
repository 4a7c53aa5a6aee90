"""The parsers as pure functions: whatever a family types survives escaping, and entities stay inside the text."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.text.formatted import utf16_length, utf16_slice
from sandbox.text.html import ParseError, parse_html
from sandbox.text.links import is_url
from sandbox.text.markdown import parse_markdown
from sandbox.text.markdown_v2 import parse_markdown_v2
from sandbox.text.reading import trimmed

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
MARKUP = st.text(st.sampled_from(list("<>/ab&;=\"' *_`[]()~|!\\\n😀я")), max_size=60)


@given(TEXT)
def test_escaped_words_come_back_unchanged(words: str) -> None:
    assert parse_html(html.escape(words, quote=False)).text == words


@given(TEXT.filter(bool))
def test_a_bold_stretch_covers_exactly_its_words(words: str) -> None:
    body = parse_html(f"до <b>{html.escape(words)}</b> после")
    (bold,) = body.entities
    assert utf16_slice(body.text, bold.offset, bold.length) == words


@given(MARKUP)
@pytest.mark.parametrize("parse", [parse_html, parse_markdown, parse_markdown_v2])
def test_any_markup_is_read_or_refused_and_entities_lie_inside(parse: object, markup: str) -> None:
    try:
        body = trimmed(parse(markup))  # type: ignore[operator]
    except ParseError:
        return
    size = utf16_length(body.text)
    assert all(entity.offset >= 0 and entity.length > 0 and entity.end <= size for entity in body.entities)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://gosuslugi.ru/a?b=1", True),
        ("gosuslugi.ru", True),
        ("tg://user?id=1", True),
        ("http://127.0.0.1:8080/x", True),
        ("https://госуслуги.рф", True),
        ("http://localhost/x", False),
        ("javascript:alert(1)", False),
        ("ftp://files.ru", False),
        ("просто слова", False),
        ("https://", False),
    ],
)
def test_only_addresses_telegram_knows_are_links(url: str, taken: bool) -> None:
    assert is_url(url) is taken
