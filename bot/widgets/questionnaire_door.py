"""The door to the questionnaire. Before the first answer there is a consent; a family goes straight to its needs."""

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Button

from bot.here import here
from bot.states import Consent, Questionnaire
from bot.widgets.words import Label


async def enter(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Consent first, where there is none."""
    if here(manager).desk.adult is None:
        await manager.start(Consent.ask, data={"then": "questionnaire"})
    else:
        await manager.start(Questionnaire.needs)


def questionnaire_door(when: WhenCondition = None) -> Button:
    """The button, with the same words everywhere."""
    return Button(Label("button-questionnaire"), id="questionnaire", on_click=enter, when=when)
