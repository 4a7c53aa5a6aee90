"""How a centre gives out conversations, what curators know, the language of an adult, how a correction went.

Revision: 0073
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

LANGUAGES = (
    "armenian", "azerbaijani", "bashkir", "chechen", "english", "kazakh", "kyrgyz", "sign", "tajik", "tatar",
    "ukrainian", "uzbek",
)  # fmt: skip

DELIVERIES = ("queued", "sending", "sent", "failed", "unknown")


def _closed_set(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=32, name=name)


def upgrade() -> None:
    with op.batch_alter_table("centre") as centre:
        centre.add_column(sa.Column("assigning", _closed_set("assigning", "advised", "automatic"), nullable=True))
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("knows", sa.String(length=600), nullable=True))
    with op.batch_alter_table("adult") as adult:
        adult.add_column(sa.Column("language", _closed_set("spoken", *LANGUAGES), nullable=True))
    with op.batch_alter_table("message_version") as version:
        version.add_column(sa.Column("delivery", _closed_set("delivery", *DELIVERIES), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("message_version") as version:
        version.drop_constraint(op.f("ck_message_version_delivery"), type_="check")
        version.drop_column("delivery")
    with op.batch_alter_table("adult") as adult:
        adult.drop_constraint(op.f("ck_adult_spoken"), type_="check")
        adult.drop_column("language")
    with op.batch_alter_table("account") as account:
        account.drop_column("knows")
    with op.batch_alter_table("centre") as centre:
        centre.drop_constraint(op.f("ck_centre_assigning"), type_="check")
        centre.drop_column("assigning")
