"""The card of one measure: for whom, how much, until when, whose word it is; papers one tap further (F6)."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Row, Start, SwitchTo

from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Booking, Card, Consent, Person
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.catalog.cards import MeasureCard, card
from core.catalog.telling import Telling
from core.families.plan import SaveToPlan, save_to_plan

LONGEST = 4000
"""Telegram takes 4,096 characters of text; a longer card is cut at a paragraph and says so."""


async def _card(manager: DialogManager) -> MeasureCard:
    around = here(manager)
    assert isinstance(manager.start_data, dict)
    today = around.now.date()
    catalogue = around.edition.catalogue
    measure = catalogue.measure(str(manager.start_data["measure"]), today)
    if measure is None:
        raise DialogOutdated("measure-withdrawn")
    return card(measure, catalogue, (await around.place()).region, today)


async def main_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The card."""
    around = here(dialog_manager)
    body = _cut(around, Telling(around.texts).card(await _card(dialog_manager)))
    if dialog_manager.dialog_data.get("saved"):
        body = f"{body}\n\n{around.say('card-saved')}"
    return {"body": body, "can_save": not dialog_manager.dialog_data.get("saved")}


async def details_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Papers, places, law."""
    around = here(dialog_manager)
    return {"body": _cut(around, Telling(around.texts).papers(await _card(dialog_manager)))}


def _cut(around: Here, text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(chr(10) * 2)[0]}\n\n{around.say('card-cut')}"


async def save(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Put the measure on the family's plan; a visitor is asked for consent first."""
    around = here(manager)
    if around.desk.adult is None:
        await manager.start(Consent.ask)
        return
    await around.desk.write(save_to_plan, SaveToPlan(((await _card(manager)).measure_id,)))
    manager.dialog_data["saved"] = True


async def after_consent(start_data: Any, result: Any, manager: DialogManager) -> None:
    """The consent was asked for the sake of the plan: save at once."""
    if isinstance(result, dict) and result.get("agreed"):
        await here(manager).desk.write(save_to_plan, SaveToPlan(((await _card(manager)).measure_id,)))
        manager.dialog_data["saved"] = True


def build() -> Dialog:
    """Card and papers."""
    return ListeningDialog(
        Window(
            Ready(),
            Row(
                SwitchTo(Label("card-papers"), id="papers", state=Card.details),
                Button(Label("card-save"), id="save", on_click=save, when="can_save"),
            ),
            Row(
                Start(Label("button-booking"), id="booking", state=Booking.service),
                Start(Label("card-ask"), id="ask", state=Person.ask),
            ),
            Cancel(Label("button-back")),
            footer(),
            state=Card.main,
            getter=main_data,
        ),
        Window(
            Ready(),
            SwitchTo(Label("button-back"), id="back", state=Card.main),
            footer(),
            state=Card.details,
            getter=details_data,
        ),
        on_process_result=after_consent,
    )
