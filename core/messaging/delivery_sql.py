"""The fixed statements of the sender's side of the outbox (`core.messaging.delivery` says when each is right)."""

from typing import Any

import sqlalchemy as sa

from core.messaging.outbox import Lane
from core.messaging.tables import outbox
from core.storage.wire import Statement


def _bind(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)


_ENVELOPE = (
    outbox.c.id,
    outbox.c.dedup_key,
    outbox.c.kind,
    outbox.c.lane,
    outbox.c.channel,
    outbox.c.chat_id,
    outbox.c.subject,
)
_PENDING = outbox.c.state == sa.literal_column("'pending'")
_SENDING = outbox.c.state == sa.literal_column("'sending'")
"""Literally as in the partial indexes: with a bound value SQLite walks through every letter of a broadcast instead."""
_REPEATABLE = ("pending", "sending", "unknown", "failed")
_HOPED_FOR = ("pending", "sending", "unknown")
_ahead = outbox.alias("ahead")
_TRIED_BEFORE = sa.and_(
    _ahead.c.state == "pending",
    _ahead.c.attempts > 0,
    _ahead.c.lane == outbox.c.lane,
    _ahead.c.id < outbox.c.id,
)
"""An earlier letter that was refused for a while: the later ones of its chat and lane do not overtake it."""
DUE = Statement(
    lambda _: (
        sa.select(*_ENVELOPE, outbox.c.attempts, outbox.c.payload)
        .where(
            _PENDING,
            outbox.c.channel.concat("") == _bind("channel"),  # not by the index of chats: the order is that of `due`
            outbox.c.lane == sa.bindparam("one_lane", type_=sa.SmallInteger),
            outbox.c.due_at <= _bind("now"),
            ~sa.exists().where(
                _ahead.c.channel == outbox.c.channel,
                _ahead.c.chat_id == outbox.c.chat_id,
                sa.or_(_ahead.c.state == "sending", _TRIED_BEFORE),
            ),
        )
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=outbox)
    )
)
"""One lane at a time: a seek in its index, however many letters of other lanes wait for another day."""
LEASE = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), outbox.c.state == "pending")
        .values(state="sending", owner=_bind("holder"), lease_until=_bind("until"), attempts=outbox.c.attempts + 1)
    )
)
_STILL_MINE = sa.and_(outbox.c.state == "sending", outbox.c.attempts == _bind("attempt"))
"""No other sender has taken the letter since: a claim counts the attempts on."""
ARRIVED = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), sa.or_(*(outbox.c.state == state for state in _HOPED_FOR)))
        .values(
            state="sent",
            owner=sa.null(),
            lease_until=sa.null(),
            message_id=_bind("message_id"),
            sent_at=_bind("at"),
            reason=sa.null(),
            payload=sa.null(),
        )
    )
)
"""Whoever brings the answer: also a sender whose lease ran out, before the letter is sent a second time, or asked about
because nobody knew its fate."""
SETTLE = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), _STILL_MINE)
        .values(
            state=_bind("new_state"),
            owner=sa.null(),
            lease_until=sa.null(),
            reason=_bind("why"),
            payload=sa.case((sa.bindparam("keep", type_=sa.Boolean), outbox.c.payload), else_=sa.null()),
        )
    )
)
REFUSE = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), outbox.c.state == "pending")
        .values(state="skipped", reason=_bind("why"), payload=sa.null())
    )
)
FAIL = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), sa.or_(outbox.c.state == "pending", outbox.c.state == "sending"))
        .values(state="failed", reason=_bind("why"), owner=sa.null(), lease_until=sa.null())
    )
)
DELAY = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), sa.or_(*(outbox.c.state == state for state in _REPEATABLE)))
        .values(state="pending", due_at=_bind("due"), owner=sa.null(), lease_until=sa.null(), reason=_bind("why"))
    )
)
PUT_BACK = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), _STILL_MINE)
        .values(state="pending", due_at=_bind("due"), owner=sa.null(), lease_until=sa.null(), reason=_bind("why"))
    )
)
REPEAT = Statement(
    lambda _: (
        sa.update(outbox)
        .where(
            outbox.c.id == _bind("row_id"),
            _STILL_MINE,
            sa.or_(outbox.c.lane != int(Lane.MASS), outbox.c.repeats == 0),
        )
        .values(
            state="pending",
            due_at=_bind("due"),
            owner=sa.null(),
            lease_until=sa.null(),
            reason=_bind("why"),
            repeats=outbox.c.repeats + 1,
        )
    )
)
"""Queue again a letter whose fate is unknown. A mailing is repeated once: nobody gets it three times (C1)."""
EXPIRED = Statement(
    lambda _: (
        sa.select(*_ENVELOPE, outbox.c.attempts - 1, outbox.c.payload)  # the claim has counted this one
        .where(_SENDING, outbox.c.lease_until < _bind("now"))
        .limit(200)
        .with_for_update(skip_locked=True)
    )
)
ON_ITS_WAY = Statement(
    lambda _: sa.select(outbox.c.kind).where(
        outbox.c.channel == _bind("channel"), outbox.c.chat_id == _bind("chat_id"), outbox.c.state == "sending"
    )
)
NEXT_DUE = Statement(
    lambda _: sa.select(sa.func.min(outbox.c.due_at)).where(_PENDING, outbox.c.channel.concat("") == _bind("channel"))
)
COUNTS = Statement(lambda _: sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state))
EXPIRE_ALL = Statement(
    lambda _: sa.update(outbox).where(outbox.c.state == "sending").values(lease_until=_bind("until"))
)
