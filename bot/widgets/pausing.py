"""A dialog that waits while somebody may be in danger, until a person of the centre clears it (E.3, step 4).

Its doors (a person, urgent help, the menu) stay open; words go to the people, not to the question.
"""

from typing import Any

from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Data, DialogManager
from aiogram_dialog.utils import remove_intent_id

from bot.here import here
from bot.widgets.footer import DOORS
from bot.widgets.listening import ListeningDialog
from core.cases.pausing import PauseAt, paused_at


async def is_paused(manager: DialogManager) -> bool:
    """Whether a danger of this person is not cleared yet."""
    desk = here(manager).desk
    return (await desk.read_as_bot(paused_at, PauseAt(desk.address))).paused


class PausingDialog(ListeningDialog):
    """`ListeningDialog`, except that its window `paused` stands before all others while it must wait."""

    def __init__(self, *windows: Any, paused: State, **how: Any) -> None:
        super().__init__(*windows, **how)
        self._paused = paused

    async def process_start(self, manager: DialogManager, start_data: Data, state: State | None = None) -> None:
        """Begin; then wait, if it must."""
        await super().process_start(manager, start_data, state)
        if manager.current_context().state in self.states() and await is_paused(manager):
            await manager.switch_to(self._paused)

    async def _callback_handler(self, callback: CallbackQuery, dialog_manager: DialogManager) -> None:
        if not _is_a_door(callback) and self._asks(dialog_manager) and await is_paused(dialog_manager):
            await dialog_manager.switch_to(self._paused)
            await dialog_manager.show()
            await dialog_manager.answer_callback()
            return
        await super()._callback_handler(callback, dialog_manager)

    async def _message_handler(self, message: Message, dialog_manager: DialogManager) -> Any:
        if await is_paused(dialog_manager):
            return UNHANDLED
        return await super()._message_handler(message, dialog_manager)

    def _asks(self, manager: DialogManager) -> bool:
        return manager.current_context().state != self._paused


def _is_a_door(callback: CallbackQuery) -> bool:
    return remove_intent_id(callback.data or "")[1] in DOORS
