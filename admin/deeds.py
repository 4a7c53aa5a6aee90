"""A page of several small forms: which of them was sent its field `deed` says, and a refused one comes back filled in.

Shared by the pages on which a head sets up a centre. Nothing here knows what a form means, only that it may hit visits.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date
from typing import Any

from aiohttp import web

from admin.forms import NotUnderstood, field, path_number
from admin.hours_words import Unreadable, hours_from
from admin.keys import SIGNED_IN, STORE
from core.booking.hits import FindHit, find_hit
from core.booking.hours import Hours

UNPROCESSABLE = 422
_WHOSE = ("resource", "service", "driver", "crew", "name")
"""Fields that tell one of many equal forms from the others; the first that was sent counts."""
Deed = Callable[[web.Request, int], Awaitable[None]]
"""What one form does; the number is the one in the page's address."""


async def carry_out(
    request: web.Request, deeds: Mapping[str, Deed], refusals: Mapping[type[Exception], str]
) -> str | None:
    """Do what the sent form says; returns the key of the sentence that tells why it cannot be, or None.

    Raises 400 for a form nobody has drawn.
    """
    deed = deeds.get(await field(request, "deed"))
    if deed is None:
        raise web.HTTPBadRequest
    try:
        await deed(request, path_number(request))
    except NotUnderstood as fault:
        return fault.problem
    except tuple(refusals) as fault:
        return next(key for kind, key in refusals.items() if isinstance(fault, kind))
    return None


def refused(typed: Mapping[str, str], deed: str, of: object = None) -> bool:
    """Whether this is the form that was refused; `of`: which of many such, by whom or what it changes (`_WHOSE`)."""
    whose = next((typed[name] for name in _WHOSE if name in typed), None)
    return typed.get("deed") == deed and (of is None or whose == str(of))


async def write(request: web.Request, case: Any, command: Any) -> None:
    """A use case of whoever is signed in."""
    await request.app[STORE].write(case, command, request[SIGNED_IN].member)


async def seen_first(request: web.Request, centre_id: int, may_hit: Collection[str]) -> str:
    """Where the page opens after a form was carried out: at the box it stands in, which its deed begins with, but
    whoever has changed the schedule sees whom that hits before anything else."""
    deed = await field(request, "deed")
    box = deed.partition("-")[0]
    if deed not in may_hit:
        return box
    hit = await request.app[STORE].read(find_hit, FindHit(centre_id), request[SIGNED_IN].member)
    return "hit" if hit.entries or hit.meetings else box


async def hours_sent(request: web.Request, name: str) -> tuple[Hours, ...]:
    """Hours of one day; an empty field: none. Raises `NotUnderstood`."""
    try:
        return hours_from(await field(request, name, ""))
    except Unreadable as fault:
        raise NotUnderstood("hours") from fault


async def day_sent(request: web.Request, name: str = "day") -> date:
    """A day of the calendar. Raises `NotUnderstood`."""
    try:
        return date.fromisoformat(await field(request, name))
    except ValueError as fault:
        raise NotUnderstood("day") from fault
