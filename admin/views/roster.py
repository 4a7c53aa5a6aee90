"""The duty roster of a centre: lines of the week and of single days, by the centre's wall clock."""

from datetime import date, time

from aiohttp import web

from admin.forms import field, number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.duty.refusals import CannotBeOnDuty, NoSuchShift, ShiftUnclear
from core.duty.roster import PutOnDuty, RosterOf, ShiftId, put_on_duty, read_roster, remove_shift
from core.duty.states import Line
from core.staff.places import Workplace, my_schedules

NOBODY = "nobody"
WHOLE_DAY = 24 * 60


async def roster_page(request: web.Request) -> web.Response:
    """The lines of one centre, and a form for more."""
    return await _show(request)


async def add_lines(request: web.Request) -> web.Response:
    """Put somebody on duty."""
    place = await _place(request)
    if place is None:
        raise web.HTTPBadRequest
    try:
        await request.app[STORE].write(put_on_duty, await _typed(request, place), request[SIGNED_IN].member)
    except (ShiftUnclear, CannotBeOnDuty) as refusal:
        return await _show(request, 409, problem="unclear" if isinstance(refusal, ShiftUnclear) else "cannot")
    return go_to(f"/duty/roster?centre={place.centre_id}")


async def remove_line(request: web.Request) -> web.Response:
    """Take a line out; one that is gone already is as good."""
    try:
        command = ShiftId(await number(request, "shift"))
        await request.app[STORE].write(remove_shift, command, request[SIGNED_IN].member)
    except NoSuchShift:
        pass
    return go_to(f"/duty/roster?{request.query_string}")


async def _typed(request: web.Request, place: Workplace) -> PutOnDuty:
    who, line = await field(request, "who"), await field(request, "line")
    if not (who == NOBODY or (who.isascii() and who.isdigit())) or line not in set(Line):
        raise web.HTTPBadRequest
    days = (await request.post()).getall("weekday", [])
    once = await field(request, "when") == "day"
    return PutOnDuty(
        centre_id=place.centre_id,
        account_id=None if who == NOBODY else int(who),
        line=Line(line),
        weekdays=() if once else tuple(int(day) for day in days if isinstance(day, str) and day.isdigit()),
        day=_day(await field(request, "day", "")) if once else None,
        starts_minute=_minute(await field(request, "starts")),
        ends_minute=_minute(await field(request, "ends")) or WHOLE_DAY,
    )


def _minute(text: str) -> int:
    """Minutes since midnight. Raises `ShiftUnclear`."""
    try:
        typed = time.fromisoformat(text)
    except ValueError:
        raise ShiftUnclear from None
    return typed.hour * 60 + typed.minute


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ShiftUnclear from None


async def _show(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    place, places = await _place(request), await _places(request)
    roster = None
    if place is not None:
        roster = await request.app[STORE].read(read_roster, RosterOf(place.centre_id), request[SIGNED_IN].member)
    typed = await request.post() if request.method == "POST" else {}
    return page(request, "roster.html", status, places=places, roster=roster, problem=problem, typed=typed)


async def _places(request: web.Request) -> tuple[Workplace, ...]:
    return (await request.app[STORE].read(my_schedules, None, request[SIGNED_IN].member)).entries


async def _place(request: web.Request) -> Workplace | None:
    places, wanted = await _places(request), request.query.get("centre")
    return next((place for place in places if str(place.centre_id) == wanted), places[0] if places else None)
