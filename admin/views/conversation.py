"""One conversation: its stream, its composer, the family beside it."""

import uuid
from functools import partial
from typing import Any

from aiohttp import web

from admin.access import Context
from admin.forms import path_number, whole
from admin.moments import NAPS
from admin.rendering import page, translator
from admin.views.danger import danger_pane
from admin.views.desk import Desk, desk_of, list_pane
from admin.views.family import family_pane
from admin.why_chosen import told, why_chosen
from core.cases.choices import ReadChoices, read_choices
from core.cases.drafts import DraftOf, SavedDraft, read_draft
from core.cases.reading import ConversationPage, Line, ReadConversation, read_conversation
from core.cases.recall import DELETABLE
from core.cases.states import Direction
from core.cases.templates import ReadTemplates, Template, read_templates
from core.permissions import Permission
from core.staff.audit import Trace, trace_reading


async def conversation_page(request: web.Request) -> web.Response:
    """All three panes."""
    return await show(request)


async def conversation_stream(request: web.Request) -> web.Response:
    """Head and stream alone, for a page that follows changes. Whoever has the page open is in the audit already."""
    desk = desk_of(request)
    found = await desk.store.read(read_conversation, _query(request), desk.member)
    danger = await danger_pane(desk, found.head.conversation_id)
    return page(request, "_stream.html", **_stream(request, desk, found), **danger)


async def show(request: web.Request, status: int = 200, correct: str = "", **more: Any) -> web.Response:
    """The page, possibly as the answer to something refused: `notice` says what, `typed` is given back.

    `correct`: the message whose words are being changed.
    """
    desk = desk_of(request)
    found = await desk.store.read(read_conversation, _query(request), desk.member)
    await desk.store.write(trace_reading, _trace(found), desk.member)
    pane = request.query.get("pane")
    context: Context = {
        **await list_pane(desk),
        **_stream(request, desk, found),
        **await danger_pane(desk, found.head.conversation_id),
        **await _composer(desk, found),
        **await family_pane(request, found.head),
        "choices": await desk.store.read(read_choices, ReadChoices(found.head.conversation_id), desk.member),
        "templates": await _templates(desk, found.head.centre_id),
        "naps": NAPS,
        "pane": pane if pane == "family" else "talk",
        "correcting": _correcting(correct or request.query.get("correct", ""), desk, found),
        "typed_correction": None,
        "notice": None,
        "notice_args": {},
    }
    return page(request, "conversation.html", status, **{**context, **more})


def _query(request: web.Request) -> ReadConversation:
    before = request.query.get("before", "")
    return ReadConversation(path_number(request), whole(before) if before else None)


def _stream(request: web.Request, desk: Desk, found: ConversationPage) -> Context:
    head, before = found.head, _query(request).before_id
    return {
        "before": before,
        "newest": _newest(found, before),
        "queue": desk.queue.value,
        "opened": head.conversation_id,
        "head": head,
        "lines": found.lines,
        "by_id": {line.message_id: line for line in found.lines},
        "earlier": found.lines[0].message_id if found.earlier and found.lines else None,
        "mine": head.mine,
        "recallable_since": desk.store.clock() - DELETABLE,
        "first_unread": _first_unread(found),
        "told": partial(told, translator(request)),
        "why": partial(why_chosen, translator(request)),
    }


def _newest(found: ConversationPage, before: int | None) -> int:
    """The newest message that is on this page: nobody has seen what came after it."""
    if before is None:
        return found.head.newest_id
    return found.lines[-1].message_id if found.lines else 0


def _first_unread(found: ConversationPage) -> int | None:
    unread = (line for line in found.lines if _is_unread(line, found.head.last_read_id))
    return next((line.message_id for line in unread), None)


def _is_unread(line: Line, last_read_id: int) -> bool:
    return line.direction.value == "in" and line.message_id > last_read_id


def _correcting(chosen: str, desk: Desk, found: ConversationPage) -> Line | None:
    """The own message whose words stand in the composer, while they may be changed."""
    if not chosen or not found.head.mine or Permission.REPLY not in desk.member.permissions:
        return None
    since = desk.store.clock() - DELETABLE
    line = next((each for each in found.lines if each.message_id == whole(chosen)), None)
    if line is None or line.author_id != desk.member.account_id or line.direction is not Direction.OUT:
        return None
    return line if line.text and line.recall is None and line.created_at > since else None


async def _composer(desk: Desk, found: ConversationPage) -> Context:
    draft = SavedDraft("", None)
    if {Permission.REPLY, Permission.WRITE_NOTE} & desk.member.permissions:
        draft = await desk.store.read(read_draft, DraftOf(found.head.conversation_id), desk.member)
    return {
        "typed": draft.text,
        "for_staff": draft.for_staff,
        "draft_saved_at": draft.saved_at,
        "client_uuid": str(uuid.uuid4()),
    }


async def _templates(desk: Desk, centre_id: int) -> tuple[Template, ...]:
    if Permission.REPLY not in desk.member.permissions:
        return ()
    return (await desk.store.read(read_templates, ReadTemplates(centre_id), desk.member)).entries


def _trace(found: ConversationPage) -> Trace:
    return Trace("conversation.read", "conversation", found.head.conversation_id, found.head.centre_id)
