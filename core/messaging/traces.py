"""Numbers of messages in a chat, kept while the channel still lets us delete them (E7), and not a moment longer.

Only numbers and times: what was said is nowhere here. A broadcast writes nothing: its letters are in the outbox
already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from core.messaging.letters import Address
from core.messaging.tables import chat_message, outbox
from core.storage.database import Unit
from core.storage.wire import Statement, from_micros, to_micros
from core.use_case import Tx

DELETABLE = timedelta(hours=48)
"""Telegram lets a bot delete messages of a private chat for so long (Bot API, deleteMessage)."""

_NOTE = Statement(
    lambda insert: (
        insert(chat_message)
        .values(chat_id=sa.bindparam("chat_id"), message_id=sa.bindparam("message_id"), at=sa.bindparam("at"))
        .on_conflict_do_nothing()
    )
)
_RECENT = Statement(
    lambda _: sa.union(
        sa.select(chat_message.c.message_id, chat_message.c.at).where(
            chat_message.c.chat_id == sa.bindparam("chat_id"), chat_message.c.at > sa.bindparam("since")
        ),
        sa.select(outbox.c.message_id, outbox.c.sent_at).where(
            outbox.c.channel == sa.bindparam("channel"),
            outbox.c.chat_id == sa.bindparam("chat_id"),
            outbox.c.state == "sent",
            outbox.c.sent_at > sa.bindparam("since"),
        ),
    )
)
_FORGET = Statement(lambda _: sa.delete(chat_message).where(chat_message.c.at < sa.bindparam("before")))


@dataclass(frozen=True, slots=True)
class Standing:
    """A message that stands in a chat since `at` (UTC)."""

    message_id: int
    at: datetime


def note(unit: Unit, chat_id: int, message_ids: Iterable[int], now: datetime) -> None:
    """Remember messages of a chat; a repeated number changes nothing."""
    rows = [{"chat_id": chat_id, "message_id": number, "at": to_micros(now)} for number in message_ids]
    if rows:
        unit.wire.run_many(_NOTE, rows)


def standing(tx: Tx, address: Address) -> tuple[Standing, ...]:
    """Messages of both sides that may still be deleted, oldest first; one may be gone already."""
    since = to_micros(tx.now - DELETABLE)
    rows = tx.wire.rows(_RECENT, channel=address.channel, chat_id=address.external_id, since=since)
    first: dict[int, int] = {}
    for number, at in sorted(rows):  # one that was changed later stands there since it was sent
        first.setdefault(number, at)
    return tuple(Standing(number, from_micros(at)) for number, at in first.items())


def forget_old(unit: Unit, now: datetime) -> int:
    """Drop numbers of messages nobody can delete any more. Returns how many."""
    return unit.wire.run(_FORGET, before=to_micros(now - DELETABLE))
