"""Taking a sent message back: what has not left is stopped, what has arrived is deleted at the family's.

The message itself is never delayed for it, so that a curator's words are there at once (A18). Telegram lets a bot
delete its own message in a private chat for 48 hours (Bot API, deleteMessage). The centre keeps the words and knows
whether the family may have read them.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from core.cases.conversations import address_of, announce, hold, hold_own, row_id, staff
from core.cases.desk_tables import Recall
from core.cases.drafts import DraftOf, SaveDraft, read_draft, save_draft
from core.cases.mute import RECALL
from core.cases.refusals import NoSuchConversation, NotRecallable
from core.cases.sealing import envelope
from core.cases.states import Delivery, Direction
from core.cases.tables import Conversation, Message, MessagePart
from core.cases.tracing import trace
from core.cases.wording import newest_words
from core.messaging.letters import Address, Letter
from core.messaging.outbox import Claimed, Kind, Lane, Outcome, Outgoing, Send, State, Verdict, enqueue, withdraw
from core.permissions import Permission
from core.use_case import Tx, use_case

DELETABLE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A message of the centre in a conversation the acting curator owns."""

    message_id: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`seen`: a part had reached the family."""

    message_id: int
    seen: bool


@use_case(Permission.REPLY)
def take_back(tx: Tx, command: TakeBack) -> TakenBack:
    """Stop or delete every part, once; the author's words come back as a draft when there is none.

    Raises `NotRecallable`, `NoSuchConversation`, `NotYours`, `TakenBy`, `Forbidden`.
    """
    conversation, message = own_message(tx, command.message_id)
    known = tx.session.get(Recall, command.message_id)
    if known is not None:
        return TakenBack(command.message_id, known.seen)
    recall = Recall(message_id=command.message_id, at=tx.now)
    tx.session.add(recall)
    tx.session.flush()
    for part in parts_of(tx, command.message_id):
        _undo(tx, conversation, recall, part)
    _back_into_the_composer(tx, conversation, message)
    trace(tx, conversation, "recalled")
    announce(tx, conversation, "message.changed")
    return TakenBack(command.message_id, recall.seen)


def own_message(tx: Tx, message_id: int) -> tuple[Conversation, Message]:
    """A message of the centre, its conversation held by who answers there. Raises `NotRecallable` once it is old."""
    message = tx.session.get(Message, message_id)
    if message is None:
        raise NoSuchConversation
    hold(tx, message.conversation_id)
    conversation = hold_own(tx, message.conversation_id)
    if message.direction is not Direction.OUT or tx.now - message.created_at >= DELETABLE:
        raise NotRecallable
    return conversation, message


def parts_of(tx: Tx, message_id: int) -> list[MessagePart]:
    """The parts of a message, in order, as they are now."""
    query = select(MessagePart).where(col(MessagePart.message_id) == message_id).order_by(col(MessagePart.ordinal))
    return list(tx.session.exec(query.execution_options(populate_existing=True)))


def _undo(tx: Tx, conversation: Conversation, recall: Recall, part: MessagePart) -> None:
    if part.state is Delivery.SENT:
        delete_at_the_family(tx, recall, part, address_of(tx, row_id(conversation)))
    elif withdraw(tx, f"message_part:{part.id}", "recalled"):
        part.state, part.fault = Delivery.FAILED, "recalled"


def delete_at_the_family(tx: Tx, recall: Recall, part: MessagePart, address: Address) -> None:
    """Queue the deletion of a part that arrived, also of one that arrives only after it was taken back."""
    recall.seen = True
    letter, subject = Letter(None, deletes=part.external_id), f"recall:{part.message_id}"
    enqueue(tx, Outgoing(RECALL, Lane.CURATOR, address, letter, f"recall:{part.id}:{part.attempt}", subject))


def _back_into_the_composer(tx: Tx, conversation: Conversation, message: Message) -> None:
    if message.author_id != staff(tx).account_id:
        return
    draft = read_draft(tx, DraftOf(row_id(conversation)))
    words = newest_words(tx, envelope(tx, conversation), message)
    if words and not draft.text:
        save_draft(tx, SaveDraft(row_id(conversation), words))


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    """A deletion is right whatever has happened since."""
    return Send()


def _note_result(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    recall = tx.session.get(Recall, int(claimed.subject.removeprefix("recall:")))
    if recall is None or outcome.state not in (State.FAILED, State.BLOCKED, State.UNKNOWN):
        return
    recall.failed = True
    message = tx.session.get(Message, recall.message_id)
    conversation = tx.session.get(Conversation, message.conversation_id) if message else None
    if conversation is not None:
        announce(tx, conversation, "message.changed")


RECALLS = Kind(guard=_always, on_result=_note_result)
