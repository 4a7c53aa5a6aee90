"""The offer of a conversation that waits for an answer, and how it ends."""

from sqlmodel import col, select

from core.cases.conversations import row_id, staff
from core.cases.desk_tables import Transfer, TransferState
from core.cases.tables import Conversation
from core.use_case import StaffMember, Tx


def pending_transfer(tx: Tx, conversation_id: int) -> Transfer | None:
    """The offer that waits for an answer, if any."""
    query = select(Transfer).where(
        col(Transfer.conversation_id) == conversation_id, col(Transfer.state) == TransferState.OFFERED
    )
    return tx.session.exec(query).first()


def settle(tx: Tx, transfer: Transfer, state: TransferState) -> None:
    """End an offer; `settled_by_id` stays empty when the family's word ended it."""
    transfer.state, transfer.settled_at = state, tx.now
    transfer.settled_by_id = staff(tx).account_id if isinstance(tx.actor, StaffMember) else None
    tx.session.flush()


def drop_offer(tx: Tx, conversation: Conversation) -> None:
    """The conversation gets another owner, or none, in another way: an offer of the former one is void."""
    pending = pending_transfer(tx, row_id(conversation))
    if pending is not None:
        settle(tx, pending, TransferState.WITHDRAWN)
