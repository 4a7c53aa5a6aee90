"""How the messenger's webhook does.

Revision: 0065
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('channel_health',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('trouble', sa.String(length=16), nullable=True),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('channel', name=op.f('pk_channel_health'))
    )


def downgrade() -> None:
    op.drop_table('channel_health')
