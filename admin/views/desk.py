"""The desk: queues at the left, the conversation in the middle, the family at the right.

A page is put together from panes, each read with the rights it needs; a live page asks for one pane alone.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from aiohttp import web

from admin.access import Context
from admin.counting import COUNTED
from admin.forms import path_number, whole
from admin.keys import FEED, SIGNED_IN, STORE
from admin.rendering import page
from core.cases.counting import InboxCounts
from core.cases.inbox import Place, Queue, ReadInbox, inbox
from core.cases.offers import MyOffers, Offer, my_offers
from core.permissions import Permission
from core.use_case import StaffMember, Store

ROWS = 30
"""Rows of a page: three screens of a desk. Every open page reads them again at each change, so no more than that."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits at it, with what, and which queue is open."""

    request: web.Request
    store: Store
    member: StaffMember
    queue: Queue
    tag_id: int | None = None
    """Only conversations with this tag."""

    @property
    def here(self) -> str:
        """What the list shows, as the end of an address."""
        return urlencode({"queue": self.queue.value, **({"tag": self.tag_id} if self.tag_id else {})})


def desk_of(request: web.Request) -> Desk:
    """The desk of this request; a queue nobody knows is the own one."""
    named = request.query.get("queue", "")
    queue = Queue(named) if named in set(Queue) else Queue.MINE
    tag = request.query.get("tag", "")
    return Desk(request, request.app[STORE], request[SIGNED_IN].member, queue, whole(tag) if tag else None)


async def inbox_page(request: web.Request) -> web.Response:
    """The queues, nothing opened yet."""
    desk = desk_of(request)
    return page(request, "inbox.html", **await list_pane(desk), opened=None, pane="list")


async def inbox_list(request: web.Request) -> web.Response:
    """The list alone, for a page that follows changes."""
    opened = request.query.get("opened", "")
    return page(request, "_list.html", **await list_pane(desk_of(request)), opened=whole(opened) if opened else None)


async def queues(request: web.Request) -> web.Response:
    """The counters alone: what changes on a page whose list a change does not touch."""
    desk = desk_of(request)
    return page(request, "_queues.html", queue=desk.queue.value, here=desk.here, counts=await _counts(desk))


async def list_pane(desk: Desk) -> Context:
    """One page of the open queue, and how full each queue is."""
    after = _place(desk.request.query.get("after", ""))
    found = await desk.store.read(inbox, ReadInbox(desk.queue, after, ROWS, desk.tag_id), desk.member)
    return {
        "queue": desk.queue.value,
        "here": desk.here,
        "tag": next((tag for row in found.rows for tag in row.tags if tag.tag_id == desk.tag_id), None),
        "tagged": desk.tag_id is not None,
        "rows": found.rows,
        "counts": await _counts(desk),
        "offers": await _offers(desk),
        "further": further_link(desk, found.next),
        "continued": after is not None,
    }


async def _counts(desk: Desk) -> InboxCounts:
    return await desk.request.app[COUNTED].of(desk.request.app[FEED], desk.member)


async def _offers(desk: Desk) -> tuple[Offer, ...]:
    if Permission.TAKE_CASE not in desk.member.permissions:
        return ()
    return (await desk.store.read(my_offers, MyOffers(), desk.member)).entries


def further_link(desk: Desk, place: Place | None) -> str | None:
    """The address of the next page of a queue."""
    if place is None:
        return None
    after = f"{place.rank}_{place.since.isoformat()}_{place.conversation_id}"
    return f"/inbox?{desk.here}&{urlencode({'after': after})}"


def _place(text: str) -> Place | None:
    if not text:
        return None
    try:
        rank, since, conversation_id = text.split("_")
        moment = datetime.fromisoformat(since)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    if moment.tzinfo is None:
        raise web.HTTPBadRequest
    return Place(whole(rank), moment, whole(conversation_id))


def conversation_path(request: web.Request) -> str:
    """The conversation's own page, with the queue the person came from."""
    desk = desk_of(request)
    return f"/conversations/{path_number(request)}?" + urlencode({"queue": desk.queue.value})
