"""Changes of the rules and who was told of them; the light question; copies of a campaign and its course.

Revision: 0074
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from core.storage.migrations.closed_sets import change_members

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOPICS = ("changes", "measures", "clubs", "centre")
HAPPENINGS = (
    *("called", "crisis", "taken", "released", "assigned", "close_asked", "solved", "declined", "not_solved"),
    *("transfer_offered", "transfer_accepted", "transfer_refused", "transfer_withdrawn"),
)


def upgrade() -> None:
    op.create_table('catalogue_change',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('edition', sa.String(length=80), nullable=False),
    sa.Column('compared', sa.String(length=80), nullable=False),
    sa.Column('before', JSON, nullable=False),
    sa.Column('measures', JSON, nullable=False),
    sa.Column('rules', JSON, nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_change'))
    )
    op.create_table('told_of_change',
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('measure_id', sa.String(length=80), nullable=False),
    sa.Column('edition', sa.String(length=80), nullable=False),
    sa.Column('campaign_id', BIG_ID, nullable=False),
    sa.Column('outbox_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_told_of_change_adult_id')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_told_of_change_campaign_id')),
    sa.PrimaryKeyConstraint('adult_id', 'measure_id', 'edition', name=op.f('pk_told_of_change'))
    )
    op.create_index(op.f('ix_told_of_change_outbox_id'), 'told_of_change', ['outbox_id'], unique=False)
    op.create_table('light_check_in',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('ordinal', sa.SmallInteger(), nullable=False),
    sa.Column('step_id', BIG_ID, nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.String(length=32), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_light_check_in_answer_has_time')),
    sa.CheckConstraint("answer IN ('managing', 'help', 'later')", name=op.f('ck_light_check_in_how_it_goes')),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_light_check_in_adult_id')),
    sa.ForeignKeyConstraint(['step_id'], ['plan_step.id'], name=op.f('fk_light_check_in_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_light_check_in')),
    sa.UniqueConstraint('adult_id', 'ordinal', name=op.f('uq_light_check_in_adult_id_ordinal'))
    )
    op.create_index(op.f('ix_light_check_in_step_id'), 'light_check_in', ['step_id'], unique=False)
    change_members('campaign', 'topic', TOPICS, (*TOPICS, 'care'))
    change_members('message', 'happening', HAPPENINGS, (*HAPPENINGS, 'needs_help'))
    with op.batch_alter_table('campaign', schema=None) as batch:
        batch.add_column(sa.Column('copy_of', BIG_ID, nullable=True))
        batch.add_column(sa.Column('course', JSON, nullable=True))
        batch.create_foreign_key(op.f('fk_campaign_copy_of'), 'campaign', ['copy_of'], ['id'])
        batch.create_index(op.f('ix_campaign_copy_of'), ['copy_of'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('campaign', schema=None) as batch:
        batch.drop_index(op.f('ix_campaign_copy_of'))
        batch.drop_constraint(op.f('fk_campaign_copy_of'), type_='foreignkey')
        batch.drop_column('course')
        batch.drop_column('copy_of')
    op.execute("DELETE FROM message WHERE happening = 'needs_help'")
    change_members('message', 'happening', (*HAPPENINGS, 'needs_help'), HAPPENINGS)
    change_members('campaign', 'topic', (*TOPICS, 'care'), TOPICS)
    op.drop_index(op.f('ix_light_check_in_step_id'), table_name='light_check_in')
    op.drop_table('light_check_in')
    op.drop_index(op.f('ix_told_of_change_outbox_id'), table_name='told_of_change')
    op.drop_table('told_of_change')
    op.drop_table('catalogue_change')
