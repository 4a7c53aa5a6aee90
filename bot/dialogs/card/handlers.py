"""What the card's buttons do."""

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs.card.showing import open_card
from bot.here import here
from bot.states import Card, Consent, Questionnaire
from core.families.plan import SaveToPlan, save_to_plan
from core.families.received import MarkReceived, mark_received


async def save(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Put the measure on the family's plan; a visitor is asked for consent first."""
    if here(manager).desk.adult is None:
        await manager.start(Consent.ask)
        return
    await _save(manager)


async def after_consent(start_data: Any, result: Any, manager: DialogManager) -> None:
    """The consent was asked for the sake of the plan: save at once."""
    if isinstance(result, dict) and result.get("agreed"):
        await _save(manager)


async def _save(manager: DialogManager) -> None:
    measure_id = (await open_card(manager)).measure.id
    await here(manager).desk.write(save_to_plan, SaveToPlan((measure_id,)))
    manager.dialog_data["saved"] = True


async def mark(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Мы это уже получаем», and back. What has to be asked for again some day is asked since when."""
    measure = (await open_card(manager)).measure
    received = button.widget_id == "received"
    if received and measure.granted_months is not None:
        await manager.switch_to(Card.since)
        return
    await here(manager).desk.write(mark_received, MarkReceived(measure.id, received))


async def choose_since(query: CallbackQuery, widget: Any, manager: DialogManager, month: str) -> None:
    """The month it was granted in."""
    await _receives(manager, date.fromisoformat(month))


async def forgot_since(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Не помню»: it is received, and nothing is announced."""
    await _receives(manager, None)


async def _receives(manager: DialogManager, since: date | None) -> None:
    opened = await open_card(manager)
    await here(manager).desk.write(mark_received, MarkReceived(opened.measure.id, True, since))
    await manager.switch_to(Card.main)


async def answer_this(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Only the questions this measure still waits for; what was evaded is asked because the family wants it now."""
    opened = await open_card(manager)
    assert opened.family is not None
    measure_id = opened.measure.id
    data = {"measure": measure_id}
    if opened.family.questions(measure_id).next_screen(opened.family.fresh) is None:
        data["again"] = opened.family.assessment.to_ask(measure_id)[0].value
    await manager.start(Questionnaire.needs, data=data)
