"""System rows of a conversation: who took it, gave it back, asked to close it. Colleagues read them in the stream."""

from core.cases.conversations import row_id
from core.cases.states import Direction, Happening
from core.cases.tables import Conversation, Message
from core.cases.tracing import trace
from core.use_case import StaffMember, Tx


def tell(tx: Tx, conversation: Conversation, happening: Happening) -> Message:
    """Add a system row, signed by the acting member of staff if there is one."""
    author = tx.actor.account_id if isinstance(tx.actor, StaffMember) else None
    row = Message(
        conversation_id=row_id(conversation),
        direction=Direction.SYSTEM,
        happening=happening,
        author_id=author,
        created_at=tx.now,
    )
    tx.session.add(row)
    trace(tx, conversation, happening.value)
    tx.session.flush()
    return row
