"""What a curator does with a conversation: take, answer, note, return, ask whether it is solved.

Each is a plain form. A refusal gives the same page back with the reason and with everything that was typed.
"""

from collections.abc import Awaitable
from typing import Any

from aiohttp import web

from admin.access import Context
from admin.forms import field, number, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to
from admin.uploads import chosen_files
from admin.views.conversation import show
from admin.views.desk import conversation_path
from core.cases.closing import AskToClose, ask_to_close
from core.cases.correcting import CorrectMessage, correct_message
from core.cases.delivery import RetryPart, retry_part
from core.cases.drafts import SaveDraft, save_draft
from core.cases.notes import WriteNote, note
from core.cases.reading import MarkRead, mark_read
from core.cases.recall import TakeBack, take_back
from core.cases.refusals import (
    AnotherLength,
    FilesTooBig,
    NewerMessages,
    NoAddress,
    NotAtWork,
    NotEditable,
    NothingToSend,
    NotRecallable,
    NotRetryable,
    NotSnoozable,
    NotYours,
    TakenBy,
    TooLong,
    TransferPending,
)
from core.cases.reply import Reply, reply
from core.cases.take import Release, release, take_over
from core.use_case import Refused

_REASONS: dict[type[Refused], str] = {
    NotYours: "not-yours",
    NotAtWork: "not-at-work",
    NotRecallable: "not-recallable",
    NotSnoozable: "not-snoozable",
    TransferPending: "transfer-pending",
    NothingToSend: "nothing",
    NoAddress: "no-address",
    NotRetryable: "not-retryable",
    NotEditable: "not-editable",
}
CONFLICT = 409


async def take_conversation(request: web.Request) -> web.Response:
    """«Взять себе»: one owner, everybody else learns who."""
    return await done(request, take_over(request.app[STORE], path_number(request), request[SIGNED_IN].member))


async def return_conversation(request: web.Request) -> web.Response:
    """Back to the common queue."""
    command = Release(path_number(request))
    return await done(request, request.app[STORE].write(release, command, request[SIGNED_IN].member))


async def ask_whether_solved(request: web.Request) -> web.Response:
    """Only the family closes: ask it."""
    command = AskToClose(path_number(request))
    return await done(request, request.app[STORE].write(ask_to_close, command, request[SIGNED_IN].member))


async def post_reply(request: web.Request) -> web.Response:
    """Send to the family, once however often the form arrives; not past messages the curator has not seen (A6, A12)."""
    typed = await field(request, "text")
    command = Reply(
        conversation_id=path_number(request),
        client_uuid=await _uuid(request),
        last_seen_message_id=await number(request, "last_seen"),
        text=typed,
        files=await chosen_files(request),
    )
    return await done(request, request.app[STORE].write(reply, command, request[SIGNED_IN].member), typed)


async def post_note(request: web.Request) -> web.Response:
    """Write for colleagues only."""
    typed = await field(request, "text")
    command = WriteNote(path_number(request), await _uuid(request), typed)
    writing = request.app[STORE].write(note, command, request[SIGNED_IN].member)
    return await done(request, writing, typed, for_staff=True)


async def retry(request: web.Request) -> web.Response:
    """Send one failed part again."""
    command = RetryPart(await number(request, "part"))
    return await done(request, request.app[STORE].write(retry_part, command, request[SIGNED_IN].member))


async def take_message_back(request: web.Request) -> web.Response:
    """Stop or delete a sent message; its words are in the composer again."""
    command = TakeBack(await number(request, "message"))
    return await done(request, request.app[STORE].write(take_back, command, request[SIGNED_IN].member))


async def correct(request: web.Request) -> web.Response:
    """Other words for a sent message; refused ones stay in the field, or in the composer when it is too late."""
    message_id, typed = await number(request, "message"), await field(request, "text")
    try:
        command = CorrectMessage(message_id, typed)
        await request.app[STORE].write(correct_message, command, request[SIGNED_IN].member)
    except Refused as refusal:
        notice = _notice(refusal)
        if notice is None:
            raise
        told: Context = {"notice": notice[0], "notice_args": notice[1]}
        return await show(request, CONFLICT, str(message_id), typed_correction=typed, typed=typed, **told)
    return go_to(conversation_path(request))


async def keep_draft(request: web.Request) -> web.Response:
    """Save what stands in the composer."""
    for_staff = await field(request, "mode", "reply") == "note"
    command = SaveDraft(path_number(request), await field(request, "text"), for_staff)
    await request.app[STORE].write(save_draft, command, request[SIGNED_IN].member)
    return web.Response(status=204)


async def note_read(request: web.Request) -> web.Response:
    """The owner has seen everything up to this message."""
    command = MarkRead(path_number(request), await number(request, "up_to"))
    await request.app[STORE].write(mark_read, command, request[SIGNED_IN].member)
    return web.Response(status=204)


async def done(
    request: web.Request, deed: Awaitable[Any], typed: str | None = None, *, for_staff: bool = False
) -> web.Response:
    """The conversation after a deed; after a refusal the same page with the reason and with what was typed."""
    try:
        await deed
    except Refused as refusal:
        notice = _notice(refusal)
        if notice is None:
            raise
        key, args = notice
        kept: Context = {} if typed is None else {"typed": typed, "for_staff": for_staff}
        return await show(request, CONFLICT, notice=key, notice_args=args, **kept)
    return go_to(conversation_path(request))


def _notice(refusal: Refused) -> tuple[str, dict[str, str | int]] | None:
    """Which sentence explains a refusal on the page itself; None: it has a page of its own."""
    match refusal:
        case TakenBy(name=name):
            return "taken-by", {"name": name}
        case NewerMessages(count=count):
            return "newer", {"count": count}
        case FilesTooBig(most=most, bytes_in_all=size):
            return "files-too-big", {"most": most, "megabytes": size // 1_048_576}
        case TooLong(limit=most):
            return "too-long", {"most": most}
        case AnotherLength(messages=messages):
            return "another-length", {"count": messages}
        case _:
            reason = _REASONS.get(type(refusal))
            return (reason, {}) if reason else None


async def _uuid(request: web.Request) -> str:
    sent = await field(request, "client_uuid")
    if len(sent) != 36:
        raise web.HTTPBadRequest
    return sent
