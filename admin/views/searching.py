"""Search over what was said: the list pane with what was found instead of a queue."""

from urllib.parse import urlencode

from aiohttp import web

from admin.forms import whole
from admin.keys import SEARCH
from admin.rendering import go_to, page
from admin.views.desk import desk_of
from core.cases.searching import Found, SearchMessages
from core.staff.audit import Trace, trace_reading

_LONGEST = 200


async def search_page(request: web.Request) -> web.Response:
    """What was found; a number somebody read aloud opens its conversation at once."""
    desk, asked = desk_of(request), request.query.get("q", "")[:_LONGEST].strip()
    before = request.query.get("before", "")
    query = SearchMessages(asked, whole(before) if before else None)
    found = await desk.store.read(request.app[SEARCH], query, desk.member) if asked else Found((), False, None)
    if found.numbered is not None:
        return go_to(f"/conversations/{found.numbered}?queue=centre")
    if found.hits:
        trace = Trace("message.search", "account", desk.member.account_id, fields=("text",))
        await desk.store.write(trace_reading, trace, desk.member)
    further = urlencode({"q": asked, "before": found.hits[-1].message_id}) if found.more else None
    return page(request, "search.html", asked=asked, hits=found.hits, further=further, pane="list")
