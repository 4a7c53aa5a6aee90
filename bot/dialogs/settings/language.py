"""In which language the person would rather talk to the centre's people: one tap, and one tap back to Russian."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Group, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Settings
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready
from core.families.settings import ChooseLanguage, ReadSettings, choose_language, read_settings
from core.families.spoken import Spoken

RUSSIAN = "russian"


async def language_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Every language by name, the chosen one ticked."""
    around = here(dialog_manager)
    if around.desk.adult is None:
        raise DialogOutdated
    chosen = (await around.desk.read(read_settings, ReadSettings())).language
    names = sorted((around.label(f"spoken-{each.value}"), each.value) for each in Spoken)
    return {
        "body": around.say("settings-language-ask"),
        "languages": [
            (value, _ticked(around, name, value == (chosen or RUSSIAN)))
            for name, value in ((around.label("settings-language-russian"), RUSSIAN), *names)
        ],
    }


def _ticked(around: Here, name: str, chosen: bool) -> str:
    return around.label("settings-language-chosen", name=name) if chosen else name


async def choose(query: CallbackQuery, widget: Any, manager: DialogManager, name: str) -> None:
    """Keep it and show it."""
    around = here(manager)
    if around.desk.adult is None:
        raise DialogOutdated
    command = ChooseLanguage(None if name == RUSSIAN else Spoken(name))
    await around.desk.write(choose_language, command)


def window() -> Window:
    """The list."""
    return Window(
        Ready(),
        Group(
            Select(
                Format("{item[1]}"),
                id="language",
                item_id_getter=lambda item: item[0],
                items="languages",
                on_click=choose,
            ),
            width=2,
        ),
        SwitchTo(Label("button-back"), id="back", state=Settings.main),
        footer(),
        state=Settings.language,
        getter=language_data,
    )
