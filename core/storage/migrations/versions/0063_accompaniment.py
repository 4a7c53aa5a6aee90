"""Accompaniment: goals, tasks, requests to agencies, check-ins, moves of a case.

Revision: 0063
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('agency_request',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('step_id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('reminded', sa.SmallInteger(), nullable=False),
    sa.CheckConstraint("state IN ('asked', 'answered', 'refused')", name=op.f('ck_agency_request_agency_state')),
    sa.CheckConstraint("(state = 'asked') = (settled_on IS NULL)", name=op.f('ck_agency_request_settled_has_day')),
    sa.CheckConstraint('due_on > sent_on', name=op.f('ck_agency_request_due_after_sent')),
    sa.ForeignKeyConstraint(['case_id'], ['family_case.id'], name=op.f('fk_agency_request_case_id')),
    sa.ForeignKeyConstraint(['step_id'], ['plan_step.id'], name=op.f('fk_agency_request_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_request')),
    sa.UniqueConstraint('step_id', name=op.f('uq_agency_request_step_id'))
    )
    op.create_index(op.f('ix_agency_request_case_id'), 'agency_request', ['case_id'], unique=False)
    op.create_index('ix_agency_request_due', 'agency_request', ['state', 'due_on'], unique=False)
    op.create_table('case_move',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('new', 'triage', 'diagnosing', 'planned', 'in_progress', 'on_hold', 'resolved', 'declined', 'follow_up', 'closed')", name=op.f('ck_case_move_case_state')),
    sa.CheckConstraint("level IN ('inform', 'help', 'accompany')", name=op.f('ck_case_move_case_level')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_case_move_account_id')),
    sa.ForeignKeyConstraint(['case_id'], ['family_case.id'], name=op.f('fk_case_move_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_move'))
    )
    op.create_index(op.f('ix_case_move_case_id'), 'case_move', ['case_id'], unique=False)
    op.create_table('check_in',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['family_case.id'], name=op.f('fk_check_in_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('case_id', 'due_on', name=op.f('uq_check_in_case_id_due_on'))
    )
    op.create_index(op.f('ix_check_in_due_on'), 'check_in', ['due_on'], unique=False)
    op.create_table('goal',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('open', 'reached', 'dropped')", name=op.f('ck_goal_goal_state')),
    sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f('ck_goal_settled_has_time')),
    sa.ForeignKeyConstraint(['case_id'], ['family_case.id'], name=op.f('fk_goal_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal'))
    )
    op.create_index(op.f('ix_goal_case_id'), 'goal', ['case_id'], unique=False)
    op.create_table('step_task',
    sa.Column('step_id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_step_task_account_id')),
    sa.ForeignKeyConstraint(['case_id'], ['family_case.id'], name=op.f('fk_step_task_case_id')),
    sa.ForeignKeyConstraint(['step_id'], ['plan_step.id'], name=op.f('fk_step_task_step_id')),
    sa.PrimaryKeyConstraint('step_id', name=op.f('pk_step_task'))
    )
    op.create_index(op.f('ix_step_task_account_id'), 'step_task', ['account_id'], unique=False)
    op.create_index(op.f('ix_step_task_case_id'), 'step_task', ['case_id'], unique=False)


def downgrade() -> None:
    op.drop_table('step_task')
    op.drop_table('goal')
    op.drop_table('check_in')
    op.drop_table('case_move')
    op.drop_table('agency_request')
