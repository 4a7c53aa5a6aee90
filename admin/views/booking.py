"""Booking for a family, also for one without a messenger; one visit: moving it, giving it back, printing it."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.forms import field, number, whole
from admin.keys import SIGNED_IN, STORE, TEXTS
from admin.rendering import go_to, page
from admin.views.appointments import chosen_place
from core.booking.appointments import Visit
from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, book
from core.booking.destinations import DestinationInfo, ReadDestinations, read_destinations
from core.booking.free import FreeSlots, FreeTimes, NearestSlots, free_times, nearest_slots
from core.booking.hold import Hold
from core.booking.home_address import (
    ForgetAddress,
    HomeAddress,
    NoAddress,
    ReadAddress,
    WriteAddress,
    forget_address,
    read_address,
    write_address,
)
from core.booking.listing import ReadServices, ReadVisit, ServiceInfo, read_services, read_visit
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.refusals import NotNow, SlotRefused, UnknownAppointment
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode, PartOfDay, Status
from core.families.consenting import Agreement
from core.families.entering import EnterFamily, FamilyRef, FindFamily, enter_family, find_family
from core.families.household import UnknownFamily
from core.families.tables import ConsentPurpose
from core.messaging.letters import Text
from core.staff.audit import Trace, trace_reading
from core.staff.places import my_workplaces
from core.use_case import Forbidden

CONFLICT = 409
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def book_page(request: web.Request) -> web.Response:
    """Whom, what, when: each choice is a plain link or form, nothing is held meanwhile."""
    return await _show_book(request)


async def book_visit(request: web.Request) -> web.Response:
    """Book, enter a family without a messenger, or put a family on the waiting list."""
    match await field(request, "deed"):
        case "enter":
            return await _enter(request)
        case "wait":
            return await _wait(request)
        case "book":
            return await _book(request)
    raise web.HTTPBadRequest


async def visit_page(request: web.Request) -> web.Response:
    """One visit, with free times to move it to."""
    return await _show_visit(request)


async def change_visit(request: web.Request) -> web.Response:
    """Move it, give it back, write down where to drive; a refusal leaves it as it was."""
    ticket, deed, told = request.match_info["ticket"], await field(request, "deed"), None
    store, member = request.app[STORE], request[SIGNED_IN].member
    try:
        if deed == "move":
            command = Reschedule(ticket, _moment(await field(request, "slot")))
            told = (await store.write(reschedule, command, member)).told
        elif deed == "cancel":
            told = (await store.write(cancel, Cancel(ticket), member)).told
        elif deed == "address":
            await store.write(write_address, WriteAddress(ticket, await field(request, "address")), member)
        elif deed == "forget-address":
            await store.write(forget_address, ForgetAddress(ticket), member)
        else:
            raise web.HTTPBadRequest
    except (SlotRefused, NotNow) as refused:
        key = refused.reason.value if isinstance(refused, SlotRefused) else "not-now"
        return await _show_visit(request, CONFLICT, key)
    except NoAddress:
        return await _show_visit(request, CONFLICT, "address")
    except UnknownAppointment as unknown:
        raise web.HTTPNotFound from unknown
    return go_to(f"/visits/{ticket}" if told is None else f"/visits/{ticket}?told={'yes' if told else 'no'}")


async def _show_book(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    store, member, wanted = request.app[STORE], request[SIGNED_IN].member, request.query
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    services = (await store.read(read_services, ReadServices(place.centre_id), member)).entries if place else ()
    service = next((one for one in services if str(one.id) == wanted.get("service")), None)
    family, unknown = await _family(request)
    mode = _mode(service, wanted.get("mode"))
    targets = await _targets(request, service, mode)
    target = next((one for one in targets if str(one.id) == wanted.get("settlement")), None)
    if target is None and mode is Mode.VILLAGE and targets:
        target = targets[0]
    found = await _free(request, service, mode, target) if service and place and mode else None
    return page(
        request,
        "book.html",
        status,
        places=places,
        place=place,
        services=services,
        service=service,
        mode=mode,
        targets=targets,
        target=target,
        family=family,
        problem=problem or ("family" if unknown else None),
        parts=tuple(PartOfDay),
        **_times(found),
        day=wanted.get("day", ""),
        here=urlencode({name: value for name, value in wanted.items() if name != "day"}),
    )


async def _show_visit(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    try:
        visit = await store.read(read_visit, ReadVisit(request.match_info["ticket"]), member)
    except UnknownAppointment as unknown:
        raise web.HTTPNotFound from unknown
    found = None
    if visit.status is Status.CONFIRMED:
        found = await _elsewhere(request, visit)
    return page(
        request,
        "visit.html",
        status,
        visit=visit,
        address=await _address(request, visit),
        problem=problem,
        told=request.query.get("told"),
        day=request.query.get("day", ""),
        **_times(found, but=visit.starts_at),
        wall=visit.starts_at.astimezone(ZoneInfo(visit.time_zone)),
    )


async def _address(request: web.Request, visit: Visit) -> HomeAddress | None:
    """Where to drive, as far as this member may know it; whoever reads the words leaves a trace."""
    if not visit.mode.away:
        return None
    store, member = request.app[STORE], request[SIGNED_IN].member
    found = await store.read(read_address, ReadAddress(visit.ticket), member)
    if found.words is not None:
        await store.write(trace_reading, Trace("address.read", "appointment", visit.id, visit.centre_id), member)
    return found


async def _family(request: web.Request) -> tuple[FamilyRef | None, bool]:
    ticket = request.query.get("family", "").strip()
    if not ticket:
        return None, False
    try:
        return await request.app[STORE].read(find_family, FindFamily(ticket), request[SIGNED_IN].member), False
    except (UnknownFamily, Forbidden):
        return None, True


async def _enter(request: web.Request) -> web.Response:
    centre_id = await number(request, "centre")
    text = request.app[TEXTS].html(Text("consent-personal-data"))
    agreement = Agreement(ConsentPurpose.PERSONAL_DATA, "paper", hashlib.sha256(text.encode()).hexdigest())
    entered = await request.app[STORE].write(enter_family, EnterFamily(centre_id, agreement), request[SIGNED_IN].member)
    return go_to(f"/book?{urlencode({**request.query, 'centre': centre_id, 'family': entered.ticket})}")


async def _wait(request: web.Request) -> web.Response:
    family, _ = await _family(request)
    if family is None:
        return await _show_book(request, CONFLICT, "family")
    wish = JoinWaiting(
        await number(request, "service"),
        Mode(await _one_of(request, "mode", Mode)),
        PartOfDay(await _one_of(request, "part", PartOfDay)),
        family.id,
    )
    await request.app[STORE].write(join_waiting, wish, request[SIGNED_IN].member)
    return go_to(f"/waiting?centre={request.query.get('centre', '')}")


async def _book(request: web.Request) -> web.Response:
    family, _ = await _family(request)
    if family is None:
        return await _show_book(request, CONFLICT, "family")
    mode = Mode(await _one_of(request, "mode", Mode))
    where = await field(request, "settlement", "")
    what = Hold(
        await number(request, "service"),
        mode,
        _moment(await field(request, "slot")),
        family_id=family.id,
        settlement_id=whole(where) if where else None,
    )
    try:
        visit = await request.app[STORE].write(book, Book(what), request[SIGNED_IN].member)
    except SlotRefused as refused:
        return await _show_book(request, CONFLICT, refused.reason.value)
    return go_to(f"/visits/{visit.ticket}")


async def _targets(request: web.Request, service: ServiceInfo | None, mode: Mode | None) -> tuple[DestinationInfo, ...]:
    """Where one can be driven to for this."""
    if service is None or mode is None or not mode.away:
        return ()
    query = ReadDestinations(service.id, mode)
    return (await request.app[STORE].read(read_destinations, query, request[SIGNED_IN].member)).entries


async def _free(request: web.Request, service: ServiceInfo, mode: Mode, target: DestinationInfo | None) -> FreeSlots:
    store, member = request.app[STORE], request[SIGNED_IN].member
    day, where = _day(request), target.id if target is not None else None
    if day is not None:
        return await store.read(free_times, FreeTimes(service.id, mode, day, settlement_id=where), member)
    return await store.read(nearest_slots, NearestSlots(service.id, mode, 12, settlement_id=where), member)


async def _elsewhere(request: web.Request, visit: Visit) -> FreeSlots:
    store, member, day = request.app[STORE], request[SIGNED_IN].member, _day(request)
    where = visit.settlement_id
    if day is not None:
        times = FreeTimes(visit.service_id, visit.mode, day, moving=visit.id, settlement_id=where)
        return await store.read(free_times, times, member)
    query = NearestSlots(
        visit.service_id, visit.mode, 12, not_before=visit.starts_at, moving=visit.id, settlement_id=where
    )
    return await store.read(nearest_slots, query, member)


def _times(found: FreeSlots | None, but: datetime | None = None) -> Context:
    zone = ZoneInfo(found.time_zone) if found and found.time_zone else None
    slots = [
        (int((slot.starts_at - EPOCH).total_seconds()) // 60, slot.starts_at.astimezone(zone), slot.specialist)
        for slot in (found.slots if found else ())
        if slot.starts_at != but
    ]
    return {"slots": slots}


def _mode(service: ServiceInfo | None, wanted: str | None) -> Mode | None:
    if service is None:
        return None
    return next((mode for mode in service.modes if mode.value == wanted), service.modes[0])


def _day(request: web.Request) -> date | None:
    try:
        return date.fromisoformat(request.query.get("day", ""))
    except ValueError:
        return None


def _moment(slot: str) -> datetime:
    return EPOCH + timedelta(minutes=min(whole(slot), 100_000_000))


async def _one_of(request: web.Request, name: str, kind: type[Mode] | type[PartOfDay]) -> str:
    value = await field(request, name)
    if value not in [member.value for member in kind]:
        raise web.HTTPBadRequest
    return value
