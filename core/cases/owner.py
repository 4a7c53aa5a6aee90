"""Who answers at an address right now: asked for every message, before anything decides where it goes."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.states import OwnerKind
from core.cases.tables import Conversation, ConversationAddress
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class OwnerAt:
    """The address somebody writes from."""

    address: Address


@use_case(Permission.SYSTEM)
def owner_at(tx: Tx, query: OwnerAt) -> OwnerKind:
    """The owner of the conversation there; the bot when there is none."""
    found = tx.session.exec(
        select(Conversation.owner_kind)
        .join(ConversationAddress)
        .where(
            col(ConversationAddress.channel) == query.address.channel,
            col(ConversationAddress.external_id) == query.address.external_id,
        )
    ).first()
    return OwnerKind.BOT if found is None else OwnerKind(found)
