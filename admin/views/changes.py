"""Changes of the rules: whom each concerns, counts first, and a letter to them as a mailing like any other (C12)."""

from datetime import timedelta

from aiohttp import web

from admin.forms import field, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page, translator
from core.outreach.campaigns.drafting import DraftCampaign, draft_campaign
from core.outreach.campaigns.reading import campaign_places
from core.outreach.campaigns.segments import Moved, Segment
from core.outreach.campaigns.states import Repeat
from core.outreach.changes.counting import TOPICS, count_change
from core.outreach.changes.directions import WRITTEN_ABOUT, Move
from core.outreach.changes.families import ReadMoved, read_moved
from core.outreach.changes.reading import ChangeId, NoSuchChange, list_changes
from core.staff.audit import Trace, trace_reading

VALID_FOR = timedelta(days=14)


async def changes_page(request: web.Request) -> web.Response:
    """Which changes there were."""
    found = await request.app[STORE].read(list_changes, None, request[SIGNED_IN].member)
    return page(request, "changes.html", changes=found.entries)


async def change_page(request: web.Request) -> web.Response:
    """One change in numbers: gains, loses, becomes uncertain; by measure, by centre; who would not be written to."""
    number = path_number(request)
    try:
        counts = await request.app[STORE].read(count_change, ChangeId(number), request[SIGNED_IN].member)
    except NoSuchChange:
        raise web.HTTPNotFound from None
    return page(request, "change.html", number=number, counts=counts, moves=list(Move), written=WRITTEN_ABOUT)


async def families_page(request: web.Request) -> web.Response:
    """The families themselves, for those who may read families. Who looked is written down first."""
    number, store, member = path_number(request), request.app[STORE], request[SIGNED_IN].member
    move = _move(request.query.get("move", Move.GAINS))
    trace = Trace("catalogue_change.families_read", "catalogue_change", number, fields=(move.value,))
    await store.write(trace_reading, trace, member)
    try:
        found = await store.read(read_moved, ReadMoved(number, move), member)
    except NoSuchChange:
        raise web.HTTPNotFound from None
    return page(request, "change_families.html", number=number, move=move, moves=list(Move), found=found)


async def write_to_them(request: web.Request) -> web.Response:
    """A draft for the families that moved so: counted, tried out and approved as every mailing is."""
    number, store, member = path_number(request), request.app[STORE], request[SIGNED_IN].member
    move, t, now = _move(await field(request, "move")), translator(request), store.clock()
    if move not in WRITTEN_ABOUT:
        raise web.HTTPBadRequest
    places = await store.read(campaign_places, None, member)
    if not places.everywhere and not places.entries:
        raise web.HTTPNotFound  # no centre of one's own is open: there is nobody to write to
    command = DraftCampaign(
        title=t(f"change-title-{move}"),
        centre_id=None if places.everywhere else places.entries[0].centre_id,
        topic=TOPICS[move],
        words=t(f"change-words-{move}"),
        segment=Segment(moved=Moved(number, move)),
        repeat=Repeat.RESEND,
        starts_at=now,
        valid_until=now + VALID_FOR,
    )
    try:
        drafted = await store.write(draft_campaign, command, member)
    except NoSuchChange:
        raise web.HTTPNotFound from None
    return go_to(f"/campaigns/{drafted.campaign_id}?count=1")


def _move(text: str) -> Move:
    try:
        return Move(text)
    except ValueError as error:
        raise web.HTTPBadRequest from error
