"""Free text from anywhere is the main door: what no open question was waiting for is searched."""

from aiogram import F, Router
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.states import Menu, Search


def build() -> Router:
    """The last router."""
    router = Router(name="fallback")
    router.message.register(search_words, F.text)
    return router


async def search_words(message: Message, dialog_manager: DialogManager, danger: object = None) -> None:
    """Search what was typed, over the open screen. After a call for help nothing is searched: the card stands."""
    if danger is not None:
        return
    if not dialog_manager.has_context():
        await dialog_manager.start(Menu.main, show_mode=ShowMode.NO_UPDATE)
    await dialog_manager.start(Search.found, data={"words": (message.text or "")[:1000]}, show_mode=ShowMode.SEND)
