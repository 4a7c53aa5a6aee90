"""What has been chosen so far in this sitting: a few numbers in the dialog, everything else is read afresh.

A lost choice (an old button, a service the centre has stopped giving) leads politely back to the menu.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram_dialog import DialogManager

from bot.errors import DialogOutdated
from bot.here import here
from core.booking.appointments import Visit
from core.booking.free import FreeSlots, NearestSlots
from core.booking.listing import Person, ReadServices, ReadVisit, ServiceInfo, read_services, read_visit
from core.booking.refusals import Reason, UnknownAppointment
from core.booking.states import Mode

GONE = "booking-outdated"


@dataclass(frozen=True, slots=True)
class Choice:
    """Service and mode; `moving` is the visit that would move, `ticket` the time that is held.

    `settlement`: where a home or village visit goes; None: where the centre is. `specialist`: to whom and to nobody
    else; None: anybody who gives the service. `giver`: who would give a visit that moves. `standing`: the ticket of the
    family's own visit for which a time was refused.
    """

    service: ServiceInfo
    mode: Mode
    moving: Visit | None
    ticket: str | None
    wanted: datetime | None
    refused: Reason | None
    standing: str | None
    settlement: int | None
    specialist: Person | None
    giver: Person | None

    def nearest(self, count: int = 3, not_before: datetime | None = None) -> NearestSlots:
        """The question for free times of this choice; one more when a visit moves, for its own is no news."""
        own = 0 if self.moving is None else 1
        return NearestSlots(
            self.service.id,
            self.mode,
            count + own,
            self.specialist_id,
            not_before=not_before,
            moving=self.moving_id,
            settlement_id=self.settlement,
        )

    def others(self, found: FreeSlots) -> FreeSlots:
        """Free times without the one the moving visit has already."""
        if self.moving is None or (self.moving.mode, self.moving.settlement_id) != (self.mode, self.settlement):
            return found
        own = self.moving.starts_at
        return FreeSlots(tuple(slot for slot in found.slots if slot.starts_at != own), found.time_zone)

    @property
    def several(self) -> bool:
        """Whether there is anybody else to choose."""
        return len(self.service.specialists) > 1

    @property
    def whom(self) -> Person | None:
        """Who it will be, when that is sure already."""
        return self.specialist if self.several else self.service.specialists[0]

    @property
    def may_wait(self) -> bool:
        """Whether this can be waited for: a visit that moves has its time."""
        return self.moving is None

    @property
    def specialist_id(self) -> int | None:
        """To whom and to nobody else."""
        return self.specialist.id if self.specialist is not None else None

    @property
    def moving_id(self) -> int | None:
        """The visit whose own time counts as free."""
        return self.moving.id if self.moving is not None else None


async def choice_of(manager: DialogManager) -> Choice:
    """Read the choice back. Raises `DialogOutdated` when what was chosen is gone."""
    data = manager.dialog_data
    service = await _service(manager)
    refused, mode = data.get("refused"), Mode(data["mode"])
    return Choice(
        service=service,
        mode=mode,
        moving=await visit_behind(manager, data["moving"]) if data.get("moving") else None,
        ticket=data.get("ticket"),
        wanted=instant(data["wanted"]) if data.get("wanted") else None,
        refused=Reason(refused) if refused else None,
        standing=data.get("standing"),
        settlement=data.get("settlement") if mode.away else None,
        specialist=_person(service, data.get("specialist")),
        giver=_person(service, data.get("giver")),
    )


async def visit_behind(manager: DialogManager, ticket: str) -> Visit:
    """A visit or hold of this person. Raises `DialogOutdated` when there is none."""
    try:
        return await here(manager).desk.read(read_visit, ReadVisit(ticket))
    except UnknownAppointment as unknown:
        raise DialogOutdated("visit-outdated") from unknown


def instant(slot: Any) -> datetime:
    """The start behind a button's number."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=int(slot))


async def start_choice(start_data: Any, manager: DialogManager) -> None:
    """A booking started for moving a visit knows what, how and with whom; one for its address knows the visit."""
    if isinstance(start_data, dict) and "address" in start_data:
        manager.dialog_data.update(ticket=start_data["address"], alone=True)
    if isinstance(start_data, dict) and "moving" in start_data:
        visit = await visit_behind(manager, start_data["moving"])
        remember_service(manager, visit.centre_id, visit.service_id, visit.mode)
        whom = visit.specialist_id
        manager.dialog_data.update(moving=visit.ticket, settlement=visit.settlement_id, specialist=whom)


def remember_service(manager: DialogManager, centre_id: int, service_id: int, mode: Mode) -> None:
    """Keep what was chosen with the open screen; what was chosen about another service is forgotten."""
    manager.dialog_data.update(centre=centre_id, service=service_id, mode=mode.value)
    manager.dialog_data.update(specialist=None, month=None, day=None)


def _person(service: ServiceInfo, specialist_id: int | None) -> Person | None:
    """One of those who give the service; somebody who no longer does is nobody."""
    return next((one for one in service.specialists if one.id == specialist_id), None)


async def _service(manager: DialogManager) -> ServiceInfo:
    data = manager.dialog_data
    if "service" not in data:
        raise DialogOutdated(GONE)
    found = (await here(manager).desk.read(read_services, ReadServices(data["centre"]))).entries
    service = next((one for one in found if one.id == data["service"]), None)
    if service is None:
        raise DialogOutdated(GONE)
    return service
