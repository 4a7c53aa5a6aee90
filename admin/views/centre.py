"""A head or an administrator enters a centre's people, hours, rooms and services, and opens it (C8).

Plain forms. Whoever changes hours sees at once which booked visits no longer fit; nothing is moved by itself.
"""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.deeds import UNPROCESSABLE, Deed, carry_out, day_sent, hours_sent, refused, seen_first, write
from admin.forms import NotUnderstood, ages, choice, field, number, path_number, words, words_typed
from admin.hours_words import day_of_week, hours_words
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page, translator
from admin.whom_to_call import whom_to_call_from
from core.booking.hits import FindHit, HitVisit, find_hit
from core.booking.hours import Hours, WeekLine
from core.booking.setup import CentreSetup, ReadSetup, centres_in_charge, read_setup
from core.booking.staffing import (
    AddResource,
    AddService,
    Assign,
    ChangeResource,
    ChangeService,
    ForeseeModes,
    StopOffering,
    Unassign,
    UnknownResource,
    add_resource,
    add_service,
    assign,
    change_resource,
    change_service,
    foresee_modes,
    stop_offering,
    unassign,
)
from core.booking.states import ChangeKind, DayKind, Mode, ResourceKind
from core.booking.working_time import ChangeDay, SetCentreDay, SetWeek, change_day, set_centre_day, set_week
from core.centres.opening import DescribeCentre, OpenCentre, UnknownCentre, describe_centre, open_centre

WEEK = range(1, 8)
LONGEST_NOTICE = 7 * 24 * 60
"""Minutes before a visit."""
LONGEST_HORIZON = 365
"""Days ahead."""
UNCONFIRMED = "ways"
"""A change that leaves booked visits without their way is shown with them first, and sent again to be made."""
SPECIALITIES = ("lawyer", "psychologist", "social", "speech_therapist", "other")
_OF_NO_FORM = ("gone", "not-ready")
"""Said above all: the form is not there any more."""
_REFUSALS: dict[type[Exception], str] = {UnknownResource: "gone"}


async def centres_page(request: web.Request) -> web.Response:
    """The centres one keeps; the only one opens at once."""
    found = (await request.app[STORE].read(centres_in_charge, None, request[SIGNED_IN].member)).entries
    if len(found) == 1:
        return go_to(f"/centres/{found[0].id}")
    return page(request, "centres.html", centres=found)


async def centre_page(request: web.Request) -> web.Response:
    """Everything that is entered for one centre."""
    return await _show(request, path_number(request))


async def change_centre(request: web.Request) -> web.Response:
    """One form of the page; which, its `deed` says."""
    centre_id, problem = path_number(request), await carry_out(request, _DEEDS, _REFUSALS)
    if problem is not None:
        return await _show(request, centre_id, UNPROCESSABLE, problem)
    return go_to(f"/centres/{centre_id}#{await seen_first(request, centre_id, _MAY_HIT)}")


async def _show(request: web.Request, centre_id: int, status: int = 200, problem: str | None = None) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    try:
        setup = await store.read(read_setup, ReadSetup(centre_id), member)
    except UnknownCentre as unknown:
        raise web.HTTPNotFound from unknown
    typed = await words_typed(request) if problem else {}
    ticked = await _ticked(request) if problem else frozenset()
    hit = await store.read(find_hit, FindHit(centre_id), member)
    foreseen = await _foreseen(request) if problem == UNCONFIRMED else ()
    whom = await whom_to_call_from(request, centre_id, [one.visit for one in (*hit.entries, *foreseen)])
    words = translator(request)(f"panel-centre-problem-{problem}") if problem else None
    in_form = problem not in _OF_NO_FORM
    return page(
        request,
        "centre.html",
        status,
        **_context(setup),
        why_not=words if in_form else None,
        problem=None if in_form else words,
        typed=typed,
        refused=partial(refused, typed),
        ticked=ticked,
        foreseen=foreseen,
        hit=hit,
        whom=whom,
    )


def _context(setup: CentreSetup) -> Context:
    names = {one.id: one.name for one in (*setup.specialists, *setup.rooms, *setup.crews)}
    return {
        "setup": setup,
        "here": f"/centres/{setup.centre.id}",
        "zone": ZoneInfo(setup.centre.time_zone),
        "names": names,
        "out_of_use": {one.id for one in setup.rooms if not one.works},
        "weekdays": WEEK,
        "modes": tuple(Mode),
        "specialities": SPECIALITIES,
        "day_kinds": tuple(DayKind),
        "hours_on": day_of_week,
        "changed": lambda day: {
            kind.value: hours_words(one.hours for one in day.changes if one.kind is kind) for kind in ChangeKind
        },
    }


async def _describe(request: web.Request, centre_id: int) -> None:
    address = await words(request, "address", 300, may_be_empty=True)
    phone = await words(request, "phone", 40, may_be_empty=True)
    await write(request, describe_centre, DescribeCentre(centre_id, address or None, phone or None))


async def _open(request: web.Request, centre_id: int) -> None:
    opened = await field(request, "opened") == "yes"
    if opened:
        setup = await request.app[STORE].read(read_setup, ReadSetup(centre_id), request[SIGNED_IN].member)
        if setup.missing:
            raise NotUnderstood("not-ready")
    await write(request, open_centre, OpenCentre(centre_id, opened))


async def _add_person(request: web.Request, centre_id: int) -> None:
    await write(request, add_resource, AddResource(centre_id, await words(request, "name", 120)))


async def _add_room(request: web.Request, centre_id: int) -> None:
    await write(request, add_resource, AddResource(centre_id, await words(request, "name", 120), ResourceKind.ROOM))


async def _change_resource(request: web.Request, centre_id: int) -> None:
    works = await field(request, "works", "no") == "yes"
    name = await words(request, "name", 120)
    await write(request, change_resource, ChangeResource(await number(request, "resource"), name, works))


async def _set_week(request: web.Request, centre_id: int) -> None:
    lines = [WeekLine(weekday, hours) for weekday in WEEK for hours in await hours_sent(request, f"hours{weekday}")]
    await write(request, set_week, SetWeek(await number(request, "resource"), tuple(lines)))


async def _change_day(request: web.Request, centre_id: int) -> None:
    resource = await choice(request, "resource")
    opened, closed = await hours_sent(request, "open"), await hours_sent(request, "closed")
    if resource is None and opened:
        raise NotUnderstood("only-people-open")
    day = await _day_ahead(request)
    if await field(request, "all_day", "no") == "yes":
        closed = (Hours(0, 1440),)
    await write(request, change_day, ChangeDay(centre_id, day, resource, opened, closed))


async def _set_centre_day(request: web.Request, centre_id: int) -> None:
    day, kind = await _day_ahead(request), await field(request, "kind")
    if kind and kind not in list(DayKind):
        raise web.HTTPBadRequest
    await write(request, set_centre_day, SetCentreDay(centre_id, day, DayKind(kind) if kind else None))


async def _day_ahead(request: web.Request) -> date:
    """A day that is not over: a slip of the year would otherwise be accepted and never seen again."""
    day = await day_sent(request)
    if day < request.app[STORE].clock().date():  # the clock is UTC's, and nowhere in Russia is it earlier
        raise NotUnderstood("past")
    return day


async def _add_service(request: web.Request, centre_id: int) -> None:
    speciality, minutes = await field(request, "speciality"), await _minutes(request, "minutes", at_least=5)
    if speciality not in SPECIALITIES:
        raise web.HTTPBadRequest
    service = AddService(
        centre_id,
        speciality,
        await words(request, "title", 120),
        minutes,
        await _modes(request),
        buffer_minutes=await _minutes(request, "buffer"),
        travel_minutes=await _minutes(request, "travel"),
        about=await words(request, "about", 200, may_be_empty=True),
        ages=await ages(request),
    )
    await write(request, add_service, service)


async def _change_service(request: web.Request, centre_id: int) -> None:
    notice, horizon = await number(request, "notice"), await number(request, "horizon")
    if notice > LONGEST_NOTICE or not 1 <= horizon <= LONGEST_HORIZON:
        raise NotUnderstood("window")
    service = ChangeService(
        await number(request, "service"),
        await words(request, "title", 120),
        await _minutes(request, "minutes", at_least=5),
        await _modes(request),
        await _minutes(request, "step", at_least=5),
        await _minutes(request, "buffer"),
        await _minutes(request, "travel"),
        notice,
        horizon,
        await words(request, "about", 200, may_be_empty=True),
        await ages(request),
    )
    shown = (await field(request, "shown", "")).split()
    if any(one.visit.ticket not in shown for one in await _foreseen(request)):
        raise NotUnderstood(UNCONFIRMED)
    await write(request, change_service, service)


async def _foreseen(request: web.Request) -> tuple[HitVisit, ...]:
    """Visits that the sent change of a service would leave without their way."""
    change = ForeseeModes(await number(request, "service"), await _ticked(request))
    return (await request.app[STORE].read(foresee_modes, change, request[SIGNED_IN].member)).entries


async def _modes(request: web.Request) -> frozenset[Mode]:
    """The ways to visit as ticked. Raises `NotUnderstood` for none."""
    modes = await _ticked(request)
    if not modes:
        raise NotUnderstood("modes")
    return modes


async def _ticked(request: web.Request) -> frozenset[Mode]:
    sent = (await request.post()).getall("modes", [])
    return frozenset(mode for mode in Mode if mode.value in sent)


async def _unassign(request: web.Request, centre_id: int) -> None:
    who = Unassign(await number(request, "service"), await number(request, "specialist"))
    await write(request, unassign, who)


async def _assign(request: web.Request, centre_id: int) -> None:
    who = Assign(await number(request, "service"), await number(request, "specialist"), await choice(request, "room"))
    await write(request, assign, who)


async def _stop_offering(request: web.Request, centre_id: int) -> None:
    await write(request, stop_offering, StopOffering(await number(request, "service")))


_DEEDS: dict[str, Deed] = {
    "describe": _describe,
    "open": _open,
    "person": _add_person,
    "room": _add_room,
    "resource": _change_resource,
    "week": _set_week,
    "day": _change_day,
    "calendar": _set_centre_day,
    "service": _add_service,
    "service-change": _change_service,
    "assign": _assign,
    "unassign": _unassign,
    "stop": _stop_offering,
}
_MAY_HIT = frozenset({"resource", "week", "day", "calendar", "service-change", "unassign", "stop"})


async def _minutes(request: web.Request, name: str, at_least: int = 0) -> int:
    minutes = await number(request, name)
    if not at_least <= minutes <= 480 or minutes % 5:
        raise NotUnderstood("minutes")
    return minutes
