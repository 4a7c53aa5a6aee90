"""One visit: whom to call about it, moving it, giving it back, where to drive, printing it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.forms import field, whole, words_typed
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from admin.times import COUNT, Chosen, buttons, chosen, standing_visit, wanted_day, wanted_person
from admin.whom_to_call import note, whom_to_call
from core.booking.appointments import Visit
from core.booking.calling import ReadCall, read_call
from core.booking.cancel import Cancel, cancel
from core.booking.contacts import WriteNumber, write_number
from core.booking.free import FreeSlots, FreeTimes, NearestSlots, free_times, nearest_slots
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
from core.booking.listing import Person, ReadServices, ReadVisit, read_services, read_visit
from core.booking.refusals import NotNow, SlotRefused, UnknownAppointment
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Status
from core.families.phone import NoPhone, WhichAdult
from core.staff.audit import Trace

CONFLICT = 409


async def visit_page(request: web.Request) -> web.Response:
    """One visit, with free times to move it to."""
    return await _show(request)


async def change_visit(request: web.Request) -> web.Response:
    """Move it, give it back, write down where to drive or to ring; a refusal leaves it as it was."""
    ticket, deed, told = request.match_info["ticket"], await field(request, "deed"), None
    store, member = request.app[STORE], request[SIGNED_IN].member
    asked = await chosen(request) if deed == "move" else None
    try:
        if asked is not None:
            move = Reschedule(ticket, asked.starts_at, specialist_id=asked.specialist_id)
            told = (await store.write(reschedule, move, member)).told
        elif deed == "cancel":
            told = (await store.write(cancel, Cancel(ticket), member)).told
        elif deed == "address":
            await store.write(write_address, WriteAddress(ticket, await field(request, "address")), member)
        elif deed == "phone":
            named = await field(request, "adult", "")
            number = WriteNumber(ticket, await field(request, "phone"), whole(named) if named else None)
            await store.write(write_number, number, member)
        elif deed == "forget-phone":
            await store.write(write_number, WriteNumber(ticket, ""), member)
        elif deed == "forget-address":
            await store.write(forget_address, ForgetAddress(ticket), member)
        else:
            raise web.HTTPBadRequest
    except (SlotRefused, NotNow) as refused:
        if isinstance(refused, NotNow):
            return await _show(request, CONFLICT, "not-now", asked)
        standing = await standing_visit(request, refused)
        return await _show(request, CONFLICT, refused.reason.value, asked, standing)
    except NoAddress:
        return await _show(request, CONFLICT, "address")
    except NoPhone:
        return await _show(request, CONFLICT, "phone")
    except WhichAdult as unnamed:
        raise web.HTTPBadRequest from unnamed
    except UnknownAppointment as unknown:
        raise web.HTTPNotFound from unknown
    return go_to(f"/visits/{ticket}" if told is None else f"/visits/{ticket}?told={'yes' if told else 'no'}")


async def _show(
    request: web.Request,
    status: int = 200,
    problem: str | None = None,
    asked: Chosen | None = None,
    standing: Visit | None = None,
) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    try:
        visit = await store.read(read_visit, ReadVisit(request.match_info["ticket"]), member)
    except UnknownAppointment as unknown:
        raise web.HTTPNotFound from unknown
    address = await _address(request, visit)
    read = ("visit.read",) if address is None or address.words is None else ("visit.read", "address.read")
    await note(request, [Trace(action, "appointment", visit.id, visit.centre_id) for action in read])
    people, found, zone = await _givers(request, visit), None, ZoneInfo(visit.time_zone)
    with_whom = wanted_person(request, people, otherwise=visit.specialist_id)
    if visit.status is Status.CONFIRMED:
        found = await _elsewhere(request, visit, with_whom, asked.starts_at if asked else visit.starts_at)
    whom = await whom_to_call(request, [visit])
    return page(
        request,
        "visit.html",
        status,
        visit=visit,
        whom=whom,
        adults=whom[visit.id].adults if visit.id in whom else (),
        adult=None,
        called=await store.read(read_call, ReadCall(visit.ticket), member),
        address=address,
        problem=problem,
        typed=await words_typed(request) if problem else {},
        standing=standing,
        told=request.query.get("told"),
        asked=asked.words(people, zone) if asked else None,
        people=people,
        specialist=with_whom,
        day=request.query.get("day", "") if asked is None else "",
        **buttons(found, but=Chosen(visit.starts_at, visit.specialist_id)),
        wall=visit.starts_at.astimezone(zone),
    )


async def _givers(request: web.Request, visit: Visit) -> tuple[Person, ...]:
    """Who can be chosen instead."""
    query = ReadServices(visit.centre_id)
    services = (await request.app[STORE].read(read_services, query, request[SIGNED_IN].member)).entries
    return next((one.specialists for one in services if one.id == visit.service_id), ())


async def _address(request: web.Request, visit: Visit) -> HomeAddress | None:
    """Where to drive, as far as this member may know it."""
    if not visit.mode.away:
        return None
    return await request.app[STORE].read(read_address, ReadAddress(visit.ticket), request[SIGNED_IN].member)


async def _elsewhere(request: web.Request, visit: Visit, specialist: int | None, not_before: datetime) -> FreeSlots:
    """Where it could go, from `not_before` on; on the chosen day while nothing was refused."""
    store, member, day = request.app[STORE], request[SIGNED_IN].member, wanted_day(request)
    where = visit.settlement_id
    if day is not None and not_before == visit.starts_at:
        times = FreeTimes(visit.service_id, visit.mode, day, specialist, moving=visit.id, settlement_id=where)
        return await store.read(free_times, times, member)
    query = NearestSlots(visit.service_id, visit.mode, COUNT, specialist, not_before, visit.id, where)
    return await store.read(nearest_slots, query, member)
