"""Search from free text anywhere: short cards with paging, an honest «не нашли», a way to a person."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, Start
from aiogram_dialog.widgets.text import Format

from bot.dialogs.search.results import PAGE, Found, look_up
from bot.here import here
from bot.states import Card, Person, Search
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.questionnaire_door import questionnaire_door
from bot.widgets.words import Label, Ready, Say


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """A search starts with what was typed."""
    if isinstance(start_data, dict) and "words" in start_data:
        manager.dialog_data.update(words=start_data["words"], page=0)


async def search_words(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Search again with other words."""
    manager.dialog_data.update(words=(message.text or message.caption or "")[:1000], page=0)
    manager.show_mode = ShowMode.SEND
    await manager.switch_to(Search.found)


async def found_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One page of what was found."""
    found = await look_up(here(dialog_manager), dialog_manager.dialog_data["words"])
    page = int(dialog_manager.dialog_data.get("page", 0))
    return {**_page(found, page), "body": found.words(page), "nothing": not found.measures}


def _page(found: Found, page: int) -> dict[str, Any]:
    shown = found.measures[page * PAGE : (page + 1) * PAGE]
    return {
        "cards": [
            (measure.id, f"{page * PAGE + place}. {measure.title}"[:60]) for place, measure in enumerate(shown, 1)
        ],
        "more": len(found.measures) > (page + 1) * PAGE,
        "earlier": page > 0,
    }


async def open_card(query: CallbackQuery, widget: Any, manager: DialogManager, measure_id: str) -> None:
    """The card of one measure."""
    await manager.start(Card.main, data={"measure": measure_id})


async def turn(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Next or previous page."""
    step = 1 if button.widget_id == "next" else -1
    manager.dialog_data["page"] = max(0, int(manager.dialog_data.get("page", 0)) + step)


def build() -> Dialog:
    """Ask for words; show what was found."""
    return ListeningDialog(
        Window(
            Say("search-ask"),
            MessageInput(search_words, content_types=["text"]),
            footer(),
            state=Search.ask,
        ),
        Window(
            Ready(),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="card",
                    item_id_getter=lambda item: item[0],
                    items="cards",
                    on_click=open_card,
                )
            ),
            Row(
                Button(Label("button-earlier"), id="prev", on_click=turn, when="earlier"),
                Button(Label("button-more"), id="next", on_click=turn, when="more"),
            ),
            Start(Label("search-ask-person"), id="person", state=Person.ask, when="nothing"),
            questionnaire_door(when="nothing"),
            MessageInput(search_words, content_types=["text"]),
            footer(),
            state=Search.found,
            getter=found_data,
        ),
        on_start=on_start,
    )
