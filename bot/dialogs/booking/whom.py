"""Whom a family comes to: anybody who is free, or one specialist for whoever wants that.

Nobody is asked: times of anybody are shown first, and choosing a person is a button beside them. Only a visit that
moves stays with its own specialist until the family says otherwise: whoever has told a psychologist once should not
have to tell it again to another.
"""

from datetime import datetime
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, ScrollingGroup, SwitchTo

from bot.dialogs.booking.choice import Choice, choice_of
from bot.dialogs.booking.telling import slot_words
from bot.here import Here, here
from bot.states import Booking
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready
from core.booking.free import FreeSlot, NearestSlots, nearest_slots, soonest_of_each
from core.booking.states import Mode


def whom_data(choice: Choice) -> dict[str, Any]:
    """Which of the buttons about the person a window of times shows. In a village it is whoever comes that day."""
    chosen = choice.several and choice.specialist is not None
    return {"anybody": chosen, "may_choose": choice.several and not chosen and choice.mode is not Mode.VILLAGE}


async def people(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everybody who has a free time, with the first one."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    found = await around.desk.read(soonest_of_each, choice.nearest(1))
    return {
        "body": around.say("booking-choose-whom", service=choice.service.title),
        "people": [(str(one.specialist_id), _named(around, one, found.time_zone)) for one in found.slots],
    }


def _named(around: Here, one: FreeSlot, zone: str) -> str:
    when = slot_words(around, one.starts_at, zone)
    return around.label("booking-whom-and-when", specialist=one.specialist[: 60 - len(when)], when=when)


async def choose_person(query: CallbackQuery, widget: Any, manager: DialogManager, specialist: str) -> None:
    """To this one."""
    await _to_times_of(manager, int(specialist))


async def choose_anybody(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """To whoever is free."""
    await _to_times_of(manager, None)


async def _to_times_of(manager: DialogManager, specialist_id: int | None) -> None:
    manager.dialog_data.update(specialist=specialist_id, month=None, day=None)
    await manager.switch_to(Booking.nearest)


async def giver_of(around: Here, choice: Choice, starts_at: datetime) -> int | None:
    """Who would give the moved visit then: its own specialist rather than anybody else; None: nobody is free."""
    own = choice.moving.specialist_id if choice.moving else None
    for whom in (choice.specialist_id,) if choice.specialist else (own, None):
        wish = NearestSlots(
            choice.service.id,
            choice.mode,
            1,
            whom,
            starts_at,
            choice.moving_id,
            choice.settlement,
        )
        slots = (await around.desk.read(nearest_slots, wish)).slots
        if slots and slots[0].starts_at == starts_at:
            return slots[0].specialist_id
    return None


def whom_window() -> Window:
    """The people, and nobody in particular."""
    choose = one_of("person", "people", choose_person)
    return Window(
        Ready(),
        Button(Label("booking-any-person"), id="any", on_click=choose_anybody),
        ScrollingGroup(choose, id="people", width=1, height=8, hide_on_single_page=True),
        SwitchTo(Label("button-back"), id="back", state=Booking.nearest),
        footer(),
        state=Booking.whom,
        getter=people,
    )
