"""Templates of answers.

Revision: 0062
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('reply_template',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_reply_template_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_template'))
    )
    op.create_index(op.f('ix_reply_template_centre_id'), 'reply_template', ['centre_id'], unique=False)


def downgrade() -> None:
    op.drop_table('reply_template')
