"""A curator corrects what was sent: the family's chat shows the new words, the centre keeps every wording.

Only the author, for 48 hours, and only the words: what the family has acted on for days is not rewritten under it. The
messenger itself marks a changed message. A correction answers nobody, so it moves no clock and no turn.
"""

from dataclasses import dataclass

from sqlmodel import col, func, select

from core.cases.conversations import address_of, announce, row_id, staff
from core.cases.delivery import letter_of
from core.cases.desk_tables import Recall
from core.cases.indexing import queue_for_search
from core.cases.recall import own_message, parts_of
from core.cases.refusals import AnotherLength, NotEditable, NothingToSend, NotRecallable
from core.cases.rewording import change_at_the_family
from core.cases.sealing import envelope, version_text
from core.cases.splitting import split
from core.cases.states import Delivery
from core.cases.tables import Conversation, Message, MessagePart, MessageVersion
from core.cases.tracing import trace
from core.cases.wording import newest_version, newest_words
from core.messaging.letters import Address
from core.messaging.outbox import reword
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class CorrectMessage:
    """Other words for a message of the acting curator."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """`changed`: the words are new; the same words again change nothing, unless they did not arrive."""

    message_id: int
    changed: bool


@use_case(Permission.REPLY)
def correct_message(tx: Tx, command: CorrectMessage) -> Corrected:
    """Keep the new wording and bring it to the family.

    Raises `NotEditable`, `AnotherLength`, `NothingToSend`, `NoSuchConversation`, `NotYours`, `TakenBy`, `NoAddress`,
    `Forbidden`.
    """
    conversation, message = _editable(tx, command.message_id)
    words = command.text.strip()
    if not words:
        raise NothingToSend
    known = newest_version(tx, command.message_id)
    lost = known is not None and known.delivery is Delivery.FAILED
    if words == newest_words(tx, envelope(tx, conversation), message) and not lost:
        return Corrected(command.message_id, changed=False)
    parts = [part for part in parts_of(tx, command.message_id) if part.attachment_id is None]
    pieces = split(words)
    if len(pieces) != len(parts):
        raise AnotherLength(len(parts))
    version = _keep(tx, conversation, message, words)
    _bring(tx, conversation, message, version, list(zip(parts, pieces, strict=True)))
    trace(tx, conversation, "corrected")
    announce(tx, conversation, "message.changed")
    return Corrected(command.message_id, changed=True)


def _editable(tx: Tx, message_id: int) -> tuple[Conversation, Message]:
    """The own message, its conversation held. Words of a colleague are signed by that colleague."""
    try:
        conversation, message = own_message(tx, message_id)
    except NotRecallable:
        raise NotEditable from None
    gone = tx.session.get(Recall, message_id) is not None
    if gone or message.author_id != staff(tx).account_id or message.text_sealed is None:
        raise NotEditable
    return conversation, message


def _keep(tx: Tx, conversation: Conversation, message: Message, words: str) -> MessageVersion:
    newest = select(func.max(MessageVersion.revision)).where(col(MessageVersion.message_id) == row_id(message))
    revision = (tx.session.exec(newest).one() or 0) + 1
    version = MessageVersion(message_id=row_id(message), revision=revision, edited_at=tx.now)
    tx.session.add(version)
    tx.session.flush()
    version.text_sealed = envelope(tx, conversation).seal(words, version_text(row_id(version)))
    message.edited_at = tx.now
    tx.session.flush()
    queue_for_search(tx, conversation, message)
    return version


def _bring(
    tx: Tx, conversation: Conversation, message: Message, version: MessageVersion, said: list[tuple[MessagePart, str]]
) -> None:
    """What waits leaves with the new words, what has arrived is changed, what is on its way is changed on arrival."""
    address: Address = address_of(tx, row_id(conversation))
    last = max((part.ordinal for part, _ in said if part.state is Delivery.SENT), default=None)
    for part, piece in said:
        if part.state is Delivery.SENT:
            change_at_the_family(tx, version, part, piece, address, last=part.ordinal == last)
        elif part.state in (Delivery.QUEUED, Delivery.SENDING):
            letter = letter_of(tx, envelope(tx, conversation), message, part)
            if not reword(tx, f"part:{part.id}:{part.attempt}", letter):
                version.delivery = Delivery.QUEUED
    tx.session.flush()
