"""Out of sight until it matters: the owner puts a conversation aside until a moment, or until the family writes.

Somebody in danger is never put aside. The clock of a promise runs on: it is the list that is tidied, not the promise.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, select

from core.cases.conversations import announce, hold_own, row_id
from core.cases.desk_tables import Snooze
from core.cases.refusals import NotSnoozable
from core.cases.tables import Conversation
from core.cases.tracing import trace
from core.permissions import Permission
from core.use_case import Tx, use_case

LONGEST = timedelta(days=90)
BATCH = 200


@dataclass(frozen=True, slots=True)
class PutAside:
    """Until when, UTC. None: back into the list now."""

    conversation_id: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Aside:
    """Until when it sleeps now."""

    conversation_id: int
    until: datetime | None


@use_case(Permission.REPLY)
def put_aside(tx: Tx, command: PutAside) -> Aside:
    """Snooze or wake. Raises `NotSnoozable`, `NotYours`, `TakenBy`, `Forbidden`."""
    conversation = hold_own(tx, command.conversation_id)
    wake(tx, conversation)
    if command.until is not None:
        if conversation.crisis or not tx.now < command.until <= tx.now + LONGEST:
            raise NotSnoozable
        tx.session.add(Snooze(conversation_id=command.conversation_id, until=command.until))
    trace(tx, conversation, "snoozed" if command.until else "woken")
    tx.session.flush()
    announce(tx, conversation, "conversation.changed")
    return Aside(command.conversation_id, command.until)


def wake(tx: Tx, conversation: Conversation) -> None:
    """Whatever happens to a conversation brings it back into the list."""
    tx.session.exec(delete(Snooze).where(col(Snooze.conversation_id) == row_id(conversation)))


@dataclass(frozen=True, slots=True)
class WakeDue:
    """Look for conversations whose moment has come, in every centre."""


@dataclass(frozen=True, slots=True)
class Woken:
    """How many are back."""

    count: int


@use_case(Permission.SYSTEM)
def wake_due(tx: Tx, command: WakeDue) -> Woken:
    """Bring back what is due; its pages hear of it. Calling it more often changes nothing."""
    due = select(Conversation).join(Snooze).where(col(Snooze.until) <= tx.now).limit(BATCH)
    found = tx.session.exec(due).all()
    for conversation in found:
        wake(tx, conversation)
        announce(tx, conversation, "conversation.changed")
    return Woken(len(found))
