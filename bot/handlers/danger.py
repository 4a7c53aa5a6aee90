"""Every text and caption is read for danger before anything else sees it; then it goes where it was going.

Somebody who writes of danger gets the numbers at once and is put before the centre's people, whatever screen is open.
The recognition may fail; the conversation must not (E3).
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import Dispatcher
from aiogram.types import Message, TelegramObject

from bot.handlers.relay import relay
from bot.here import from_data
from bot.urgent_help import answer_danger, answer_unread, leave_the_card
from core.background import repr_without_data
from core.cases.owner import OwnerAt, owner_at
from core.cases.states import OwnerKind
from core.crisis.detection import Detector
from core.crisis.signals import Severity, Signal

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def install(dispatcher: Dispatcher) -> None:
    """Look at every message, every edit and every tap, outside all filters."""
    dispatcher.message.outer_middleware(look_for_danger)
    dispatcher.edited_message.outer_middleware(look_for_danger)
    dispatcher.callback_query.outer_middleware(note_a_tap)


async def note_a_tap(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Somebody who taps has left the urgent card."""
    await leave_the_card(from_data(data))
    return await handler(event, data)


async def look_for_danger(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Answer danger; words of real danger go to a person and to no question or search that happens to be open."""
    assert isinstance(event, Message)
    around = from_data(data)
    try:
        signal = _recognise(event, data["edition"].crisis)
    except Exception as fault:
        log.error("crisis recognition failed", fault=repr_without_data(fault))
        await answer_unread(event, around)
        return await handler(event, data)
    if signal is None:
        return await handler(event, data)
    await answer_danger(event, around, signal)
    if signal.severity < Severity.SERIOUS or event.edit_date is not None:
        return await handler(event, {**data, "danger": signal})
    if await around.desk.read_as_bot(owner_at, OwnerAt(around.desk.address)) is not OwnerKind.BOT:
        await relay(event, **data)
    return None


def _recognise(message: Message, detector: Detector) -> Signal | None:
    words = message.text or message.caption
    if not words or words.startswith("/"):
        return None
    return detector.detect(words)
