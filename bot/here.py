"""What a window or a handler finds around itself: the desk, the texts, the content of the day, the chosen place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram_dialog import DialogManager

from bot.desk import Desk
from core.centres.opening import CentreInfo, FindCentres, find_centres
from core.content.edition import Edition
from core.families.erasing import Erasing
from core.families.exporting import Export, ExportMyData
from core.families.settings import ReadSettings, read_settings
from core.messaging.letters import Text
from core.texts import Texts
from core.use_case import UseCase


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """Region and centre as chosen so far; either may be missing."""

    region: str | None = None
    centre: CentreInfo | None = None


@dataclass(frozen=True, slots=True)
class FamilyCases:
    """Use cases built over every feature's part (`app.house.FAMILY_PARTS`)."""

    export: UseCase[ExportMyData, Export]
    erasing: Erasing


@dataclass(frozen=True, slots=True)
class Here:
    """One update's surroundings."""

    desk: Desk
    texts: Texts
    edition: Edition
    state: FSMContext

    @property
    def now(self) -> datetime:
        """The moment by the installation's one clock, UTC."""
        return self.desk.now

    def say(self, key: str, **args: str | int | float) -> str:
        """A Fluent message as Telegram HTML."""
        return self.texts.html(Text(key, args))

    def label(self, key: str, **args: str | int | float) -> str:
        """A Fluent message without markup, for buttons and alerts."""
        return self.texts.plain(Text(key, args))

    async def place(self) -> ChosenPlace:
        """The family's own choice, or what this visitor has chosen on the open screens."""
        visit = await self.state.get_data()
        centre_id = visit.get("centre_id")
        if self.desk.adult is not None:
            centre_id = (await self.desk.read(read_settings, ReadSettings())).centre_id or centre_id
        found = (await self.desk.read(find_centres, FindCentres(centre_id=centre_id))).entries if centre_id else ()
        centre = found[0] if found else None
        return ChosenPlace(centre.region if centre else visit.get("region"), centre)

    async def remember_visit(self, **choice: str | int | None) -> None:
        """Keep a visitor's choice with the open screen; nothing of it is stored about a family."""
        await self.state.update_data(dict(choice))


def here(manager: DialogManager) -> Here:
    """The surroundings of a dialog's window or handler."""
    return from_data(manager.middleware_data)


def from_data(data: dict[str, Any]) -> Here:
    """The surroundings of a plain handler."""
    return Here(data["desk"], data["edition"].texts, data["edition"], data["state"])
