"""Two specialists in one visit to the centre: which two, one of the nearest pairs of times, one confirmation (F7).

Both times are held while the family reads, and both are booked together or neither: whoever travels for two must not
find only one. When either is lost meanwhile, both are given back and the next pairs are shown.
"""

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button

from bot.consent import become_family, consent_text
from bot.dialogs.booking.choice import GONE, instant, visit_behind
from bot.dialogs.booking.diary import send_diary_entry
from bot.dialogs.booking.handlers import give_back
from bot.dialogs.booking.map_link import map_url
from bot.dialogs.booking.telling import (
    BY_OWN_VISITS,
    at_hand,
    clock,
    pair_card,
    refusal_words,
    slot_id,
    slot_label,
    what_then,
    will_remind,
)
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Booking
from core.booking.appointments import Visit
from core.booking.hold import Hold, hold
from core.booking.listing import ReadServices, read_services
from core.booking.refusals import NotNow, Reason, SlotRefused, UnknownAppointment
from core.booking.states import Mode
from core.booking.together import BookTogether, Leg, PairedSlots, book_together, paired_slots
from core.families.tables import ConsentPurpose

_NO_OTHER_TIME = frozenset({Reason.LIMIT, Reason.NOT_OFFERED})


async def which_two(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everybody at the centre, with a tick at whom was chosen already."""
    around, picked = here(dialog_manager), dialog_manager.dialog_data.get("pair") or []
    ticked = [(one, f"✓ {title}" if one in picked else title) for one, title in (await _titles(around)).items()]
    return {
        "body": around.say("pair-ask-other" if picked else "pair-ask"),
        "services": [(str(one), title[:64]) for one, title in ticked],
    }


async def _titles(around: Here) -> dict[int, str]:
    """Services of the chosen centre that are given there, by id."""
    centre = (await around.place()).centre
    found = (await around.desk.read(read_services, ReadServices(centre.id))).entries if centre else ()
    return {one.id: one.title for one in found if Mode.PLACE in one.modes}


async def to_pair(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Choose two, from the beginning."""
    manager.dialog_data.update(pair=[], pair_refused=None)
    await manager.switch_to(Booking.pair)


async def tick(query: CallbackQuery, widget: Any, manager: DialogManager, service_id: str) -> None:
    """One of the two; tapped again, not that one."""
    picked, one = manager.dialog_data.get("pair") or [], int(service_id)
    picked = [each for each in picked if each != one] if one in picked else [*picked, one]
    manager.dialog_data["pair"] = picked
    if len(picked) > 1:
        await manager.switch_to(Booking.pair_times)


async def times(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The nearest pairs of times, after what became of the last choice."""
    around, titles = here(dialog_manager), await _chosen(dialog_manager)
    lines, refused = [], dialog_manager.dialog_data.get("pair_refused")
    reason = Reason(refused["reason"]) if refused else None
    if refused and reason:
        lines.append(around.say("pair-about", service=titles.get(refused["service"], "")))
        lines.append(await refusal_words(around, reason, refused["standing"]))
    pairs: list[tuple[str, str]] = []
    if reason not in _NO_OTHER_TIME:
        one, other = titles
        found = await around.desk.read(paired_slots, PairedSlots(one, other))
        pairs = [(_id(pair), _label(around, pair, found.time_zone)) for pair in found.pairs]
        told = [_line(around, pair, titles, found.time_zone) for pair in found.pairs]
        heading = around.say("pair-times" if told else "pair-nothing", both=", ".join(titles.values()))
        lines += [heading, "\n".join(told)] if told else [heading]
    return {"body": "\n\n".join(lines), "pairs": pairs, "none": not pairs, "mine": reason in BY_OWN_VISITS}


async def _chosen(manager: DialogManager) -> dict[int, str]:
    """The two services. Raises `DialogOutdated` when one of them is gone."""
    titles = await _titles(here(manager))
    picked = {one: titles[one] for one in manager.dialog_data.get("pair") or () if one in titles}
    if len(picked) != 2:
        raise DialogOutdated(GONE)
    return picked


def _label(around: Here, pair: tuple[Leg, Leg], zone: str) -> str:
    return around.label("pair-slot", when=slot_label(around, pair[0].slot.starts_at, zone), then=_then(pair, zone))


def _line(around: Here, pair: tuple[Leg, Leg], titles: dict[int, str], zone: str) -> str:
    when = slot_label(around, pair[0].slot.starts_at, zone)
    first, second = (titles[leg.service_id] for leg in pair)
    return around.say("pair-line", when=when, first=first, then=_then(pair, zone), second=second)


def _then(pair: tuple[Leg, Leg], zone: str) -> str:
    return clock(pair[1].slot.starts_at.astimezone(ZoneInfo(zone)))


def _id(pair: tuple[Leg, Leg]) -> str:
    """Both halves as numbers: service, minutes since 1970, specialist."""
    halves = ((leg.service_id, slot_id(leg.slot.starts_at), leg.slot.specialist_id) for leg in pair)
    return ".".join(str(number) for half in halves for number in half)


def _wishes(pair_id: str) -> tuple[Hold, Hold]:
    one, at, who, other, then, whom = (int(number) for number in pair_id.split("."))
    return Hold(one, Mode.PLACE, instant(at), who), Hold(other, Mode.PLACE, instant(then), whom)


async def choose_pair(query: CallbackQuery, widget: Any, manager: DialogManager, pair: str) -> None:
    """Hold both for ten minutes, or neither."""
    tickets: list[str] = manager.dialog_data.setdefault("tickets", [])
    tickets.clear()
    try:
        for wish in _wishes(pair):
            tickets.append((await here(manager).desk.write(hold, wish)).ticket)
    except SlotRefused as refused:
        await _offer_others(manager, refused)
    else:
        await manager.switch_to(Booking.pair_confirm)


async def confirm(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is about to be booked, and for a visitor the consent's own text."""
    around, visits = here(dialog_manager), await _visits(dialog_manager)
    parts = [around.say("booking-confirm"), await pair_card(around, visits), at_hand(around, visits[0])]
    parts.append(around.say("pair-held"))
    visitor = around.desk.adult is None
    if visitor:
        document = consent_text(around, ConsentPurpose.PERSONAL_DATA)
        parts += [around.say("booking-consent"), f"<blockquote>{document}</blockquote>"]
    return {"body": "\n\n".join(parts), "visitor": visitor, "family": not visitor}


async def settle(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Book both, for a visitor together with the consent."""
    around, visits = here(manager), await _visits(manager)
    if around.desk.adult is None:
        await become_family(around)
    first, second = (Hold(one.service_id, one.mode, one.starts_at, one.specialist_id) for one in visits)
    try:
        done = await around.desk.write(book_together, BookTogether(first, second))
    except SlotRefused as refused:
        await _offer_others(manager, refused)
    except (UnknownAppointment, NotNow) as gone:
        raise DialogOutdated("visit-outdated") from gone
    else:
        manager.dialog_data["tickets"] = [done.first.ticket, done.second.ticket]
        await manager.switch_to(Booking.pair_booked)


async def booked(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """It is done: both once more, with their numbers."""
    around, visits = here(dialog_manager), await _visits(dialog_manager)
    first = visits[0]
    parts = [around.say("booking-done"), await pair_card(around, visits), at_hand(around, first)]
    parts += await what_then(around, first)
    parts.append(around.say("booking-reminds" if await will_remind(around, first) else "booking-soon"))
    return {"body": "\n\n".join(parts), "map_url": map_url(first)}


async def _visits(manager: DialogManager) -> list[Visit]:
    """Both, in the order in which the family is seen. Raises `DialogOutdated` when one is gone."""
    tickets = manager.dialog_data.get("tickets") or ()
    if len(tickets) != 2:
        raise DialogOutdated(GONE)
    return [await visit_behind(manager, ticket) for ticket in tickets]


async def other_pair(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Let both times go and show others."""
    await _let_both_go(manager)
    manager.dialog_data["pair_refused"] = None
    await manager.switch_to(Booking.pair_times)


async def decline(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Нет» to the consent: nothing stays behind, the held times least of all."""
    await _let_both_go(manager)
    manager.dialog_data["pair_refused"] = None
    await manager.switch_to(Booking.pair_declined)


async def send_entries(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Both visits as calendar files."""
    for visit in await _visits(manager):
        await send_diary_entry(manager, visit.ticket)


async def _offer_others(manager: DialogManager, refused: SlotRefused) -> None:
    await _let_both_go(manager)
    manager.dialog_data["pair_refused"] = {
        "reason": refused.reason.value,
        "service": refused.instead.service_id,
        "standing": refused.standing,
    }
    await manager.switch_to(Booking.pair_times)


async def _let_both_go(manager: DialogManager) -> None:
    for ticket in manager.dialog_data.pop("tickets", None) or ():
        await give_back(manager, ticket)
