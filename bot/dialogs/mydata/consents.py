"""Consents one by one: what was agreed to, the text itself, and a way to take each back as easily as it was given."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.consent import DEFAULT_ZONE, agreement, consent_text
from bot.errors import DialogOutdated
from bot.here import here
from bot.states import MyData
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready, Say
from core.families.consenting import (
    Consents,
    GiveConsent,
    ReadConsents,
    WithdrawConsent,
    give_consent,
    read_consents,
    withdraw_consent,
)
from core.families.tables import ConsentPurpose

_BUTTON = {True: "consent-button-given", False: "consent-button-not-given"}
_STATE = {True: "consent-state-given", False: "consent-state-not-given"}


async def list_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Every purpose with its state."""
    around, given = here(dialog_manager), await _given(dialog_manager)
    return {
        "purposes": [
            (purpose.value, around.label(_BUTTON[given.in_force(purpose)], name=around.label(_name(purpose))))
            for purpose in ConsentPurpose
        ]
    }


async def one_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The text of one purpose and what can be done about it."""
    around, given, purpose = here(dialog_manager), await _given(dialog_manager), _purpose(dialog_manager)
    body = [consent_text(around, purpose), around.say(_STATE[given.in_force(purpose)])]
    in_force = given.in_force(purpose)
    basic = purpose is ConsentPurpose.PERSONAL_DATA
    return {
        "body": "\n\n".join(body),
        "can_give": not in_force,
        "can_withdraw": in_force and not basic,
        "erase_instead": in_force and basic,
    }


async def open_purpose(query: CallbackQuery, widget: Any, manager: DialogManager, purpose: str) -> None:
    """One purpose."""
    manager.dialog_data["purpose"] = ConsentPurpose(purpose).value
    await manager.switch_to(MyData.consent)


async def give(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Agree to exactly the text on the screen."""
    around = here(manager)
    command = GiveConsent((agreement(around, _purpose(manager)),), None, DEFAULT_ZONE)
    await around.desk.write(give_consent, command)


async def withdraw(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Take it back, from now on."""
    await here(manager).desk.write(withdraw_consent, WithdrawConsent(_purpose(manager)))


async def _given(manager: DialogManager) -> Consents:
    around = here(manager)
    adult = around.desk.adult
    if adult is None:
        raise DialogOutdated
    return await around.desk.read(read_consents, ReadConsents(adult.adult_id))


def _purpose(manager: DialogManager) -> ConsentPurpose:
    named = manager.dialog_data.get("purpose")
    if named is None:
        raise DialogOutdated
    return ConsentPurpose(named)


def _name(purpose: ConsentPurpose) -> str:
    return f"consent-name-{purpose.value.replace('_', '-')}"


def windows() -> tuple[Window, Window]:
    """The list and one purpose."""
    return (
        Window(
            Say("consents-list"),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="purpose",
                    item_id_getter=lambda item: item[0],
                    items="purposes",
                    on_click=open_purpose,
                )
            ),
            SwitchTo(Label("button-back"), id="back", state=MyData.main),
            footer(),
            state=MyData.consents,
            getter=list_data,
        ),
        Window(
            Ready(),
            Button(Label("consent-give"), id="give", on_click=give, when="can_give"),
            Button(Label("consent-withdraw"), id="withdraw", on_click=withdraw, when="can_withdraw"),
            SwitchTo(Label("consent-erase"), id="erase", state=MyData.erase, when="erase_instead"),
            SwitchTo(Label("button-back"), id="back", state=MyData.consents),
            footer(),
            state=MyData.consent,
            getter=one_data,
        ),
    )
