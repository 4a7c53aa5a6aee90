"""What the search shows and does. What was looked for in vain is counted once per message, without the person."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs.search.results import PAGE, Found, look_up
from bot.here import here
from bot.states import Card, Person, Search
from bot.words_along import along, remembered
from core.content.unmet import RecordUnmet, record_unmet
from core.triage.needs import Need


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """A search from anywhere starts with the message that was typed."""
    if isinstance(manager.event, Message) and isinstance(start_data, dict):
        await _search(manager, manager.event)


async def search_words(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Search, or search again with other words."""
    manager.show_mode = ShowMode.SEND
    await _search(manager, message)
    await manager.switch_to(Search.found)


async def _search(manager: DialogManager, message: Message) -> None:
    manager.dialog_data.update(remembered(message), page=0, need=None)
    found = await _found(manager)
    query = found.unmet()
    if query is not None and manager.middleware_data.get("danger") is None:
        await here(manager).desk.write(record_unmet, RecordUnmet(query, found.region))


async def _found(manager: DialogManager) -> Found:
    need = manager.dialog_data.get("need")
    return await look_up(here(manager), str(manager.dialog_data["words"]), Need(need) if need else None)


async def found_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One page of what was found."""
    found = await _found(dialog_manager)
    last = max(0, len(found.measures) - 1) // PAGE
    page = min(int(dialog_manager.dialog_data.get("page", 0)), last)
    shown = found.measures[page * PAGE : (page + 1) * PAGE]
    return {
        "body": found.words(page),
        "cards": [(one.id, f"{page * PAGE + place}. {one.title}"[:60]) for place, one in enumerate(shown, 1)],
        "more": page < last,
        "earlier": page > 0,
        "nothing": not found.measures,
        "several": len(found.needs()) > 1 or found.need is not None,
    }


async def refine_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the measures found are about, to keep one subject; or other words."""
    around, found = here(dialog_manager), await _found(dialog_manager)
    return {
        "body": around.say("search-refine-ask", words=found.typed[:100]),
        "needs": [
            (need.value, around.label("result-group", need=around.label(f"need-{need.value}"), count=count))
            for need, count in found.needs().items()
        ],
    }


async def choose_need(query: CallbackQuery, widget: Any, manager: DialogManager, need: str) -> None:
    """Keep what is about one need."""
    manager.dialog_data.update(need=need, page=0)
    await manager.switch_to(Search.found)


async def show_all(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Everything that was found."""
    manager.dialog_data.update(need=None, page=0)
    await manager.switch_to(Search.found)


async def open_card(query: CallbackQuery, widget: Any, manager: DialogManager, measure_id: str) -> None:
    """The card of one measure."""
    await manager.start(Card.main, data={"measure": measure_id})


async def ask_person(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """A person; the question goes along."""
    await manager.start(Person.ask, data=along(manager))


async def turn(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Next or previous page."""
    step = 1 if button.widget_id == "next" else -1
    manager.dialog_data["page"] = max(0, int(manager.dialog_data.get("page", 0)) + step)
