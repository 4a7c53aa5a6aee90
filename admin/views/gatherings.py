"""Clubs, events and open-door days in the panel: entering and changing them, who comes, who waits, who came (F12)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from admin.deeds import UNPROCESSABLE, Deed, carry_out, write
from admin.forms import NotUnderstood, ages, choice, field, number, path_number, words, words_typed
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from admin.views.appointments import chosen_place
from admin.whom_to_call import in_full, note, number_read
from core.booking.enrolment import (
    EnoughPlaces,
    Enrol,
    GiveUp,
    ReadEnrolments,
    WrongAge,
    enrol,
    give_up,
    read_enrolments,
)
from core.booking.gathering_days import ReadAttendance, RecordAttendance, read_attendance, record_attendance
from core.booking.gatherings import (
    AddGathering,
    CloseGathering,
    MeetingTime,
    NoMeetings,
    ReadGathering,
    ReadGatherings,
    UnknownGathering,
    add_gathering,
    close_gathering,
    read_gathering,
    read_gatherings,
)
from core.booking.hits import FindHit, find_hit
from core.booking.listing import ReadRooms, read_rooms
from core.booking.meeting_changes import (
    CallOffGathering,
    CallOffMeeting,
    MeetsThen,
    MoveMeeting,
    call_off_gathering,
    call_off_meeting,
    move_meeting,
)
from core.booking.meeting_rooms import RoomTaken
from core.booking.staffing import UnknownResource
from core.booking.states import GatheringKind, Standing
from core.families.entering import FindFamily, find_family
from core.families.household import UnknownFamily
from core.staff.places import Workplace, my_workplaces
from core.use_case import Forbidden

CONFLICT = 409
WEEKS_AT_MOST = 52
_BLANK = ("kind", "title", "about", "place", "room", "first", "last", "day", "starts", "ends")
EMPTY: Mapping[str, str] = {**dict.fromkeys(_BLANK, ""), "capacity": "10", "weeks": "1"}
"""The form before anybody has typed: one meeting for ten."""


_PROBLEMS: Mapping[type[Exception], str] = {NoMeetings: "times", RoomTaken: "room", UnknownResource: "words"}
NOTHING_TYPED: Mapping[str, str] = {}


async def gatherings_page(request: web.Request) -> web.Response:
    """Everything a centre has, soonest first."""
    return await _show_all(request)


async def enter_gathering(request: web.Request) -> web.Response:
    """A new club, event or open-door day; a series is so many weeks in a row."""
    place = await _place(request)
    if place is None:
        raise web.HTTPBadRequest
    try:
        command = await _command(request, place)
        entered = await request.app[STORE].write(add_gathering, command, request[SIGNED_IN].member)
    except (NotUnderstood, NoMeetings, RoomTaken, UnknownResource) as fault:
        key = fault.problem if isinstance(fault, NotUnderstood) else _PROBLEMS[type(fault)]
        return await _show_all(request, UNPROCESSABLE, key, await words_typed(request))
    return go_to(f"/gatherings/{entered.id}")


async def gathering_page(request: web.Request) -> web.Response:
    """One of them with its people."""
    return await _show_one(request)


async def change_people(request: web.Request) -> web.Response:
    """Enrol a family, free a place, record who came; move a meeting or call it off."""
    problem = await carry_out(request, _DEEDS, _REFUSED)
    if problem is not None:
        return await _show_one(request, CONFLICT, problem, await words_typed(request))
    return go_to(f"/gatherings/{path_number(request)}")


async def _enrol(request: web.Request, gathering_id: int) -> None:
    named = FindFamily(await field(request, "family"))
    try:
        family = await request.app[STORE].read(find_family, named, request[SIGNED_IN].member)
    except Forbidden as elsewhere:
        raise UnknownFamily(named.ticket) from elsewhere
    await write(request, enrol, Enrol(gathering_id, await choice(request, "age"), family.id))


async def _give_up(request: web.Request, gathering_id: int) -> None:
    await write(request, give_up, GiveUp(await field(request, "ticket")))


async def _came(request: web.Request, gathering_id: int) -> None:
    came = frozenset(str(ticket) for ticket in (await request.post()).getall("came", []))
    await write(request, record_attendance, RecordAttendance(await number(request, "meeting"), came))


async def _move(request: web.Request, gathering_id: int) -> None:
    """The new time is by the clock of the centre."""
    one = await request.app[STORE].read(read_gathering, ReadGathering(gathering_id), request[SIGNED_IN].member)
    zone, (day, starts, ends) = ZoneInfo(one.time_zone), await _hours(request)
    times = _instant(day, starts, zone), _instant(day, ends, zone)
    place, room = await words(request, "place", 120), await choice(request, "room")
    await write(request, move_meeting, MoveMeeting(await number(request, "meeting"), *times, place, room))


async def _call_off(request: web.Request, gathering_id: int) -> None:
    await write(request, call_off_meeting, CallOffMeeting(await number(request, "meeting")))


_DEEDS: Mapping[str, Deed] = {
    "enrol": _enrol,
    "give-up": _give_up,
    "came": _came,
    "move": _move,
    "call-off": _call_off,
}
_REFUSED: Mapping[type[Exception], str] = {
    UnknownFamily: "family",
    WrongAge: "age",
    EnoughPlaces: "enough",
    NoMeetings: "times",
    MeetsThen: "meets",
    RoomTaken: "room",
    UnknownResource: "room",
    UnknownGathering: "gone",
}


async def call_off(request: web.Request) -> web.Response:
    """Nothing of it takes place any more."""
    gathering_id, store, member = path_number(request), request.app[STORE], request[SIGNED_IN].member
    await store.read(read_enrolments, ReadEnrolments(gathering_id=gathering_id), member)  # only who may see the page
    await store.write(call_off_gathering, CallOffGathering(gathering_id), member)
    return go_to(f"/gatherings/{gathering_id}")


async def offer_gathering(request: web.Request) -> web.Response:
    """Show it to families, or no longer."""
    command = CloseGathering(path_number(request), offered=await field(request, "offered") == "yes")
    seen = ReadEnrolments(gathering_id=command.gathering_id)
    await request.app[STORE].read(read_enrolments, seen, request[SIGNED_IN].member)  # only who may see the page
    await request.app[STORE].write(close_gathering, command, request[SIGNED_IN].member)
    return go_to(f"/gatherings/{command.gathering_id}")


async def _show_all(
    request: web.Request, status: int = 200, problem: str | None = None, typed: Mapping[str, str] = EMPTY
) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    found = (
        (await store.read(read_gatherings, ReadGatherings(place.centre_id, all=True), member)).entries if place else ()
    )
    rooms = (await store.read(read_rooms, ReadRooms(place.centre_id), member)).entries if place else ()
    kinds = tuple(GatheringKind)
    zone = ZoneInfo(place.time_zone) if place else None
    return page(
        request,
        "gatherings.html",
        status,
        places=places,
        place=place,
        gatherings=found,
        kinds=kinds,
        rooms=rooms,
        zone=zone,
        problem=problem,
        typed={**EMPTY, **typed},
    )


async def _show_one(
    request: web.Request, status: int = 200, problem: str | None = None, typed: Mapping[str, str] = NOTHING_TYPED
) -> web.Response:
    store, member, gathering_id = request.app[STORE], request[SIGNED_IN].member, path_number(request)
    try:
        one = await store.read(read_gathering, ReadGathering(gathering_id), member)
        people = (await store.read(read_enrolments, ReadEnrolments(gathering_id=gathering_id), member)).entries
    except UnknownGathering as unknown:
        raise web.HTTPNotFound from unknown
    opened = {each.family_id for each in people if in_full(each.number)}
    await note(request, [number_read("family", family_id, one.centre_id) for family_id in sorted(opened)])
    sheets = (await store.read(read_attendance, ReadAttendance(gathering_id), member)).entries
    hit = (await store.read(find_hit, FindHit(one.centre_id), member)).meetings
    rooms = (await store.read(read_rooms, ReadRooms(one.centre_id), member)).entries
    now = store.clock()
    return page(
        request,
        "gathering.html",
        status,
        one=one,
        enrolled=[each for each in people if each.standing is Standing.ENROLLED],
        queue=[each for each in people if each.standing is Standing.WAITING],
        sheets=sheets,
        zone=ZoneInfo(one.time_zone),
        ahead={str(each.id) for each in (*one.meetings, *one.off) if each.starts_at > now},
        hit={each.starts_at: each.why for each in hit if each.gathering_id == gathering_id},
        rooms=rooms,
        problem=problem,
        typed=typed,
    )


async def _place(request: web.Request) -> Workplace | None:
    places = (await request.app[STORE].read(my_workplaces, None, request[SIGNED_IN].member)).entries
    return chosen_place(request, places)


async def _command(request: web.Request, place: Workplace) -> AddGathering:
    capacity, whose = await number(request, "capacity"), await ages(request)
    kind, title = await field(request, "kind"), (await field(request, "title")).strip()
    if kind not in list(GatheringKind) or not 0 < len(title) <= 120 or not 0 < capacity <= 500:
        raise NotUnderstood("words")
    return AddGathering(
        place.centre_id,
        GatheringKind(kind),
        title,
        (await field(request, "about", "")).replace("\r\n", "\n").strip()[:600],
        (await field(request, "place", "")).strip()[:120],
        capacity,
        await _meetings(request, ZoneInfo(place.time_zone)),
        whose,
        await choice(request, "room"),
    )


async def _meetings(request: web.Request, zone: ZoneInfo) -> tuple[MeetingTime, ...]:
    weeks = await number(request, "weeks")
    if not 1 <= weeks <= WEEKS_AT_MOST:
        raise NotUnderstood("times")
    day, starts, ends = await _hours(request)
    days = [day + timedelta(weeks=number) for number in range(weeks)]
    return tuple(MeetingTime(_instant(each, starts, zone), _instant(each, ends, zone)) for each in days)


async def _hours(request: web.Request) -> tuple[date, time, time]:
    try:
        day = date.fromisoformat(await field(request, "day"))
        starts = time.fromisoformat(await field(request, "starts"))
        ends = time.fromisoformat(await field(request, "ends"))
    except ValueError as fault:
        raise NotUnderstood("times") from fault
    if starts >= ends:
        raise NotUnderstood("times")
    return day, starts, ends


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
