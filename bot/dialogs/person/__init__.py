"""«Позвать человека»: works from every screen, before any consent, and promises nothing that is not so."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Start

from bot.errors import DialogOutdated
from bot.here import here
from bot.states import Person, Place
from bot.telling import promise_words
from bot.urgent_help import recent_danger
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from bot.words_along import pass_on, said_along
from core.cases.call_person import CallPerson, PromiseNow, call_person, promise_now
from core.cases.refusals import CentreNotOpened


async def ask_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What will happen when the person is called, or why nobody can be called here."""
    around = here(dialog_manager)
    centre = (await around.place()).centre
    if centre is None:
        return {"body": around.say("person-no-centre"), "can_call": False, "choose": True}
    if not centre.opened:
        return {"body": around.say("person-closed-centre", centre=centre.name), "can_call": False, "choose": True}
    body = around.say("person-ask", centre=centre.name)
    if question := said_along(dialog_manager, "search-goes-along"):
        body = f"{body}\n\n{question}"
    return {"body": body, "can_call": True, "choose": False}


async def call(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Put the conversation before the centre's people."""
    around = here(manager)
    centre = (await around.place()).centre
    assert centre is not None
    try:
        danger = await recent_danger(around)
        await around.desk.write(call_person, CallPerson(around.desk.address, centre.id, danger))
    except CentreNotOpened:
        await manager.switch_to(Person.ask)
        return
    await pass_on(manager, around, centre.id)
    await manager.switch_to(Person.called)


async def called_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The promise as it stands now: shown again below a curator's answer, this window names the curator."""
    around = here(dialog_manager)
    promised = await around.desk.read(promise_now, PromiseNow(around.desk.address))
    if promised is None:
        raise DialogOutdated
    body = promise_words(around, promised)
    question = said_along(dialog_manager, "search-passed-on")
    return {"body": f"{question}\n\n{body}" if question else body}


def build() -> Dialog:
    """Ask once, then say what was promised."""
    return ListeningDialog(
        Window(
            Ready(),
            Button(Label("person-yes"), id="call", on_click=call, when="can_call"),
            Start(Label("button-place"), id="place", state=Place.region, when="choose"),
            footer(),
            state=Person.ask,
            getter=ask_data,
        ),
        Window(
            Ready(),
            footer(),
            state=Person.called,
            getter=called_data,
        ),
    )
