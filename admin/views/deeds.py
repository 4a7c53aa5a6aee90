"""What a curator does with a conversation: take, answer, note, return, ask whether it is solved.

Each is a plain form. A refusal gives the same page back with the reason and with everything that was typed.
"""

from collections.abc import Awaitable
from typing import Any

from aiohttp import web

from admin.forms import field, number, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to
from admin.views.conversation import show
from admin.views.desk import conversation_path
from core.cases.closing import AskToClose, ask_to_close
from core.cases.delivery import RetryPart, retry_part
from core.cases.drafts import SaveDraft, save_draft
from core.cases.notes import WriteNote, note
from core.cases.reading import MarkRead, mark_read
from core.cases.refusals import NewerMessages, NoAddress, NothingToSend, NotRetryable, NotYours, TakenBy
from core.cases.reply import Reply, reply
from core.cases.take import Release, release, take_over

_REASONS: dict[type[Exception], str] = {
    NotYours: "not-yours",
    NothingToSend: "nothing",
    NoAddress: "no-address",
    NotRetryable: "not-retryable",
}
CONFLICT = 409


async def take_conversation(request: web.Request) -> web.Response:
    """«Взять себе»: one owner, everybody else learns who."""
    return await _done(request, take_over(request.app[STORE], path_number(request), request[SIGNED_IN].member))


async def return_conversation(request: web.Request) -> web.Response:
    """Back to the common queue."""
    command = Release(path_number(request))
    return await _done(request, request.app[STORE].write(release, command, request[SIGNED_IN].member))


async def ask_whether_solved(request: web.Request) -> web.Response:
    """Only the family closes: ask it."""
    command = AskToClose(path_number(request))
    return await _done(request, request.app[STORE].write(ask_to_close, command, request[SIGNED_IN].member))


async def post_reply(request: web.Request) -> web.Response:
    """Send to the family, once however often the form arrives; not past messages the curator has not seen (A6, A12)."""
    typed = await field(request, "text")
    command = Reply(
        conversation_id=path_number(request),
        client_uuid=await _uuid(request),
        last_seen_message_id=await number(request, "last_seen"),
        text=typed,
    )
    return await _done(request, request.app[STORE].write(reply, command, request[SIGNED_IN].member), typed)


async def post_note(request: web.Request) -> web.Response:
    """Write for colleagues only."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    typed, conversation_id = await field(request, "text"), path_number(request)
    answer = await _done(
        request, store.write(note, WriteNote(conversation_id, await _uuid(request), typed), member), typed
    )
    if answer.status < 400:
        await store.write(save_draft, SaveDraft(conversation_id, ""), member)
    return answer


async def retry(request: web.Request) -> web.Response:
    """Send one failed part again."""
    command = RetryPart(await number(request, "part"))
    return await _done(request, request.app[STORE].write(retry_part, command, request[SIGNED_IN].member))


async def keep_draft(request: web.Request) -> web.Response:
    """Save what stands in the composer."""
    command = SaveDraft(path_number(request), await field(request, "text"))
    await request.app[STORE].write(save_draft, command, request[SIGNED_IN].member)
    return web.Response(status=204)


async def note_read(request: web.Request) -> web.Response:
    """The owner has seen everything up to this message."""
    command = MarkRead(path_number(request), await number(request, "up_to"))
    await request.app[STORE].write(mark_read, command, request[SIGNED_IN].member)
    return web.Response(status=204)


async def _done(request: web.Request, deed: Awaitable[Any], typed: str | None = None) -> web.Response:
    try:
        await deed
    except TakenBy as refusal:
        return await show(request, CONFLICT, typed=typed, notice="taken-by", notice_args={"name": refusal.name})
    except NewerMessages as refusal:
        newer = {"count": refusal.count}
        return await show(request, CONFLICT, typed=typed, notice="newer", notice_args=newer)
    except tuple(_REASONS) as refusal:
        return await show(request, CONFLICT, typed=typed, notice=_REASONS[type(refusal)])
    return go_to(conversation_path(request))


async def _uuid(request: web.Request) -> str:
    sent = await field(request, "client_uuid")
    if len(sent) != 36:
        raise web.HTTPBadRequest
    return sent
