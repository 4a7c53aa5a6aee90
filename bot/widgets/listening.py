"""A dialog that takes only the messages its open window asked for.

aiogram-dialog counts every message in a dialog's state as handled and shows the window again, so that free text, a
photo or a voice message would be swallowed by a screen of buttons. Here what no widget wanted goes on to the next
router: to the curator, or to the search.
"""

from typing import Any

from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager


class ListeningDialog(Dialog):
    """`Dialog`, except that an unwanted message stays unhandled."""

    async def _message_handler(self, message: Message, dialog_manager: DialogManager) -> Any:
        before = dialog_manager.current_context()
        window = await self._current_window(dialog_manager)
        if not await window.process_message(message, self, dialog_manager):
            return UNHANDLED
        if self._need_refresh(True, before, dialog_manager):
            await dialog_manager.show()
        return None
