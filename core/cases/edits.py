"""A family's edit is a new wording beside the old ones: both stay readable, in whatever order they arrive (A3).

An edit of a message nobody has seen opens the row that message will fill. Of several wordings the one with the highest
revision counts, so that a late delivery of an earlier edit changes nothing people see.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.cases.conversations import announce, open_request, row_id
from core.cases.indexing import queue_for_search
from core.cases.receive import begin_incoming, find_incoming
from core.cases.recognising import hold_own_at
from core.cases.sealing import envelope, version_text
from core.cases.states import OwnerKind
from core.cases.tables import Conversation, Message, MessageVersion
from core.cases.turns import centres_turn
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class IncomingEdit:
    """A new wording. `revision` must grow with the channel's updates (Telegram: the update id)."""

    address: Address
    external_id: str
    revision: int
    edited_at: datetime
    text: str | None


@dataclass(frozen=True, slots=True)
class Edited:
    """The row that shows it; None when this person talks to nobody here and nothing may be kept."""

    message_id: int | None


@use_case(Permission.ANYBODY)
def receive_edit(tx: Tx, edit: IncomingEdit) -> Edited:
    """Keep a new wording of a message. Raises `Forbidden`."""
    conversation = hold_own_at(tx, edit.address)
    if conversation is None:
        return Edited(None)
    message = find_incoming(tx, conversation, edit.external_id)
    if message is None and conversation.owner_kind is OwnerKind.BOT:
        return Edited(None)  # it was said to the bot, before or after the hand-over
    message = message or begin_incoming(tx, conversation, edit.external_id)
    if _add_version(tx, conversation, message, edit):
        _wait_for_centre(tx, conversation)
        announce(tx, conversation, "message.changed")
    return Edited(message.id)


def _add_version(tx: Tx, conversation: Conversation, message: Message, edit: IncomingEdit) -> bool:
    known = select(MessageVersion.id).where(
        col(MessageVersion.message_id) == row_id(message), col(MessageVersion.revision) == edit.revision
    )
    if tx.session.exec(known).first() is not None:
        return False
    version = MessageVersion(message_id=row_id(message), revision=edit.revision, edited_at=edit.edited_at)
    tx.session.add(version)
    tx.session.flush()
    version.text_sealed = envelope(tx, conversation).seal(edit.text, version_text(row_id(version)))
    message.edited_at = max(edit.edited_at, message.edited_at or edit.edited_at)
    queue_for_search(tx, conversation, message)
    return True


def _wait_for_centre(tx: Tx, conversation: Conversation) -> None:
    request = open_request(tx, row_id(conversation))
    if request is not None:
        centres_turn(tx, conversation, request)
