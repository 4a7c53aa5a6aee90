"""The keyboard map and the words of the panel, also as a page of its own for those without the script."""

from aiohttp import web

from admin.rendering import page


async def help_page(request: web.Request) -> web.Response:
    """What each key does."""
    return page(request, "help.html")
