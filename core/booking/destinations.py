"""Where families of a centre can be visited: the settlements it drives to, and when a crew is there next.

A settlement without a day ahead can be waited for (`JoinWaiting`): so requests gather until a day is planned there, and
then each family of the list is offered a time of it.
"""

from dataclasses import dataclass
from datetime import date

from core.booking.schedule import Offer, Schedule
from core.booking.states import Mode
from core.booking.tables import Service
from core.booking.timetable import offer_of, schedule_of
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadDestinations:
    """A service and how the family wants to be visited: `HOME` or `VILLAGE`."""

    service_id: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class DestinationInfo:
    """A settlement; `next_day` is the first day on which a crew is there and gives the service (village only).

    None: none is planned yet.
    """

    id: int
    name: str
    next_day: date | None


@dataclass(frozen=True, slots=True)
class Destinations:
    """By name; empty: the centre drives nowhere but around its own place."""

    entries: tuple[DestinationInfo, ...]


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def read_destinations(tx: Tx, query: ReadDestinations) -> Destinations:
    """Settlements the service can be had in; for a village visit only while somebody who gives it has a crew. Works
    before consent.
    """
    service = tx.session.get(Service, query.service_id)
    if service is None or not query.mode.away:
        return Destinations(())
    schedule = schedule_of(tx, service.centre_id)
    places = sorted(schedule.destinations.values(), key=lambda one: (one.name, one.id))
    offers = [(one, offer_of(tx, query.service_id, query.mode, one.id)) for one in places]
    if query.mode is Mode.HOME:
        return Destinations(tuple(DestinationInfo(one.id, one.name, None) for one, offer in offers if offer))
    return Destinations(
        tuple(
            DestinationInfo(one.id, one.name, _next_day(tx, schedule, offer, one.id))
            for one, offer in offers
            if offer and offer.seats()
        )
    )


def _next_day(tx: Tx, schedule: Schedule, offer: Offer, settlement_id: int) -> date | None:
    crews = {crew for _, crew in offer.seats()}
    window = offer.window(tx.now)
    first, last = (moment.astimezone(schedule.zone).date() for moment in (window.starts_at, window.ends_at))
    days = [
        day
        for (day, crew), there in schedule.village_days.items()
        if crew in crews and there.settlement_id == settlement_id and first <= day <= last
    ]
    return min(days, default=None)
