"""Texts of windows and labels of buttons, by Fluent key. Whatever simple values the getter returned are arguments."""

from typing import Any

from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.text import Text as TextWidget

from bot.here import here
from core.messaging.letters import Text

_SIMPLE = (str, int, float)


def _arguments(data: dict[str, Any]) -> dict[str, str | int | float]:
    return {name: value for name, value in data.items() if isinstance(value, _SIMPLE) and not isinstance(value, bool)}


class Say(TextWidget):
    """A message as Telegram HTML."""

    def __init__(self, key: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.key = key

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return here(manager).texts.html(Text(self.key, _arguments(data)))


class Label(TextWidget):
    """A message without markup, for a button. Inside a Select the item's own attributes are arguments too."""

    def __init__(self, key: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.key = key

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return here(manager).texts.plain(Text(self.key, _arguments(data)))


class Ready(TextWidget):
    """Text the getter has rendered already (lists, cards): HTML under `name`."""

    def __init__(self, name: str = "body", when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.name = name

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return str(data[self.name])
