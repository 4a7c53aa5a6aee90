"""What a centre enters before families can book: specialists, rooms, services, who gives what where (C8)."""

from dataclasses import dataclass, replace

from sqlmodel import col, delete

from core.booking.hits import Hit, Why, announce, hit_visits
from core.booking.states import Mode, ResourceKind
from core.booking.tables import Offering, Resource, Service, ServiceMode
from core.booking.timetable import renew, schedule_of
from core.permissions import Permission
from core.use_case import Forbidden, Refused, Tx, use_case


class UnknownResource(Refused):
    """No such specialist, room or service in this centre."""


@dataclass(frozen=True, slots=True)
class AddResource:
    """A specialist, room or crew. `account_id` is the specialist's sign-in, if there is one."""

    centre_id: int
    name: str
    kind: ResourceKind = ResourceKind.SPECIALIST
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class ResourceId:
    """The new specialist, room or crew."""

    resource_id: int


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def add_resource(tx: Tx, command: AddResource) -> ResourceId:
    """Enter somebody or something that can be booked."""
    tx.require_centre(command.centre_id)
    row = Resource(centre_id=command.centre_id, kind=command.kind, name=command.name, account_id=command.account_id)
    tx.session.add(row)
    tx.session.flush()
    renew(tx, command.centre_id)
    assert row.id is not None
    return ResourceId(row.id)


@dataclass(frozen=True, slots=True)
class ChangeResource:
    """Another name, or does not work here any more (booked visits stay booked and are answered with)."""

    resource_id: int
    name: str
    works: bool


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def change_resource(tx: Tx, command: ChangeResource) -> Hit:
    """Rename, retire or bring back a specialist, room or crew. Answers with what it hits."""
    row = reach_resource(tx, command.resource_id)
    row.name, row.works = command.name, command.works
    tx.session.add(row)
    return announce(tx, row.centre_id)


@dataclass(frozen=True, slots=True)
class AddService:
    """Something to come for. All times in minutes, multiples of five; `step_minutes` defaults to the length."""

    centre_id: int
    speciality: str
    title: str
    minutes: int
    modes: frozenset[Mode]
    step_minutes: int | None = None
    buffer_minutes: int = 0
    travel_minutes: int = 0
    notice_minutes: int = 60
    horizon_days: int = 30
    about: str = ""
    ages: tuple[int, int] | None = None
    """Of the child, whole years, both ends included; None: any, or it is for the adults."""


@dataclass(frozen=True, slots=True)
class ServiceId:
    """The new service."""

    service_id: int


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def add_service(tx: Tx, command: AddService) -> ServiceId:
    """Enter a service. It has no price by design: all help here is free of charge."""
    tx.require_centre(command.centre_id)
    row = Service(
        centre_id=command.centre_id,
        speciality=command.speciality,
        title=command.title,
        minutes=command.minutes,
        step_minutes=command.step_minutes or command.minutes,
        buffer_minutes=command.buffer_minutes,
        travel_minutes=command.travel_minutes,
        notice_minutes=command.notice_minutes,
        horizon_days=command.horizon_days,
    )
    _tell_what_for(row, command)
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    _give_in(tx, row.id, command.modes)
    renew(tx, command.centre_id)
    return ServiceId(row.id)


@dataclass(frozen=True, slots=True)
class ChangeService:
    """A service as it is from now on, in the units of `AddService`. Booked visits keep the time they take and the way
    they were promised."""

    service_id: int
    title: str
    minutes: int
    modes: frozenset[Mode]
    step_minutes: int
    buffer_minutes: int
    travel_minutes: int
    notice_minutes: int
    horizon_days: int
    about: str = ""
    ages: tuple[int, int] | None = None


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def change_service(tx: Tx, command: ChangeService) -> Hit:
    """Change what families see of a service, which times and which ways are offered. Answers with what it hits.

    Raises `UnknownResource`.
    """
    row = _reach_service(tx, command.service_id)
    for name in ("title", "minutes", "step_minutes", "buffer_minutes", "travel_minutes", "notice_minutes"):
        setattr(row, name, getattr(command, name))
    row.horizon_days = command.horizon_days
    _tell_what_for(row, command)
    tx.session.add(row)
    _give_in(tx, command.service_id, command.modes)
    return announce(tx, row.centre_id)


def _tell_what_for(row: Service, command: AddService | ChangeService) -> None:
    row.about = command.about
    row.age_from, row.age_to = command.ages or (None, None)


@dataclass(frozen=True, slots=True)
class ForeseeModes:
    """A service as it might be given: in these ways and no others."""

    service_id: int
    modes: frozenset[Mode]


@use_case(Permission.MANAGE_SCHEDULE)
def foresee_modes(tx: Tx, query: ForeseeModes) -> Hit:
    """Booked visits ahead that would be left without their way; nothing is changed. Raises `UnknownResource`."""
    schedule, service = schedule_of(tx, _reach_service(tx, query.service_id).centre_id), query.service_id
    might_be = replace(schedule, modes={**schedule.modes, service: query.modes})
    going = {(service, mode) for mode in schedule.modes.get(service, frozenset()) - query.modes}
    left = (one for one in hit_visits(tx, might_be) if one.why is Why.MODE)
    return Hit(tuple(one for one in left if (one.visit.service_id, one.visit.mode) in going), ())


@dataclass(frozen=True, slots=True)
class StopOffering:
    """A service the centre gives no more. Booked visits stay booked and are answered with."""

    service_id: int


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def stop_offering(tx: Tx, command: StopOffering) -> Hit:
    """Take a service off the list. Answers with what it hits. Raises `UnknownResource`."""
    row = _reach_service(tx, command.service_id)
    row.offered = False
    tx.session.add(row)
    return announce(tx, row.centre_id)


@dataclass(frozen=True, slots=True)
class Assign:
    """A specialist gives a service, at the centre in this room."""

    service_id: int
    specialist_id: int
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """Done."""


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def assign(tx: Tx, command: Assign) -> Assigned:
    """Let a specialist give a service; again with another room changes the room. Raises `UnknownResource`."""
    service = _reach_service(tx, command.service_id)
    reach_resource(tx, command.specialist_id, ResourceKind.SPECIALIST, service.centre_id)
    if command.room_id is not None:
        reach_resource(tx, command.room_id, ResourceKind.ROOM, service.centre_id)
    _let_go(tx, command.service_id, command.specialist_id)
    tx.session.add(
        Offering(service_id=command.service_id, specialist_id=command.specialist_id, room_id=command.room_id)
    )
    renew(tx, service.centre_id)
    return Assigned()


@dataclass(frozen=True, slots=True)
class Unassign:
    """A specialist gives a service no more. Booked visits stay booked and are answered with."""

    service_id: int
    specialist_id: int


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def unassign(tx: Tx, command: Unassign) -> Hit:
    """Take a specialist off a service; whoever does not give it stays so. Raises `UnknownResource`."""
    service = _reach_service(tx, command.service_id)
    _let_go(tx, command.service_id, command.specialist_id)
    return announce(tx, service.centre_id)


def reach_resource(
    tx: Tx, resource_id: int, kind: ResourceKind | None = None, centre_id: int | None = None
) -> Resource:
    """The row, after checking the actor's centres. Raises `UnknownResource` or `Forbidden`."""
    row = tx.session.get(Resource, resource_id)
    if row is None or (kind is not None and row.kind is not kind):
        raise UnknownResource(f"resource {resource_id}")
    if centre_id is not None and row.centre_id != centre_id:
        raise Forbidden("specialist, room and service belong to one centre")
    tx.require_centre(row.centre_id)
    return row


def _reach_service(tx: Tx, service_id: int) -> Service:
    row = tx.session.get(Service, service_id)
    if row is None:
        raise UnknownResource(f"service {service_id}")
    tx.require_centre(row.centre_id)
    return row


def _give_in(tx: Tx, service_id: int, modes: frozenset[Mode]) -> None:
    tx.session.exec(delete(ServiceMode).where(col(ServiceMode.service_id) == service_id))
    tx.session.add_all(ServiceMode(service_id=service_id, mode=mode) for mode in sorted(modes))


def _let_go(tx: Tx, service_id: int, specialist_id: int) -> None:
    given = col(Offering.service_id) == service_id, col(Offering.specialist_id) == specialist_id
    tx.session.exec(delete(Offering).where(*given))
