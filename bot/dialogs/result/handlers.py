"""What the result's windows show and what their buttons do."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs.result.package import PAGE, findings
from bot.documents import send_document
from bot.errors import DialogOutdated
from bot.here import here
from bot.over_menu import open_over_menu
from bot.states import Card, Questionnaire, Result
from core.catalog.measures import Measure
from core.families.needs import ChooseNeeds, choose_needs
from core.families.plan import SaveToPlan, save_to_plan

_LABEL = 60


async def overview_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Groups with their counts."""
    found, around = await findings(dialog_manager), here(dialog_manager)
    saved, granted = bool(dialog_manager.dialog_data.get("saved")), bool(found.package.granted())
    body = found.overview()
    return {
        "body": f"{body}\n\n{around.say('result-saved')}" if saved else body,
        "groups": found.group_buttons(),
        "open": found.open_questions,
        "granted": granted,
        "can_save": granted and not saved,
        "received": len(found.received),
        "refusals": len(found.refusals),
        "widened": bool(dialog_manager.dialog_data.get("everything")),
        "may_widen": bool(found.family.needs),
    }


async def group_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The measures of one need, a page at a time. A need whose last measure has gone meanwhile is outdated."""
    found = await findings(dialog_manager)
    place = int(dialog_manager.dialog_data.get("group", 0))
    if place >= len(found.package.groups):
        raise DialogOutdated
    offers = found.offers_of(place)
    start = _start(dialog_manager, len(offers))
    shown = offers[start : start + PAGE]
    page = _page(tuple(offer.measure for offer in shown), start, len(offers))
    return {**page, "body": found.group_words(place, shown, start)}


async def refusals_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What does not fit now, and why, a page at a time."""
    found = await findings(dialog_manager)
    start = _start(dialog_manager, len(found.refusals))
    shown = found.refusals[start : start + PAGE]
    return {**_page(shown, start, len(found.refusals)), "body": found.refusal_words(shown, start)}


async def received_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the family gets already; each card takes its mark back."""
    found = await findings(dialog_manager)
    return {
        "body": found.received_words(),
        "measures": [(one.id, one.title[:_LABEL]) for one in found.received],
        "more": False,
        "earlier": False,
    }


async def papers_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One list of papers over everything granted."""
    return {"body": (await findings(dialog_manager)).papers_words()}


def _start(manager: DialogManager, count: int) -> int:
    """Where the page begins; a page that has gone meanwhile is the last one there is."""
    return PAGE * min(int(manager.dialog_data.get("page", 0)), max(0, count - 1) // PAGE)


def _page(shown: tuple[Measure, ...], start: int, count: int) -> dict[str, Any]:
    return {
        "measures": [(one.id, f"{start + n}. {one.title}"[:_LABEL]) for n, one in enumerate(shown, 1)],
        "more": count > start + PAGE,
        "earlier": start > 0,
    }


async def open_group(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """One need."""
    manager.dialog_data.update(group=int(place), page=0)
    await manager.switch_to(Result.group)


async def open_refusals(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """What does not fit now."""
    manager.dialog_data["page"] = 0
    await manager.switch_to(Result.refusals)


async def open_card(query: CallbackQuery, widget: Any, manager: DialogManager, measure_id: str) -> None:
    """One measure."""
    await manager.start(Card.main, data={"measure": measure_id})


async def turn(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Next or previous page."""
    step = 1 if button.widget_id == "next" else -1
    manager.dialog_data["page"] = max(0, int(manager.dialog_data.get("page", 0)) + step)


async def save_all(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Everything granted goes on the plan."""
    ids = tuple(measure.id for measure in (await findings(manager)).package.granted())
    await here(manager).desk.write(save_to_plan, SaveToPlan(ids))
    manager.dialog_data["saved"] = True


async def send_file(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The whole result as a readable file, to keep or to print."""
    text = (await findings(manager)).as_file()
    name = here(manager).label("result-file-name")
    await send_document(manager, name, text.encode(), "result-file-caption")


async def look_at_everything(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Посмотреть всё, что может подойти» and back to the chosen needs, which stay as they are."""
    manager.dialog_data.update(everything=button.widget_id == "everything", saved=False, group=0, page=0)


async def go_on_asking(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back into the questionnaire, at the question that still decides; for everything, if that is looked at."""
    if manager.dialog_data.get("everything"):
        await here(manager).desk.write(choose_needs, ChooseNeeds(()))
    await open_over_menu(manager, Questionnaire.needs, {"go_on": True})


async def open_answers(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Мои ответы», to correct one."""
    await open_over_menu(manager, Questionnaire.answers, {"answers": True})
