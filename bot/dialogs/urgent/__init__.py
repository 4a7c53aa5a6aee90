"""Urgent help by button: numbers at once, what happened is asked only afterwards and may be left unsaid."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Select, Start
from aiogram_dialog.widgets.text import Format

from bot.handlers.hiding import hide
from bot.here import here
from bot.states import Menu, Person, Place, Urgent
from bot.telling import promise_words
from bot.urgent_help import general_words, kind_words, tell_the_centre
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.catalog.helplines import CrisisType
from core.duty.alarms import Danger


async def kinds_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The general card at once, and eight things that may have happened."""
    around = here(dialog_manager)
    place = await around.place()
    return {
        "body": await general_words(around),
        "kinds": [(kind.value, around.label(f"urgent-kind-{kind.value.replace('_', '-')}")) for kind in CrisisType],
        "nowhere": place.centre is None,
    }


async def choose(query: CallbackQuery, widget: Any, manager: DialogManager, kind: str) -> None:
    """The card for what happened; nobody is alarmed by a look at numbers."""
    manager.dialog_data.update(kind=kind, promise=None)
    await manager.switch_to(Urgent.card)


async def call(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """A person of the centre, now."""
    around = here(manager)
    kind = manager.dialog_data.get("kind")
    called = await tell_the_centre(around, Danger(CrisisType(kind) if kind else None))
    if called is None:
        await manager.start(Person.ask)
        return
    on_duty = called.on_duty and not called.curator
    promise = around.say("urgent-on-duty", number=called.number) if on_duty else promise_words(around, called)
    manager.dialog_data["promise"] = promise
    await manager.switch_to(Urgent.card)


async def hide_all(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Somebody may look at this phone."""
    await hide(query, manager)


async def card_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Numbers for this danger, and what was promised."""
    around = here(dialog_manager)
    kind = dialog_manager.dialog_data.get("kind")
    card = await kind_words(around, CrisisType(kind)) if kind else await general_words(around)
    promise = dialog_manager.dialog_data.get("promise")
    return {"body": f"{card}\n\n{promise}" if promise else card, "not_called": promise is None}


def build() -> Dialog:
    """Numbers first."""
    menu = Start(Label("button-menu"), id="menu", state=Menu.main, mode=StartMode.RESET_STACK)
    return ListeningDialog(
        Window(
            Ready(),
            Button(Label("urgent-call"), id="call", on_click=call),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="kind",
                    item_id_getter=lambda item: item[0],
                    items="kinds",
                    on_click=choose,
                )
            ),
            Start(Label("button-place"), id="place", state=Place.region, when="nowhere"),
            Button(Label("urgent-hide"), id="hide", on_click=hide_all),
            menu,
            state=Urgent.kinds,
            getter=kinds_data,
        ),
        Window(
            Ready(),
            Button(Label("urgent-call"), id="call_now", on_click=call, when="not_called"),
            Button(Label("urgent-hide"), id="hide_now", on_click=hide_all),
            Start(Label("button-back"), id="back", state=Urgent.kinds, mode=StartMode.NORMAL),
            menu,
            state=Urgent.card,
            getter=card_data,
        ),
    )
