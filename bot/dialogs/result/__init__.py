"""What the family is entitled to: a package by need, four verdicts, nothing twice, papers in one list (F4)."""

from typing import Any

from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, Start, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.questionnaire.course import current_screen, window_of
from bot.dialogs.result.package import Findings, findings
from bot.here import here
from bot.states import Booking, Card, Questionnaire, Result
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.families.plan import SaveToPlan, save_to_plan

PAGE = 8


async def overview_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Groups with their counts."""
    found = await findings(dialog_manager)
    return {
        "body": found.overview(),
        "groups": found.group_buttons(),
        "open": found.open_questions,
        "granted": bool(found.package.granted()),
        "saved": bool(dialog_manager.dialog_data.get("saved")),
        "can_save": bool(found.package.granted()) and not dialog_manager.dialog_data.get("saved"),
    }


async def group_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The measures of one need, a page at a time."""
    found = await findings(dialog_manager)
    place = int(dialog_manager.dialog_data.get("group", 0))
    page = int(dialog_manager.dialog_data.get("page", 0))
    offers = found.offers_of(place)
    shown = offers[page * PAGE : (page + 1) * PAGE]
    return {
        "body": found.group_words(place, shown, page * PAGE),
        "measures": [
            (one.measure.id, f"{page * PAGE + n}. {one.measure.title}"[:60]) for n, one in enumerate(shown, 1)
        ],
        "more": len(offers) > (page + 1) * PAGE,
        "earlier": page > 0,
    }


async def papers_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One list of papers over everything granted."""
    return {"body": (await findings(dialog_manager)).papers_words()}


async def open_group(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """One need."""
    manager.dialog_data.update(group=int(place), page=0)
    await manager.switch_to(Result.group)


async def open_card(query: CallbackQuery, widget: Any, manager: DialogManager, measure_id: str) -> None:
    """One measure."""
    await manager.start(Card.main, data={"measure": measure_id})


async def turn(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Next or previous page."""
    step = 1 if button.widget_id == "next" else -1
    manager.dialog_data["page"] = max(0, int(manager.dialog_data.get("page", 0)) + step)


async def save_all(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Everything granted goes on the plan."""
    found: Findings = await findings(manager)
    ids = tuple(measure.id for measure in found.package.granted())
    await here(manager).desk.write(save_to_plan, SaveToPlan(ids))
    manager.dialog_data["saved"] = True


async def send_file(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The whole result as a readable file, to keep or to print."""
    around = here(manager)
    text = (await findings(manager)).as_file()
    if isinstance(query.message, Message):
        file = BufferedInputFile(text.encode(), around.label("result-file-name"))
        await query.message.answer_document(file, caption=around.say("result-file-caption"))
        manager.show_mode = ShowMode.DELETE_AND_SEND


async def go_on_asking(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back into the questionnaire, at the question that still decides."""
    _, screen = await current_screen(manager)
    await manager.start(window_of(screen) if screen else Questionnaire.needs)


def build() -> Dialog:
    """Overview, one need, papers."""
    return ListeningDialog(
        Window(
            Ready(),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="group",
                    item_id_getter=lambda item: item[0],
                    items="groups",
                    on_click=open_group,
                )
            ),
            Start(
                Label("result-more-questions"), id="more", state=Questionnaire.needs, data={"resume": True}, when="open"
            ),
            Row(
                Button(Label("result-save-all"), id="save", on_click=save_all, when="can_save"),
                SwitchTo(Label("result-papers"), id="papers", state=Result.documents, when="granted"),
            ),
            Row(
                Button(Label("result-file"), id="file", on_click=send_file),
                Start(Label("button-booking"), id="booking", state=Booking.service),
            ),
            footer(),
            state=Result.overview,
            getter=overview_data,
        ),
        Window(
            Ready(),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="measure",
                    item_id_getter=lambda item: item[0],
                    items="measures",
                    on_click=open_card,
                )
            ),
            Row(
                Button(Label("button-earlier"), id="prev", on_click=turn, when="earlier"),
                Button(Label("button-more"), id="next", on_click=turn, when="more"),
            ),
            SwitchTo(Label("button-back"), id="back", state=Result.overview),
            footer(),
            state=Result.group,
            getter=group_data,
        ),
        Window(
            Ready(),
            SwitchTo(Label("button-back"), id="back", state=Result.overview),
            footer(),
            state=Result.documents,
            getter=papers_data,
        ),
    )
