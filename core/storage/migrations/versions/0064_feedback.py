"""Stars and proposals.

Revision: 0064
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('proposal',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('new', 'considered', 'accepted', 'done', 'declined')", name=op.f('ck_proposal_proposal_state')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_proposal_centre_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_proposal_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    op.create_index(op.f('ix_proposal_centre_id'), 'proposal', ['centre_id'], unique=False)
    op.create_index(op.f('ix_proposal_family_id'), 'proposal', ['family_id'], unique=False)
    op.create_table('rating',
    sa.Column('request_id', BIG_ID, nullable=False),
    sa.Column('stars', sa.SmallInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('stars BETWEEN 1 AND 5', name=op.f('ck_rating_one_to_five')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_rating_request_id')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_rating'))
    )


def downgrade() -> None:
    op.drop_table('rating')
    op.drop_table('proposal')
