"""Booking for a family, also for one without a messenger: whom, what, with whom, when (F7)."""

import hashlib
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.forms import field, number, whole, words_typed
from admin.keys import SIGNED_IN, STORE, TEXTS
from admin.rendering import go_to, page
from admin.times import COUNT, Chosen, buttons, chosen, standing_visit, wanted_day, wanted_person
from admin.views.appointments import chosen_place
from core.booking.appointments import Visit
from core.booking.confirm import Book, book
from core.booking.destinations import DestinationInfo, ReadDestinations, read_destinations
from core.booking.free import FreeSlots, FreeTimes, NearestSlots, free_times, nearest_slots
from core.booking.hold import Hold
from core.booking.listing import ReadMyVisits, ReadServices, ServiceInfo, read_my_visits, read_services
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.refusals import SlotRefused
from core.booking.states import Mode, PartOfDay
from core.families.consenting import Agreement
from core.families.entering import EnterFamily, FamilyRef, FindFamily, enter_family, find_family
from core.families.household import UnknownFamily
from core.families.phone import EnterPhone, KnownPhone, NoPhone, PhoneOf, WhichAdult, enter_phone, read_family_phone
from core.families.tables import ConsentPurpose
from core.messaging.letters import Text
from core.staff.places import my_workplaces
from core.use_case import Forbidden

CONFLICT = 409


async def book_page(request: web.Request) -> web.Response:
    """Whom, what, when: each choice is a plain link or form, nothing is held meanwhile."""
    return await _show_book(request)


async def book_visit(request: web.Request) -> web.Response:
    """Book, enter a family without a messenger, write down its number, or put a family on the waiting list."""
    match await field(request, "deed"):
        case "enter":
            return await _enter(request)
        case "phone":
            return await _write_phone(request, await field(request, "phone"))
        case "forget-phone":
            return await _write_phone(request, "")
        case "wait":
            return await _wait(request)
        case "book":
            return await _book(request)
    raise web.HTTPBadRequest


async def _show_book(
    request: web.Request,
    status: int = 200,
    problem: str | None = None,
    asked: Chosen | None = None,
    standing: Visit | None = None,
) -> web.Response:
    store, member, wanted = request.app[STORE], request[SIGNED_IN].member, request.query
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    services = (await store.read(read_services, ReadServices(place.centre_id), member)).entries if place else ()
    service = next((one for one in services if str(one.id) == wanted.get("service")), None)
    family, unknown = await _family(request)
    mode = _mode(service, wanted.get("mode"))
    number = await _number(request, family)
    targets = await _targets(request, service, mode)
    target = next((one for one in targets if str(one.id) == wanted.get("settlement")), None)
    if target is None and mode is Mode.VILLAGE and targets:
        target = next((one for one in targets if one.next_day is not None), targets[0])
    people = service.specialists if service else ()
    ahead = await _ahead(request, family)
    found = await _free(request, service, mode, target, family, asked) if service and place and mode else None
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
        number=number,
        adults=number.adults,
        adult=_named(request),
        ahead=ahead,
        others_come=_others_come(request),
        phone_needed=mode is Mode.PHONE and family is not None and number.masked is None and not number.silent,
        typed=await words_typed(request) if problem else {},
        ticket=family.ticket if family else wanted.get("family", "").strip()[:8],
        problem=problem or ("family" if unknown else None),
        standing=standing,
        asked=asked.words(people, ZoneInfo(place.time_zone)) if asked and place else None,
        parts=tuple(PartOfDay),
        people=people,
        specialist=wanted_person(request, people),
        **buttons(found),
        day=wanted.get("day", "") if asked is None else "",
        here=urlencode({name: value for name, value in wanted.items() if name != "day"}),
    )


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
    entry = EnterFamily(centre_id, agreement, await field(request, "phone", ""))
    try:
        entered = await request.app[STORE].write(enter_family, entry, request[SIGNED_IN].member)
    except NoPhone:
        return await _show_book(request, CONFLICT, "phone")
    return go_to(f"/book?{urlencode({**request.query, 'centre': centre_id, 'family': entered.ticket})}")


async def _ahead(request: web.Request, family: FamilyRef | None) -> tuple[Visit, ...]:
    """What the family is booked for already."""
    if family is None:
        return ()
    return (await request.app[STORE].read(read_my_visits, ReadMyVisits(family.id), request[SIGNED_IN].member)).entries


def _others_come(request: web.Request) -> bool:
    """Staff have asked, and somebody else of the family comes than to its other visits."""
    return request.query.get("others") == "yes"


async def _number(request: web.Request, family: FamilyRef | None) -> KnownPhone:
    """Its last figures, when the adult it is about has told a number, and whether it may be rung."""
    if family is None:
        return KnownPhone(None)
    whose = PhoneOf(family.id, _named(request))
    return await request.app[STORE].read(read_family_phone, whose, request[SIGNED_IN].member)


def _named(request: web.Request) -> int | None:
    """Which of several adults staff have named: the number is that one's, and so is the visit."""
    return whole(request.query["adult"]) if request.query.get("adult") else None


async def _write_phone(request: web.Request, words: str) -> web.Response:
    """Kept or wiped; what cannot be rung is given back as it was typed."""
    family, _ = await _family(request)
    if family is None:
        return await _show_book(request, CONFLICT, "family")
    ticked = await field(request, "adult", "") if words.strip() else ""  # what is wiped is what is shown
    adult = whole(ticked) if ticked else _named(request)
    try:
        await request.app[STORE].write(enter_phone, EnterPhone(family.id, words, adult), request[SIGNED_IN].member)
    except NoPhone:
        return await _show_book(request, CONFLICT, "phone")
    except WhichAdult as unnamed:
        raise web.HTTPBadRequest from unnamed
    named = {"adult": adult} if adult is not None else {}
    return go_to(f"/book?{urlencode({**request.query, **named})}")


async def _wait(request: web.Request) -> web.Response:
    family, _ = await _family(request)
    if family is None:
        return await _show_book(request, CONFLICT, "family")
    whom, where = await field(request, "specialist", ""), await field(request, "settlement", "")
    wish = JoinWaiting(
        await number(request, "service"),
        Mode(await _one_of(request, "mode", Mode)),
        PartOfDay(await _one_of(request, "part", PartOfDay)),
        family.id,
        specialist_id=whole(whom) if whom else None,
        settlement_id=whole(where) if where else None,
    )
    try:
        await request.app[STORE].write(join_waiting, wish, request[SIGNED_IN].member)
    except SlotRefused as refused:
        return await _show_book(request, CONFLICT, refused.reason.value)
    return go_to(f"/waiting?centre={request.query.get('centre', '')}")


async def _book(request: web.Request) -> web.Response:
    family, _ = await _family(request)
    if family is None:
        return await _show_book(request, CONFLICT, "family")
    mode = Mode(await _one_of(request, "mode", Mode))
    where, asked = await field(request, "settlement", ""), await chosen(request)
    what = Hold(
        await number(request, "service"),
        mode,
        asked.starts_at,
        asked.specialist_id,
        family_id=family.id,
        settlement_id=whole(where) if where else None,
        others_come=_others_come(request),
        adult_id=_named(request),
    )
    try:
        visit = await request.app[STORE].write(book, Book(what), request[SIGNED_IN].member)
    except SlotRefused as refused:
        standing = await standing_visit(request, refused)
        return await _show_book(request, CONFLICT, refused.reason.value, asked, standing)
    return go_to(f"/visits/{visit.ticket}?told=booked-{'yes' if visit.told else 'no'}")


async def _targets(request: web.Request, service: ServiceInfo | None, mode: Mode | None) -> tuple[DestinationInfo, ...]:
    """Where one can be driven to for this."""
    if service is None or mode is None or not mode.away:
        return ()
    query = ReadDestinations(service.id, mode)
    return (await request.app[STORE].read(read_destinations, query, request[SIGNED_IN].member)).entries


async def _free(
    request: web.Request,
    service: ServiceInfo,
    mode: Mode,
    target: DestinationInfo | None,
    family: FamilyRef | None,
    asked: Chosen | None,
) -> FreeSlots:
    """Times of the chosen day at which the family can come; else the nearest ones, after a refusal from the time that
    was asked for on."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    day, where = wanted_day(request), target.id if target is not None else None
    specialist = wanted_person(request, service.specialists)
    whose = family.id if family is not None and not _others_come(request) else None
    if day is not None and asked is None:
        times = FreeTimes(service.id, mode, day, specialist, settlement_id=where, family_id=whose)
        return await store.read(free_times, times, member)
    since = asked.starts_at if asked else None
    query = NearestSlots(service.id, mode, COUNT, specialist, since, settlement_id=where, family_id=whose)
    return await store.read(nearest_slots, query, member)


def _mode(service: ServiceInfo | None, wanted: str | None) -> Mode | None:
    if service is None:
        return None
    return next((mode for mode in service.modes if mode.value == wanted), service.modes[0])


async def _one_of(request: web.Request, name: str, kind: type[Mode] | type[PartOfDay]) -> str:
    value = await field(request, name)
    if value not in [member.value for member in kind]:
        raise web.HTTPBadRequest
    return value
