"""One meeting of a club can be moved or called off: it has a place of its own and a version.

An hour at which a meeting was called off is free for another one. Letters that wait get the version in their subject:
news of a place stays as it is queued, reminders are queued anew for the family by the next tick, but for those that
are due already: no tick queues them any more, so they leave as they are.

Revision: 0079
"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

ON = sa.text("NOT called_off")
_ONCE = "uq_meeting_gathering_id_wall_start"
_WAITING = "kind = 'gathering' AND subject LIKE 'enrolment:%' AND state IN ('pending', 'sending')"
_AHEAD = "state = 'pending' AND due_at > :now AND dedup_key LIKE '% gathering-reminder-letter'"


def upgrade() -> None:
    anew = f"UPDATE outbox SET state = 'skipped', reason = 'reminded anew', payload = NULL WHERE {_WAITING} AND {_AHEAD}"
    op.execute(sa.text(anew).bindparams(now=time.time_ns() // 1_000))
    op.execute(f"UPDATE outbox SET subject = subject || '\\:0' WHERE {_WAITING}")
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("place", sa.String(length=120), nullable=True))
        table.add_column(sa.Column("called_off", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(op.f(_ONCE), type_="unique")
    op.execute("UPDATE meeting SET changed_at = CURRENT_TIMESTAMP")
    with op.batch_alter_table("meeting") as table:
        table.alter_column("called_off", server_default=None)
        table.alter_column("version", server_default=None)
        table.alter_column("changed_at", nullable=False)
    op.create_index(op.f("ix_meeting_gathering_id"), "meeting", ["gathering_id"], unique=False)
    op.create_index(
        "uq_meeting_once", "meeting", ["gathering_id", "wall_start"], unique=True, sqlite_where=ON, postgresql_where=ON
    )


def downgrade() -> None:
    """Meetings that were called off are gone: nothing said that they do not take place."""
    op.execute(f"UPDATE outbox SET subject = rtrim(rtrim(subject, '0123456789'), '\\:') WHERE {_WAITING}")
    off = "(SELECT id FROM meeting WHERE called_off)"
    for name, column in (("attendance", "meeting_id"), ("occupancy", "meeting_id"), ("meeting", "id")):
        op.execute(f"DELETE FROM {name} WHERE {column} IN {off}")
    op.drop_index("uq_meeting_once", table_name="meeting", sqlite_where=ON, postgresql_where=ON)
    op.drop_index(op.f("ix_meeting_gathering_id"), table_name="meeting")
    with op.batch_alter_table("meeting") as table:
        for name in ("changed_at", "version", "called_off", "place"):
            table.drop_column(name)
        table.create_unique_constraint(op.f(_ONCE), ["gathering_id", "wall_start"])
