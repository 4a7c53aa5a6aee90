"""The centre is warned before it is late, and once when it is.

What is due is a query over the stored promises, so that a restart neither repeats nor swallows a warning (A15). When
the program was down over both marks, only the later one is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import and_, col, or_, select

from core.cases.conversations import announce, row_id
from core.cases.tables import Conversation
from core.permissions import Permission
from core.use_case import Tx, use_case

WARNED, LATE = 70, 100
BATCH = 200


@dataclass(frozen=True, slots=True)
class RaiseAlerts:
    """Look for promises about to be broken or just broken, in every centre."""


@dataclass(frozen=True, slots=True)
class Alert:
    """`share` per cent of the promised working time are over: 70 or 100."""

    conversation_id: int
    centre_id: int
    curator_id: int | None
    share: int


@dataclass(frozen=True, slots=True)
class Raised:
    """The warnings given now; their pages hear of them as `conversation.warned` and `conversation.late`."""

    alerts: tuple[Alert, ...]


@use_case(Permission.SYSTEM)
def raise_alerts(tx: Tx, command: RaiseAlerts) -> Raised:
    """Give each warning that is due once. The ticker calls it; calling it more often changes nothing."""
    alerts = []
    for conversation in _due(tx):
        late = conversation.answer_due_at is not None and conversation.answer_due_at <= tx.now
        conversation.alerted_share = LATE if late else WARNED
        alerts.append(
            Alert(row_id(conversation), conversation.centre_id, conversation.curator_id, conversation.alerted_share)
        )
        announce(tx, conversation, "conversation.late" if late else "conversation.warned")
    return Raised(tuple(alerts))


def _due(tx: Tx) -> Sequence[Conversation]:
    warn = and_(col(Conversation.answer_warn_at) <= tx.now, col(Conversation.alerted_share) < WARNED)
    late = and_(col(Conversation.answer_due_at) <= tx.now, col(Conversation.alerted_share) < LATE)
    query = select(Conversation).where(or_(warn, late)).order_by(col(Conversation.answer_due_at)).limit(BATCH)
    return tx.session.exec(query.with_for_update(skip_locked=True)).all()
