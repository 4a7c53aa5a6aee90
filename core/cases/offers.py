"""What is offered to somebody: the reason, and nothing else of the conversation before it is accepted (A22)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.cases.conversations import name_of, row_id, staff
from core.cases.desk_tables import Transfer, TransferState
from core.cases.sealing import envelope, transfer_reason
from core.cases.tables import Conversation
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class MyOffers:
    """Whose: the acting member of staff's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that waits for the acting person's answer."""

    transfer_id: int
    conversation_id: int
    sender: str
    from_centre: str | None
    """Name of the other centre; None within the own one."""
    why: str | None
    crisis: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """Oldest first."""

    entries: tuple[Offer, ...]


@use_case(Permission.TAKE_CASE)
def my_offers(tx: Tx, query: MyOffers) -> Offers:
    """What is offered to me, or to my centre as a whole. The reason is all that is read of the conversation."""
    me = staff(tx)
    asked = (
        select(Transfer, Conversation)
        .join(Conversation, col(Conversation.id) == col(Transfer.conversation_id))
        .where(
            col(Transfer.state) == TransferState.OFFERED,
            col(Transfer.from_account_id) != me.account_id,
            sa.or_(col(Transfer.to_account_id).is_(None), col(Transfer.to_account_id) == me.account_id),
        )
    )
    if me.centres is not None:
        asked = asked.where(col(Transfer.to_centre_id).in_(me.centres))
    return Offers(tuple(_offer(tx, *row) for row in tx.session.exec(asked.order_by(col(Transfer.id))).all()))


def _offer(tx: Tx, transfer: Transfer, conversation: Conversation) -> Offer:
    abroad = transfer.from_centre_id != transfer.to_centre_id
    return Offer(
        transfer_id=row_id(transfer),
        conversation_id=row_id(conversation),
        sender=name_of(tx, transfer.from_account_id),
        from_centre=_name_of_centre(tx, transfer.from_centre_id) if abroad else None,
        why=envelope(tx, conversation).open(transfer.why_sealed, transfer_reason(row_id(transfer))),
        crisis=conversation.crisis,
    )


def _name_of_centre(tx: Tx, centre_id: int) -> str | None:
    centre = tx.session.get(Centre, centre_id)
    return None if centre is None else centre.name
