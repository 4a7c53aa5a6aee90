"""From a raw update to the dispatcher, with a desk for whoever sent it.

Two kinds of updates reach this point: Telegram's, and our own request to show the open window again below a letter
that was just delivered (a letter of a curator must not leave the family without buttons).
"""

from collections.abc import Callable, Coroutine
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Chat, User
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import DEFAULT_STACK_ID, DialogAction, DialogUpdate, DialogUpdateEvent

from bot.desk import Desk
from bot.scope import UpdateScope, current_update
from bot.updates import INTERNAL, chat_of
from core.content.edition import LiveEdition
from core.use_case import Store

Feed = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


def build_feed(dispatcher: Dispatcher, bot: Bot, store: Store, live: LiveEdition) -> Feed:
    """The function the intake calls for every update, inside that update's scope."""

    async def feed(update: dict[str, Any]) -> None:
        desk = Desk(store, current_update.get(), chat_of(update))
        await desk.recognise()
        around = {"desk": desk, "edition": live.current}
        if INTERNAL in update:
            await _reshow(dispatcher, bot, update[INTERNAL]["chat_id"], around)
        else:
            await dispatcher.feed_raw_update(bot, update, **around)

    return feed


def build_inline_feed(dispatcher: Dispatcher, bot: Bot, store: Store, live: LiveEdition) -> Feed:
    """The same for inline queries, which are answered at once or never and keep no screen."""
    feed = build_feed(dispatcher, bot, store, live)

    async def feed_inline(update: dict[str, Any]) -> None:
        token = current_update.set(UpdateScope(bot.id, int(update["update_id"]), {}))
        try:
            await feed(update)
        finally:
            current_update.reset(token)

    return feed_inline


async def _reshow(dispatcher: Dispatcher, bot: Bot, chat_id: int, around: dict[str, Any]) -> None:
    event = DialogUpdateEvent(
        from_user=User(id=chat_id, is_bot=False, first_name=""),
        chat=Chat(id=chat_id, type="private"),
        action=DialogAction.UPDATE,
        data={},
        intent_id=None,
        stack_id=DEFAULT_STACK_ID,
        thread_id=None,
        business_connection_id=None,
        show_mode=ShowMode.DELETE_AND_SEND,
    ).as_(bot)
    await dispatcher.propagate_event(
        update_type="update",
        event=DialogUpdate(aiogd_update=event).as_(bot),
        bot=bot,
        state=dispatcher.fsm.get_context(bot, chat_id, chat_id),  # aiogram finds no chat in this update itself
        event_from_user=event.from_user,
        event_chat=event.chat,
        event_thread_id=None,
        **around,
        **dispatcher.workflow_data,
    )
