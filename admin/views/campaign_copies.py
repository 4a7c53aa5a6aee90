"""One mailing for many centres, and what one family would see of it."""

from aiohttp import web

from admin.entitlements import matcher_of
from admin.forms import path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import zone_of
from admin.views.campaigns import deed, show
from core.families.household import UnknownFamily
from core.outreach.campaigns.copying import CopyToCentres, LaunchingSeries, approve_series, copy_to_centres
from core.outreach.campaigns.launching import CampaignId
from core.outreach.campaigns.previewing import FamilyPreview, PreviewFamily, Previewing
from core.use_case import Forbidden


async def copy(request: web.Request) -> web.Response:
    """A draft for every other centre, at the same hour of its own wall. The times were meant on the panel's."""
    return await deed(request, copy_to_centres, CopyToCentres(path_number(request), zone_of(request)))


async def launch_all(request: web.Request) -> web.Response:
    """Every draft of the series at once."""
    return await deed(
        request, LaunchingSeries(lambda: matcher_of(request.app)).launch(), CampaignId(path_number(request))
    )


async def approve_all(request: web.Request) -> web.Response:
    """The second pair of eyes for all of them."""
    return await deed(request, approve_series, CampaignId(path_number(request)))


async def family_preview(request: web.Request) -> web.Response:
    """What one family would see, under the mailing itself."""
    ticket = request.query.get("family", "")[:20]
    return await show(request, asked=ticket, preview=await _preview(request, ticket))


async def _preview(request: web.Request, ticket: str) -> FamilyPreview | None:
    """None for a number of nobody, and for a family of another centre: who asks cannot tell them apart."""
    case = Previewing(lambda: matcher_of(request.app)).preview()
    command, store = PreviewFamily(path_number(request), ticket), request.app[STORE]
    try:
        return await store.write(case, command, request[SIGNED_IN].member)
    except (UnknownFamily, Forbidden):
        return None
