"""Duty: roster, alarms with their ladder, what was heard, staff's chats, families that must not be written to; numbers of
messages that can still be deleted.

Revision: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('chat_message',
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('message_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('chat_id', 'message_id', name=op.f('pk_chat_message'))
    )
    op.create_index('ix_chat_message_at', 'chat_message', ['at'], unique=False)
    op.create_table('duty_shift',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('account_id', BIG_ID, nullable=True),
    sa.Column('line', sa.Enum('first', 'second', name='line', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('weekday', sa.SmallInteger(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('starts_minute', sa.SmallInteger(), nullable=False),
    sa.Column('ends_minute', sa.SmallInteger(), nullable=False),
    sa.CheckConstraint('(weekday IS NULL) <> (day IS NULL)', name=op.f('ck_duty_shift_week_or_day')),
    sa.CheckConstraint('account_id IS NOT NULL OR day IS NOT NULL', name=op.f('ck_duty_shift_nobody_only_on_a_day')),
    sa.CheckConstraint('starts_minute BETWEEN 0 AND 1439 AND ends_minute BETWEEN 1 AND 1440', name=op.f('ck_duty_shift_minutes')),
    sa.CheckConstraint('weekday IS NULL OR weekday BETWEEN 1 AND 7', name=op.f('ck_duty_shift_weekday')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_duty_shift_account_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_duty_shift_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_shift'))
    )
    op.create_index(op.f('ix_duty_shift_centre_id'), 'duty_shift', ['centre_id'], unique=False)
    op.create_table('staff_chat',
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('external_id', sa.BigInteger(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_staff_chat_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_staff_chat')),
    sa.UniqueConstraint('channel', 'external_id', name=op.f('uq_staff_chat_channel_external_id'))
    )
    op.create_table('staff_chat_code',
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('code_digest', sa.String(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_staff_chat_code_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_staff_chat_code')),
    sa.UniqueConstraint('code_digest', name=op.f('uq_staff_chat_code_code_digest'))
    )
    op.create_table('unsafe_mark',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('address_digest', sa.String(length=64), nullable=False),
    sa.Column('family_id', BIG_ID, nullable=True),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cleared_by', BIG_ID, nullable=True),
    sa.CheckConstraint('(cleared_at IS NULL) = (cleared_by IS NULL)', name=op.f('ck_unsafe_mark_cleared_by_somebody')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_unsafe_mark_centre_id')),
    sa.ForeignKeyConstraint(['cleared_by'], ['account.id'], name=op.f('fk_unsafe_mark_cleared_by')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_unsafe_mark_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unsafe_mark'))
    )
    op.create_index(op.f('ix_unsafe_mark_centre_id'), 'unsafe_mark', ['centre_id'], unique=False)
    op.create_index(op.f('ix_unsafe_mark_family_id'), 'unsafe_mark', ['family_id'], unique=False)
    op.create_index('uq_unsafe_mark_open', 'unsafe_mark', ['address_digest'], unique=True, sqlite_where=sa.text('cleared_at IS NULL'), postgresql_where=sa.text('cleared_at IS NULL'))
    op.create_table('crisis_alarm',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('number', sa.String(length=8), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('conversation_id', BIG_ID, nullable=True),
    sa.Column('drill', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.Enum('suicide', 'self_harm', 'domestic_violence', 'child_abuse', 'child_missing', 'hunger_no_food', 'eviction_homeless', 'acute_medical', name='crisis_type', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('severity', sa.SmallInteger(), nullable=False),
    sa.Column('on_duty', sa.Boolean(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_by', BIG_ID, nullable=True),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mistaken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ending', sa.Enum('cleared', 'solved', 'continued', 'drill', name='ending', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (ending IS NULL)', name=op.f('ck_crisis_alarm_ended_somehow')),
    sa.CheckConstraint('(taken_at IS NULL) = (taken_by IS NULL)', name=op.f('ck_crisis_alarm_taken_by_somebody')),
    sa.CheckConstraint('drill = (conversation_id IS NULL)', name=op.f('ck_crisis_alarm_drill_is_nobodys')),
    sa.CheckConstraint('severity BETWEEN 2 AND 3', name=op.f('ck_crisis_alarm_severity')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_crisis_alarm_centre_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_crisis_alarm_conversation_id')),
    sa.ForeignKeyConstraint(['taken_by'], ['account.id'], name=op.f('fk_crisis_alarm_taken_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_crisis_alarm')),
    sa.UniqueConstraint('number', name=op.f('uq_crisis_alarm_number'))
    )
    op.create_index('ix_crisis_alarm_centre', 'crisis_alarm', ['centre_id', 'raised_at'], unique=False)
    op.create_index('uq_crisis_alarm_open', 'crisis_alarm', ['conversation_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL AND conversation_id IS NOT NULL'), postgresql_where=sa.text('ended_at IS NULL AND conversation_id IS NOT NULL'))
    op.create_table('heard_danger',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.Enum('suicide', 'self_harm', 'domestic_violence', 'child_abuse', 'child_missing', 'hunger_no_food', 'eviction_homeless', 'acute_medical', name='crisis_type', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('severity', sa.SmallInteger(), nullable=False),
    sa.Column('signs', sa.String(length=200), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('conversation_id', BIG_ID, nullable=True),
    sa.Column('mistaken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', BIG_ID, nullable=True),
    sa.CheckConstraint('(reviewed_at IS NULL) = (reviewed_by IS NULL)', name=op.f('ck_heard_danger_reviewed_by_somebody')),
    sa.CheckConstraint('severity BETWEEN 1 AND 3', name=op.f('ck_heard_danger_severity')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_heard_danger_centre_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_heard_danger_conversation_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['account.id'], name=op.f('fk_heard_danger_reviewed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_heard_danger'))
    )
    op.create_index('ix_heard_danger_centre', 'heard_danger', ['centre_id', 'heard_at'], unique=False)
    op.create_index(op.f('ix_heard_danger_conversation_id'), 'heard_danger', ['conversation_id'], unique=False)
    op.create_table('alarm_step',
    sa.Column('alarm_id', BIG_ID, nullable=False),
    sa.Column('step', sa.Enum('duty', 'lead', 'second_line', name='step', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'fired', 'dropped', name='step_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('fired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'fired') = (fired_at IS NOT NULL)", name=op.f('ck_alarm_step_fired_has_time')),
    sa.ForeignKeyConstraint(['alarm_id'], ['crisis_alarm.id'], name=op.f('fk_alarm_step_alarm_id')),
    sa.PrimaryKeyConstraint('alarm_id', 'step', name=op.f('pk_alarm_step'))
    )
    op.create_index('ix_alarm_step_due', 'alarm_step', ['due_at'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))


def downgrade() -> None:
    op.drop_index('ix_alarm_step_due', table_name='alarm_step', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
    op.drop_table('alarm_step')
    op.drop_index(op.f('ix_heard_danger_conversation_id'), table_name='heard_danger')
    op.drop_index('ix_heard_danger_centre', table_name='heard_danger')
    op.drop_table('heard_danger')
    op.drop_index('uq_crisis_alarm_open', table_name='crisis_alarm', sqlite_where=sa.text('ended_at IS NULL AND conversation_id IS NOT NULL'), postgresql_where=sa.text('ended_at IS NULL AND conversation_id IS NOT NULL'))
    op.drop_index('ix_crisis_alarm_centre', table_name='crisis_alarm')
    op.drop_table('crisis_alarm')
    op.drop_index('uq_unsafe_mark_open', table_name='unsafe_mark', sqlite_where=sa.text('cleared_at IS NULL'), postgresql_where=sa.text('cleared_at IS NULL'))
    op.drop_index(op.f('ix_unsafe_mark_family_id'), table_name='unsafe_mark')
    op.drop_index(op.f('ix_unsafe_mark_centre_id'), table_name='unsafe_mark')
    op.drop_table('unsafe_mark')
    op.drop_table('staff_chat_code')
    op.drop_table('staff_chat')
    op.drop_index(op.f('ix_duty_shift_centre_id'), table_name='duty_shift')
    op.drop_table('duty_shift')
    op.drop_index('ix_chat_message_at', table_name='chat_message')
    op.drop_table('chat_message')
