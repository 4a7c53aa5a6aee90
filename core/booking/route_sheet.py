"""The route of a day out: whom a crew visits, in order, for what, and how to get hold of the family (C8, B15).

Anybody who sees the centre's appointments sees the order; addresses stand only on the sheet of whoever drives.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.appointments import Visit, visits
from core.booking.contacts import Contact, Number, contacts_of
from core.booking.home_address import drives, open_address
from core.booking.outing_tables import Outing
from core.booking.schedule import span_of_days
from core.booking.states import ACTIVE, Mode
from core.booking.tables import Appointment, Resource
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadRoute:
    """A day (the centre's calendar) of a centre; `crew_id` narrows to one crew."""

    centre_id: int
    day: date
    crew_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the day. `address` None: nobody left one (`address_known` False) or this actor does not drive there.

    `family` is the ticket the family says on the phone; `writes` tells whether it reads a messenger; `number` is where
    it can be rung, open to whoever drives like the address; `silent`: it hid its conversation, nobody rings (E7).
    """

    visit: Visit
    family: str
    writes: bool
    number: Number | None
    silent: bool
    address_known: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A crew as a choice."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Route:
    """Stops by time, and the crews one can choose from. `mine`: at least one stop is driven to by the actor."""

    stops: tuple[Stop, ...]
    crews: tuple[Person, ...]
    mine: bool


@use_case(Permission.READ_APPOINTMENTS)
def read_route(tx: Tx, query: ReadRoute) -> Route:
    """The visits out of the house of one day, as far as the actor may know them."""
    tx.require_centre(query.centre_id)
    zone = ZoneInfo(tx.session.get_one(Centre, query.centre_id).time_zone)
    span = span_of_days([query.day], zone)
    found = visits(
        tx,
        col(Appointment.centre_id) == query.centre_id,
        col(Appointment.starts_at) >= span.starts_at,
        col(Appointment.starts_at) < span.ends_at,
        col(Appointment.mode).in_((Mode.HOME, Mode.VILLAGE)),
        col(Appointment.status).in_(ACTIVE),
        col(Appointment.family_id).is_not(None),
    )
    rows = [(visit, tx.session.get_one(Outing, visit.id)) for visit in found]
    contacts = contacts_of(tx, [visit.id for visit in found])
    stops = [_stop(tx, visit, out, contacts[visit.id]) for visit, out in rows if query.crew_id in (None, out.crew_id)]
    crews = select(Resource).where(Resource.centre_id == query.centre_id, col(Resource.kind) == "crew")
    named = tuple(Person(row.id or 0, row.name) for row in tx.session.exec(crews.order_by(col(Resource.name))))
    return Route(tuple(stop for stop, _ in stops), named, any(mine for _, mine in stops))


def _stop(tx: Tx, visit: Visit, outing: Outing, contact: Contact) -> tuple[Stop, bool]:
    row = tx.session.get_one(Appointment, visit.id)
    mine = drives(tx, row, outing)
    address = open_address(tx, row, outing) if mine else None
    known = visit.address_known
    return Stop(visit, contact.ticket, contact.writes, contact.number, contact.silent, known, address), mine
