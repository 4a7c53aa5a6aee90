"""Who waits at a centre, and the time kept for a family just now: staff answer for whoever is called or calls (B11)."""

from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.forms import field, number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from admin.views.appointments import chosen_place
from admin.whom_to_call import as_shown, in_full, note, number_read
from core.booking.queueing import (
    AnswerOffer,
    LeaveWaiting,
    ReadWaitingList,
    answer_offer,
    leave_waiting,
    read_waiting_list,
)
from core.booking.refusals import AlreadyBooked, NotNow, Reason, SlotRefused, UnknownAppointment
from core.families.entering import FindFamily, find_family
from core.staff.places import my_workplaces

CONFLICT = 409
_GONE = (AlreadyBooked, NotNow, SlotRefused, UnknownAppointment)


async def waiting_page(request: web.Request) -> web.Response:
    """The list of one centre."""
    return page(request, "waiting.html", **await _list(request))


async def waiting_fragment(request: web.Request) -> web.Response:
    """The list alone, for a page that follows changes."""
    return page(request, "_waiting.html", **await _list(request))


async def change_waiting(request: web.Request) -> web.Response:
    """The family takes the time that is kept for it, does not want it, or waits no longer."""
    match await field(request, "deed"):
        case "take":
            return await _answer(request, take=True)
        case "decline":
            return await _answer(request, take=False)
        case "leave":
            return await _leave(request)
    raise web.HTTPBadRequest


async def _answer(request: web.Request, *, take: bool) -> web.Response:
    """A time that was taken opens as the visit it is now; else it is gone, or another visit is in its way."""
    command = AnswerOffer(await field(request, "ticket"), take)
    try:
        visit = await request.app[STORE].write(answer_offer, command, request[SIGNED_IN].member)
    except _GONE as refused:
        own = isinstance(refused, SlotRefused) and refused.reason is Reason.OWN_VISIT
        said = "panel-waiting-own-visit" if own else "panel-waiting-gone"
        return page(request, "waiting.html", CONFLICT, **await _list(request, said))
    if visit is None:
        return _back(request)
    known = visit.told is None
    return go_to(f"/visits/{visit.ticket}" + ("" if known else f"?told=booked-{'yes' if visit.told else 'no'}"))


async def _leave(request: web.Request) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    family = await store.read(find_family, FindFamily(await field(request, "family")), member)
    await store.write(leave_waiting, LeaveWaiting(await number(request, "service"), family.id), member)
    return _back(request)


def _back(request: web.Request) -> web.Response:
    return go_to(f"/waiting?centre={request.query.get('centre', '')}")


async def _list(request: web.Request, said: str | None = None) -> Context:
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    found = (await store.read(read_waiting_list, ReadWaitingList(place.centre_id), member)).entries if place else ()
    contacts = {one.id: one.contact for one in found if one.contact is not None and (one.to_call or one.contact.silent)}
    if place is not None:
        opened = [id for id, one in contacts.items() if in_full(one.number)]
        await note(request, [number_read("waiting", id, place.centre_id) for id in opened])
    whom = await as_shown(request, contacts)
    zone = ZoneInfo(place.time_zone) if place else None
    return {"places": places, "place": place, "waiting": found, "whom": whom, "zone": zone, "said": said}
