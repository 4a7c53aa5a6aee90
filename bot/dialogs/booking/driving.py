"""A visit out of the house: which settlement, and, once it is booked, where to come (B15).

The address is asked last, when there is a family that has consented and a visit it is for. It goes straight into the
vault; the message is taken out of the chat, because telephones are shared. Whoever would rather not write it tells it
by telephone. While a curator talks with the family everything typed goes to the curator, so nothing is asked then.
"""

import contextlib
from typing import Any

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.booking.choice import Choice, choice_of, visit_behind
from bot.dialogs.booking.telling import day_short
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Booking
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready
from core.booking.appointments import Visit
from core.booking.destinations import DestinationInfo, ReadDestinations, read_destinations
from core.booking.home_address import ForgetAddress, NoAddress, WriteAddress, forget_address, write_address
from core.booking.refusals import NotNow, UnknownAppointment
from core.booking.states import Mode, Status
from core.cases.owner import OwnerAt, owner_at
from core.cases.states import OwnerKind


async def to_times(manager: DialogManager) -> None:
    """The nearest times; before them the settlement, where it matters."""
    around, choice = here(manager), await choice_of(manager)
    manager.dialog_data["settlement"] = None
    asks = choice.mode is Mode.VILLAGE or bool(await destinations(around, choice, choice.mode))
    await manager.switch_to(Booking.settlement if asks and choice.mode.away else Booking.nearest)


async def destinations(around: Here, choice: Choice, mode: Mode) -> tuple[DestinationInfo, ...]:
    """Where the centre drives for this service."""
    return (await around.desk.read(read_destinations, ReadDestinations(choice.service.id, mode))).entries


async def settlement_name(around: Here, choice: Choice) -> str | None:
    """Where the visit would go; None: where the centre is."""
    found = await destinations(around, choice, choice.mode) if choice.settlement is not None else ()
    return next((one.name for one in found if one.id == choice.settlement), None)


async def settlements(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The settlements, for a village visit with the next day there."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    found = await destinations(around, choice, choice.mode)
    village = choice.mode is Mode.VILLAGE
    key = "settlement-ask" if found else "settlement-none"
    return {
        "body": around.say("settlement-village" if village and found else key),
        "settlements": [(str(one.id), _named(around, one, village)[:64]) for one in found],
        "home": choice.mode is Mode.HOME,
        "other_modes": len(choice.service.modes) > 1,
        "only_mode": len(choice.service.modes) == 1,
    }


def _named(around: Here, one: DestinationInfo, village: bool) -> str:
    if not village:
        return one.name
    if one.next_day is None:
        return around.label("settlement-without-day", settlement=one.name)
    return around.label("settlement-with-day", settlement=one.name, day=day_short(around, one.next_day))


async def choose_settlement(query: CallbackQuery, widget: Any, manager: DialogManager, settlement: str) -> None:
    """There."""
    manager.dialog_data.update(settlement=int(settlement), month=None, day=None)
    await manager.switch_to(Booking.nearest)


async def choose_here(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Where the centre itself is."""
    manager.dialog_data.update(settlement=None, month=None, day=None)
    await manager.switch_to(Booking.nearest)


async def address(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Why the address is asked, who will see it, and how to do without."""
    around, visit = here(dialog_manager), await _visit(dialog_manager)
    talking = await around.desk.read_as_bot(owner_at, OwnerAt(around.desk.address)) is OwnerKind.CURATOR
    fault = dialog_manager.dialog_data.pop("fault", None)
    parts = [around.say(fault)] if fault else []
    alone = bool(dialog_manager.dialog_data.get("alone"))
    parts.append(
        around.say("address-known" if visit.address_known else "address-ask-again" if alone else "address-ask")
    )
    parts.append(around.say("address-in-talk" if talking else "address-who-sees"))
    if visit.centre_phone:
        parts.append(around.say("address-phone", phone=visit.centre_phone))
    return {"body": "\n\n".join(parts), "known": visit.address_known, "unknown": not visit.address_known}


async def type_address(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Into the vault and out of the chat."""
    manager.show_mode = ShowMode.SEND
    try:
        await here(manager).desk.write(write_address, WriteAddress((await _visit(manager)).ticket, message.text or ""))
    except NoAddress:
        manager.dialog_data["fault"] = "address-too-long"
        return
    except (NotNow, UnknownAppointment) as gone:
        raise DialogOutdated("visit-outdated") from gone
    with contextlib.suppress(TelegramAPIError):  # too old, or gone already: what matters is kept and sealed
        await message.delete()
    await leave(manager)


async def drop_address(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """What was written is wiped; the centre hears the address by telephone."""
    try:
        await here(manager).desk.write(forget_address, ForgetAddress((await _visit(manager)).ticket))
    except (NotNow, UnknownAppointment) as gone:
        raise DialogOutdated("visit-outdated") from gone
    await leave(manager)


async def skip_address(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """By telephone, or later."""
    await leave(manager)


async def leave(manager: DialogManager) -> None:
    """Back to the visit one came from, or on to what was booked."""
    if manager.dialog_data.get("alone"):
        await manager.done()
    else:
        await manager.switch_to(Booking.booked)


async def _visit(manager: DialogManager) -> Visit:
    ticket = manager.dialog_data.get("ticket")
    visit = await visit_behind(manager, ticket) if ticket is not None else None
    if visit is None or visit.status is not Status.CONFIRMED or not visit.mode.away:
        raise DialogOutdated("visit-outdated")
    return visit


def driving_windows() -> tuple[Window, ...]:
    """Where to, and the address."""
    choose = Select(
        Format("{item[1]}"),
        id="settlement",
        item_id_getter=lambda item: item[0],
        items="settlements",
        on_click=choose_settlement,
    )
    return (
        Window(
            Ready(),
            Column(choose),
            Button(Label("settlement-here"), id="here", on_click=choose_here, when="home"),
            SwitchTo(Label("button-back"), id="modes", state=Booking.mode, when="other_modes"),
            SwitchTo(Label("button-back"), id="services", state=Booking.service, when="only_mode"),
            footer(),
            state=Booking.settlement,
            getter=settlements,
        ),
        Window(
            Ready(),
            MessageInput(type_address, content_types=["text"]),
            Button(Label("address-skip"), id="skip", on_click=skip_address, when="unknown"),
            Button(Label("address-keep"), id="keep", on_click=skip_address, when="known"),
            Button(Label("address-forget"), id="forget", on_click=drop_address, when="known"),
            footer(),
            state=Booking.address,
            getter=address,
        ),
    )
