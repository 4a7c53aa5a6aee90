"""A flow begins over the menu, so that the way back is always short and no pile of screens grows behind a person."""

from aiogram.fsm.state import State
from aiogram_dialog import Data, DialogManager, ShowMode, StartMode

from bot.states import Menu


async def open_over_menu(manager: DialogManager, state: State, data: Data = None) -> None:
    """Close whatever is open and show `state` with only the menu behind it."""
    shown = manager.show_mode
    await manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.NO_UPDATE)
    await manager.start(state, data=data, show_mode=shown)
