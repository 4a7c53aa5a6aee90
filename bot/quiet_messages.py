"""A keyboard in place of the phone's own goes with the window it belongs to.

aiogram-dialog takes such a keyboard away with a message of three dots, which then stands in the chat. Deleting the
window takes it away too, and leaves nothing. A window that can be deleted no more (Telegram allows it for 48 hours)
would keep its keyboard for good: it is taken away by a message that is deleted at once.
"""

import contextlib

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import ReplyKeyboardRemove
from aiogram_dialog.api.entities import OldMessage
from aiogram_dialog.manager.message_manager import MessageManager

_SIGN = "…"
"""A message cannot be empty; this one is seen for a moment."""


class QuietMessages(MessageManager):
    """`MessageManager` that says nothing of its own."""

    async def remove_reply_kbd(self, bot: Bot, old_message: OldMessage | None) -> None:
        """Delete the window, or, where that is refused, its keyboard alone."""
        if old_message is None:
            return
        chat_id = old_message.chat.id
        try:
            await bot.delete_message(chat_id, old_message.message_id)
        except TelegramBadRequest:
            sent = await bot.send_message(chat_id, _SIGN, reply_markup=ReplyKeyboardRemove())
            with contextlib.suppress(TelegramBadRequest):
                await bot.delete_message(chat_id, sent.message_id)
