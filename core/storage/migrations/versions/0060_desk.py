"""Transfers, substitutes, snoozes, tags, and words taken back.

Revision: 0060
"""

import sqlalchemy as sa
from alembic import op

from core.storage.migrations.closed_sets import change_members

revision = "0060"
down_revision = "0053"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HAPPENINGS = ("called", "crisis", "taken", "released", "assigned", "close_asked", "solved", "declined", "not_solved")
TRANSFERS = ("transfer_offered", "transfer_accepted", "transfer_refused", "transfer_withdrawn")


def upgrade() -> None:
    op.create_table('absence',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('substitute_id', BIG_ID, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('account_id <> substitute_id', name=op.f('ck_absence_somebody_else')),
    sa.CheckConstraint('since < until', name=op.f('ck_absence_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_absence_account_id')),
    sa.ForeignKeyConstraint(['substitute_id'], ['account.id'], name=op.f('fk_absence_substitute_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    op.create_index(op.f('ix_absence_account_id'), 'absence', ['account_id'], unique=False)
    op.create_index('ix_absence_substitute', 'absence', ['substitute_id', 'until'], unique=False)
    op.create_table('tag',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_tag_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag')),
    sa.UniqueConstraint('centre_id', 'name', name=op.f('uq_tag_centre_id_name'))
    )
    op.create_table('conversation_tag',
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('tag_id', BIG_ID, nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_conversation_tag_conversation_id')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_conversation_tag_tag_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'tag_id', name=op.f('pk_conversation_tag'))
    )
    op.create_index(op.f('ix_conversation_tag_tag_id'), 'conversation_tag', ['tag_id'], unique=False)
    op.create_table('reading_share',
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_reading_share_centre_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_reading_share_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'centre_id', name=op.f('pk_reading_share'))
    )
    op.create_table('snooze',
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_snooze_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_snooze'))
    )
    op.create_index(op.f('ix_snooze_until'), 'snooze', ['until'], unique=False)
    op.create_table('transfer',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('from_account_id', BIG_ID, nullable=False),
    sa.Column('from_centre_id', BIG_ID, nullable=False),
    sa.Column('to_centre_id', BIG_ID, nullable=False),
    sa.Column('to_account_id', BIG_ID, nullable=True),
    sa.Column('why_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('keeps_reading', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', BIG_ID, nullable=True),
    sa.CheckConstraint("state IN ('offered', 'accepted', 'refused', 'withdrawn')", name=op.f('ck_transfer_transfer_state')),
    sa.CheckConstraint("(state = 'offered') = (settled_at IS NULL)", name=op.f('ck_transfer_settled_has_time')),
    sa.CheckConstraint('from_account_id <> to_account_id', name=op.f('ck_transfer_to_somebody_else')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_transfer_conversation_id')),
    sa.ForeignKeyConstraint(['from_account_id'], ['account.id'], name=op.f('fk_transfer_from_account_id')),
    sa.ForeignKeyConstraint(['from_centre_id'], ['centre.id'], name=op.f('fk_transfer_from_centre_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_transfer_settled_by_id')),
    sa.ForeignKeyConstraint(['to_account_id'], ['account.id'], name=op.f('fk_transfer_to_account_id')),
    sa.ForeignKeyConstraint(['to_centre_id'], ['centre.id'], name=op.f('fk_transfer_to_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer'))
    )
    op.create_index(op.f('ix_transfer_conversation_id'), 'transfer', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_transfer_from_account_id'), 'transfer', ['from_account_id'], unique=False)
    op.create_index('ix_transfer_to', 'transfer', ['to_centre_id', 'state'], unique=False)
    op.create_index('uq_transfer_offered', 'transfer', ['conversation_id'], unique=True, sqlite_where=sa.text("state = 'offered'"), postgresql_where=sa.text("state = 'offered'"))
    op.create_table('recall',
    sa.Column('message_id', BIG_ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen', sa.Boolean(), nullable=False),
    sa.Column('failed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_recall_message_id')),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_recall'))
    )
    change_members("message", "happening", HAPPENINGS, (*HAPPENINGS, *TRANSFERS))


def downgrade() -> None:
    op.execute("DELETE FROM message WHERE happening LIKE 'transfer_%'")
    change_members("message", "happening", (*HAPPENINGS, *TRANSFERS), HAPPENINGS)
    op.drop_table('recall')
    op.drop_table('transfer')
    op.drop_table('snooze')
    op.drop_table('reading_share')
    op.drop_table('conversation_tag')
    op.drop_table('tag')
    op.drop_table('absence')
