"""aiogram's FSM storage over the scope of the current update. It reads and writes memory only; see `bot.scope`."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

from bot.scope import Screen, current_update

_KEYS = DefaultKeyBuilder(with_bot_id=True, with_destiny=True)


class ScreenStorage(BaseStorage):
    """Screens of the update being handled."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the state until the update is done."""
        _screen(key).state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        """The state as this update sees it."""
        return _screen(key).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember the data until the update is done."""
        _screen(key).data = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """A copy of the data as this update sees it: aiogram-dialog takes values out of what it is given.

        Inner values are shared on purpose: they live as long as the update, and a failed update throws them away.
        """
        return dict(_screen(key).data)

    async def close(self) -> None:
        """Nothing to close: the database belongs to the composition root, which outlives the dispatcher."""


def _screen(key: StorageKey) -> Screen:
    return current_update.get().screen(_KEYS.build(key))
