"""Every text and caption is read for danger before anything else sees it; then it goes where it was going.

Somebody who writes of danger gets the numbers at once and is put before the centre's people, whatever screen is open.
The recognition may fail; the conversation must not (E3).
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import Dispatcher
from aiogram.types import Message, TelegramObject

from bot.here import from_data
from bot.urgent_help import answer_danger
from core.background import repr_without_data

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def install(dispatcher: Dispatcher) -> None:
    """Look at every message and every edit, outside all filters."""
    dispatcher.message.outer_middleware(look_for_danger)
    dispatcher.edited_message.outer_middleware(look_for_danger)


async def look_for_danger(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Answer danger, then let the message go on to its dialog or curator."""
    assert isinstance(event, Message)
    words = event.text or event.caption
    if words and not words.startswith("/"):
        try:
            signal = data["edition"].crisis.detect(words)
        except Exception as fault:
            log.error("crisis recognition failed", fault=repr_without_data(fault))
            signal = None
        if signal is not None:
            await answer_danger(event, from_data(data), signal)
            data["danger"] = signal
    return await handler(event, data)
