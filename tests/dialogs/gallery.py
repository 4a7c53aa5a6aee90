"""A gallery of the bot's windows: any screen, opened for anybody with any data, shown through the real dialogs.

The product's own dispatcher gets one more handler that opens the wanted screen; what it shows goes through the sandbox,
which refuses whatever Telegram would refuse.
"""

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Dispatcher, F
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode, StartMode

from app.bots import make_bot
from app.house import FAMILY_PARTS
from bot.dispatcher import build_dispatcher
from bot.feed import Feed, build_feed
from bot.here import FamilyCases
from bot.scope import UpdateScope, current_update
from bot.states import Menu
from core.families.erasing import erasing
from core.families.exporting import exporting
from sandbox.client_person import ClientPerson
from sandbox.client_views import Shown
from tests.dialogs.town import Town

DOOR = "покажи"
_numbers = itertools.count(9_000_000_000_000)


@dataclass(frozen=True)
class Hung:
    """A screen to look at: whose it is, what it was opened with, what it remembers."""

    state: State
    start: dict[str, Any] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    visit: dict[str, Any] = field(default_factory=dict)
    """What a visitor has chosen so far."""

    def __str__(self) -> str:
        return f"{self.state.state} {self.start or ''} {self.data or ''}"[:120]


class Gallery:
    """Opens screens one after another."""

    def __init__(self, feed: Feed, dispatcher: Dispatcher, bot_id: int) -> None:
        self._feed = feed
        self._bot_id = bot_id
        self._wanted: Hung | None = None
        dispatcher.message.register(self._open, F.text == DOOR)

    async def show(self, person: ClientPerson, wanted: Hung) -> Shown:
        """The window as `person` would see it. Raises what its getter or Telegram raises."""
        self._wanted, number = wanted, next(_numbers)
        token = current_update.set(UpdateScope(self._bot_id, number, {}))
        try:
            await self._feed({"update_id": number, "message": _message(person, number % 1_000_000_000)})
        finally:
            current_update.reset(token)
        return await person.last()

    async def _open(self, message: Message, state: FSMContext, dialog_manager: DialogManager) -> None:
        wanted = self._wanted
        assert wanted is not None
        await state.update_data(wanted.visit)
        await dialog_manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.NO_UPDATE)
        if wanted.state != Menu.main:
            await dialog_manager.start(wanted.state, data=wanted.start, show_mode=ShowMode.NO_UPDATE)
        dialog_manager.dialog_data.update(wanted.data)
        if dialog_manager.current_context().state != wanted.state:
            await dialog_manager.switch_to(wanted.state)
        dialog_manager.show_mode = ShowMode.SEND
        await dialog_manager.show()


def _message(person: ClientPerson, number: int) -> dict[str, Any]:
    return {
        "message_id": number,
        "date": 1_795_000_000,
        "chat": {"id": person.id, "type": "private", "first_name": person.first_name},
        "from": {"id": person.id, "is_bot": False, "first_name": person.first_name},
        "text": DOOR,
    }


@asynccontextmanager
async def open_gallery(town: Town) -> AsyncIterator[Gallery]:
    """The product's dialogs over the town's house and sandbox."""
    async with AsyncExitStack() as stack:
        bot = make_bot(town.house, town.sandbox.base_url, stack)
        dispatcher = build_dispatcher()
        dispatcher["family_cases"] = FamilyCases(exporting(FAMILY_PARTS), erasing(FAMILY_PARTS))
        await dispatcher.emit_startup(bot=bot)
        feed = build_feed(dispatcher, bot, town.house.store, town.house.live)
        yield Gallery(feed, dispatcher, bot.id)
