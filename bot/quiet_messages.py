"""A keyboard in place of the phone's own goes with the window it belongs to.

aiogram-dialog takes such a keyboard away with a message of three dots, which then stands in the chat. Deleting the
window takes it away too, and leaves nothing.
"""

import contextlib

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram_dialog.api.entities import OldMessage
from aiogram_dialog.manager.message_manager import MessageManager


class QuietMessages(MessageManager):
    """`MessageManager` that says nothing of its own."""

    async def remove_reply_kbd(self, bot: Bot, old_message: OldMessage | None) -> None:
        """Delete the window; one that is too old for that has lost its keyboard to a newer one or to its own use."""
        if old_message is not None:
            with contextlib.suppress(TelegramBadRequest):
                await bot.delete_message(old_message.chat.id, old_message.message_id)
