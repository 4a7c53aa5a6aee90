"""Buttons: the inline ones under messages and the ones of the reply keyboard."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from pydantic import BaseModel

from sandbox import wire
from sandbox.keyboards import seen
from sandbox.sim.scene import CannotDo, Scene
from sandbox.sim.talking import Say, ShareContact, SharePlace, hide_one_time, say, share_contact, share_place
from sandbox.state.chats import Message
from sandbox.state.queries import Tap
from sandbox.state.updates import Wire

TAPS_KEPT = 10_000
DEMO_PLACE = SharePlace(latitude=59.6453, longitude=33.5294)


class TapButton(BaseModel):
    """Which button: by its text or callback data (the newest message first), or by its place in a message."""

    text: str | None = None
    data: str | None = None
    message_id: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    message: Message
    row: int
    column: int
    button: InlineKeyboardButton


def tap(scene: Scene, act: TapButton) -> Wire:
    """Tap the newest visible button that fits; the reply keyboard counts as the newest of all."""
    reply = _reply_button(scene, act)
    if reply is not None:
        return _press(scene, reply)
    found = next((item for item in _visible(scene, act.message_id) if _fits(item, act)), None)
    if found is None:
        raise CannotDo(f"Нет кнопки «{act.text or act.data or act.message_id}». {visible_buttons(scene)}")
    return _tap_inline(scene, found)


def visible_buttons(scene: Scene) -> str:
    """All buttons on the screen, for a readable error."""
    inline = [f"«{item.button.text}»" for item in _visible(scene, None)]
    reply = [f"«{button.text}»" for button in _reply_buttons(scene)]
    return "Видны: " + (", ".join(inline + reply) or "никаких")


def _visible(scene: Scene, message_id: int | None) -> list[Found]:
    """Inline buttons, newest message first, in reading order inside a message."""
    messages = [item for item in reversed(scene.chat.visible()) if message_id in (None, item.id)]
    return [
        Found(message, row, column, button)
        for message in messages
        for row, buttons in enumerate(_rows(message.inline))
        for column, button in enumerate(buttons)
    ]


def _rows(markup: InlineKeyboardMarkup | None) -> list[list[InlineKeyboardButton]]:
    return markup.inline_keyboard if markup else []


def _fits(item: Found, act: TapButton) -> bool:
    if act.row is not None and act.column is not None:
        return (item.row, item.column) == (act.row, act.column)
    if act.data is not None:
        return item.button.callback_data == act.data
    return item.button.text == act.text


def _reply_buttons(scene: Scene) -> list[KeyboardButton]:
    if not isinstance(scene.chat.keyboard, ReplyKeyboardMarkup):
        return []
    return [button for row in scene.chat.keyboard.keyboard for button in row]


def _reply_button(scene: Scene, act: TapButton) -> KeyboardButton | None:
    if act.text is None or act.message_id is not None:
        return None
    return next((button for button in _reply_buttons(scene) if seen(button.text) == seen(act.text)), None)


def _press(scene: Scene, button: KeyboardButton) -> Wire:
    """A reply button sends its text, or what it asks for."""
    if button.request_contact:
        sent = share_contact(scene, ShareContact())
    elif button.request_location:
        sent = share_place(scene, DEMO_PLACE)
    else:
        sent = say(scene, Say(text=button.text))
        hide_one_time(scene)
    return {"kind": "reply"} | sent


def _tap_inline(scene: Scene, found: Found) -> Wire:
    button = found.button
    if button.callback_data is not None:
        return _ask_bot(scene, found, button.callback_data)
    if button.url is not None:
        return {"kind": "url", "value": button.url}
    if button.web_app is not None:
        return {"kind": "web_app", "value": button.web_app.url}
    if button.copy_text is not None:
        return {"kind": "copy", "value": button.copy_text.text}
    query = button.switch_inline_query_current_chat or button.switch_inline_query
    if query is not None:
        return {"kind": "inline", "value": query}
    raise CannotDo(f"Кнопка «{button.text}» не нажимается")


def _ask_bot(scene: Scene, found: Found, data: str) -> Wire:
    """A callback query; the spinner turns until the bot answers it."""
    if scene.chat.blocked:
        raise CannotDo("Бот заблокирован: сначала разблокируйте его")
    query_id, chat, now = str(secrets.randbits(62)), scene.chat, scene.world.now()
    taps = scene.bot.taps
    taps[query_id] = Tap(query_id, chat.person.id, found.message.id, found.row, found.column, now)
    while len(taps) > TAPS_KEPT:
        del taps[next(iter(taps))]
    chat.touch()
    query = {
        "id": query_id,
        "from": wire.person_user(chat.person),
        "message": wire.message(scene.bot, chat, found.message),
        "chat_instance": str(scene.bot.id * 1_000_003 + chat.person.id),
        "data": data,
    }
    scene.tell("callback_query", query)
    return {"kind": "callback", "value": data, "query_id": query_id, "message_id": found.message.id}
