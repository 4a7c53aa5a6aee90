"""Whether a channel still brings its messages: what the webhook monitor found, kept for every panel page (A24).

A proxy that answers 403 after a change is seen by nobody while updates pile up; this row is what people see instead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from core.messaging.events import publish
from core.messaging.tables import channel_health
from core.permissions import Permission
from core.storage.wire import Statement, to_micros
from core.use_case import Tx, use_case

MOST_PENDING = 50
ERROR_IS_RECENT = timedelta(minutes=5)


class Trouble(StrEnum):
    """What is wrong."""

    PILING_UP = "piling_up"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Observed:
    """What a channel says about its webhook. `last_error_at` is UTC."""

    channel: str
    pending: int
    last_error_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """The trouble now; None: messages arrive. `news`: it was different at the last look."""

    trouble: Trouble | None
    news: bool = False


def trouble_of(observed: Observed, now: datetime) -> Trouble | None:
    """More waiting updates than a busy minute brings, or an error of the last five minutes."""
    if observed.pending > MOST_PENDING:
        return Trouble.PILING_UP
    recent = observed.last_error_at is not None and now - observed.last_error_at < ERROR_IS_RECENT
    return Trouble.FAILING if recent else None


_KNOWN = Statement(
    lambda _: sa.select(channel_health.c.trouble).where(channel_health.c.channel == sa.bindparam("channel"))
)
_FORGET = Statement(lambda _: sa.delete(channel_health).where(channel_health.c.channel == sa.bindparam("channel")))
_KEEP = Statement(
    lambda insert: insert(channel_health).values(
        channel=sa.bindparam("channel"), trouble=sa.bindparam("trouble"), since=sa.bindparam("since")
    )
)


_KNOWN = Statement(
    lambda _: sa.select(channel_health.c.trouble).where(channel_health.c.channel == sa.bindparam("channel"))
)
_FORGET = Statement(lambda _: sa.delete(channel_health).where(channel_health.c.channel == sa.bindparam("channel")))
_KEEP = Statement(
    lambda insert: insert(channel_health).values(
        channel=sa.bindparam("channel"), trouble=sa.bindparam("trouble"), since=sa.bindparam("since")
    )
)


@use_case(Permission.SYSTEM)
def note_health(tx: Tx, observed: Observed) -> Health:
    """Keep what was observed; when it changes, every open page hears of it."""
    trouble = trouble_of(observed, tx.now)
    news = _known(tx, observed.channel) is not trouble
    if news:
        tx.wire.run(_FORGET, channel=observed.channel)
        told = trouble.value if trouble else None
        tx.wire.run(_KEEP, channel=observed.channel, trouble=told, since=to_micros(tx.now))
        publish(tx, None, "channel.changed", f"channel:{observed.channel}")
    return Health(trouble, news)


@dataclass(frozen=True, slots=True)
class ReadHealth:
    """Of which channel."""

    channel: str


@use_case(Permission.READ_INBOX, Permission.READ_HEALTH)
def read_health(tx: Tx, query: ReadHealth) -> Health:
    """What the monitor found last; no trouble for a channel nobody watches."""
    return Health(_known(tx, query.channel))


def _known(tx: Tx, channel: str) -> Trouble | None:
    row = tx.wire.row(_KNOWN, channel=channel)
    return Trouble(row[0]) if row and row[0] is not None else None
