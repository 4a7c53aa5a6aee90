"""«На карте»: a plain link to a search for the centre's address, which says nothing of who asks or why."""

from urllib.parse import quote

from aiogram_dialog.widgets.kbd import Url

from bot.widgets.words import Label, Ready
from core.booking.appointments import Visit
from core.booking.states import Mode


def map_url(visit: Visit) -> str | None:
    """Where the centre is on a map, for a visit there whose address is known."""
    if visit.mode is not Mode.PLACE or not visit.centre_address:
        return None
    return f"https://yandex.ru/maps/?text={quote(visit.centre_address, safe='')}"


def map_link() -> Url:
    """The button, shown when the getter has given a `map_url`."""
    return Url(Label("visit-map"), Ready("map_url"), when="map_url")
