"""Who comes today: the agenda of one centre and one day, and how each visit went."""

from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.forms import field
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.booking.attendance import Attend, attend
from core.booking.listing import ReadAgenda, read_agenda
from core.booking.refusals import NotNow
from core.booking.states import FOLLOWS, Status
from core.staff.audit import Trace, trace_reading
from core.staff.places import Workplace, my_workplaces

_RECORDED = (Status.ARRIVED, Status.DONE, Status.NO_SHOW)


async def appointments_page(request: web.Request) -> web.Response:
    """One day of one centre."""
    return await _show(request)


async def appointments_fragment(request: web.Request) -> web.Response:
    """The agenda alone, for a page that follows changes."""
    return page(request, "_agenda.html", **await _agenda(request), problem=False)


async def record_visit(request: web.Request) -> web.Response:
    """The family came, the visit is done, or nobody came."""
    status = await field(request, "status")
    if status not in _RECORDED:
        raise web.HTTPBadRequest
    command = Attend(await field(request, "ticket"), Status(status))
    try:
        await request.app[STORE].write(attend, command, request[SIGNED_IN].member)
    except NotNow:
        return await _show(request, 409, problem=True)
    return go_to(f"/appointments?{request.query_string}")


async def _show(request: web.Request, status: int = 200, problem: bool = False) -> web.Response:
    context = await _agenda(request)
    place: Workplace | None = context["place"]
    if place is not None:
        trace = Trace("agenda.read", "centre", place.centre_id, place.centre_id)
        await request.app[STORE].write(trace_reading, trace, request[SIGNED_IN].member)
    return page(request, "appointments.html", status, **context, problem=problem)


async def _agenda(request: web.Request) -> Context:
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = (await store.read(my_workplaces, None, member)).entries
    place = _chosen(request, places)
    if place is None:
        return {"places": (), "place": None, "visits": (), "on": None}
    on = _day(request, place.today)
    found = await store.read(read_agenda, ReadAgenda(place.centre_id, on, on), member)
    return {
        "places": places,
        "place": place,
        "on": on,
        "previous": _link(place, on - timedelta(days=1)),
        "next": _link(place, on + timedelta(days=1)),
        "here": _link(place, on),
        "visits": found.entries,
        "zone": ZoneInfo(place.time_zone),
        "may_become": {status: [each for each in _RECORDED if each in after] for status, after in FOLLOWS.items()},
    }


def _chosen(request: web.Request, places: tuple[Workplace, ...]) -> Workplace | None:
    wanted = request.query.get("centre")
    return next((place for place in places if str(place.centre_id) == wanted), places[0] if places else None)


def _day(request: web.Request, today: date) -> date:
    try:
        return date.fromisoformat(request.query.get("day", ""))
    except ValueError:
        return today


def _link(place: Workplace, on: date) -> str:
    return urlencode({"centre": place.centre_id, "day": on.isoformat()})
