"""«Мои данные»: what is kept in plain words, everything as two files, consents, and being forgotten (F2, D9).

What the first window says is counted from the export itself, so it cannot promise less than is really kept. It works
for a visitor too: somebody who called a person before any consent has a right to the same.
"""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Row, Start, SwitchTo

from bot.consent import DEFAULT_ZONE
from bot.dialogs.booking.telling import own_zone
from bot.dialogs.mydata import consents
from bot.dialogs.mydata.readable import Readable
from bot.documents import send_document
from bot.here import FamilyCases, here
from bot.states import MyData, Phone, Settings
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready, Say
from core.families.erasing import EraseMe
from core.families.exporting import Export, ExportMyData, HeldBack, as_json
from core.families.household import UnknownFamily
from core.families.phone import ReadMyPhone, read_my_phone

_COUNTED = ("fact", "plan_step", "appointment", "request", "message")


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """Settings open the consent they lack at once."""
    if isinstance(start_data, dict) and "purpose" in start_data:
        manager.dialog_data["purpose"] = start_data["purpose"]


async def main_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is kept, by kind and number; not where a conversation was hidden (E7), and in words that tell nothing."""
    around = here(dialog_manager)
    try:
        export = await _export(dialog_manager)
    except HeldBack:
        known = around.desk.adult is not None
        return {"body": around.say("mydata-at-the-centre"), "known": known, "visitor": not known, "anything": True}
    counts = {section.name: len(section.records) for section in export.sections}
    kept = [around.say(f"mydata-kept-{_dashed(name)}", count=counts[name]) for name in _COUNTED if counts.get(name)]
    known = around.desk.adult is not None
    number = (await around.desk.read(read_my_phone, ReadMyPhone())).masked if known else None
    if number is not None:
        kept.append(around.say("mydata-phone", phone=number))
    if known:
        kept.append(around.say("mydata-kept-basics"))
    head = around.say("mydata-family" if known else "mydata-visitor")
    if kept:
        none = ["", around.say("mydata-no-phone")] if known and number is None else []
        body = "\n".join([head, "", around.say("mydata-kept"), *kept, *none])
    else:
        body = f"{head}\n\n{around.say('mydata-nothing')}"
    anything = known or bool(kept)
    return {"body": body, "known": known, "visitor": not known, "anything": anything, "here": anything, "own": known}


async def export(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Everything as two files: one for a program, one to read."""
    around = here(manager)
    try:
        everything = await _export(manager)
    except HeldBack:  # hidden after this window was drawn
        return
    zone = await own_zone(around, DEFAULT_ZONE)
    readable = Readable(around, zone, around.now.astimezone(zone).date()).text(everything)
    await send_document(manager, around.label("mydata-file-json"), as_json(everything).encode(), "mydata-caption-json")
    await send_document(manager, around.label("mydata-file-text"), readable.encode(), "mydata-caption-text")


async def erase(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Forget this person. The open screens go too: from here on a visitor writes."""
    around = here(manager)
    try:
        certificate = await around.desk.write(_cases(manager).erasing.erase_me, EraseMe())
    except UnknownFamily:
        ticket = None
    else:
        ticket = certificate.ticket
    await around.desk.recognise()
    await manager.start(MyData.erased, data={"ticket": ticket}, mode=StartMode.RESET_STACK)


async def erased_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number of the certificate, for whoever wants proof."""
    around, told = here(dialog_manager), dialog_manager.start_data
    ticket = told.get("ticket") if isinstance(told, dict) else None
    lines = [around.say("mydata-erased")]
    if ticket is not None:
        lines.append(around.say("mydata-certificate", number=str(ticket)))
    return {"body": "\n\n".join([*lines, around.say("mydata-visitor-again")])}


async def _export(manager: DialogManager) -> Export:
    return await here(manager).desk.read(_cases(manager).export, ExportMyData())


def _cases(manager: DialogManager) -> FamilyCases:
    cases: FamilyCases = manager.middleware_data["family_cases"]
    return cases


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def build() -> Dialog:
    """What is kept, the one confirmation before erasure, the certificate, consents."""
    return ListeningDialog(_main(), _erase(), _erased(), *consents.windows(), on_start=on_start)


def _main() -> Window:
    return Window(
        Ready(),
        Button(Label("mydata-export"), id="export", on_click=export, when="here"),
        Start(Label("phone-button"), id="number", state=Phone.ask, when="own"),
        Row(
            SwitchTo(Label("mydata-consents"), id="consents", state=MyData.consents, when="known"),
            SwitchTo(Label("mydata-erase"), id="erase", state=MyData.erase, when="anything"),
        ),
        Start(Label("settings-have-code"), id="code", state=Settings.code, when="visitor"),
        Cancel(Label("button-back")),
        footer(),
        state=MyData.main,
        getter=main_data,
    )


def _erase() -> Window:
    return Window(
        Say("mydata-erase-ask"),
        Button(Label("mydata-erase-yes"), id="yes", on_click=erase),
        SwitchTo(Label("mydata-erase-no"), id="no", state=MyData.main),
        footer(),
        state=MyData.erase,
    )


def _erased() -> Window:
    return Window(
        Ready(),
        footer(),
        state=MyData.erased,
        getter=erased_data,
    )
