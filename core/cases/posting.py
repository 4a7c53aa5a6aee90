"""What replies and notes of staff have in common: posted once, and quoting only from their own conversation."""

from sqlmodel import col, select

from core.cases.conversations import row_id, staff
from core.cases.refusals import NoSuchConversation, UsedElsewhere
from core.cases.tables import Conversation, Message
from core.use_case import Tx


def already_posted(tx: Tx, conversation: Conversation, client_uuid: str) -> int | None:
    """The row an earlier post with this uuid became. Raises `UsedElsewhere` when it is not this one's."""
    found = tx.session.exec(select(Message).where(col(Message.client_uuid) == client_uuid)).first()
    if found is None:
        return None
    if found.conversation_id != conversation.id or found.author_id != staff(tx).account_id:
        raise UsedElsewhere
    return found.id


def quoted(tx: Tx, conversation: Conversation, message_id: int | None) -> int | None:
    """The message to quote. Raises `NoSuchConversation` for one of another conversation."""
    if message_id is None:
        return None
    found = tx.session.get(Message, message_id)
    if found is None or found.conversation_id != row_id(conversation):
        raise NoSuchConversation
    return message_id
