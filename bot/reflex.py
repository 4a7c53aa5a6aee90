"""The emergency reflex: when an update cannot be stored or handled, a person in danger still gets the numbers (E3).

It works on the raw update, needs no database and no dispatcher, and answers each update once per process. The update
itself is not acknowledged, so nothing is lost either. A recogniser that breaks is no reason to be silent: then
everybody who writes words gets the card, once in half an hour.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from bot.updates import chat_of
from core.background import repr_without_data
from core.crisis.cards import QUIET

log = structlog.get_logger(__name__)

REMEMBERED = 10_000
SOS = ("/sos", "sos")
SOS_BUTTONS = frozenset({"urgent", "f_urgent", "call", "call_now"})
"""Ids of the buttons of urgent help, as they stand in a tap."""
KINDS = "kind:"


class Reflex:
    """`is_urgent` looks at a text; `card` renders the static card; `clock` gives seconds that only grow."""

    def __init__(
        self,
        bot: Bot,
        is_urgent: Callable[[str], bool],
        card: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._is_urgent = is_urgent
        self._card = card
        self._clock = clock
        self._answered: OrderedDict[int, None] = OrderedDict()
        self._shown: OrderedDict[int, float] = OrderedDict()

    async def answer_without_storage(self, updates: list[dict[str, Any]]) -> None:
        """Send the static card to everybody among `updates` who needs it."""
        for update in updates:
            if update["update_id"] not in self._answered and self._needs_help(update):
                await self._send(update)

    def _needs_help(self, update: dict[str, Any]) -> bool:
        text, tapped = _words(update), _tapped(update)
        if text.lower().startswith(SOS) or tapped in SOS_BUTTONS or tapped.startswith(KINDS):
            return True
        return bool(text) and self._sounds_urgent(update, text) and not self._was_shown(chat_of(update))

    def _sounds_urgent(self, update: dict[str, Any], text: str) -> bool:
        try:
            return self._is_urgent(text)
        except Exception as fault:
            log.error("crisis recognition failed", update=update["update_id"], fault=repr_without_data(fault))
            return not text.startswith("/")

    def _was_shown(self, chat_id: int) -> bool:
        shown = self._shown.get(chat_id)
        return shown is not None and self._clock() - shown < QUIET.total_seconds()

    async def _send(self, update: dict[str, Any]) -> None:
        chat_id = chat_of(update)
        try:
            await self._bot.send_message(chat_id, self._card())
        except (TelegramAPIError, ClientDecodeError) as fault:
            log.error("the static card could not be sent", fault=type(fault).__name__)
            return
        _remember(self._answered, int(update["update_id"]), None)
        _remember(self._shown, chat_id, self._clock())


def _remember(memory: "OrderedDict[int, Any]", key: int, value: Any) -> None:
    memory[key] = value
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)


def _words(update: dict[str, Any]) -> str:
    message = update.get("message") or update.get("edited_message") or {}
    return str(message.get("text") or message.get("caption") or "")


def _tapped(update: dict[str, Any]) -> str:
    """The id of the tapped button, without the window it stood in."""
    return str((update.get("callback_query") or {}).get("data") or "").rpartition("\x1d")[2]
