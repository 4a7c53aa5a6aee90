"""The banner about the messenger, for a page that follows changes (A24)."""

from aiohttp import web

from admin.health import note_trouble
from admin.rendering import page


async def channel_fragment(request: web.Request) -> web.Response:
    """What is wrong now; empty when nothing is."""
    await note_trouble(request, fresh=True)
    return page(request, "_channel.html")
