"""What transport keeps about an address, destroyed when its person asks (D9).

The update being handled right now stays until it is done: its payload is erased then, like every other.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from core.messaging.letters import Address
from core.messaging.tables import chat_message, inbox, outbox, screen
from core.storage.wire import Statement
from core.use_case import Tx

_OUTBOX = Statement(
    lambda _: sa.delete(outbox).where(
        outbox.c.channel == sa.bindparam("channel"), outbox.c.chat_id == sa.bindparam("chat_id")
    )
)
_SCREEN = Statement(lambda _: sa.delete(screen).where(screen.c.chat_id == sa.bindparam("chat_id")))
_MESSAGES = Statement(lambda _: sa.delete(chat_message).where(chat_message.c.chat_id == sa.bindparam("chat_id")))
_INBOX = Statement(lambda _: sa.delete(inbox).where(inbox.c.chat_id == sa.bindparam("chat_id"), inbox.c.state != "new"))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Rows destroyed per table."""

    outbox: int
    screen: int
    inbox: int
    chat_message: int


def forget_address(tx: Tx, address: Address) -> Forgotten:
    """Drop letters, open screens, finished updates and numbers of messages of one address."""
    return Forgotten(
        outbox=tx.wire.run(_OUTBOX, channel=address.channel, chat_id=address.external_id),
        screen=tx.wire.run(_SCREEN, chat_id=address.external_id),
        inbox=tx.wire.run(_INBOX, chat_id=address.external_id),
        chat_message=tx.wire.run(_MESSAGES, chat_id=address.external_id),
    )
