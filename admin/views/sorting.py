"""Keeping the own list short: put aside until a moment, tag with the centre's words."""

from aiohttp import web

from admin.forms import field, path_number
from admin.keys import SIGNED_IN, STORE
from admin.moments import nap_end
from admin.rendering import zone_of
from admin.views.deeds import done
from core.cases.snoozing import PutAside, put_aside
from core.cases.tags import SetTags, set_tags


async def snooze(request: web.Request) -> web.Response:
    """Out of the list until then; without a moment, back into it."""
    chosen = await field(request, "until", "")
    until = nap_end(chosen, request.app[STORE].clock(), zone_of(request)) if chosen else None
    if chosen and until is None:
        raise web.HTTPBadRequest
    command = PutAside(path_number(request), until)
    return await done(request, request.app[STORE].write(put_aside, command, request[SIGNED_IN].member))


async def tag(request: web.Request) -> web.Response:
    """The tags ticked, and new ones typed with commas between."""
    ticked = [name for name in (await request.post()).getall("tag", []) if isinstance(name, str)]
    typed = (await field(request, "new", "")).split(",")
    command = SetTags(path_number(request), (*ticked, *typed))
    return await done(request, request.app[STORE].write(set_tags, command, request[SIGNED_IN].member))
