"""The stream of changes that open panel pages follow. Rows carry ids only; a page reads what it may see itself.

Ids grow in commit order on both engines (on PostgreSQL a transaction-long advisory lock sees to it), so that a page
that reconnects with its last id misses nothing (A17).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from core.messaging.tables import event
from core.storage.database import Unit
from core.storage.wire import Statement, from_micros, to_micros
from core.use_case import Tx

SIGNAL = "events"
KEPT = timedelta(days=2)
_ORDER_LOCK = 7_201_001

_LOCK = Statement(lambda _: sa.select(sa.func.pg_advisory_xact_lock(_ORDER_LOCK)))
_ADD = Statement(
    lambda insert: insert(event).values(
        centre_id=sa.bindparam("centre_id"),
        kind=sa.bindparam("kind"),
        subject=sa.bindparam("subject"),
        at=sa.bindparam("at"),
    )
)
_AFTER = Statement(
    lambda _: (
        sa.select(event.c.id, event.c.centre_id, event.c.kind, event.c.subject, event.c.at)
        .where(event.c.id > sa.bindparam("after"))
        .order_by(event.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
)
_NEWEST = Statement(lambda _: sa.select(sa.func.coalesce(sa.func.max(event.c.id), 0)))
_FORGET = Statement(lambda _: sa.delete(event).where(event.c.at < sa.bindparam("before")))


@dataclass(frozen=True, slots=True)
class Event:
    """Something changed: `kind` such as "message.added", `subject` such as "conversation:12"."""

    id: int
    centre_id: int | None
    kind: str
    subject: str
    at: datetime


def publish(tx: Tx, centre_id: int | None, kind: str, subject: str) -> None:
    """Tell open pages of `centre_id` (None: every centre) that `subject` changed, once this is committed.

    Call it late in a use case: on PostgreSQL writers of events queue behind each other until commit.
    """
    if tx.wire.dialect == "postgresql":
        tx.wire.rows(_LOCK)
    tx.wire.run(_ADD, centre_id=centre_id, kind=kind, subject=subject, at=to_micros(tx.now))
    tx.signal(SIGNAL)


def after(unit: Unit, last_id: int, most: int = 500) -> list[Event]:
    """Events newer than `last_id`, oldest first."""
    return [
        Event(row[0], row[1], row[2], row[3], from_micros(row[4]))
        for row in unit.wire.rows(_AFTER, after=last_id, most=most)
    ]


def newest(unit: Unit) -> int:
    """The id a freshly opened page starts after."""
    row = unit.wire.row(_NEWEST)
    return int(row[0]) if row else 0


def forget_old(unit: Unit, now: datetime) -> int:
    """Drop events no reconnecting page can still ask for. Returns how many."""
    return unit.wire.run(_FORGET, before=to_micros(now - KEPT))
