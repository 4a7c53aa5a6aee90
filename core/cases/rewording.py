"""Other words for a message that has left: the letters that carry a correction, and how it went.

The newest wording is the only one worth sending: a correction that was overtaken, or whose message was taken back, is
skipped. Changing a message twice to the same words harms nobody, so what the channel did not answer is sent again.
"""

from sqlmodel import col, select

from core.cases.conversations import announce
from core.cases.desk_tables import Recall
from core.cases.mute import CORRECTION
from core.cases.sealing import envelope
from core.cases.splitting import split
from core.cases.states import Delivery
from core.cases.tables import Conversation, ConversationAddress, Message, MessagePart, MessageVersion
from core.cases.wording import newest_version, newest_words
from core.messaging.letters import Address, Letter, Verbatim
from core.messaging.outbox import Claimed, Kind, Lane, Outcome, Outgoing, Send, Skip, State, Verdict, enqueue
from core.use_case import Tx


def change_at_the_family(
    tx: Tx, version: MessageVersion, part: MessagePart, piece: str, address: Address, *, last: bool
) -> None:
    """Queue the change of a part that stands in the chat; `last`: no other part of this wording follows."""
    version.delivery = Delivery.QUEUED
    letter = Letter(Verbatim(piece), edits=part.external_id)
    subject = f"correction:{version.id}:{'last' if last else 'more'}"
    key = f"correction:{version.id}:{part.id}:{part.attempt}"
    enqueue(tx, Outgoing(CORRECTION, Lane.CURATOR, address, letter, key, subject))


def follow_correction(tx: Tx, conversation: Conversation, part: MessagePart, claimed: Claimed) -> None:
    """A part's own letter has ended; it may have been on its way while its words were corrected."""
    version = newest_version(tx, part.message_id)
    if version is None or part.attachment_id is not None:
        return
    message = tx.session.get_one(Message, part.message_id)
    piece = split(newest_words(tx, envelope(tx, conversation), message) or "")[part.ordinal]
    if part.state is Delivery.SENT and claimed.letter.body != Verbatim(piece):
        change_at_the_family(tx, version, part, piece, claimed.address, last=True)
    elif part.state in (Delivery.FAILED, Delivery.UNKNOWN):
        version.delivery = None  # the old words do not stand there; whoever sends it again sends the new ones


def _may_change(tx: Tx, claimed: Claimed) -> Verdict:
    """Only the newest wording, only where the conversation is now, and nothing that was taken back."""
    version = _version(tx, claimed)
    if version is None or newest_version(tx, version.message_id) is not version:
        return Skip("a newer wording")
    if tx.session.get(Recall, version.message_id) is not None:
        return Skip("taken back")
    here = select(ConversationAddress).join(
        Message, col(Message.conversation_id) == col(ConversationAddress.conversation_id)
    )
    row = tx.session.exec(here.where(col(Message.id) == version.message_id)).first()
    if row is None or Address(row.channel, row.external_id) != claimed.address:
        return Skip("the conversation has no such address")
    return Send()


def _note_result(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    version = _version(tx, claimed)
    if version is None or outcome.state in (State.PENDING, State.SENDING, State.SKIPPED, State.UNKNOWN):
        return
    if outcome.state is not State.SENT:
        version.delivery = Delivery.FAILED
    elif claimed.subject.endswith(":last") and version.delivery is Delivery.QUEUED:
        version.delivery = Delivery.SENT
    tx.session.flush()
    query = select(Conversation).join(Message, col(Message.conversation_id) == col(Conversation.id))
    conversation = tx.session.exec(query.where(col(Message.id) == version.message_id)).one()
    announce(tx, conversation, "message.changed")


def _version(tx: Tx, claimed: Claimed) -> MessageVersion | None:
    return tx.session.get(MessageVersion, int(claimed.subject.split(":")[1]))


CORRECTIONS = Kind(guard=_may_change, on_result=_note_result)
