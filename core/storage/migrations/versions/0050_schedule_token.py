"""A centre's schedule gets a token, and time is kept apart by spans alone: the five-minute ticks go.

Revision: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OVERLAPS = "EXISTS (SELECT 1 FROM occupancy o WHERE o.resource_id = NEW.resource_id AND o.appointment_id <> NEW.appointment_id AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at)"
LAST_OVERLAPS = "(SELECT o.ends_at FROM occupancy o WHERE o.resource_id = NEW.resource_id AND o.appointment_id <> NEW.appointment_id AND o.starts_at < NEW.ends_at ORDER BY o.starts_at DESC LIMIT 1) > NEW.starts_at"
IN_TURN = (
    """CREATE OR REPLACE FUNCTION occupancy_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(720200000000000 + NEW.resource_id); RETURN NEW; END $$""",
    """CREATE TRIGGER occupancy_in_turn BEFORE INSERT OR UPDATE ON occupancy FOR EACH ROW EXECUTE FUNCTION occupancy_in_turn()""",
)


def _guard(condition: str) -> None:
    """SQLite's triggers with another condition."""
    for event in ("INSERT", "UPDATE"):
        name = f"occupancy_apart_{event.lower()}"
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON occupancy WHEN {condition}"
            " BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END"
        )


def upgrade() -> None:
    op.create_table(
        "schedule_token",
        sa.Column("centre_id", BIG_ID, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_schedule_token_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_schedule_token")),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    random = "md5(random()::text)" if postgres else "hex(randomblob(16))"
    op.execute(f"INSERT INTO schedule_token (centre_id, token) SELECT id, {random} FROM centre")
    op.drop_index(op.f("ix_tick_appointment_id"), table_name="tick")
    op.drop_table("tick")
    if postgres:
        for statement in IN_TURN:
            op.execute(statement)
    else:
        _guard(LAST_OVERLAPS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER occupancy_in_turn ON occupancy")
        op.execute("DROP FUNCTION occupancy_in_turn()")
    else:
        _guard(OVERLAPS)
    op.create_table(
        "tick",
        sa.Column("resource_id", BIG_ID, nullable=False),
        sa.Column("tick", BIG_ID, nullable=False),
        sa.Column("appointment_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_tick_appointment_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_tick_resource_id")),
        sa.PrimaryKeyConstraint("resource_id", "tick", name=op.f("pk_tick")),
    )
    op.create_index(op.f("ix_tick_appointment_id"), "tick", ["appointment_id"], unique=False)
    op.drop_table("schedule_token")
