"""What a tap does in the booking: one use case each. A refusal becomes a window with other times, never an error."""

import contextlib
from datetime import date, datetime, timedelta
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button

from bot.consent import become_family
from bot.dialogs.booking.choice import Choice, choice_of, instant, remember_service
from bot.dialogs.booking.diary import send_diary_entry
from bot.dialogs.booking.driving import to_times
from bot.dialogs.booking.whom import giver_of
from bot.dialogs.phone import ask_once
from bot.errors import DialogOutdated
from bot.here import here
from bot.states import Booking
from core.booking.appointments import Visit
from core.booking.confirm import Confirm, confirm
from core.booking.family_hours import Standing, standing_visit
from core.booking.hold import Hold, hold
from core.booking.letting_go import LetGo, let_go
from core.booking.listing import ReadServices, read_services
from core.booking.refusals import NotNow, Reason, SlotRefused, UnknownAppointment
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode


async def choose_service(query: CallbackQuery, widget: Any, manager: DialogManager, service_id: str) -> None:
    """The nearest times of its first mode at once: another mode is one tap away, most families need none."""
    around = here(manager)
    centre = (await around.place()).centre
    found = (await around.desk.read(read_services, ReadServices(centre.id))).entries if centre else ()
    service = next((one for one in found if one.id == int(service_id)), None)
    if centre is None or service is None:
        raise DialogOutdated("booking-outdated")
    remember_service(manager, centre.id, service.id, service.modes[0])
    await to_times(manager)


async def choose_mode(query: CallbackQuery, widget: Any, manager: DialogManager, mode: str) -> None:
    """The same service in another way; to be driven to, the settlement is asked first."""
    manager.dialog_data.update(mode=Mode(mode).value, month=None, day=None)
    await to_times(manager)


async def turn_month(query: CallbackQuery, manager: DialogManager, first: date) -> None:
    """Another month of the calendar."""
    manager.dialog_data["month"] = first.isoformat()


async def choose_day(query: CallbackQuery, manager: DialogManager, day: date) -> None:
    """The times of a day."""
    manager.dialog_data["day"] = day.isoformat()
    await manager.switch_to(Booking.time)


async def choose_time(query: CallbackQuery, widget: Any, manager: DialogManager, slot: str) -> None:
    """Hold the time for ten minutes. A visit that moves keeps its old time until the new one is won, without a hold."""
    choice = await choice_of(manager)
    manager.dialog_data["wanted"] = int(slot)
    try:
        if choice.moving is None:
            await _hold(manager, choice, instant(slot))
        else:
            await _look_who(manager, choice, instant(slot))
    except SlotRefused as refused:
        await _offer_others(manager, refused)
    else:
        await manager.switch_to(Booking.confirm)


async def _hold(manager: DialogManager, choice: Choice, starts_at: datetime) -> None:
    wish = Hold(choice.service.id, choice.mode, starts_at, choice.specialist_id, settlement_id=choice.settlement)
    manager.dialog_data["ticket"] = (await here(manager).desk.write(hold, wish)).ticket


async def _look_who(manager: DialogManager, choice: Choice, starts_at: datetime) -> None:
    """The confirmation names who it will be, and nobody else it is."""
    giver = await giver_of(here(manager), choice, starts_at)
    if giver is None:
        hours = Standing(starts_at, starts_at + timedelta(minutes=choice.service.minutes), choice.moving_id)
        standing = await here(manager).desk.read(standing_visit, hours)
        raise SlotRefused(Reason.OWN_VISIT if standing else Reason.TAKEN, choice.nearest(), standing)
    manager.dialog_data["giver"] = giver


async def settle(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Confirm the hold, for a visitor with the consent; or move the visit. Then the address or number, if due."""
    choice = await choice_of(manager)
    try:
        visit = await _settled(manager, choice)
    except SlotRefused as refused:
        await _offer_others(manager, refused)
    except (UnknownAppointment, NotNow) as gone:
        raise DialogOutdated("visit-outdated") from gone
    else:
        manager.dialog_data["ticket"] = visit.ticket
        asks = visit.mode.away and not visit.address_known
        await manager.switch_to(Booking.address if asks else Booking.booked)
        if visit.mode is Mode.PHONE:
            await ask_once(manager)


async def _settled(manager: DialogManager, choice: Choice) -> Visit:
    around = here(manager)
    if choice.moving is not None and choice.wanted is not None and choice.giver is not None:
        there = Reschedule(choice.moving.ticket, choice.wanted, choice.mode, choice.giver.id, choice.settlement)
        return await around.desk.write(reschedule, there)
    if choice.ticket is None or choice.moving is not None:
        raise DialogOutdated("booking-outdated")
    if around.desk.adult is None:
        await become_family(around)
    return await around.desk.write(confirm, Confirm(choice.ticket))


async def other_time(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Let the held time go, so that somebody else can have it, and show others."""
    await _let_go(manager)
    await manager.switch_to(Booking.nearest)


async def decline(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Нет» to the consent: nothing stays behind, the held time least of all."""
    await _let_go(manager)
    await manager.switch_to(Booking.declined)


async def send_entry(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The visit as a calendar file."""
    await send_diary_entry(manager, str(manager.dialog_data.get("ticket")))


async def _let_go(manager: DialogManager) -> None:
    ticket = manager.dialog_data.pop("ticket", None)
    if ticket is not None:
        await give_back(manager, ticket)


async def give_back(manager: DialogManager, ticket: str) -> None:
    """End a hold, so that somebody else can have the time."""
    with contextlib.suppress(UnknownAppointment):  # erased or expired long ago: nothing is held, as was wanted
        await here(manager).desk.write(let_go, LetGo(ticket))


async def _offer_others(manager: DialogManager, refused: SlotRefused) -> None:
    manager.dialog_data.update(refused=refused.reason.value, standing=refused.standing)
    await manager.switch_to(Booking.gone)
