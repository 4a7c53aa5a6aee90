"""One button for each of a list: items are (what the tap says, what stands on the button)."""

from typing import Any

from aiogram_dialog.widgets.kbd import Select
from aiogram_dialog.widgets.text import Format


def one_of(id: str, items: str, on_click: Any) -> Select[str]:
    """Buttons for what the getter gives under `items`."""
    return Select(Format("{item[1]}"), id=id, item_id_getter=lambda item: item[0], items=items, on_click=on_click)
