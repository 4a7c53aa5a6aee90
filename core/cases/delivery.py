"""How a curator's message travels: one letter per part, each part's fate kept apart (A7, A8).

A part is sent again only when somebody asks: a letter whose fate the channel never told may have arrived. Each attempt
is a letter of its own with a number of its own, so that a late result of an earlier attempt changes nothing.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.conversations import address_of, announce, hold_own, row_id
from core.cases.desk_tables import Recall
from core.cases.mute import CURATOR_MESSAGE
from core.cases.recall import delete_at_the_family
from core.cases.refusals import NoSuchConversation, NotRetryable
from core.cases.rewording import follow_correction
from core.cases.sealing import Envelope, envelope, file_content, file_name
from core.cases.splitting import split
from core.cases.states import Delivery
from core.cases.tables import Attachment, Conversation, ConversationAddress, Message, MessagePart
from core.cases.tracing import trace
from core.cases.wording import newest_words
from core.messaging.events import publish
from core.messaging.letters import Address, AttachmentKind, Letter, Verbatim
from core.messaging.letters import Attachment as Enclosure
from core.messaging.outbox import Claimed, Kind, Lane, Outcome, Outgoing, Send, Skip, State, Verdict, enqueue
from core.permissions import Permission
from core.use_case import Tx, use_case

_STANDS = {
    State.PENDING: Delivery.QUEUED,
    State.SENDING: Delivery.SENDING,
    State.SENT: Delivery.SENT,
    State.FAILED: Delivery.FAILED,
    State.BLOCKED: Delivery.FAILED,
    State.SKIPPED: Delivery.FAILED,
    State.UNKNOWN: Delivery.UNKNOWN,
}
_WORST_FIRST = (Delivery.FAILED, Delivery.UNKNOWN, Delivery.QUEUED, Delivery.SENDING, Delivery.SENT)


def whole(parts: list[Delivery]) -> Delivery | None:
    """Where the message stands: as its worst part. None for a message without parts (a note, the family's)."""
    return min(parts, key=_WORST_FIRST.index, default=None)


def dispatch(tx: Tx, conversation: Conversation, message: Message, address: Address) -> None:
    """Queue every part of a new message, in order."""
    query = select(MessagePart).where(col(MessagePart.message_id) == row_id(message)).order_by(col(MessagePart.ordinal))
    for part in tx.session.exec(query).all():
        _queue(tx, conversation, message, part, address)


def _queue(tx: Tx, conversation: Conversation, message: Message, part: MessagePart, address: Address) -> None:
    outgoing = Outgoing(
        kind=CURATOR_MESSAGE,
        lane=Lane.CURATOR,
        address=address,
        letter=letter_of(tx, envelope(tx, conversation), message, part),
        dedup_key=f"part:{part.id}:{part.attempt}",
        subject=f"message_part:{part.id}",
    )
    part.outbox_id, part.state, part.fault = enqueue(tx, outgoing), Delivery.QUEUED, None
    tx.session.flush()


def letter_of(tx: Tx, key: Envelope, message: Message, part: MessagePart) -> Letter:
    """What carries a part: its piece of the newest wording, or its file."""
    quote = _quote(tx, message) if part.ordinal == 0 else None
    if part.attachment_id is None:
        words = newest_words(tx, key, message) or ""
        return Letter(Verbatim(split(words)[part.ordinal]), reply_to=quote)
    file = tx.session.exec(select(Attachment).where(col(Attachment.id) == part.attachment_id)).one()
    assert file.content_sealed is not None, "a curator's file is our own bytes"
    enclosure = Enclosure(
        kind=AttachmentKind(file.kind.value),
        name=key.open(file.name_sealed, file_name(part.attachment_id)) or "",
        content=key.open_file(file.content_sealed, file_content(message.client_uuid, file.ordinal)),
    )
    return Letter(None, attachment=enclosure, reply_to=quote)


def _quote(tx: Tx, message: Message) -> str | None:
    """The channel's id of what the message answers: the family's message, or the first part that carried ours."""
    if message.reply_to_id is None:
        return None
    external_id = tx.session.exec(select(Message.external_id).where(col(Message.id) == message.reply_to_id)).first()
    if external_id is not None:
        return external_id
    parts = select(MessagePart.external_id).where(
        col(MessagePart.message_id) == message.reply_to_id, col(MessagePart.external_id).is_not(None)
    )
    return tx.session.exec(parts.order_by(col(MessagePart.ordinal))).first()


def _may_deliver(tx: Tx, claimed: Claimed) -> Verdict:
    """Only to the address the conversation has now, and only while the message exists (A13)."""
    query = (
        select(ConversationAddress)
        .join(Message, col(Message.conversation_id) == col(ConversationAddress.conversation_id))
        .join(MessagePart, col(MessagePart.message_id) == col(Message.id))
        .where(col(MessagePart.outbox_id) == claimed.id)
    )
    row = tx.session.exec(query).first()
    if row is None or Address(row.channel, row.external_id) != claimed.address:
        return Skip("the conversation has no such address")
    return Send()


def _note_result(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    """Write a part's fate down, unless a newer attempt has been made since."""
    query = (
        select(MessagePart, Conversation)
        .join(Message, col(MessagePart.message_id) == col(Message.id))
        .join(Conversation, col(Message.conversation_id) == col(Conversation.id))
        .where(col(MessagePart.outbox_id) == claimed.id)
    )
    found = tx.session.exec(query).first()
    if found is None:
        return
    part, conversation = found
    part.state, part.fault = _STANDS[outcome.state], outcome.reason
    part.external_id = None if outcome.message_id is None else str(outcome.message_id)
    tx.session.flush()
    recall = tx.session.get(Recall, part.message_id)
    if recall is not None and part.state is Delivery.SENT:  # it was on its way when it was taken back
        delete_at_the_family(tx, recall, part, claimed.address)
    elif recall is None:
        follow_correction(tx, conversation, part, claimed)
    if part.state is not Delivery.SENDING:  # a claim goes on to lock conversations: it must not hold up the events
        publish(tx, conversation.centre_id, "message.changed", f"conversation:{conversation.id}")


CURATOR_MESSAGES = Kind(guard=_may_deliver, on_result=_note_result, repeat_unknown=False)


@dataclass(frozen=True, slots=True)
class RetryPart:
    """The curator asks for a failed part to be sent again, knowing that an `unknown` one may arrive twice."""

    part_id: int


@dataclass(frozen=True, slots=True)
class Retried:
    """How often somebody has asked for this part by now."""

    part_id: int
    attempt: int


@use_case(Permission.REPLY)
def retry_part(tx: Tx, command: RetryPart) -> Retried:
    """Queue one part again: a real call, and only of this part.

    Raises `NotRetryable`, `NotYours`, `TakenBy`, `NoSuchConversation`.
    """
    query = select(MessagePart, Message).join(Message).where(col(MessagePart.id) == command.part_id)
    known = tx.session.exec(query).first()
    if known is None:
        raise NoSuchConversation
    conversation = hold_own(tx, known[1].conversation_id)
    part, message = tx.session.exec(query.execution_options(populate_existing=True)).one()
    if part.state not in (Delivery.FAILED, Delivery.UNKNOWN) or tx.session.get(Recall, message.id) is not None:
        raise NotRetryable(part.state)
    part.attempt += 1
    _queue(tx, conversation, message, part, address_of(tx, message.conversation_id))
    trace(tx, conversation, "retried")
    announce(tx, conversation, "message.changed")
    return Retried(command.part_id, part.attempt)
