"""The sheet for the centre's entrance: scan, and reception knows that you are here (F7)."""

from aiohttp import web
from markupsafe import Markup

from admin.keys import BOT_NAME, SIGNED_IN, STORE
from admin.rendering import page
from admin.views.appointments import chosen_place
from core.booking.check_in import ReadPoster, read_poster
from core.staff.places import my_workplaces


async def poster_page(request: web.Request) -> web.Response:
    """The code of one centre, as large as a sheet; none while the messenger does not say how the bot is called."""
    import segno

    store, member = request.app[STORE], request[SIGNED_IN].member
    places = (await store.read(my_workplaces, None, member)).entries
    place = chosen_place(request, places)
    if place is None:
        return page(request, "poster.html", places=(), place=None, picture=None, link=None)
    poster = await store.read(read_poster, ReadPoster(place.centre_id), member)
    name = await request.app[BOT_NAME]()
    link = f"https://t.me/{name}?start={poster.payload}" if name else None
    picture = segno.make(link, error="q").svg_inline(omitsize=True) if link else None
    drawn = Markup(picture) if picture else None  # noqa: S704 - our own drawing
    return page(request, "poster.html", places=places, place=place, picture=drawn, link=link)
