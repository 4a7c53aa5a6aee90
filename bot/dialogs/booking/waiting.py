"""«Ничего не подходит»: the family says when it could come and is written to when such a time is free (B11).

Nothing else is asked: whom it had chosen, how and where, is what it waits for. Anybody instead of one is a tap away.
"""

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Start, SwitchTo

from bot.consent import become_family, consent_text
from bot.dialogs.booking.choice import Choice, choice_of
from bot.dialogs.booking.driving import settlement_name
from bot.dialogs.booking.telling import slot_label
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Appointments, Booking
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready
from core.booking.queueing import JoinWaiting, Place, ReadMyWaiting, join_waiting, read_my_waiting
from core.booking.refusals import SlotRefused
from core.booking.states import PartOfDay
from core.families.settings import ReadSettings, read_settings
from core.families.tables import ConsentPurpose


async def parts(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The parts of a day."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    one = choice.specialist if choice.several else None
    settlement = await settlement_name(around, choice)
    mode = around.label(f"booking-mode-{choice.mode.value}")
    lines = [around.say("waiting-ask", service=choice.service.title, mode=mode)]
    if settlement is not None:
        lines.insert(0, around.say("visit-settlement", settlement=settlement))
    if one is not None:
        lines.insert(0, around.say("waiting-for-one", specialist=one.name))
    return {
        "body": "\n\n".join(lines),
        "one": one is not None,
        "parts": [(part.value, around.label(f"waiting-part-{part.value}")) for part in PartOfDay],
    }


async def consent(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The consent's own text, for somebody who has given none."""
    around = here(dialog_manager)
    document = consent_text(around, ConsentPurpose.PERSONAL_DATA)
    return {"body": f"{around.say('waiting-consent')}\n\n<blockquote>{document}</blockquote>"}


async def joined(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The place in the queue, or the time that was found at once."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    place = await _place(around, choice)
    if place is None:
        raise DialogOutdated("waiting-outdated")
    return {"body": await place_words(around, place)}


async def place_words(around: Here, place: Place) -> str:
    """A place in the queue in words."""
    settings = await around.desk.read(read_settings, ReadSettings())
    if place.offered_at is None or place.offered_until is None:
        when = around.label(f"waiting-when-{place.part.value}")
        what = ", ".join(part for part in (place.service, place.specialist, place.settlement) if part is not None)
        if not place.given:
            return around.say("waiting-not-given", service=what)
        return around.say("waiting-joined", service=what, when=when, ahead=place.ahead)
    return around.say(
        "waiting-found",
        when_offered=slot_label(around, place.offered_at, place.time_zone),
        until=f"{place.offered_until.astimezone(ZoneInfo(settings.time_zone)):%-H:%M}",
    )


async def choose_part(query: CallbackQuery, widget: Any, manager: DialogManager, part: str) -> None:
    """A family joins at once; a visitor reads the consent first."""
    manager.dialog_data["part"] = PartOfDay(part).value
    if here(manager).desk.adult is None:
        await manager.switch_to(Booking.wait_consent)
    else:
        await _join(manager)


async def wait_for_anybody(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Whoever is free first, instead of the one that was chosen."""
    manager.dialog_data["specialist"] = None


async def agree(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The consent, and the place in the queue."""
    around = here(manager)
    if around.desk.adult is None:
        await become_family(around)
    await _join(manager)


async def _join(manager: DialogManager) -> None:
    choice = await choice_of(manager)
    wish = JoinWaiting(
        choice.service.id,
        choice.mode,
        PartOfDay(manager.dialog_data.get("part", PartOfDay.ANY)),
        specialist_id=choice.specialist_id if choice.several else None,
        settlement_id=choice.settlement,
    )
    try:
        await here(manager).desk.write(join_waiting, wish)
    except SlotRefused as refused:
        raise DialogOutdated("booking-outdated") from refused
    await manager.switch_to(Booking.waiting)


async def _place(around: Here, choice: Choice) -> Place | None:
    if around.desk.adult is None:
        return None
    places = (await around.desk.read(read_my_waiting, ReadMyWaiting(around.desk.adult.family_id))).entries
    return next((place for place in places if place.service_id == choice.service.id), None)


def waiting_windows() -> tuple[Window, ...]:
    """When, the consent of a visitor, and the place in the queue."""
    choose = one_of("part", "parts", choose_part)
    back = SwitchTo(Label("button-back"), id="back", state=Booking.nearest)
    return (
        Window(
            Ready(),
            Column(choose),
            Button(Label("booking-anybody"), id="anybody", on_click=wait_for_anybody, when="one"),
            back,
            footer(),
            state=Booking.wait,
            getter=parts,
        ),
        Window(
            Ready(),
            Button(Label("waiting-yes-consent"), id="agree", on_click=agree),
            SwitchTo(Label("booking-no"), id="no", state=Booking.wait_declined),
            footer(),
            state=Booking.wait_consent,
            getter=consent,
        ),
        Window(
            Ready(),
            Start(Label("button-visits"), id="visits", state=Appointments.list),
            footer(),
            state=Booking.waiting,
            getter=joined,
        ),
    )
