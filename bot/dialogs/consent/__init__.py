"""The consent screen. It stands alone, says what is kept and for what, and «нет» is as good an answer as «да».

Start it with `data={"then": <state name>}`: after «согласен» that screen opens. Whoever declines may still search,
read every card and call for urgent help.
"""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Start, SwitchTo

from bot.consent import become_family, consent_text
from bot.here import here
from bot.states import Consent, Menu, Questionnaire, Search
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready, Say
from core.families.tables import ConsentPurpose

NEXT = {"questionnaire": Questionnaire.needs}


async def text_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Exactly the text whose hash is stored."""
    return {"body": consent_text(here(dialog_manager), ConsentPurpose.PERSONAL_DATA)}


async def agree(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Store the consent and go on to what the person was about to do."""
    await become_family(here(manager))
    following = NEXT.get((manager.start_data or {}).get("then", ""))  # type: ignore[union-attr]
    if following is None:
        await manager.done(result={"agreed": True})
        return
    await manager.start(Menu.main, mode=StartMode.RESET_STACK)
    await manager.start(following)


def build() -> Dialog:
    """The text with two equal buttons, and what still works without it."""
    return ListeningDialog(
        Window(
            Ready(),
            Button(Label("consent-yes"), id="yes", on_click=agree),
            SwitchTo(Label("consent-no"), id="no", state=Consent.declined),
            footer(),
            state=Consent.ask,
            getter=text_data,
        ),
        Window(
            Say("consent-declined"),
            Start(Label("button-search"), id="search", state=Search.ask),
            SwitchTo(Label("button-back"), id="back", state=Consent.ask),
            footer(),
            state=Consent.declined,
        ),
    )
