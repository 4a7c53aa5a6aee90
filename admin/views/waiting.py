"""Who waits at a centre: in which order, what is kept for whom until when; families without a messenger are called."""

from aiohttp import web

from admin.forms import field, number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from admin.views.appointments import chosen_place
from core.booking.queueing import LeaveWaiting, ReadWaitingList, leave_waiting, read_waiting_list
from core.families.entering import FindFamily, find_family
from core.staff.places import my_workplaces


async def waiting_page(request: web.Request) -> web.Response:
    """The list of one centre."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    found = (await store.read(read_waiting_list, ReadWaitingList(place.centre_id), member)).entries if place else ()
    return page(request, "waiting.html", places=places, place=place, waiting=found)


async def end_waiting(request: web.Request) -> web.Response:
    """A family does not want to wait any more."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    family = await store.read(find_family, FindFamily(await field(request, "family")), member)
    await store.write(leave_waiting, LeaveWaiting(await number(request, "service"), family.id), member)
    return go_to(f"/waiting?centre={request.query.get('centre', '')}")
