"""Who comes today: the agenda of one centre and one day, and how each visit went."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.forms import field
from admin.hours_words import hours_words
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from admin.whom_to_call import whom_to_call
from core.booking.appointments import Visit
from core.booking.attendance import Attend, attend
from core.booking.calling import MarkCalled, ReadCalls, mark_called, read_calls
from core.booking.gaps import ReadGaps, WorkingDay, read_gaps
from core.booking.listing import ReadAgenda, read_agenda
from core.booking.reception import ReadWaits, StartVisit, read_waits, start_visit
from core.booking.refusals import NotNow
from core.booking.states import FOLLOWS, Status
from core.staff.audit import Trace, trace_reading
from core.staff.places import Workplace, my_workplaces

STARTED, CALLED = "started", "called"
_RECORDED = (Status.ARRIVED, Status.DONE, Status.NO_SHOW)


async def appointments_page(request: web.Request) -> web.Response:
    """One day of one centre."""
    return await _show(request)


async def appointments_fragment(request: web.Request) -> web.Response:
    """The agenda alone, for a page that follows changes."""
    return page(request, "_agenda.html", **await _agenda(request), problem=False)


async def record_visit(request: web.Request) -> web.Response:
    """The family was called, came, is received, the visit is done, or nobody came."""
    status, ticket = await field(request, "status"), await field(request, "ticket")
    if status not in (*_RECORDED, STARTED, CALLED):
        raise web.HTTPBadRequest
    store, member = request.app[STORE], request[SIGNED_IN].member
    try:
        if status == STARTED:
            await store.write(start_visit, StartVisit(ticket), member)
        elif status == CALLED:
            await store.write(mark_called, MarkCalled(ticket), member)
        else:
            await store.write(attend, Attend(ticket, Status(status)), member)
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
    place = chosen_place(request, places)
    if place is None:
        return {"places": (), "place": None, "days": (), "calls": (), "whom": {}, "on": None, "week": False}
    on, week = _day(request, place.today), request.query.get("view") == "week"
    first = on - timedelta(days=on.isoweekday() - 1) if week else on
    last = first + timedelta(days=6) if week else on
    found = await store.read(read_agenda, ReadAgenda(place.centre_id, first, last), member)
    gaps = await store.read(read_gaps, ReadGaps(place.centre_id, first, last), member)
    met = {(visit.specialist_id, visit.specialist) for visit in found.entries}
    people = sorted({(one.id, one.name) for one in gaps.people} | met, key=lambda one: (one[1], one[0]))
    chosen = request.query.get("specialist", "")
    shown = [visit for visit in found.entries if chosen in ("", str(visit.specialist_id))]
    waits = await store.read(read_waits, ReadWaits(place.centre_id, first, last), member)
    calls = (await store.read(read_calls, ReadCalls(place.centre_id), member)).entries
    step = timedelta(days=7 if week else 1)
    return {
        "places": places,
        "place": place,
        "on": on,
        "week": week,
        "first": first,
        "last": last,
        "people": people,
        "chosen": chosen,
        "waits": waits,
        "calls": calls if first <= place.today <= last else (),
        "previous": _link(request, place, on - step),
        "next": _link(request, place, on + step),
        "here": _link(request, place, on),
        "days": _days(place, shown, [one for one in gaps.days if chosen in ("", str(one.specialist.id))]),
        "whom": await whom_to_call(request, (*shown, *calls)),
        "hours": hours_words,
        "zone": ZoneInfo(place.time_zone),
        "may_become": {status: [each for each in _RECORDED if each in after] for status, after in FOLLOWS.items()},
    }


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day of the page: its visits, and who works then (nobody, for a day that is over)."""

    day: date
    visits: tuple[Visit, ...]
    at_work: tuple[WorkingDay, ...]


def _days(place: Workplace, visits: Sequence[Visit], lines: Sequence[WorkingDay]) -> list[AgendaDay]:
    """The days on which somebody works or comes, in order."""
    zone, comes, works = ZoneInfo(place.time_zone), defaultdict(list), defaultdict(list)
    for visit in visits:
        comes[visit.starts_at.astimezone(zone).date()].append(visit)
    for line in lines:
        if line.works and line.day >= place.today:
            works[line.day].append(line)
    return [AgendaDay(day, tuple(comes[day]), tuple(works[day])) for day in sorted({*comes, *works})]


def chosen_place(request: web.Request, places: tuple[Workplace, ...]) -> Workplace | None:
    """The centre named in the address, else the first of one's own."""
    wanted = request.query.get("centre")
    return next((place for place in places if str(place.centre_id) == wanted), places[0] if places else None)


def _day(request: web.Request, today: date) -> date:
    try:
        return date.fromisoformat(request.query.get("day", ""))
    except ValueError:
        return today


def _link(request: web.Request, place: Workplace, on: date) -> str:
    """The same view of another day."""
    kept = {name: request.query[name] for name in ("view", "specialist") if request.query.get(name)}
    return urlencode({"centre": place.centre_id, "day": on.isoformat(), **kept})
