"""While a curator owns a conversation, the bot says nothing unasked to that person (A9).

Every kind of letter the bot sends by itself uses `bot_may_speak` as its guard, or asks `is_muted` in a guard of its
own. The guard runs inside the claim and locks the conversation's row, so that a claim and a takeover never pass each
other: either the letter is on its way before the takeover commits, or it is not sent. Answers to a tap are not letters
and stay; so do urgent help and what the family booked itself.
"""

import sqlalchemy as sa
from sqlmodel import col

from core.cases.states import OwnerKind
from core.cases.tables import Conversation, ConversationAddress
from core.messaging.delivery import on_its_way
from core.messaging.letters import Address
from core.messaging.outbox import Claimed, Send, Skip, Verdict
from core.use_case import Tx

CURATOR_MESSAGE = "curator_message"
CLOSING_QUESTION = "closing_question"
LOST_FILE = "lost_file"
CURATOR_CHANGED = "curator_changed"
RECALL = "recall"
CORRECTION = "correction"
"""Kinds of letters that belong to the conversation itself; a curator's silence is not their business."""
OF_THE_CONVERSATION = frozenset({CURATOR_MESSAGE, CLOSING_QUESTION, LOST_FILE, CURATOR_CHANGED, RECALL, CORRECTION})
MUTED = "a curator owns the conversation"


_OWNER = (
    sa.select(col(Conversation.owner_kind))
    .join(ConversationAddress, col(ConversationAddress.conversation_id) == col(Conversation.id))
    .where(
        col(ConversationAddress.channel) == sa.bindparam("on_channel"),
        col(ConversationAddress.external_id) == sa.bindparam("by_account"),
    )
    .with_for_update(of=Conversation, read=True)
)
"""Asked for every letter the bot sends by itself, hence a constant on the bare connection."""


def is_muted(tx: Tx, address: Address) -> bool:
    """A curator is talking to this person now. Locks the conversation against a takeover until the claim commits."""
    asked = {"on_channel": address.channel, "by_account": address.external_id}
    return tx.unit.connection.execute(_OWNER, asked).scalar() is OwnerKind.CURATOR


def bot_may_speak(tx: Tx, claimed: Claimed) -> Verdict:
    """Guard for letters the bot sends unasked."""
    return Skip(MUTED) if is_muted(tx, claimed.address) else Send()


def bot_is_speaking(tx: Tx, address: Address) -> bool:
    """A letter of the bot is on its way to this person right now."""
    return bool(on_its_way(tx, address) - OF_THE_CONVERSATION)
