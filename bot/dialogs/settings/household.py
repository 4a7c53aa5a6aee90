"""A second adult by code (F14): one shows the code, the other types it, reads the consent and joins."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, SwitchTo

from bot.consent import DEFAULT_ZONE, agreement, consent_text
from bot.dialogs.booking.telling import own_zone
from bot.errors import DialogOutdated
from bot.here import here
from bot.states import Menu, Settings
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready
from core.cases.recognising import Recognise, recognise
from core.families.joining import (
    AlreadyInAFamily,
    CodeDoesNotWork,
    InviteAdult,
    JoinFamily,
    invite_adult,
    join_family,
)
from core.families.tables import ConsentPurpose
from core.moments import spoken
from core.tickets import LENGTH


async def invite(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """A fresh code, shown once; an earlier one stops working."""
    around = here(manager)
    invitation = await around.desk.write(invite_adult, InviteAdult())
    zone = await own_zone(around, DEFAULT_ZONE)
    until = spoken(around.texts, invitation.expires_at, zone.key, around.now)
    manager.dialog_data["invitation"] = around.say("settings-code", code=invitation.code, until=until)


async def family_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How a second adult joins, and the code once it was asked for."""
    around, shown = here(dialog_manager), dialog_manager.dialog_data.get("invitation")
    known = around.desk.adult is not None
    return {"body": shown or around.say("settings-family"), "known": known, "visitor": not known}


async def code_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The question, after a wrong code with a kind word before it."""
    around, fault = here(dialog_manager), dialog_manager.dialog_data.get("fault")
    if around.desk.adult is not None:
        return {"body": around.say("settings-already")}
    question = around.say("settings-code-ask")
    return {"body": f"{around.say(fault)}\n\n{question}" if fault else question}


async def type_code(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Keep the code until its reader has agreed to the consent."""
    manager.show_mode = ShowMode.SEND
    code = "".join((message.text or "").split()).upper()
    if len(code) != LENGTH:
        manager.dialog_data["fault"] = "settings-code-wrong"
        return
    manager.dialog_data.update(code=code, fault=None)
    await manager.switch_to(Settings.join)


async def join_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Exactly the text that is agreed to."""
    around = here(dialog_manager)
    document = consent_text(around, ConsentPurpose.PERSONAL_DATA)
    return {"body": f"{around.say('settings-join')}\n\n<blockquote>{document}</blockquote>"}


async def join(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Become an adult of the family; messages written before stay this adult's own."""
    around, code = here(manager), manager.dialog_data.get("code")
    if code is None:
        raise DialogOutdated
    command = JoinFamily(code, (agreement(around, ConsentPurpose.PERSONAL_DATA),))
    try:
        joined = await around.desk.write(join_family, command)
    except (CodeDoesNotWork, AlreadyInAFamily) as refused:
        manager.dialog_data["fault"] = _FAULTS[type(refused)]
        await manager.switch_to(Settings.code)
        return
    around.desk.actor = joined.actor
    await around.desk.write(recognise, Recognise(around.desk.address))
    await query.answer(around.label("settings-joined"), show_alert=True)
    await manager.start(Menu.main, mode=StartMode.RESET_STACK)


_FAULTS = {CodeDoesNotWork: "settings-code-wrong", AlreadyInAFamily: "settings-already"}


def windows() -> tuple[Window, Window, Window]:
    """Invite, type the code, agree and join."""
    return (
        Window(
            Ready(),
            Button(Label("settings-invite"), id="invite", on_click=invite, when="known"),
            SwitchTo(Label("settings-have-code"), id="code", state=Settings.code, when="visitor"),
            SwitchTo(Label("button-back"), id="back", state=Settings.main),
            footer(),
            state=Settings.family,
            getter=family_data,
        ),
        Window(
            Ready(),
            MessageInput(type_code, content_types=["text"]),
            Cancel(Label("button-back")),
            footer(),
            state=Settings.code,
            getter=code_data,
        ),
        Window(
            Ready(),
            Button(Label("settings-join-yes"), id="yes", on_click=join),
            Cancel(Label("settings-join-no"), id="no"),
            footer(),
            state=Settings.join,
            getter=join_data,
        ),
    )
