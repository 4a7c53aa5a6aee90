"""One path for windows that are lost, outdated or about something that is gone: say so kindly, show the menu.

Anything else is a defect: it goes up to the intake, which tries the update again and at last apologises.
"""

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent
from aiogram_dialog import DialogManager, ShowMode, StartMode
from aiogram_dialog.api.exceptions import NoContextError, OutdatedIntent, UnknownIntent, UnknownState

from bot.here import from_data
from bot.states import Menu


class DialogOutdated(Exception):
    """What this window is about is gone (a slot was taken, a measure withdrawn). `key` says it in words."""

    def __init__(self, key: str = "window-outdated") -> None:
        super().__init__(key)
        self.key = key


LOST = (UnknownIntent, OutdatedIntent, UnknownState, NoContextError, DialogOutdated)


def build_errors() -> Router:
    """The router of errors; include it first."""
    router = Router(name="errors")
    router.errors.register(recover, ExceptionTypeFilter(*LOST))
    return router


async def recover(event: ErrorEvent, dialog_manager: DialogManager) -> None:
    """Tell what happened in one line and start the menu afresh."""
    key = event.exception.key if isinstance(event.exception, DialogOutdated) else "window-outdated"
    query = event.update.callback_query
    if query is not None:
        await _tell(query, from_data(dialog_manager.middleware_data).label(key))
    await dialog_manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def _tell(query: CallbackQuery, words: str) -> None:
    await query.answer(words[:200])
