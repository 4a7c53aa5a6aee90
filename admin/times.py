"""Free times as buttons: each names a moment and a person, and exactly these two are what its form sends (F7)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.forms import field, whole
from admin.keys import SIGNED_IN, STORE
from core.booking.appointments import Visit
from core.booking.free import FreeSlots
from core.booking.listing import Person, ReadVisit, read_visit
from core.booking.refusals import SlotRefused
from core.use_case import Forbidden

COUNT = 12
"""Nearest times on a page."""
ANYBODY = "any"
"""Whoever is free, as an explicit choice."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MINUTE = 100_000_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pressed button: when (UTC) and with whom."""

    starts_at: datetime
    specialist_id: int

    def words(self, people: tuple[Person, ...], zone: ZoneInfo) -> str:
        """For a refusal: "Анна Сергеевна, 30.11 10:00"."""
        who = next((f"{one.name}, " for one in people if one.id == self.specialist_id), "")
        return f"{who}{self.starts_at.astimezone(zone):%d.%m %H:%M}"


async def chosen(request: web.Request) -> Chosen:
    """What the form sent. Raises 400 for a moment without a person."""
    minute, _, specialist = (await field(request, "slot")).partition("@")
    return Chosen(_EPOCH + timedelta(minutes=min(whole(minute), _LAST_MINUTE)), whole(specialist))


def buttons(found: FreeSlots | None, but: Chosen | None = None) -> Context:
    """What `_slots.html` shows: the value of each button, the centre's wall clock, the specialist's name.

    `but`: what is left out, because the visit is there already.
    """
    zone = ZoneInfo(found.time_zone) if found and found.time_zone else None
    slots = [
        (
            f"{int((slot.starts_at - _EPOCH).total_seconds()) // 60}@{slot.specialist_id}",
            slot.starts_at.astimezone(zone),
            slot.specialist,
        )
        for slot in (found.slots if found else ())
        if Chosen(slot.starts_at, slot.specialist_id) != but
    ]
    return {"slots": slots}


async def standing_visit(request: web.Request, refused: SlotRefused) -> Visit | None:
    """The family's own visit for which a time was refused, as far as this member may see it."""
    if refused.standing is None:
        return None
    try:
        return await request.app[STORE].read(read_visit, ReadVisit(refused.standing), request[SIGNED_IN].member)
    except Forbidden:  # it is at another centre
        return None


def wanted_person(request: web.Request, people: tuple[Person, ...], otherwise: int | None = None) -> int | None:
    """With whom, as chosen on the page; None: whoever is free. `otherwise` counts while nothing was chosen."""
    named = request.query.get("specialist", "")
    ids = {str(one.id): one.id for one in people}
    return None if named == ANYBODY else ids.get(named, ids.get(str(otherwise)))


def wanted_day(request: web.Request) -> date | None:
    """The day chosen on the page."""
    try:
        return date.fromisoformat(request.query.get("day", ""))
    except ValueError:
        return None
