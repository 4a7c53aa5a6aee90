"""What staff do to a conversation goes to the audit: the deed and where, never a word of it."""

from core.cases.conversations import row_id
from core.cases.tables import Conversation
from core.staff.audit import Trace, record
from core.use_case import StaffMember, Tx


def trace(tx: Tx, conversation: Conversation, deed: str) -> None:
    """Note a deed of the acting member of staff. What families do is in the conversation itself."""
    if isinstance(tx.actor, StaffMember):
        record(tx, Trace(f"conversation.{deed}", "conversation", row_id(conversation), conversation.centre_id))
