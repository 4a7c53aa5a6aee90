"""The waiting list.

Revision: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "waiting",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("centre_id", BIG_ID, nullable=False),
        sa.Column("service_id", BIG_ID, nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("family_id", BIG_ID, nullable=False),
        sa.Column("adult_id", BIG_ID, nullable=True),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", BIG_ID, nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('place', 'phone', 'video', 'home', 'village')", name=op.f("ck_waiting_mode")),
        sa.CheckConstraint("part IN ('any', 'morning', 'afternoon', 'evening')", name=op.f("ck_waiting_part_of_day")),
        sa.CheckConstraint("appointment_id IS NOT NULL OR NOT told", name=op.f("ck_waiting_told_of_something")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_waiting_centre_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_waiting_service_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_waiting_family_id")),
        sa.ForeignKeyConstraint(["adult_id"], ["adult.id"], name=op.f("fk_waiting_adult_id")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_waiting_appointment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("family_id", "service_id", name=op.f("uq_waiting_family_id_service_id")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_waiting_appointment_id")),
    )
    op.create_index("ix_waiting_queue", "waiting", ["centre_id", "service_id", "id"], unique=False)
    op.create_index(op.f("ix_waiting_adult_id"), "waiting", ["adult_id"], unique=False)
    op.create_table(
        "passed_over",
        sa.Column("waiting_id", BIG_ID, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["waiting_id"], ["waiting.id"], name=op.f("fk_passed_over_waiting_id")),
        sa.PrimaryKeyConstraint("waiting_id", "starts_at", name=op.f("pk_passed_over")),
    )


def downgrade() -> None:
    op.drop_table("passed_over")
    op.drop_index(op.f("ix_waiting_adult_id"), table_name="waiting")
    op.drop_index("ix_waiting_queue", table_name="waiting")
    op.drop_table("waiting")
