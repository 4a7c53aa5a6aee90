"""A head or an administrator enters a centre's people, hours, rooms and services, and opens it (C8).

Plain forms. Whoever changes hours sees at once which booked visits no longer fit; nothing is moved by itself.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.access import Context
from admin.forms import field, number, path_number, words_typed
from admin.hours_words import Unreadable, day_of_week, hours_from, hours_words
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.booking.hours import Hours, WeekLine
from core.booking.setup import CentreSetup, ReadSetup, centres_in_charge, read_setup
from core.booking.staffing import (
    AddResource,
    AddService,
    Assign,
    ChangeResource,
    StopOffering,
    UnknownResource,
    add_resource,
    add_service,
    assign,
    change_resource,
    stop_offering,
)
from core.booking.states import ChangeKind, Mode, ResourceKind
from core.booking.working_time import ChangeDay, FindHit, SetWeek, change_day, find_hit, set_week
from core.centres.opening import DescribeCentre, OpenCentre, UnknownCentre, describe_centre, open_centre

WEEK = range(1, 8)
UNPROCESSABLE = 422
SPECIALITIES = ("lawyer", "psychologist", "social", "speech_therapist", "other")
Deed = Callable[[web.Request, int], Awaitable[None]]


class NotUnderstood(Exception):
    """Something in the form cannot be used; `problem` is the sentence's key."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


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
    centre_id = path_number(request)
    deed = _DEEDS.get(await field(request, "deed"))
    if deed is None:
        raise web.HTTPBadRequest
    try:
        await deed(request, centre_id)
    except NotUnderstood as fault:
        return await _show(request, centre_id, UNPROCESSABLE, fault.problem)
    except UnknownResource:
        return await _show(request, centre_id, UNPROCESSABLE, "gone")
    return go_to(f"/centres/{centre_id}#{await field(request, 'deed')}")


async def _show(request: web.Request, centre_id: int, status: int = 200, problem: str | None = None) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    try:
        setup = await store.read(read_setup, ReadSetup(centre_id), member)
    except UnknownCentre as unknown:
        raise web.HTTPNotFound from unknown
    typed = await words_typed(request) if problem else {}
    hit = (await store.read(find_hit, FindHit(centre_id), member)).visits
    return page(request, "centre.html", status, **_context(setup), hit=hit, problem=problem, typed=typed)


def _context(setup: CentreSetup) -> Context:
    names = {one.id: one.name for one in (*setup.specialists, *setup.rooms, *setup.crews)}
    return {
        "setup": setup,
        "zone": ZoneInfo(setup.centre.time_zone),
        "names": names,
        "weekdays": WEEK,
        "modes": tuple(Mode),
        "specialities": SPECIALITIES,
        "hours_on": day_of_week,
        "changed": lambda day: {
            kind.value: hours_words(one.hours for one in day.changes if one.kind is kind) for kind in ChangeKind
        },
    }


async def _describe(request: web.Request, centre_id: int) -> None:
    address, phone = await _words(request, "address", 300, True), await _words(request, "phone", 40, True)
    await _write(request, describe_centre, DescribeCentre(centre_id, address or None, phone or None))


async def _open(request: web.Request, centre_id: int) -> None:
    opened = await field(request, "opened") == "yes"
    if opened:
        setup = await request.app[STORE].read(read_setup, ReadSetup(centre_id), request[SIGNED_IN].member)
        if setup.missing:
            raise NotUnderstood("not-ready")
    await _write(request, open_centre, OpenCentre(centre_id, opened))


async def _add_person(request: web.Request, centre_id: int) -> None:
    await _write(request, add_resource, AddResource(centre_id, await _words(request, "name", 120)))


async def _add_room(request: web.Request, centre_id: int) -> None:
    await _write(request, add_resource, AddResource(centre_id, await _words(request, "name", 120), ResourceKind.ROOM))


async def _change_resource(request: web.Request, centre_id: int) -> None:
    works = await field(request, "works", "no") == "yes"
    name = await _words(request, "name", 120)
    await _write(request, change_resource, ChangeResource(await number(request, "resource"), name, works))


async def _set_week(request: web.Request, centre_id: int) -> None:
    lines = [WeekLine(weekday, hours) for weekday in WEEK for hours in await _hours(request, f"hours{weekday}")]
    await _write(request, set_week, SetWeek(await number(request, "resource"), tuple(lines)))


async def _change_day(request: web.Request, centre_id: int) -> None:
    chosen = await field(request, "resource", "")
    resource = int(chosen) if chosen.isascii() and chosen.isdigit() else None
    opened, closed = await _hours(request, "open"), await _hours(request, "closed")
    if resource is None and opened:
        raise NotUnderstood("only-people-open")
    try:
        day = date.fromisoformat(await field(request, "day"))
    except ValueError as fault:
        raise NotUnderstood("day") from fault
    if await field(request, "all_day", "no") == "yes":
        closed = (Hours(0, 1440),)
    await _write(request, change_day, ChangeDay(centre_id, day, resource, opened, closed))


async def _add_service(request: web.Request, centre_id: int) -> None:
    posted = await request.post()
    modes = frozenset(mode for mode in Mode if mode.value in posted.getall("modes", []))
    speciality, minutes = await field(request, "speciality"), await _minutes(request, "minutes", at_least=5)
    if not modes or speciality not in SPECIALITIES:
        raise NotUnderstood("modes")
    service = AddService(
        centre_id,
        speciality,
        await _words(request, "title", 120),
        minutes,
        modes,
        buffer_minutes=await _minutes(request, "buffer"),
        travel_minutes=await _minutes(request, "travel"),
    )
    await _write(request, add_service, service)


async def _assign(request: web.Request, centre_id: int) -> None:
    room = await field(request, "room", "")
    room_id = int(room) if room.isascii() and room.isdigit() else None
    who = Assign(await number(request, "service"), await number(request, "specialist"), room_id)
    await _write(request, assign, who)


async def _stop_offering(request: web.Request, centre_id: int) -> None:
    await _write(request, stop_offering, StopOffering(await number(request, "service")))


_DEEDS: dict[str, Deed] = {
    "describe": _describe,
    "open": _open,
    "person": _add_person,
    "room": _add_room,
    "resource": _change_resource,
    "week": _set_week,
    "day": _change_day,
    "service": _add_service,
    "assign": _assign,
    "stop": _stop_offering,
}


async def _write(request: web.Request, case: object, command: object) -> None:
    await request.app[STORE].write(case, command, request[SIGNED_IN].member)  # type: ignore[arg-type]


async def _words(request: web.Request, name: str, most: int, may_be_empty: bool = False) -> str:
    words = (await field(request, name)).strip()
    if len(words) > most or not (words or may_be_empty):
        raise NotUnderstood("words")
    return words


async def _hours(request: web.Request, name: str) -> tuple[Hours, ...]:
    try:
        return hours_from(await field(request, name, ""))
    except Unreadable as fault:
        raise NotUnderstood("hours") from fault


async def _minutes(request: web.Request, name: str, at_least: int = 0) -> int:
    minutes = await number(request, name)
    if not at_least <= minutes <= 480 or minutes % 5:
        raise NotUnderstood("minutes")
    return minutes
