"""What there is to book, what a family has booked, and a centre's day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.appointments import Visit, reach, visit_of, visits
from core.booking.schedule import span_of_days
from core.booking.states import BOOKED, Mode, ResourceKind, Status
from core.booking.tables import Appointment, Offering, Resource, Service, ServiceMode
from core.centres.tables import Centre
from core.families.household import reach_family
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Person:
    """A specialist (or a room) as families see them."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """Something to book: how long, how, with whom."""

    id: int
    speciality: str
    title: str
    minutes: int
    modes: tuple[Mode, ...]
    specialists: tuple[Person, ...]
    about: str
    """With what one comes; may be empty."""
    ages: tuple[int, int] | None
    """Of the child, whole years, both ends included."""


@dataclass(frozen=True, slots=True)
class ReadServices:
    """Whose services; `speciality` narrows ("lawyer")."""

    centre_id: int
    speciality: str | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """Services somebody gives at present, by title. Empty when the centre is not open for booking."""

    entries: tuple[ServiceInfo, ...]


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def read_services(tx: Tx, query: ReadServices) -> Services:
    """What a family can book at the centre. Works before consent."""
    statement = (
        select(Service)
        .join(Centre, col(Centre.id) == col(Service.centre_id))
        .where(Service.centre_id == query.centre_id, col(Service.offered), col(Centre.opened))
        .order_by(col(Service.title), col(Service.id))
    )
    if query.speciality is not None:
        statement = statement.where(Service.speciality == query.speciality)
    rows = [row for row in tx.session.exec(statement) if row.id is not None]
    people = _people(tx, [row.id for row in rows if row.id is not None])
    modes = _modes(tx, [row.id for row in rows if row.id is not None])
    return Services(
        tuple(
            ServiceInfo(
                row.id,
                row.speciality,
                row.title,
                row.minutes,
                modes[row.id],
                people[row.id],
                row.about,
                (row.age_from, row.age_to) if row.age_from is not None and row.age_to is not None else None,
            )
            for row in rows
            if row.id is not None and people[row.id]
        )
    )


@dataclass(frozen=True, slots=True)
class ReadMyVisits:
    """A family's visits ahead; `all` adds those that are over."""

    family_id: int
    all: bool = False


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits by time."""

    entries: tuple[Visit, ...]


@use_case(Permission.FAMILY, Permission.READ_APPOINTMENTS)
def read_my_visits(tx: Tx, query: ReadMyVisits) -> Visits:
    """«Мои записи». Holds are left out: they are a screen, not a visit."""
    reach_family(tx, query.family_id)
    mine = col(Appointment.family_id) == query.family_id
    if query.all:
        return Visits(visits(tx, mine, col(Appointment.status).not_in((Status.HELD, Status.EXPIRED))))
    ahead = col(Appointment.status).in_(BOOKED)
    return Visits(visits(tx, mine, ahead, col(Appointment.ends_at) > tx.now))


@dataclass(frozen=True, slots=True)
class ReadVisit:
    """One visit by its ticket."""

    ticket: str


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS)
def read_visit(tx: Tx, query: ReadVisit) -> Visit:
    """The visit or hold as it stands. Raises `UnknownAppointment` for somebody else's."""
    return visit_of(tx, reach(tx, query.ticket, lock=False))


@dataclass(frozen=True, slots=True)
class ReadRooms:
    """Whose."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Rooms:
    """Rooms in use, by name."""

    entries: tuple[Person, ...]


@use_case(Permission.READ_APPOINTMENTS)
def read_rooms(tx: Tx, query: ReadRooms) -> Rooms:
    """The rooms a visit or a club can be put into."""
    tx.require_centre(query.centre_id)
    mine = select(Resource).where(Resource.centre_id == query.centre_id, Resource.kind == ResourceKind.ROOM)
    rows = tx.session.exec(mine.where(col(Resource.works)).order_by(col(Resource.name), col(Resource.id)))
    return Rooms(tuple(Person(row.id or 0, row.name) for row in rows))


@dataclass(frozen=True, slots=True)
class ReadAgenda:
    """The days of a centre (its own calendar), both included; `specialist_id` narrows."""

    centre_id: int
    first: date
    last: date
    specialist_id: int | None = None


@use_case(Permission.READ_APPOINTMENTS)
def read_agenda(tx: Tx, query: ReadAgenda) -> Visits:
    """Who comes when: everything but what was never or is no longer booked; live holds are shown as such."""
    tx.require_centre(query.centre_id)
    zone = ZoneInfo(tx.session.get_one(Centre, query.centre_id).time_zone)
    span = span_of_days([query.first, query.last], zone)
    conditions = [
        col(Appointment.centre_id) == query.centre_id,
        col(Appointment.starts_at) >= span.starts_at,
        col(Appointment.starts_at) < span.ends_at,
        col(Appointment.status).not_in((Status.CANCELLED, Status.EXPIRED)),
    ]
    if query.specialist_id is not None:
        conditions.append(col(Appointment.specialist_id) == query.specialist_id)
    found = visits(tx, *conditions)
    return Visits(tuple(visit for visit in found if visit.held_until is None or visit.held_until > tx.now))


def _people(tx: Tx, services: list[int]) -> dict[int, tuple[Person, ...]]:
    rows = tx.session.exec(
        select(Offering.service_id, Resource.id, Resource.name)
        .join(Resource, col(Resource.id) == col(Offering.specialist_id))
        .where(col(Offering.service_id).in_(services), col(Resource.works))
        .order_by(col(Resource.name), col(Resource.id))
    )
    people: dict[int, tuple[Person, ...]] = defaultdict(tuple)
    for service, resource, name in rows:
        if resource is not None:
            people[service] = (*people[service], Person(resource, name))
    return people


def _modes(tx: Tx, services: list[int]) -> dict[int, tuple[Mode, ...]]:
    modes: dict[int, tuple[Mode, ...]] = defaultdict(tuple)
    rows = tx.session.exec(select(ServiceMode).where(col(ServiceMode.service_id).in_(services)))
    for row in sorted(rows, key=lambda row: list(Mode).index(row.mode)):
        modes[row.service_id] = (*modes[row.service_id], row.mode)
    return modes
