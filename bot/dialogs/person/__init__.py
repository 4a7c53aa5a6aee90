"""«Позвать человека»: works from every screen, before any consent, and promises nothing that is not so.

A family whose answers the specialist may not see yet is asked right here, because this is the moment it helps: on a
screen of its own, never pre-ticked, and the call stands whatever the family says (D11).
"""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Start, SwitchTo

from bot.consent import DEFAULT_ZONE, agreement, consent_text
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Person, Place
from bot.telling import promise_words
from bot.urgent_help import note_call, recent_danger
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from bot.words_along import pass_on, said_along
from core.cases.call_person import CallPerson, PromiseNow, call_person, promise_now
from core.cases.refusals import CentreNotOpened
from core.families.consenting import GiveConsent, ReadConsents, give_consent, read_consents
from core.families.tables import ConsentPurpose


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
    await note_call(around)
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
    return {"body": f"{question}\n\n{body}" if question else body, "hidden": await _answers_are_hidden(around)}


async def _answers_are_hidden(around: Here) -> bool:
    """There is a family, and the specialist may not see its answers. A visitor has none."""
    adult = around.desk.adult
    if adult is None:
        return False
    given = await around.desk.read(read_consents, ReadConsents(adult.adult_id))
    return not given.in_force(ConsentPurpose.HAND_OVER)


async def hand_over_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The text that is agreed to, alone on its screen."""
    return {"body": consent_text(here(dialog_manager), ConsentPurpose.HAND_OVER)}


async def show_answers(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Agree to exactly the text on the screen; the specialist's page shows the card at once."""
    around = here(manager)
    if around.desk.adult is None:
        raise DialogOutdated
    agreed = GiveConsent((agreement(around, ConsentPurpose.HAND_OVER),), None, DEFAULT_ZONE)
    await around.desk.write(give_consent, agreed)
    await manager.switch_to(Person.called)


def build() -> Dialog:
    """Ask once, say what was promised, offer to show the answers."""
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
            SwitchTo(Label("person-show-answers"), id="show", state=Person.hand_over, when="hidden"),
            footer(),
            state=Person.called,
            getter=called_data,
        ),
        Window(
            Ready(),
            Button(Label("consent-give"), id="agree", on_click=show_answers),
            SwitchTo(Label("person-keep-hidden"), id="hide", state=Person.called),
            footer(),
            state=Person.hand_over,
            getter=hand_over_data,
        ),
    )
