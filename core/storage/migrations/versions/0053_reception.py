"""When visits began.

Revision: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reception",
        sa.Column("appointment_id", BIG_ID, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_reception_appointment_id")),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_reception")),
    )


def downgrade() -> None:
    op.drop_table("reception")
