"""What messages are found by.

Revision: 0061
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

QUEUE_CALM_TALKS = """
    INSERT INTO unread_for_search (message_id)
    SELECT id FROM message WHERE direction <> 'system'
    AND conversation_id NOT IN (SELECT id FROM conversation WHERE crisis)
    AND conversation_id NOT IN (SELECT conversation_id FROM request WHERE reason = 'crisis')
    AND conversation_id NOT IN (SELECT conversation_id FROM message WHERE happening = 'crisis')
    AND conversation_id NOT IN (SELECT conversation_id FROM crisis_alarm WHERE conversation_id IS NOT NULL)
"""
"""Which words were said in danger is not known any more: a conversation that ever was in danger stays out (E9)."""
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('message_word',
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('message_id', BIG_ID, nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_word_message_id')),
    sa.PrimaryKeyConstraint('digest', 'message_id', name=op.f('pk_message_word'))
    )
    op.create_index(op.f('ix_message_word_message_id'), 'message_word', ['message_id'], unique=False)
    op.create_table('unread_for_search',
    sa.Column('message_id', BIG_ID, nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_unread_for_search_message_id')),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_unread_for_search'))
    )
    op.execute(QUEUE_CALM_TALKS)


def downgrade() -> None:
    op.drop_table('unread_for_search')
    op.drop_table('message_word')
