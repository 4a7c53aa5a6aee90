"""A meeting keeps the wall clock it was promised on, as visits do, so that it stays there when the law moves the zone.

A gathering meets once at an hour of the wall; instants may move together, so that they are no key.

Revision: 0076
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_MEETING = """id INTEGER NOT NULL, gathering_id INTEGER NOT NULL, starts_at DATETIME NOT NULL, ends_at DATETIME NOT NULL{column},
CONSTRAINT pk_meeting PRIMARY KEY (id), CONSTRAINT ck_meeting_takes_time CHECK (starts_at < ends_at),
CONSTRAINT uq_meeting_gathering_id_{once} UNIQUE (gathering_id, {once}),
CONSTRAINT fk_meeting_gathering_id FOREIGN KEY(gathering_id) REFERENCES gathering (id)"""
_COLUMNS = "id, gathering_id, starts_at, ends_at"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("wall_start", sa.String(length=16), nullable=True))
    _fill()
    if _sqlite():
        _copied(_MEETING.format(column=", wall_start VARCHAR(16) NOT NULL", once="wall_start"), f"{_COLUMNS}, wall_start")
    else:
        op.alter_column("meeting", "wall_start", nullable=False)
        _once_by("wall_start", "starts_at")


def downgrade() -> None:
    if _sqlite():
        _copied(_MEETING.format(column="", once="starts_at"), _COLUMNS)
    else:
        _once_by("starts_at", "wall_start")
        op.drop_column("meeting", "wall_start")


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _fill() -> None:
    """The hour on the wall of each meeting's centre."""
    bind = op.get_bind()
    found = bind.exec_driver_sql(
        "SELECT m.id, m.starts_at, c.time_zone FROM meeting m JOIN gathering g ON g.id = m.gathering_id"
        " JOIN centre c ON c.id = g.centre_id"
    ).all()
    write = sa.text("UPDATE meeting SET wall_start = :wall WHERE id = :id")
    for id, starts_at, zone in found:
        bind.execute(write, {"id": id, "wall": f"{_instant(starts_at).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"})


def _instant(stored: datetime | str) -> datetime:
    """SQLite keeps UTC as text."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _once_by(column: str, former: str) -> None:
    op.drop_constraint(op.f(f"uq_meeting_gathering_id_{former}"), "meeting")
    op.create_unique_constraint(op.f(f"uq_meeting_gathering_id_{column}"), "meeting", ["gathering_id", column])


def _copied(shape: str, columns: str) -> None:
    """SQLite changes a table by copying it; what refers to it by name goes on doing so."""
    op.drop_index(op.f("ix_meeting_starts_at"), table_name="meeting")
    op.execute(f"CREATE TABLE meeting_new ( {shape} )")
    op.execute(f"INSERT INTO meeting_new ({columns}) SELECT {columns} FROM meeting")
    op.execute("DROP TABLE meeting")
    op.execute("ALTER TABLE meeting_new RENAME TO meeting")
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
