"""A curator's words to the family: posted once, split into parts, each part a letter of its own.

Posting carries a `client_uuid` of the form, so that a double click, two tabs or a repeated request send once (A6), and
the newest message the curator has seen, so that nobody answers past a colleague or past the family (A12).
"""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, or_, select

from core.cases.conversations import address_of, announce, hold_own, open_request, row_id, staff
from core.cases.delivery import dispatch
from core.cases.drafts import discard_draft
from core.cases.files import OutgoingFile, attach
from core.cases.indexing import queue_for_search
from core.cases.posting import already_posted, quoted
from core.cases.refusals import NewerMessages, NothingToSend, TooLong
from core.cases.sealing import envelope, message_text
from core.cases.splitting import split
from core.cases.states import Content, Direction
from core.cases.tables import Conversation, Message, MessagePart
from core.cases.tracing import trace
from core.cases.turns import familys_turn
from core.duty.alarms import person_answered
from core.permissions import Permission
from core.use_case import Tx, use_case

MAX_TEXT = 16_000
"""Characters of one reply: about four messages of the channel."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a curator posts. `last_seen_message_id` is the newest row that was on the screen."""

    conversation_id: int
    client_uuid: str
    last_seen_message_id: int
    text: str = ""
    files: tuple[OutgoingFile, ...] = ()
    reply_to_id: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """The row it became; `repeated` when this post had been stored before."""

    message_id: int
    repeated: bool


@use_case(Permission.REPLY)
def reply(tx: Tx, command: Reply) -> Posted:
    """Store and queue a message to the family.

    Raises `NothingToSend`, `TooLong`, `FilesTooBig`, `TakenBy`, `NotYours`, `NoAddress`, `UsedElsewhere`, `Forbidden`,
    and `NewerMessages` (post again with its `newest_id` to send anyway).
    """
    conversation = hold_own(tx, command.conversation_id)
    repeated = already_posted(tx, conversation, command.client_uuid)
    if repeated is not None:
        return Posted(repeated, True)
    _require_sendable(command)
    _require_nothing_newer(tx, conversation, command.last_seen_message_id)
    message = _store(tx, conversation, command)
    dispatch(tx, conversation, message, address_of(tx, command.conversation_id))
    _now_the_family(tx, conversation, row_id(message))
    discard_draft(tx, conversation)
    trace(tx, conversation, "replied")
    person_answered(tx, command.conversation_id)
    announce(tx, conversation, "message.added")
    return Posted(row_id(message), False)


def _require_sendable(command: Reply) -> None:
    if not command.text.strip() and not command.files:
        raise NothingToSend
    if len(command.text) > MAX_TEXT:
        raise TooLong(MAX_TEXT)


def _require_nothing_newer(tx: Tx, conversation: Conversation, last_seen_id: int) -> None:
    """Newer words of the family, or of another curator, stop a reply that was written without them."""
    foreign = or_(col(Message.author_id).is_(None), col(Message.author_id) != staff(tx).account_id)
    query = select(func.count(col(Message.id)), func.max(Message.id)).where(
        col(Message.conversation_id) == row_id(conversation),
        col(Message.id) > last_seen_id,
        col(Message.direction).in_((Direction.IN, Direction.OUT)),
        foreign,
    )
    count, newest = tx.session.exec(query).one()
    if newest is not None:
        raise NewerMessages(newest, count)


def _store(tx: Tx, conversation: Conversation, command: Reply) -> Message:
    words = command.text.strip()
    message = Message(
        conversation_id=row_id(conversation),
        direction=Direction.OUT,
        content=Content.TEXT if words else Content(command.files[0].kind.value),
        author_id=staff(tx).account_id,
        client_uuid=command.client_uuid,
        reply_to_id=quoted(tx, conversation, command.reply_to_id),
        created_at=tx.now,
    )
    tx.session.add(message)
    tx.session.flush()
    key = envelope(tx, conversation)
    message.text_sealed = key.seal(words or None, message_text(row_id(message)))
    queue_for_search(tx, conversation, message)
    files = attach(tx, key, message, command.files)
    pieces = [MessagePart(message_id=row_id(message), ordinal=number) for number in range(len(split(words)))]
    pieces += [
        MessagePart(message_id=row_id(message), ordinal=len(pieces) + number, attachment_id=file.id)
        for number, file in enumerate(files)
    ]
    tx.session.add_all(pieces)
    tx.session.flush()
    return message


def _now_the_family(tx: Tx, conversation: Conversation, message_id: int) -> None:
    conversation.staff_spoke_at = tx.now
    conversation.last_read_id = max(conversation.last_read_id, message_id)
    request = open_request(tx, row_id(conversation))
    if request is None:
        return
    request.first_answered_at = request.first_answered_at or tx.now
    familys_turn(tx, conversation, request)
