"""Campaigns and their frozen recipients.

Revision: 0071
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('campaign',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('topic', sa.String(length=32), nullable=False),
    sa.Column('words', sa.String(length=2000), nullable=False),
    sa.Column('segment', JSON, nullable=False),
    sa.Column('repeat', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('author_id', BIG_ID, nullable=False),
    sa.Column('approver_id', BIG_ID, nullable=True),
    sa.Column('test_code', sa.String(length=8), nullable=False),
    sa.Column('tested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('erased', sa.Integer(), nullable=False),
    sa.Column('excluded', JSON, nullable=True),
    sa.Column('pulse_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state = 'draft' OR tested_at IS NOT NULL", name=op.f('ck_campaign_tested_first')),
    sa.CheckConstraint('approver_id IS NULL OR approver_id <> author_id', name=op.f('ck_campaign_four_eyes')),
    sa.CheckConstraint('starts_at < valid_until', name=op.f('ck_campaign_starts_before_it_is_over')),
    sa.CheckConstraint("topic IN ('changes', 'measures', 'clubs', 'centre')", name=op.f('ck_campaign_topic')),
    sa.CheckConstraint("repeat IN ('resend', 'skip')", name=op.f('ck_campaign_repeat')),
    sa.CheckConstraint("state IN ('draft', 'awaits', 'scheduled', 'running', 'paused', 'held', 'done', 'cancelled')", name=op.f('ck_campaign_campaign_state')),
    sa.ForeignKeyConstraint(['approver_id'], ['account.id'], name=op.f('fk_campaign_approver_id')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_campaign_author_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_campaign_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign')),
    sa.UniqueConstraint('test_code', name=op.f('uq_campaign_test_code'))
    )
    op.create_index(op.f('ix_campaign_centre_id'), 'campaign', ['centre_id'], unique=False)
    op.create_index(op.f('ix_campaign_state'), 'campaign', ['state'], unique=False)
    op.create_table('campaign_recipient',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('campaign_id', BIG_ID, nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('zone', sa.String(length=48), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=True),
    sa.Column('outbox_id', sa.BigInteger(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'queued', 'sending', 'sent', 'blocked', 'failed', 'unknown', 'skipped')", name=op.f('ck_campaign_recipient_recipient_state')),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_campaign_recipient_adult_id')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_recipient_campaign_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_recipient')),
    sa.UniqueConstraint('campaign_id', 'adult_id', name=op.f('uq_campaign_recipient_campaign_id_adult_id')),
    sa.UniqueConstraint('outbox_id', name=op.f('uq_campaign_recipient_outbox_id'))
    )
    op.create_index(op.f('ix_campaign_recipient_adult_id'), 'campaign_recipient', ['adult_id'], unique=False)
    op.create_index('ix_campaign_recipient_feed', 'campaign_recipient', ['campaign_id', 'state', 'zone', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_campaign_recipient_feed', table_name='campaign_recipient')
    op.drop_index(op.f('ix_campaign_recipient_adult_id'), table_name='campaign_recipient')
    op.drop_table('campaign_recipient')
    op.drop_index(op.f('ix_campaign_state'), table_name='campaign')
    op.drop_index(op.f('ix_campaign_centre_id'), table_name='campaign')
    op.drop_table('campaign')
