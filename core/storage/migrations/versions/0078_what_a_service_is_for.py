"""With what one comes to a service, and for children of which age it is.

Revision: 0078
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

_CHECKS = {"ages": "0 <= age_from AND age_from <= age_to", "whose_age": "(age_from IS NULL) = (age_to IS NULL)"}


def upgrade() -> None:
    with op.batch_alter_table("service") as table:
        table.add_column(sa.Column("about", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("age_from", sa.SmallInteger(), nullable=True))
        table.add_column(sa.Column("age_to", sa.SmallInteger(), nullable=True))
        for name, condition in _CHECKS.items():
            table.create_check_constraint(op.f(f"ck_service_{name}"), condition)
    with op.batch_alter_table("service") as table:
        table.alter_column("about", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("service") as table:
        for name in _CHECKS:
            table.drop_constraint(op.f(f"ck_service_{name}"), type_="check")
        for name in ("about", "age_from", "age_to"):
            table.drop_column(name)
