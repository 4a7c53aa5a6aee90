"""Driving out: crews and who is in them, settlements with their way, days in villages, the route of a day (C8, B15)."""

from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.deeds import UNPROCESSABLE, Deed, carry_out, day_sent, hours_sent, refused, seen_first, write
from admin.forms import NotUnderstood, choice, field, number, path_number, whole, words, words_typed
from admin.hours_words import hours_words
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page, translator
from admin.views.appointments import chosen_place
from admin.whom_to_call import in_full, note, number_read, whom_to_call_from
from core.booking.crews import (
    EnterSettlement,
    JoinCrew,
    LinkAccount,
    ReadCrews,
    enter_settlement,
    join_crew,
    link_account,
    read_crews,
)
from core.booking.hits import FindHit, find_hit
from core.booking.route_sheet import ReadRoute, read_route
from core.booking.staffing import AddResource, ChangeResource, UnknownResource, add_resource, change_resource
from core.booking.states import ResourceKind
from core.booking.village_days import (
    CrewIsElsewhere,
    DropVillageDay,
    PlanVillageDay,
    ReadVillageDays,
    drop_village_day,
    plan_village_day,
    read_village_days,
)
from core.centres.opening import FindCentres, find_centres
from core.staff.audit import Trace
from core.staff.places import my_workplaces

LONGEST_WAY = 480
_OF_NO_FORM = ("gone",)
"""Said above all: the form is not there any more."""
_REFUSALS: dict[type[Exception], str] = {CrewIsElsewhere: "elsewhere", UnknownResource: "gone"}


async def outings_page(request: web.Request) -> web.Response:
    """Crews, settlements and days ahead of one centre."""
    return await _show(request, path_number(request))


async def change_outings(request: web.Request) -> web.Response:
    """One form of the page; which, its `deed` says."""
    centre_id, problem = path_number(request), await carry_out(request, _DEEDS, _REFUSALS)
    if problem is not None:
        return await _show(request, centre_id, UNPROCESSABLE, problem)
    return go_to(f"/centres/{centre_id}/outings#{await seen_first(request, centre_id, _MAY_HIT)}")


async def route_page(request: web.Request) -> web.Response:
    """The route of a day, for the screen and for paper. Addresses only for whoever drives."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    if place is None:
        return page(request, "route.html", places=(), place=None)
    day, chosen = _day(request.query.get("day", "")) or place.today, request.query.get("crew", "")
    crew = whole(chosen) if chosen.isascii() and chosen.isdigit() else None
    route = await store.read(read_route, ReadRoute(place.centre_id, day, crew), member)
    opened = [stop.visit for stop in route.stops if in_full(stop.number)]
    read = Trace("route.read", "centre", place.centre_id, place.centre_id)
    await note(request, [read, *(number_read("appointment", visit.id, visit.centre_id) for visit in opened)])
    named = next((one.name for one in route.crews if one.id == crew), None)
    zone = ZoneInfo(place.time_zone)
    return page(
        request, "route.html", places=places, place=place, on=day, crew=crew, named=named, route=route, zone=zone
    )


async def _show(request: web.Request, centre_id: int, status: int = 200, problem: str | None = None) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    found = await store.read(read_crews, ReadCrews(centre_id), member)
    centres = (await store.read(find_centres, FindCentres(centre_id=centre_id), member)).entries
    if not centres:
        raise web.HTTPNotFound
    zone = ZoneInfo(centres[0].time_zone)
    ahead = ReadVillageDays(centre_id, _today(store.clock(), zone))
    days = (await store.read(read_village_days, ahead, member)).entries
    hit = await store.read(find_hit, FindHit(centre_id), member)
    typed = await words_typed(request) if problem else {}
    words = translator(request)(f"panel-outings-problem-{problem}") if problem else None
    in_form = problem not in _OF_NO_FORM
    return page(
        request,
        "outings.html",
        status,
        centre=centres[0],
        here=f"/centres/{centre_id}/outings",
        found=found,
        days=[(one, hours_words([one.hours])) for one in days],
        hit=hit,
        whom=await whom_to_call_from(request, centre_id, [one.visit for one in hit.entries]),
        zone=zone,
        problem=None if in_form else words,
        why_not=words if in_form else None,
        typed=typed,
        refused=partial(refused, typed),
    )


async def _add_crew(request: web.Request, centre_id: int) -> None:
    await write(request, add_resource, AddResource(centre_id, await words(request, "name", 120), ResourceKind.CREW))


async def _change_crew(request: web.Request, centre_id: int) -> None:
    works = await field(request, "works", "no") == "yes"
    command = ChangeResource(await number(request, "crew"), await words(request, "name", 120), works)
    await write(request, change_resource, command)


async def _set_driver(request: web.Request, centre_id: int) -> None:
    """Crew and sign-in of one specialist stand in one form."""
    specialist, crew = await number(request, "driver"), await choice(request, "crew")
    account = await choice(request, "account")
    await write(request, join_crew, JoinCrew(specialist, crew))
    await write(request, link_account, LinkAccount(specialist, account))


async def _enter_settlement(request: web.Request, centre_id: int) -> None:
    way = await number(request, "way")
    if way > LONGEST_WAY or way % 5:
        raise NotUnderstood("way")
    served = await field(request, "served", "no") == "yes"
    command = EnterSettlement(centre_id, await words(request, "name", 80), way, served)
    await write(request, enter_settlement, command)


async def _plan_day(request: web.Request, centre_id: int) -> None:
    day, hours = await day_sent(request), await hours_sent(request, "hours")
    if len(hours) != 1:
        raise NotUnderstood("hours")
    crew, settlement = await choice(request, "crew"), await choice(request, "settlement")
    if crew is None or settlement is None:
        raise NotUnderstood("whom")
    await write(request, plan_village_day, PlanVillageDay(crew, settlement, day, hours[0]))


async def _drop_day(request: web.Request, centre_id: int) -> None:
    await write(request, drop_village_day, DropVillageDay(await number(request, "crew"), await day_sent(request)))


_DEEDS: dict[str, Deed] = {
    "crew": _add_crew,
    "crew-change": _change_crew,
    "driver": _set_driver,
    "settlement": _enter_settlement,
    "settlement-change": _enter_settlement,
    "day": _plan_day,
    "drop": _drop_day,
}
_MAY_HIT = frozenset(_DEEDS) - {"crew"}


def _today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
