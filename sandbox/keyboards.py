"""What Telegram accepts as a keyboard under a message or in place of the phone's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyMarkupUnion,
)

from sandbox.refusals import Refusal, bad_request
from sandbox.text.formatted import utf16_length
from sandbox.text.links import is_url

MAX_BUTTONS = 100
MAX_DATA_BYTES = 64
MAX_COPY = 256
MAX_PLACEHOLDER = 64
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
AnyButton = TypeVar("AnyButton", InlineKeyboardButton, KeyboardButton)


def checked(markup: ReplyMarkupUnion | None) -> ReplyMarkupUnion | None:
    """The markup itself when Telegram would take it; raises Refusal otherwise."""
    if isinstance(markup, InlineKeyboardMarkup):
        checked_inline(markup)
    elif isinstance(markup, ReplyKeyboardMarkup):
        _check_count(markup.keyboard)
        for button in _each(markup.keyboard):
            if not button.text.strip():
                raise bad_request("keyboard button text must be non-empty")
        _check_placeholder(markup.input_field_placeholder)
    elif isinstance(markup, ForceReply):
        _check_placeholder(markup.input_field_placeholder)
    return markup


def checked_inline(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """An inline keyboard, or None for one without buttons (Telegram takes it as no keyboard)."""
    if markup is None:
        return None
    _check_count(markup.inline_keyboard)
    for button in _each(markup.inline_keyboard):
        _check_button(button)
    return markup if any(markup.inline_keyboard) else None


def seen(text: str) -> str:
    """What of a button's text can be seen: bots hide signs without a shape at its end, and get them back."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _each(rows: Sequence[Sequence[AnyButton]]) -> list[AnyButton]:
    return [button for row in rows for button in row]


def _check_count(rows: Sequence[Sequence[InlineKeyboardButton]] | Sequence[Sequence[KeyboardButton]]) -> None:
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")


def _check_placeholder(text: str | None) -> None:
    if text and utf16_length(text) > MAX_PLACEHOLDER:
        raise bad_request("REPLY_MARKUP_PLACEHOLDER_INVALID")


def _check_button(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if getattr(button, name) is not None]
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("inline keyboard button must have exactly one action")
    if refusal := _action_refusal(button):
        raise refusal


def _action_refusal(button: InlineKeyboardButton) -> Refusal | None:
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MAX_DATA_BYTES:
        return bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and not is_url(button.url):
        return bad_request(f"inline keyboard button URL '{button.url}' is invalid: wrong HTTP URL")
    if button.web_app is not None and not (button.web_app.url.startswith("https://") and is_url(button.web_app.url)):
        what = f"inline keyboard button Web App URL '{button.web_app.url}' is invalid"
        return bad_request(f"{what}: only HTTPS links are allowed")
    if button.copy_text is not None and not 1 <= utf16_length(button.copy_text.text) <= MAX_COPY:
        return bad_request("BUTTON_COPY_TEXT_INVALID")
    return None
