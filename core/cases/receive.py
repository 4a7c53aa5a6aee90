"""What the family sends becomes rows: every kind of content, with its files, its quote and its album.

Nothing is dropped. A kind nobody knows becomes a row that says so, a file the channel will not hand over keeps its row,
name and caption and the family is told once (A4, A5). A message that is meant for a person opens a request by itself
(C1), but only an adult who has consented writes without calling first.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update

from core.cases.away import AwayNotice, away_notice
from core.cases.conversations import announce, name_of, row_id
from core.cases.files import IncomingFile, keep_files, tell_about_lost_files
from core.cases.indexing import queue_for_search
from core.cases.opening import begin, ensure_request, opened_centre
from core.cases.recognising import hold_own_at
from core.cases.refusals import NotHandedOver
from core.cases.sealing import Envelope, envelope, message_text
from core.cases.states import ContactBasis, Content, Direction, OwnerKind, RequestReason
from core.cases.tables import Conversation, Message, MessagePart
from core.cases.turns import centres_turn
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Adult, Tx, use_case


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as a channel delivered it. `centre_id` is the centre chosen by the person, for a new request."""

    address: Address
    centre_id: int
    external_id: str
    said_at: datetime
    content: Content
    text: str | None = None
    """Text or caption."""
    files: tuple[IncomingFile, ...] = ()
    reply_to: str | None = None
    album_id: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """Where the message stands now; what the bot may truthfully answer at once."""

    conversation_id: int
    message_id: int
    number: str
    owner: OwnerKind
    curator: str | None
    opened: bool
    """This message opened a request."""
    understood: bool
    """False: ask to send it in another form."""
    away: AwayNotice | None
    """Say that nobody reads now, and when somebody will (A16)."""


@use_case(Permission.ANYBODY)
def receive_message(tx: Tx, incoming: Incoming) -> Received:
    """Keep a message meant for a person. Raises `NotHandedOver`, `CentreNotOpened`, `Forbidden`.

    The same message of the channel is kept once, whoever delivers it again.
    """
    conversation = _conversation_for(tx, incoming)
    request, opened = ensure_request(tx, conversation, incoming.address.channel, RequestReason.MESSAGE)
    message, new = _row_for(tx, conversation, incoming)
    if new:
        _fill(tx, conversation, message, incoming)
        centres_turn(tx, conversation, request)
        tell_about_lost_files(tx, incoming.address, message)
    away = away_notice(tx, conversation) if new else None
    if new:
        announce(tx, conversation, "message.added")
    return Received(
        conversation_id=row_id(conversation),
        message_id=row_id(message),
        number=request.number,
        owner=conversation.owner_kind,
        curator=name_of(tx, conversation.curator_id) or None,
        opened=opened,
        understood=incoming.content is not Content.UNSUPPORTED,
        away=away,
    )


def _conversation_for(tx: Tx, incoming: Incoming) -> Conversation:
    found = hold_own_at(tx, incoming.address)
    if found is not None and found.owner_kind is not OwnerKind.BOT:
        return found
    if not isinstance(tx.actor, Adult):
        raise NotHandedOver
    centre = opened_centre(tx, incoming.centre_id)
    if found is None:
        return begin(tx, incoming.address, row_id(centre), ContactBasis.CONSENT)
    found.centre_id = row_id(centre)
    return found


def _row_for(tx: Tx, conversation: Conversation, incoming: Incoming) -> tuple[Message, bool]:
    """The message's row and whether its content is new: an edit that came first has left a row without one (A3)."""
    found = find_incoming(tx, conversation, incoming.external_id)
    if found is not None:
        return found, found.said_at is None
    return begin_incoming(tx, conversation, incoming.external_id), True


def find_incoming(tx: Tx, conversation: Conversation, external_id: str) -> Message | None:
    """The row of a message of the channel."""
    query = select(Message).where(
        col(Message.conversation_id) == row_id(conversation),
        col(Message.direction) == Direction.IN,
        col(Message.external_id) == external_id,
    )
    return tx.session.exec(query).first()


def begin_incoming(tx: Tx, conversation: Conversation, external_id: str) -> Message:
    """A row for a message of the channel whose content is still to come."""
    message = Message(
        conversation_id=row_id(conversation), direction=Direction.IN, external_id=external_id, created_at=tx.now
    )
    tx.session.add(message)
    tx.session.flush()
    return message


def _fill(tx: Tx, conversation: Conversation, message: Message, incoming: Incoming) -> None:
    key: Envelope = envelope(tx, conversation)
    message.content, message.said_at = incoming.content, incoming.said_at
    message.album_id = incoming.album_id
    message.text_sealed = key.seal(incoming.text, message_text(row_id(message)))
    keep_files(tx, key, message, incoming.files)
    if incoming.reply_to is not None:
        message.reply_to_external = incoming.reply_to
        message.reply_to_id = _quoted(tx, conversation, incoming.reply_to)
    _answer_waiting_quotes(tx, message)
    queue_for_search(tx, conversation, message)


def _quoted(tx: Tx, conversation: Conversation, external_id: str) -> int | None:
    """The message a quote means: one of the family's own, or a part of a curator's."""
    own = find_incoming(tx, conversation, external_id)
    if own is not None:
        return own.id
    query = (
        select(MessagePart.message_id)
        .join(Message)
        .where(col(Message.conversation_id) == row_id(conversation), col(MessagePart.external_id) == external_id)
    )
    return tx.session.exec(query).first()


def _answer_waiting_quotes(tx: Tx, message: Message) -> None:
    """Replies that came before the message they quote point to it from now on (A3)."""
    waiting = (
        col(Message.conversation_id) == message.conversation_id,
        col(Message.reply_to_external) == message.external_id,
        col(Message.reply_to_id).is_(None),
    )
    tx.session.exec(update(Message).where(*waiting).values(reply_to_id=message.id))
