"""Helplines and when somebody last rang them (E6). Families see only those cleared for them; staff see all."""

from aiohttp import web

from admin.keys import SIGNED_IN, STORE
from admin.rendering import page
from core.duty.helplines import ReadHelplines, read_helplines


async def helplines_page(request: web.Request) -> web.Response:
    """Those to be rung first."""
    found = await request.app[STORE].read(read_helplines, ReadHelplines(), request[SIGNED_IN].member)
    return page(request, "helplines.html", lines=found)
