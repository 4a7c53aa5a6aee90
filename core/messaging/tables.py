"""Transport tables, as Core tables: they are touched on every tap by fixed statements (`core.storage.wire`).

Times are microseconds since the epoch, UTC. Payloads are sealed; nothing readable about a person lies here.
"""

import sqlalchemy as sa

from core.storage.schema import BigId, metadata


def _state(name: str, *allowed: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in allowed)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=name)


inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("bot_id", sa.BigInteger, nullable=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(8), nullable=False, default="new"),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=True),
    sa.Column("fault", sa.String(120), nullable=True),
    sa.UniqueConstraint("bot_id", "update_id"),
    _state("state", "new", "done", "dead"),
    sa.CheckConstraint("(state = 'new') = (payload IS NOT NULL)", name="payload_only_while_new"),
    sqlite_autoincrement=True,
)
sa.Index(
    "ix_inbox_waiting",
    inbox.c.bot_id,
    inbox.c.chat_id,
    inbox.c.id,
    sqlite_where=inbox.c.state == "new",
    postgresql_where=inbox.c.state == "new",
)

chat_lease = sa.Table(
    "chat_lease",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)
"""Whoever holds the row serves that chat: order within a chat over any number of processes."""

screen = sa.Table(
    "screen",
    metadata,
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("bot_id", sa.BigInteger, nullable=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)
"""FSM state and data of one dialog stack or context, sealed: which screen is open, never what the family said."""
sa.Index("ix_screen_chat", screen.c.bot_id, screen.c.chat_id)

memo = sa.Table(
    "memo",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True),
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("case_name", sa.String(120), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("result", sa.LargeBinary, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("dedup_key", sa.String(120), nullable=False, unique=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("lane", sa.SmallInteger, nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("state", sa.String(8), nullable=False, default="pending"),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("owner", sa.String(32), nullable=True),
    sa.Column("lease_until", sa.BigInteger, nullable=True),
    sa.Column("payload", sa.LargeBinary, nullable=True),
    sa.Column("message_id", sa.BigInteger, nullable=True),
    sa.Column("sent_at", sa.BigInteger, nullable=True),
    sa.Column("reason", sa.String(120), nullable=True),
    sa.Column("repeats", sa.SmallInteger, nullable=False, server_default="0"),
    _state("state", "pending", "sending", "sent", "failed", "blocked", "skipped", "unknown"),
    sa.CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="lease_only_while_sending"),
    sa.CheckConstraint("(state = 'sent') = (message_id IS NOT NULL)", name="sent_has_message_id"),
    sqlite_autoincrement=True,
)
sa.Index(
    "ix_outbox_due",
    outbox.c.lane,
    outbox.c.due_at,
    sqlite_where=outbox.c.state == "pending",
    postgresql_where=outbox.c.state == "pending",
)
sa.Index(
    "ix_outbox_leased",
    outbox.c.lease_until,
    sqlite_where=outbox.c.state == "sending",
    postgresql_where=outbox.c.state == "sending",
)
sa.Index("ix_outbox_subject", outbox.c.subject)
sa.Index("ix_outbox_chat", outbox.c.channel, outbox.c.chat_id)

chat_message = sa.Table(
    "chat_message",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)
"""Numbers of the messages of both sides for as long as the channel lets us delete them, so that a person in danger can
make them go (E7). Letters of the outbox keep their own numbers."""
sa.Index("ix_chat_message_at", chat_message.c.at)

rate = sa.Table(
    "rate",
    metadata,
    sa.Column("token", sa.String(32), primary_key=True),
    sa.Column("next_at", sa.BigInteger, nullable=False),
    sa.Column("paused_until", sa.BigInteger, nullable=False, default=0),
)
"""One row per bot token: when the next message may leave, over all lanes and processes (GCRA)."""

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("centre_id", sa.BigInteger, nullable=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
"""What changed, for open panel pages: ids only."""
sa.Index("ix_event_at", event.c.at)

duty = sa.Table(
    "duty",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)
"""What only one process may do at a time ("ticker"), and which one does it now."""

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
"""Sealed facts of this installation: the canary that makes a wrong SECRET_KEY stop the start, the digest key."""

channel_health = sa.Table(
    "channel_health",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("trouble", sa.String(16), nullable=True),
    sa.Column("since", sa.BigInteger, nullable=False),
)
"""What the monitor of a channel's webhook found (A24). `trouble` NULL: messages arrive."""
