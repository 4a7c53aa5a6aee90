"""A visit in words, the same in every window: when and by whose clock, to whom, where, what to have at hand.

All of it starts from one instant and two zones (`clock_faces`), so that confirmation, list and reminder agree (B9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.here import Here
from core.booking.appointments import Visit
from core.booking.clock_faces import clock_faces
from core.booking.contacts import ReadVisitNumber, Whose, read_visit_number
from core.booking.free import FreeSlots
from core.booking.listing import ReadVisit, read_visit
from core.booking.refusals import Reason
from core.booking.reminder_times import reminder_times
from core.booking.states import Mode, Status
from core.families.settings import ReadSettings, read_settings

BY_OWN_VISITS = frozenset({Reason.LIMIT, Reason.OWN_VISIT})
"""What a family can do something about among its own visits."""


async def own_zone(around: Here, centre_zone: str) -> ZoneInfo:
    """The family's zone; a visitor has named none and is told the centre's time."""
    if around.desk.adult is None:
        return ZoneInfo(centre_zone)
    return ZoneInfo((await around.desk.read(read_settings, ReadSettings())).time_zone)


async def visit_card(around: Here, visit: Visit) -> str:
    """Everything about a visit as HTML, a thought a line."""
    lines = [*await _what(around, visit), _where(around, visit), *_room(around, visit)]
    if visit.settlement is not None:
        lines.append(around.say("visit-settlement", settlement=visit.settlement))
    return "\n".join(lines)


async def pair_card(around: Here, visits: Sequence[Visit]) -> str:
    """Two visits one after the other at one place, each with its number once it is booked."""
    parts = []
    for visit in visits:
        lines = [*await _what(around, visit), *_room(around, visit)]
        if visit.status is Status.CONFIRMED:
            lines.append(around.say("visit-ticket", ticket=visit.ticket))
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, _where(around, visits[0])])


async def _what(around: Here, visit: Visit) -> list[str]:
    what, who = around.say("visit-what", service=visit.service), around.say("visit-who", specialist=visit.specialist)
    return [what, await _when(around, visit), who]


def _room(around: Here, visit: Visit) -> list[str]:
    """The room one comes to; a visit elsewhere has none to tell."""
    if visit.mode is not Mode.PLACE or visit.room is None:
        return []
    return [around.say("visit-room", room=visit.room)]


async def ticket_card(around: Here, visit: Visit) -> str:
    """The same with the number to say on the phone, and with the status where it is no longer simply booked."""
    lines = [await visit_card(around, visit), around.say("visit-ticket", ticket=visit.ticket)]
    if visit.status is not Status.CONFIRMED:
        lines.append(around.say(f"visit-status-{visit.status.value.replace('_', '-')}"))
    return "\n".join(lines)


def at_hand(around: Here, visit: Visit) -> str:
    """What to bring or to have at hand."""
    return around.say(f"visit-bring-{visit.mode.value}")


async def what_then(around: Here, visit: Visit) -> list[str]:
    """What is still to do: at the centre's door, about the number to ring, or about the address of a visit."""
    if visit.mode.away:
        return [_about_address(around, visit)]
    if visit.mode is Mode.PHONE:
        return [(await ringing(around, visit)).words]
    return [around.say(f"visit-then-{visit.mode.value}")]


def _about_address(around: Here, visit: Visit) -> str:
    """The address itself is never shown again: telephones are shared."""
    if visit.address_known:
        return around.say("visit-address-known")
    if visit.centre_phone:
        return around.say("visit-address-by-phone", phone=visit.centre_phone)
    return around.say("visit-address-tell")


@dataclass(frozen=True, slots=True)
class Ringing:
    """Where the call of a visit by phone goes. `own`: to the number of whoever looks, who may change it."""

    words: str
    own: bool = False
    known: bool = False


async def ringing(around: Here, visit: Visit) -> Ringing:
    """Four figures of the own number under the own visit; of another adult's, or after hiding, not even whether there
    is one (E7)."""
    if visit.mode is not Mode.PHONE or around.desk.adult is None:
        return Ringing("")
    found = await around.desk.read(read_visit_number, ReadVisitNumber(visit.ticket))
    if found.whose is Whose.OWN:
        if found.masked is None:
            return Ringing(around.say("phone-unknown"), own=True)
        return Ringing(around.say("phone-will-ring", phone=found.masked), own=True, known=True)
    return Ringing(around.say("phone-other-adult" if found.whose is Whose.OTHER else "phone-by-agreement"))


async def will_remind(around: Here, visit: Visit) -> bool:
    """Whether a reminder is still ahead."""
    return bool(reminder_times(visit.starts_at, await own_zone(around, visit.time_zone), around.now))


def slot_label(around: Here, starts_at: datetime, zone: str) -> str:
    """A time on a button, by the clock of `zone`: «Завтра, 9:00», «Вт 24 ноября, 9:00»."""
    local = starts_at.astimezone(ZoneInfo(zone))
    days_ahead = (local.date() - around.now.astimezone(ZoneInfo(zone)).date()).days
    key = {0: "slot-today", 1: "slot-tomorrow"}.get(days_ahead, "slot-on-day")
    return around.label(
        key,
        time=clock(local),
        weekday=around.label(f"calendar-weekday-{local.isoweekday()}"),
        day=local.day,
        month=around.label(f"month-of-{local.month}"),
    )


def slot_words(around: Here, starts_at: datetime, zone: str) -> str:
    """The same inside a sentence: «завтра, 9:00»."""
    label = slot_label(around, starts_at, zone)
    return label[0].lower() + label[1:]


async def refusal_words(around: Here, reason: Reason, standing: str | None) -> str:
    """Why a time cannot be had; a visit of the family's own that is in the way is named."""
    if standing is None:
        return around.say(f"booking-refused-{reason.value.replace('_', '-')}")
    visit = await around.desk.read(read_visit, ReadVisit(standing))
    when = slot_words(around, visit.starts_at, visit.time_zone)
    return around.say("booking-standing-visit", service=visit.service, when=when)


def slot_buttons(around: Here, found: FreeSlots) -> list[tuple[str, str]]:
    """Free times as (minutes since 1970, label)."""
    return [(slot_id(slot.starts_at), slot_label(around, slot.starts_at, found.time_zone)) for slot in found.slots]


def slot_id(starts_at: datetime) -> str:
    """A start as a short number for a button."""
    return str(int(starts_at.timestamp()) // 60)


async def _when(around: Here, visit: Visit) -> str:
    zone = await own_zone(around, visit.time_zone)
    faces = clock_faces(visit.starts_at, ZoneInfo(visit.time_zone), zone, visit.mode)
    centre = around.say("visit-when", day=day_words(around, faces.centre), time=clock(faces.centre))
    if faces.family is None:
        return centre
    own = around.say("visit-when-yours", day=day_words(around, faces.family), time=clock(faces.family))
    return f"{centre}\n{own}"


def day_words(around: Here, local: datetime) -> str:
    """«вторник, 24 ноября»."""
    month = around.label(f"month-of-{local.month}")
    return around.label(f"visit-weekday-{local.isoweekday()}", date=f"{local.day} {month}")


def day_short(around: Here, day: date) -> str:
    """«24 ноября»."""
    return f"{day.day} {around.label(f'month-of-{day.month}')}"


def clock(local: datetime) -> str:
    """«9:00»."""
    return f"{local:%-H:%M}"


def _where(around: Here, visit: Visit) -> str:
    place = around.label("visit-address", centre=visit.centre, address=visit.centre_address or "")
    words = place if visit.centre_address else visit.centre
    return around.say(f"visit-where-{visit.mode.value}", centre=visit.centre, place=words)
