"""«Скрыть переписку»: what can be deleted goes at once, what cannot is told, and the menu looks like any other (E7).

The line about it is a notice at the top of the screen: it leaves nothing behind in the chat.
"""

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.here import Here, here
from bot.states import Menu
from bot.urgent_help import HIDE_ACTION, forget_cards
from core.cases.hiding import Chat, HideConversation, Message, StandingMessages, hide_conversation, standing_messages

AT_ONCE = 100
"""Messages one call deletes at most (Bot API, deleteMessages)."""
PATIENCE_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.1
_NAMED = 3
_NOTICE = 200
"""Characters Telegram shows in a notice."""


def build() -> Router:
    """The router of the card's button."""
    router = Router(name="hiding")
    router.callback_query.register(hide, F.data == HIDE_ACTION)
    return router


async def hide(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Silence first, then delete, then a neutral menu."""
    around = here(dialog_manager)
    centre = (await around.place()).centre
    await around.desk.write(hide_conversation, HideConversation(around.desk.address, centre.id if centre else None))
    chat = await _settled(around)
    assert query.bot is not None
    left = await _delete(query.bot, around.desk.address.external_id, chat.messages)
    await forget_cards(around)
    await query.answer(_told(around, chat, left)[:_NOTICE], show_alert=True)
    await dialog_manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def _settled(around: Here) -> Chat:
    """What stands in the chat once a letter on its way has arrived; two seconds are waited for it at most."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + PATIENCE_SECONDS
    while True:
        chat = await around.desk.read(standing_messages, StandingMessages(around.desk.address))
        if not chat.arriving or clock() > deadline:
            return chat
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def _delete(bot: Bot, chat_id: int, messages: Sequence[Message]) -> list[Message]:
    """Delete as many as Telegram lets us; returns those that stay."""
    left: list[Message] = []
    for start in range(0, len(messages), AT_ONCE):
        batch = messages[start : start + AT_ONCE]
        try:
            await bot.delete_messages(chat_id, [each.message_id for each in batch])
        except TelegramBadRequest:  # one of them cannot be deleted, and Telegram then deletes none
            left += [each for each in batch if not await _delete_one(bot, chat_id, each)]
    return left


async def _delete_one(bot: Bot, chat_id: int, message: Message) -> bool:
    try:
        return await bot.delete_message(chat_id, message.message_id)
    except TelegramBadRequest as refused:
        return "not found" in refused.message


def _told(around: Here, chat: Chat, left: list[Message]) -> str:
    if not left:
        return around.label("hide-done")
    zone = ZoneInfo(chat.time_zone)
    times = ", ".join(each.at.astimezone(zone).strftime("%d.%m %H:%M") for each in left[:_NAMED])
    return around.label("hide-partly", count=len(left), times=times)
