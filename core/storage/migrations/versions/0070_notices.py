"""Coming changes, the notices about them, and what counts against the caps.

Revision: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0062"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('event_place',
    sa.Column('reader', sa.String(length=32), nullable=False),
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('reader', name=op.f('pk_event_place'))
    )
    op.create_table('coming_change',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('measure_id', sa.String(length=80), nullable=False),
    sa.Column('turn', sa.String(length=32), nullable=False),
    sa.Column('ordinal', sa.SmallInteger(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("turn IN ('ends', 'begins', 'deadline', 'renewal', 'sums')", name=op.f('ck_coming_change_turn')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_coming_change_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coming_change')),
    sa.UniqueConstraint('family_id', 'measure_id', 'turn', 'ordinal', name=op.f('uq_coming_change_family_id_measure_id_turn_ordinal'))
    )
    op.create_table('family_plan',
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('newest_fact', sa.BigInteger(), nullable=False),
    sa.Column('edition', sa.String(length=80), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_family_plan_family_id')),
    sa.PrimaryKeyConstraint('family_id', name=op.f('pk_family_plan'))
    )
    op.create_index(op.f('ix_family_plan_next_at'), 'family_plan', ['next_at'], unique=False)
    op.create_table('notice',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('lead', sa.SmallInteger(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_notice_adult_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice'))
    )
    op.create_index(op.f('ix_notice_adult_id'), 'notice', ['adult_id'], unique=False)
    op.create_table('proactive_letter',
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('outbox_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_proactive_letter_adult_id')),
    sa.PrimaryKeyConstraint('adult_id', 'on_day', name=op.f('pk_proactive_letter')),
    sa.UniqueConstraint('outbox_id', name=op.f('uq_proactive_letter_outbox_id'))
    )
    op.create_table('notice_line',
    sa.Column('change_id', BIG_ID, nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('lead', sa.SmallInteger(), nullable=False),
    sa.Column('notice_id', BIG_ID, nullable=False),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_notice_line_adult_id')),
    sa.ForeignKeyConstraint(['change_id'], ['coming_change.id'], name=op.f('fk_notice_line_change_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_line_notice_id')),
    sa.PrimaryKeyConstraint('change_id', 'adult_id', 'lead', name=op.f('pk_notice_line'))
    )
    op.create_index(op.f('ix_notice_line_notice_id'), 'notice_line', ['notice_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_notice_line_notice_id'), table_name='notice_line')
    op.drop_table('notice_line')
    op.drop_table('proactive_letter')
    op.drop_index(op.f('ix_notice_adult_id'), table_name='notice')
    op.drop_table('notice')
    op.drop_index(op.f('ix_family_plan_next_at'), table_name='family_plan')
    op.drop_table('family_plan')
    op.drop_table('coming_change')
    op.drop_table('event_place')
