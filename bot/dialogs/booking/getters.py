"""What the booking's windows show. What is free is asked at the moment of showing; what is held is read back."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiogram_dialog import DialogManager

from bot.consent import consent_text
from bot.dialogs.booking.choice import Choice, choice_of, visit_behind
from bot.dialogs.booking.days import month_page
from bot.dialogs.booking.driving import destinations, settlement_name
from bot.dialogs.booking.map_link import map_url
from bot.dialogs.booking.telling import (
    BY_OWN_VISITS,
    at_hand,
    own_zone,
    refusal_words,
    ringing,
    slot_buttons,
    slot_id,
    slot_words,
    ticket_card,
    visit_card,
    what_then,
    will_remind,
)
from bot.dialogs.booking.whom import whom_data
from bot.errors import DialogOutdated
from bot.here import Here, here
from core.booking.free import FreeSlots, FreeTimes, free_times, nearest_slots
from core.booking.listing import ReadServices, read_services
from core.booking.refusals import Reason
from core.booking.states import Mode
from core.centres.opening import CentreInfo
from core.families.tables import ConsentPurpose

NEAREST = 3
_NO_OTHER_TIME = frozenset({Reason.LIMIT, Reason.NOT_OFFERED})


async def services(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Whom one can be booked with, or why not here and what else can be done."""
    around = here(dialog_manager)
    centre = (await around.place()).centre
    found = (await around.desk.read(read_services, ReadServices(centre.id))).entries if centre else ()
    return {
        "body": _which_service(around, centre, bool(found)),
        "services": [(str(one.id), one.title[:64]) for one in found],
        "choose_centre": not found,
        "any_pair": sum(Mode.PLACE in one.modes for one in found) > 1,
    }


def _which_service(around: Here, centre: CentreInfo | None, any_service: bool) -> str:
    if centre is None:
        return around.say("booking-no-centre")
    if any_service:
        return around.say("booking-service", centre=centre.name)
    lines = [around.say("booking-closed-centre", centre=centre.name)]
    if centre.phone:
        lines.append(around.say("booking-call-centre", phone=centre.phone))
    return "\n\n".join([*lines, around.say("booking-closed-else")])


async def modes(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The ways this service can be visited."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    ways: list[Mode] = [mode for mode in choice.service.modes if mode is not Mode.VILLAGE]
    if Mode.VILLAGE in choice.service.modes and await destinations(around, choice, Mode.VILLAGE):
        ways.append(Mode.VILLAGE)  # only while a crew drives somewhere
    return {
        "service": choice.service.title,
        "modes": [(mode.value, around.label(f"booking-mode-{mode.value}")) for mode in ways],
    }


async def nearest(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The three nearest times at once."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    found = _first(choice.others(await around.desk.read(nearest_slots, choice.nearest())))
    lines = [around.say("booking-what", service=choice.service.title, mode=_mode(around, choice))]
    lines += _what_for(around, choice)
    if choice.whom is not None:
        lines.append(around.say("visit-who", specialist=choice.whom.name))
    if choice.moving is not None:
        was = slot_words(around, choice.moving.starts_at, choice.moving.time_zone)
        lines.append(around.say("booking-now", when=was))
    lines.append(around.say("booking-nearest") if found.slots else _nothing_free(around, choice))
    if found.slots and await _clocks_differ(around, choice, found):
        lines.append(around.say("booking-centre-clock"))
    return {
        "body": "\n\n".join(lines),
        "slots": slot_buttons(around, found),
        "free": bool(found.slots),
        "other_modes": len(choice.service.modes) > 1,
        "moving": choice.moving is not None,
        "booking": choice.moving is None,
        **_ways_on(choice, found),
    }


def _what_for(around: Here, choice: Choice) -> list[str]:
    """With what one comes, and for children of which age it is, as far as the centre has said it."""
    said = [around.say("booking-about", about=choice.service.about)] if choice.service.about else []
    if choice.service.ages is not None:
        first, last = choice.service.ages
        said.append(around.say("gathering-ages-same" if first == last else "gathering-ages", first=first, last=last))
    return ["\n".join(said)] if said else []


def _nothing_free(around: Here, choice: Choice) -> str:
    if choice.several and choice.specialist is not None:
        return around.say("booking-nothing-free-there")
    if choice.mode is Mode.VILLAGE and choice.may_wait:
        return around.say("booking-nothing-free-village")
    return around.say("booking-nothing-free" if choice.may_wait else "booking-nothing-free-now")


def _ways_on(choice: Choice, found: FreeSlots) -> dict[str, Any]:
    """Other people's times, and the waiting list under the name that fits what is shown."""
    waits = choice.may_wait
    return {**whom_data(choice), "may_wait": waits and bool(found.slots), "wait_for_any": waits and not found.slots}


def _first(found: FreeSlots) -> FreeSlots:
    return FreeSlots(found.slots[:NEAREST], found.time_zone)


async def _clocks_differ(around: Here, choice: Choice, found: FreeSlots) -> bool:
    starts_at, zone = found.slots[0].starts_at, await own_zone(around, found.time_zone)
    same = starts_at.astimezone(zone).utcoffset() == starts_at.astimezone(ZoneInfo(found.time_zone)).utcoffset()
    return choice.mode.remote and not same


async def day(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """A month with its free days."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    page = await month_page(around, choice, dialog_manager.dialog_data.get("month"))
    return {
        "body": around.say("booking-day") if page else _nothing_free(around, choice),
        "page": page,
        "any_day": page is not None,
        "wait_for_any": page is None and choice.may_wait,
    }


async def times(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The free times of one day."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    chosen = dialog_manager.dialog_data.get("day")
    if chosen is None:
        raise DialogOutdated("booking-outdated")
    the_day = date.fromisoformat(chosen)
    query = FreeTimes(
        choice.service.id, choice.mode, the_day, choice.specialist_id, choice.moving_id, choice.settlement
    )
    found = choice.others(await around.desk.read(free_times, query))
    clocks = [(slot.starts_at, slot.starts_at.astimezone(ZoneInfo(found.time_zone))) for slot in found.slots]
    words = around.label(f"on-weekday-{the_day.isoweekday()}", date=_date(around, the_day))
    return {
        "body": around.say("booking-time" if clocks else "booking-day-full", day=words),
        "times": [(slot_id(starts_at), f"{local:%-H:%M}") for starts_at, local in clocks],
    }


async def confirm(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is about to be booked, what to bring, and for a visitor the consent's own text."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    if choice.moving is not None:
        return {"body": await _move_words(around, choice), "visitor": False, "family": False, "moving": True}
    if choice.ticket is None:
        raise DialogOutdated("booking-outdated")
    visit = await visit_behind(dialog_manager, choice.ticket)
    visitor, call = around.desk.adult is None, await ringing(around, visit)
    parts = [around.say("booking-confirm"), await visit_card(around, visit), at_hand(around, visit)]
    parts += [call.words] if call.known else []
    parts.append(around.say("booking-held"))
    if visitor:
        document = consent_text(around, ConsentPurpose.PERSONAL_DATA)
        parts += [around.say("booking-consent"), f"<blockquote>{document}</blockquote>"]
    shown = {"visitor": visitor, "family": not visitor, "moving": False, "number": call.known}
    return {"body": "\n\n".join(parts), **shown}


async def _move_words(around: Here, choice: Choice) -> str:
    if choice.moving is None or choice.wanted is None or choice.giver is None:
        raise DialogOutdated("booking-outdated")
    zone, before = choice.moving.time_zone, choice.moving.specialist
    stays = choice.giver.id == choice.moving.specialist_id
    who = (
        around.say("booking-move-same", specialist=choice.giver.name)
        if stays
        else around.say("booking-move-other", specialist=choice.giver.name, before=before)
    )
    words = around.say(
        "booking-move",
        service=choice.service.title,
        mode=_mode(around, choice),
        was_mode=around.label(f"booking-mode-{choice.moving.mode.value}"),
        was=slot_words(around, choice.moving.starts_at, zone),
        will=slot_words(around, choice.wanted, zone),
    )
    settlement = await settlement_name(around, choice)
    where = [around.say("visit-settlement", settlement=settlement)] if settlement is not None else []
    return "\n\n".join([words, *where, who, around.say("booking-move-until")])


async def booked(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """It is done: everything once more, with the number."""
    around = here(dialog_manager)
    ticket, moved = dialog_manager.dialog_data.get("ticket"), bool(dialog_manager.dialog_data.get("moving"))
    if ticket is None:
        raise DialogOutdated("booking-outdated")
    visit = await visit_behind(dialog_manager, ticket)
    parts = [around.say("booking-moved" if moved else "booking-done"), await ticket_card(around, visit)]
    parts += [at_hand(around, visit), *await what_then(around, visit)]
    parts.append(around.say("booking-reminds" if await will_remind(around, visit) else "booking-soon"))
    return {
        "body": "\n\n".join(parts),
        "moving": moved,
        "booking": not moved,
        "map_url": map_url(visit),
        "own_call": (await ringing(around, visit)).own,
    }


async def gone(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The wanted time cannot be had: why, and what can."""
    around, choice = here(dialog_manager), await choice_of(dialog_manager)
    reason = choice.refused or Reason.TAKEN
    lines = [await refusal_words(around, reason, choice.standing)]
    if choice.moving is not None:
        lines.append(around.say("booking-old-time-stays"))
    found = FreeSlots((), "")
    if reason not in _NO_OTHER_TIME:
        query = choice.nearest(not_before=choice.wanted)
        found = _first(choice.others(await around.desk.read(nearest_slots, query)))
        lines.append(around.say("booking-instead") if found.slots else _nothing_free(around, choice))
    ways = {} if reason in _NO_OTHER_TIME else _ways_on(choice, found)
    return {
        "body": "\n\n".join(lines),
        "slots": slot_buttons(around, found),
        "free": bool(found.slots),
        "mine": reason in BY_OWN_VISITS,
        "moving": choice.moving is not None,
        "booking": choice.moving is None,
        **ways,
    }


def _mode(around: Here, choice: Choice) -> str:
    return around.label(f"booking-mode-{choice.mode.value}")


def _date(around: Here, the_day: date) -> str:
    return f"{the_day.day} {around.label(f'month-of-{the_day.month}')}"
