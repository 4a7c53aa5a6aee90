"""The emergency reflex: when an update cannot even be stored, a person in danger still gets the numbers (E3).

It works on the raw update, needs no database and no dispatcher, and answers each update once per process. The update
itself is not acknowledged, so nothing is lost either.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.updates import chat_of

log = structlog.get_logger(__name__)

REMEMBERED = 10_000
SOS = ("/sos", "sos")


class Reflex:
    """`is_urgent` looks at a text; `card` renders the static card."""

    def __init__(self, bot: Bot, is_urgent: Callable[[str], bool], card: Callable[[], str]) -> None:
        self._bot = bot
        self._is_urgent = is_urgent
        self._card = card
        self._answered: OrderedDict[int, None] = OrderedDict()

    async def answer_without_storage(self, updates: list[dict[str, Any]]) -> None:
        """Send the static card to everybody among `updates` who needs it."""
        for update in updates:
            if update["update_id"] not in self._answered and self._needs_help(update):
                await self._send(update)

    def _needs_help(self, update: dict[str, Any]) -> bool:
        text = _words(update)
        if text.lower().startswith(SOS):
            return True
        try:
            return self._is_urgent(text)
        except Exception:
            log.exception("crisis recognition failed", update=update["update_id"])
            return False

    async def _send(self, update: dict[str, Any]) -> None:
        try:
            await self._bot.send_message(chat_of(update), self._card())
        except TelegramAPIError as fault:
            log.error("the static card could not be sent", fault=type(fault).__name__)
            return
        self._answered[update["update_id"]] = None
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)


def _words(update: dict[str, Any]) -> str:
    message = update.get("message") or update.get("edited_message") or {}
    if message:
        return str(message.get("text") or message.get("caption") or "")
    return str((update.get("callback_query") or {}).get("data") or "").rpartition("\x1d")[2]
