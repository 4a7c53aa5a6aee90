"""Notes among staff, beside the family's words and never sent to anybody."""

from dataclasses import dataclass

from core.cases.conversations import announce, hold, row_id, staff
from core.cases.drafts import discard_draft
from core.cases.indexing import queue_for_search
from core.cases.posting import already_posted, quoted
from core.cases.refusals import NothingToSend
from core.cases.reply import Posted
from core.cases.sealing import envelope, message_text
from core.cases.states import Direction
from core.cases.tables import Message
from core.cases.tracing import trace
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note of the acting member of staff; anybody with the right in the centre may write one, owner or not."""

    conversation_id: int
    client_uuid: str
    text: str
    about_message_id: int | None = None


@use_case(Permission.WRITE_NOTE)
def note(tx: Tx, command: WriteNote) -> Posted:
    """Store a note, once per `client_uuid`. Raises `NothingToSend`, `UsedElsewhere`, `Forbidden`."""
    conversation = hold(tx, command.conversation_id)
    repeated = already_posted(tx, conversation, command.client_uuid)
    if repeated is not None:
        return Posted(repeated, True)
    if not command.text.strip():
        raise NothingToSend
    message = Message(
        conversation_id=row_id(conversation),
        direction=Direction.NOTE,
        author_id=staff(tx).account_id,
        client_uuid=command.client_uuid,
        reply_to_id=quoted(tx, conversation, command.about_message_id),
        created_at=tx.now,
    )
    tx.session.add(message)
    tx.session.flush()
    message.text_sealed = envelope(tx, conversation).seal(command.text.strip(), message_text(row_id(message)))
    queue_for_search(tx, conversation, message)
    discard_draft(tx, conversation)
    trace(tx, conversation, "noted")
    announce(tx, conversation, "message.added")
    return Posted(row_id(message), False)
