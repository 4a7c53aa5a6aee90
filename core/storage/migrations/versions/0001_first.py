"""The first schema.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

OWN_DDL = {
    "sqlite": (
        """CREATE UNIQUE INDEX uq_role_grant_place ON role_grant (account_id, role, coalesce(centre_id, 0), coalesce(region, ''))""",
        """CREATE TRIGGER fact_only_grows BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'facts are only added'); END""",
        """CREATE TRIGGER occupancy_apart_insert BEFORE INSERT ON occupancy WHEN EXISTS (SELECT 1 FROM occupancy o WHERE o.resource_id = NEW.resource_id AND o.appointment_id <> NEW.appointment_id AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at) BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END""",
        """CREATE TRIGGER occupancy_apart_update BEFORE UPDATE ON occupancy WHEN EXISTS (SELECT 1 FROM occupancy o WHERE o.resource_id = NEW.resource_id AND o.appointment_id <> NEW.appointment_id AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at) BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END""",
    ),
    "postgresql": (
        """CREATE UNIQUE INDEX uq_role_grant_place ON role_grant (account_id, role, coalesce(centre_id, 0), coalesce(region, ''))""",
        """CREATE OR REPLACE FUNCTION fact_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'facts are only added' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER fact_only_grows BEFORE UPDATE ON fact FOR EACH ROW EXECUTE FUNCTION fact_only_grows()""",
        """CREATE EXTENSION IF NOT EXISTS btree_gist""",
        """ALTER TABLE occupancy ADD CONSTRAINT occupancy_apart EXCLUDE USING gist (resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&)""",
    ),
}
"""Triggers and exclusion constraints, which no autogeneration knows."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table('account',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totp_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('totp_last_step', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('login', name=op.f('uq_account_login'))
    )
    op.create_table('centre',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('slug', sa.String(length=48), nullable=False),
    sa.Column('region', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('time_zone', sa.String(length=48), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('opened', sa.Boolean(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_centre')),
    sa.UniqueConstraint('slug', name=op.f('uq_centre_slug'))
    )
    op.create_index(op.f('ix_centre_region'), 'centre', ['region'], unique=False)
    op.create_table('chat_lease',
    sa.Column('bot_id', sa.BigInteger(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('bot_id', 'chat_id', name=op.f('pk_chat_lease'))
    )
    op.create_table('data_key',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_key'))
    )
    op.create_table('duty',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_duty'))
    )
    op.create_table('event',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', sa.BigInteger(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_event_at', 'event', ['at'], unique=False)
    op.create_table('inbox',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('bot_id', sa.BigInteger(), nullable=False),
    sa.Column('update_id', sa.BigInteger(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=True),
    sa.Column('fault', sa.String(length=120), nullable=True),
    sa.CheckConstraint("(state = 'new') = (payload IS NOT NULL)", name=op.f('ck_inbox_payload_only_while_new')),
    sa.CheckConstraint("state IN ('new', 'done', 'dead')", name=op.f('ck_inbox_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sa.UniqueConstraint('bot_id', 'update_id', name=op.f('uq_inbox_bot_id_update_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_inbox_waiting', 'inbox', ['bot_id', 'chat_id', 'id'], unique=False, sqlite_where=sa.text("state = 'new'"), postgresql_where=sa.text("state = 'new'"))
    op.create_table('installation',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_installation'))
    )
    op.create_table('memo',
    sa.Column('bot_id', sa.BigInteger(), nullable=False),
    sa.Column('update_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_name', sa.String(length=120), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('result', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('bot_id', 'update_id', 'case_name', 'ordinal', name=op.f('pk_memo'))
    )
    op.create_table('outbox',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('dedup_key', sa.String(length=120), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('lane', sa.SmallInteger(), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=True),
    sa.Column('lease_until', sa.BigInteger(), nullable=True),
    sa.Column('payload', sa.LargeBinary(), nullable=True),
    sa.Column('message_id', sa.BigInteger(), nullable=True),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.String(length=120), nullable=True),
    sa.CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name=op.f('ck_outbox_lease_only_while_sending')),
    sa.CheckConstraint("(state = 'sent') = (message_id IS NOT NULL)", name=op.f('ck_outbox_sent_has_message_id')),
    sa.CheckConstraint("state IN ('pending', 'sending', 'sent', 'failed', 'blocked', 'skipped', 'unknown')", name=op.f('ck_outbox_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('dedup_key', name=op.f('uq_outbox_dedup_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_outbox_chat', 'outbox', ['channel', 'chat_id'], unique=False)
    op.create_index('ix_outbox_due', 'outbox', ['lane', 'due_at'], unique=False, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
    op.create_index('ix_outbox_leased', 'outbox', ['lease_until'], unique=False, sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
    op.create_index('ix_outbox_subject', 'outbox', ['subject'], unique=False)
    op.create_table('rate',
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=False),
    sa.Column('paused_until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_rate'))
    )
    op.create_table('screen',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('bot_id', sa.BigInteger(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_screen'))
    )
    op.create_index('ix_screen_chat', 'screen', ['bot_id', 'chat_id'], unique=False)
    op.create_table('sign_in_attempt',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('login_digest', sa.String(length=32), nullable=False),
    sa.Column('address_digest', sa.String(length=32), nullable=False),
    sa.Column('device_digest', sa.String(length=64), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    op.create_index('ix_sign_in_attempt_address', 'sign_in_attempt', ['address_digest', 'at'], unique=False)
    op.create_index('ix_sign_in_attempt_login', 'sign_in_attempt', ['login_digest', 'at'], unique=False)
    op.create_table('unmet_query',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('region', sa.String(length=3), nullable=False),
    sa.Column('words', sa.String(length=120), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmet_query')),
    sa.UniqueConstraint('day', 'region', 'words', name=op.f('uq_unmet_query_day_region_words'))
    )
    op.create_table('audit_entry',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', BIG_ID, nullable=True),
    sa.Column('actor', sa.String(length=40), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('action', sa.String(length=48), nullable=False),
    sa.Column('subject_kind', sa.String(length=32), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('fields', sa.String(length=400), nullable=False),
    sa.Column('digest_before', sa.String(length=32), nullable=True),
    sa.Column('digest_after', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_audit_entry_account_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_audit_entry_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    op.create_index(op.f('ix_audit_entry_account_id'), 'audit_entry', ['account_id'], unique=False)
    op.create_index('ix_audit_entry_subject', 'audit_entry', ['subject_kind', 'subject_id', 'id'], unique=False)
    op.create_table('centre_day',
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.CheckConstraint("kind IN ('working', 'shortened', 'off')", name=op.f('ck_centre_day_day_kind')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_centre_day_centre_id')),
    sa.PrimaryKeyConstraint('centre_id', 'day', name=op.f('pk_centre_day'))
    )
    op.create_table('destruction',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('ticket', sa.String(length=8), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('requested_by', sa.String(length=32), nullable=False),
    sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counts', JSON, nullable=False),
    sa.CheckConstraint("requested_by IN ('adult', 'staff', 'system')", name=op.f('ck_destruction_author_kind')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_destruction_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_destruction')),
    sa.UniqueConstraint('ticket', name=op.f('uq_destruction_ticket'))
    )
    op.create_table('family',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('ticket', sa.String(length=8), nullable=False),
    sa.Column('data_key_id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('time_zone', sa.String(length=48), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_family_centre_id')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_family_data_key_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family')),
    sa.UniqueConstraint('data_key_id', name=op.f('uq_family_data_key_id')),
    sa.UniqueConstraint('ticket', name=op.f('uq_family_ticket'))
    )
    op.create_index(op.f('ix_family_centre_id'), 'family', ['centre_id'], unique=False)
    op.create_table('known_device',
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_known_device_account_id')),
    sa.PrimaryKeyConstraint('token_digest', 'account_id', name=op.f('pk_known_device'))
    )
    op.create_table('resource',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('account_id', BIG_ID, nullable=True),
    sa.Column('works', sa.Boolean(), nullable=False),
    sa.CheckConstraint("account_id IS NULL OR kind = 'specialist'", name=op.f('ck_resource_only_people_sign_in')),
    sa.CheckConstraint("kind IN ('specialist', 'room', 'crew')", name=op.f('ck_resource_resource_kind')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_resource_account_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_resource_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource')),
    sa.UniqueConstraint('account_id', name=op.f('uq_resource_account_id'))
    )
    op.create_index(op.f('ix_resource_centre_id'), 'resource', ['centre_id'], unique=False)
    op.create_table('role_grant',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('reach', sa.String(length=32), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('region', sa.String(length=8), nullable=True),
    sa.CheckConstraint("(reach = 'centre' AND centre_id IS NOT NULL AND region IS NULL) OR (reach = 'region' AND region IS NOT NULL AND centre_id IS NULL) OR (reach = 'all' AND centre_id IS NULL AND region IS NULL)", name=op.f('ck_role_grant_place')),
    sa.CheckConstraint("reach IN ('centre', 'region', 'all')", name=op.f('ck_role_grant_reach')),
    sa.CheckConstraint("role IN ('curator', 'specialist', 'duty', 'head', 'editor', 'observer', 'administrator')", name=op.f('ck_role_grant_role')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_role_grant_account_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_role_grant_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    op.create_table('service',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('speciality', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('step_minutes', sa.Integer(), nullable=False),
    sa.Column('buffer_minutes', sa.Integer(), nullable=False),
    sa.Column('travel_minutes', sa.Integer(), nullable=False),
    sa.Column('notice_minutes', sa.Integer(), nullable=False),
    sa.Column('horizon_days', sa.Integer(), nullable=False),
    sa.Column('offered', sa.Boolean(), nullable=False),
    sa.CheckConstraint('minutes > 0 AND step_minutes > 0', name=op.f('ck_service_takes_time')),
    sa.CheckConstraint('minutes >= 0 AND minutes % 5 = 0 AND step_minutes >= 0 AND step_minutes % 5 = 0 AND buffer_minutes >= 0 AND buffer_minutes % 5 = 0 AND travel_minutes >= 0 AND travel_minutes % 5 = 0', name=op.f('ck_service_whole_ticks')),
    sa.CheckConstraint('notice_minutes >= 0 AND horizon_days > 0', name=op.f('ck_service_window')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_service_centre_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service'))
    )
    op.create_index(op.f('ix_service_centre_id'), 'service', ['centre_id'], unique=False)
    op.create_table('staff_session',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('device', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_staff_session_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_staff_session_token_digest'))
    )
    op.create_index(op.f('ix_staff_session_account_id'), 'staff_session', ['account_id'], unique=False)
    op.create_table('adult',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('phone_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_adult_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adult'))
    )
    op.create_index(op.f('ix_adult_family_id'), 'adult', ['family_id'], unique=False)
    op.create_table('chosen_needs',
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('needs', JSON, nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_chosen_needs_family_id')),
    sa.PrimaryKeyConstraint('family_id', name=op.f('pk_chosen_needs'))
    )
    op.create_table('day_change',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('resource_id', BIG_ID, nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind = 'closed' OR resource_id IS NOT NULL", name=op.f('ck_day_change_only_people_open')),
    sa.CheckConstraint("kind IN ('open', 'closed')", name=op.f('ck_day_change_change_kind')),
    sa.CheckConstraint('0 <= starts AND starts < ends AND ends <= 1440', name=op.f('ck_day_change_within_a_day')),
    sa.CheckConstraint('starts >= 0 AND starts % 5 = 0 AND ends >= 0 AND ends % 5 = 0', name=op.f('ck_day_change_whole_ticks')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_day_change_centre_id')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_day_change_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_change'))
    )
    op.create_index('ix_day_change_day', 'day_change', ['centre_id', 'day'], unique=False)
    op.create_table('fact',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('fact', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('value', JSON, nullable=True),
    sa.Column('value_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('provenance', sa.SmallInteger(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('author_kind', sa.String(length=32), nullable=False),
    sa.Column('author_id', BIG_ID, nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'known' AND (value IS NULL) != (value_sealed IS NULL)) OR (state != 'known' AND value IS NULL AND value_sealed IS NULL)", name=op.f('ck_fact_value_only_when_known')),
    sa.CheckConstraint("author_kind IN ('adult', 'staff', 'system')", name=op.f('ck_fact_author_kind')),
    sa.CheckConstraint("state IN ('known', 'unknown', 'refused')", name=op.f('ck_fact_fact_state')),
    sa.CheckConstraint('provenance BETWEEN 1 AND 4', name=op.f('ck_fact_provenance')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_fact_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact')),
    info={'sqlite ddl': ["CREATE TRIGGER fact_only_grows BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'facts are only added'); END"], 'postgresql ddl': ["CREATE OR REPLACE FUNCTION fact_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'facts are only added' USING ERRCODE = 'integrity_constraint_violation'; END $$", 'CREATE TRIGGER fact_only_grows BEFORE UPDATE ON fact FOR EACH ROW EXECUTE FUNCTION fact_only_grows()']}
    )
    op.create_index('ix_fact_newest', 'fact', ['family_id', 'fact', 'id'], unique=False)
    op.create_table('family_case',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('ticket', sa.String(length=8), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=True),
    sa.Column('curator_id', BIG_ID, nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('close_asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('family_word', sa.String(length=32), nullable=True),
    sa.Column('family_word_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_family_case_closed_has_time')),
    sa.CheckConstraint("family_word IN ('solved', 'not_solved', 'declined')", name=op.f('ck_family_case_family_word')),
    sa.CheckConstraint("level IN ('inform', 'help', 'accompany')", name=op.f('ck_family_case_case_level')),
    sa.CheckConstraint("state <> 'closed' OR (family_word IS NOT NULL AND family_word <> 'not_solved')", name=op.f('ck_family_case_family_has_spoken')),
    sa.CheckConstraint("state IN ('new', 'triage', 'diagnosing', 'planned', 'in_progress', 'on_hold', 'resolved', 'declined', 'follow_up', 'closed')", name=op.f('ck_family_case_case_state')),
    sa.CheckConstraint('(family_word IS NULL) = (family_word_at IS NULL)', name=op.f('ck_family_case_word_has_time')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_family_case_centre_id')),
    sa.ForeignKeyConstraint(['curator_id'], ['account.id'], name=op.f('fk_family_case_curator_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_family_case_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_case')),
    sa.UniqueConstraint('ticket', name=op.f('uq_family_case_ticket'))
    )
    op.create_index(op.f('ix_family_case_centre_id'), 'family_case', ['centre_id'], unique=False)
    op.create_index(op.f('ix_family_case_curator_id'), 'family_case', ['curator_id'], unique=False)
    op.create_index(op.f('ix_family_case_family_id'), 'family_case', ['family_id'], unique=False)
    op.create_index('uq_family_case_open', 'family_case', ['family_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL AND family_id IS NOT NULL'), postgresql_where=sa.text('closed_at IS NULL AND family_id IS NOT NULL'))
    op.create_table('family_invitation',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('code_digest', sa.String(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_family_invitation_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_invitation')),
    sa.UniqueConstraint('code_digest', name=op.f('uq_family_invitation_code_digest'))
    )
    op.create_index(op.f('ix_family_invitation_family_id'), 'family_invitation', ['family_id'], unique=False)
    op.create_table('offering',
    sa.Column('service_id', BIG_ID, nullable=False),
    sa.Column('specialist_id', BIG_ID, nullable=False),
    sa.Column('room_id', BIG_ID, nullable=True),
    sa.ForeignKeyConstraint(['room_id'], ['resource.id'], name=op.f('fk_offering_room_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_offering_service_id')),
    sa.ForeignKeyConstraint(['specialist_id'], ['resource.id'], name=op.f('fk_offering_specialist_id')),
    sa.PrimaryKeyConstraint('service_id', 'specialist_id', name=op.f('pk_offering'))
    )
    op.create_table('plan_step',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=True),
    sa.Column('measure_id', sa.String(length=80), nullable=True),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('doer', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f('ck_plan_step_done_has_a_time')),
    sa.CheckConstraint("doer IN ('family', 'centre', 'agency')", name=op.f('ck_plan_step_step_doer')),
    sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f('ck_plan_step_step_state')),
    sa.CheckConstraint('(measure_id IS NULL) != (words_sealed IS NULL)', name=op.f('ck_plan_step_measure_or_words')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_plan_step_centre_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_plan_step_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_step')),
    sa.UniqueConstraint('family_id', 'measure_id', name=op.f('uq_plan_step_family_id_measure_id'))
    )
    op.create_table('received_measure',
    sa.Column('family_id', BIG_ID, nullable=False),
    sa.Column('measure_id', sa.String(length=80), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_received_measure_family_id')),
    sa.PrimaryKeyConstraint('family_id', 'measure_id', name=op.f('pk_received_measure'))
    )
    op.create_table('service_mode',
    sa.Column('service_id', BIG_ID, nullable=False),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.CheckConstraint("mode IN ('place', 'phone', 'video', 'home', 'village')", name=op.f('ck_service_mode_mode')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_mode_service_id')),
    sa.PrimaryKeyConstraint('service_id', 'mode', name=op.f('pk_service_mode'))
    )
    op.create_table('working_hours',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('resource_id', BIG_ID, nullable=False),
    sa.Column('weekday', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('work', 'break')", name=op.f('ck_working_hours_hours_kind')),
    sa.CheckConstraint('0 <= starts AND starts < ends AND ends <= 1440', name=op.f('ck_working_hours_within_a_day')),
    sa.CheckConstraint('starts >= 0 AND starts % 5 = 0 AND ends >= 0 AND ends % 5 = 0', name=op.f('ck_working_hours_whole_ticks')),
    sa.CheckConstraint('weekday BETWEEN 1 AND 7', name=op.f('ck_working_hours_weekday')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_working_hours_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_hours'))
    )
    op.create_index(op.f('ix_working_hours_resource_id'), 'working_hours', ['resource_id'], unique=False)
    op.create_table('appointment',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('ticket', sa.String(length=8), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('service_id', BIG_ID, nullable=False),
    sa.Column('specialist_id', BIG_ID, nullable=False),
    sa.Column('room_id', BIG_ID, nullable=True),
    sa.Column('family_id', BIG_ID, nullable=True),
    sa.Column('adult_id', BIG_ID, nullable=True),
    sa.Column('holder', sa.String(length=32), nullable=False),
    sa.Column('ordinal', sa.SmallInteger(), nullable=True),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('time_zone', sa.String(length=48), nullable=False),
    sa.Column('wall_start', sa.String(length=16), nullable=False),
    sa.Column('held_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(ordinal IS NOT NULL) = (family_id IS NOT NULL AND status IN ('held', 'confirmed', 'arrived'))", name=op.f('ck_appointment_ordinal_while_active')),
    sa.CheckConstraint("(status = 'held') = (held_until IS NOT NULL)", name=op.f('ck_appointment_held_until')),
    sa.CheckConstraint("mode IN ('place', 'phone', 'video', 'home', 'village')", name=op.f('ck_appointment_mode')),
    sa.CheckConstraint("status IN ('held', 'expired') OR family_id IS NOT NULL", name=op.f('ck_appointment_somebody_comes')),
    sa.CheckConstraint("status IN ('held', 'expired', 'confirmed', 'cancelled', 'arrived', 'done', 'no_show', 'passed')", name=op.f('ck_appointment_status')),
    sa.CheckConstraint('ordinal BETWEEN 1 AND 2', name=op.f('ck_appointment_ordinal')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_appointment_takes_time')),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_appointment_adult_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_appointment_centre_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_appointment_family_id')),
    sa.ForeignKeyConstraint(['room_id'], ['resource.id'], name=op.f('fk_appointment_room_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_appointment_service_id')),
    sa.ForeignKeyConstraint(['specialist_id'], ['resource.id'], name=op.f('fk_appointment_specialist_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sa.UniqueConstraint('family_id', 'service_id', 'ordinal', name=op.f('uq_appointment_family_id_service_id_ordinal')),
    sa.UniqueConstraint('ticket', name=op.f('uq_appointment_ticket'))
    )
    op.create_index(op.f('ix_appointment_adult_id'), 'appointment', ['adult_id'], unique=False)
    op.create_index('ix_appointment_agenda', 'appointment', ['centre_id', 'starts_at'], unique=False)
    op.create_index('uq_appointment_one_hold', 'appointment', ['holder', 'service_id'], unique=True, sqlite_where=sa.text("status = 'held'"), postgresql_where=sa.text("status = 'held'"))
    op.create_table('channel_address',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('external_id', sa.BigInteger(), nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_channel_address_adult_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel_address')),
    sa.UniqueConstraint('channel', 'external_id', name=op.f('uq_channel_address_channel_external_id'))
    )
    op.create_index(op.f('ix_channel_address_adult_id'), 'channel_address', ['adult_id'], unique=False)
    op.create_table('consent',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('purpose', sa.String(length=32), nullable=False),
    sa.Column('version', sa.String(length=24), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("purpose IN ('personal_data', 'hand_over', 'proactive', 'agencies')", name=op.f('ck_consent_consent_purpose')),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_consent_adult_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    op.create_index('uq_consent_in_force', 'consent', ['adult_id', 'purpose'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_table('conversation',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('adult_id', BIG_ID, nullable=True),
    sa.Column('family_id', BIG_ID, nullable=True),
    sa.Column('data_key_id', BIG_ID, nullable=False),
    sa.Column('basis', sa.String(length=32), nullable=False),
    sa.Column('owner_kind', sa.String(length=32), nullable=False),
    sa.Column('curator_id', BIG_ID, nullable=True),
    sa.Column('crisis', sa.Boolean(), nullable=False),
    sa.Column('waits_for', sa.String(length=32), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rank', sa.SmallInteger(), sa.Computed("CASE WHEN crisis THEN 0 WHEN waits_for = 'staff' THEN 1 ELSE 2 END", persisted=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_warn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('alerted_share', sa.SmallInteger(), nullable=False),
    sa.Column('staff_spoke_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('away_said_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_read_id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("(basis = 'consent') = (adult_id IS NOT NULL)", name=op.f('ck_conversation_consent_has_adult')),
    sa.CheckConstraint("(owner_kind = 'bot') = (waits_for = 'nobody')", name=op.f('ck_conversation_somebody_is_waited_for')),
    sa.CheckConstraint("(owner_kind = 'curator') = (curator_id IS NOT NULL)", name=op.f('ck_conversation_one_owner')),
    sa.CheckConstraint("basis IN ('consent', 'call', 'crisis')", name=op.f('ck_conversation_contact_basis')),
    sa.CheckConstraint("owner_kind IN ('bot', 'queue', 'curator')", name=op.f('ck_conversation_owner_kind')),
    sa.CheckConstraint("waits_for IN ('nobody', 'staff', 'family')", name=op.f('ck_conversation_waits_for')),
    sa.CheckConstraint('(adult_id IS NULL) = (family_id IS NULL)', name=op.f('ck_conversation_adult_of_family')),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_conversation_adult_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_conversation_centre_id')),
    sa.ForeignKeyConstraint(['curator_id'], ['account.id'], name=op.f('fk_conversation_curator_id')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_conversation_data_key_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_conversation_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation'))
    )
    op.create_index(op.f('ix_conversation_adult_id'), 'conversation', ['adult_id'], unique=False)
    op.create_index(op.f('ix_conversation_family_id'), 'conversation', ['family_id'], unique=False)
    op.create_index('ix_conversation_of_curator', 'conversation', ['curator_id', 'rank', 'since', 'id'], unique=False)
    op.create_index('ix_conversation_of_owner_kind', 'conversation', ['owner_kind', 'rank', 'since', 'id'], unique=False)
    op.create_index('ix_conversation_open', 'conversation', ['rank', 'since', 'id'], unique=False, sqlite_where=sa.text("owner_kind <> 'bot'"), postgresql_where=sa.text("owner_kind <> 'bot'"))
    op.create_index('ix_conversation_owed', 'conversation', ['answer_warn_at'], unique=False)
    op.create_table('muted_topic',
    sa.Column('adult_id', BIG_ID, nullable=False),
    sa.Column('topic', sa.String(length=40), nullable=False),
    sa.Column('muted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['adult_id'], ['adult.id'], name=op.f('fk_muted_topic_adult_id')),
    sa.PrimaryKeyConstraint('adult_id', 'topic', name=op.f('pk_muted_topic'))
    )
    op.create_table('conversation_address',
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('external_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_conversation_address_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_conversation_address')),
    sa.UniqueConstraint('channel', 'external_id', name=op.f('uq_conversation_address_channel_external_id'))
    )
    op.create_table('draft',
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('account_id', BIG_ID, nullable=False),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('for_staff', sa.Boolean(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_draft_account_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_draft_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'account_id', name=op.f('pk_draft'))
    )
    op.create_table('message',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('direction', sa.String(length=32), nullable=False),
    sa.Column('content', sa.String(length=32), nullable=False),
    sa.Column('happening', sa.String(length=32), nullable=True),
    sa.Column('author_id', BIG_ID, nullable=True),
    sa.Column('external_id', sa.String(length=64), nullable=True),
    sa.Column('client_uuid', sa.String(length=36), nullable=True),
    sa.Column('album_id', sa.String(length=64), nullable=True),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('reply_to_id', BIG_ID, nullable=True),
    sa.Column('reply_to_external', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(direction = 'in') = (external_id IS NOT NULL)", name=op.f('ck_message_only_the_channel_numbers')),
    sa.CheckConstraint("(direction = 'system') = (happening IS NOT NULL)", name=op.f('ck_message_system_tells_what')),
    sa.CheckConstraint("(direction IN ('out', 'note')) = (client_uuid IS NOT NULL)", name=op.f('ck_message_staff_posts_once')),
    sa.CheckConstraint("content IN ('text', 'photo', 'video', 'video_note', 'animation', 'voice', 'audio', 'document', 'sticker', 'location', 'venue', 'contact', 'poll', 'dice', 'unsupported')", name=op.f('ck_message_content')),
    sa.CheckConstraint("direction <> 'in' OR author_id IS NULL", name=op.f('ck_message_family_is_no_staff')),
    sa.CheckConstraint("direction IN ('in', 'out', 'note', 'system')", name=op.f('ck_message_direction')),
    sa.CheckConstraint("direction NOT IN ('out', 'note') OR author_id IS NOT NULL", name=op.f('ck_message_staff_signs')),
    sa.CheckConstraint("happening IN ('called', 'crisis', 'taken', 'released', 'assigned', 'close_asked', 'solved', 'declined', 'not_solved')", name=op.f('ck_message_happening')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_message_author_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_message_conversation_id')),
    sa.ForeignKeyConstraint(['reply_to_id'], ['message.id'], name=op.f('fk_message_reply_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('client_uuid', name=op.f('uq_message_client_uuid')),
    sa.UniqueConstraint('conversation_id', 'direction', 'external_id', name=op.f('uq_message_conversation_id_direction_external_id'))
    )
    op.create_index('ix_message_direction', 'message', ['conversation_id', 'direction', 'id'], unique=False)
    op.create_index(op.f('ix_message_reply_to_id'), 'message', ['reply_to_id'], unique=False)
    op.create_index('ix_message_stream', 'message', ['conversation_id', 'id'], unique=False)
    op.create_table('occupancy',
    sa.Column('appointment_id', BIG_ID, nullable=False),
    sa.Column('resource_id', BIG_ID, nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_occupancy_takes_time')),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_occupancy_appointment_id')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_occupancy_resource_id')),
    sa.PrimaryKeyConstraint('appointment_id', 'resource_id', name=op.f('pk_occupancy')),
    info={'sqlite ddl': ["CREATE TRIGGER occupancy_apart_insert BEFORE INSERT ON occupancy WHEN EXISTS (SELECT 1 FROM occupancy o WHERE o.resource_id = NEW.resource_id AND o.appointment_id <> NEW.appointment_id AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at) BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END", "CREATE TRIGGER occupancy_apart_update BEFORE UPDATE ON occupancy WHEN EXISTS (SELECT 1 FROM occupancy o WHERE o.resource_id = NEW.resource_id AND o.appointment_id <> NEW.appointment_id AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at) BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END"], 'postgresql ddl': ['CREATE EXTENSION IF NOT EXISTS btree_gist', 'ALTER TABLE occupancy ADD CONSTRAINT occupancy_apart EXCLUDE USING gist (resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&)']}
    )
    op.create_index('ix_occupancy_resource', 'occupancy', ['resource_id', 'starts_at'], unique=False)
    op.create_table('request',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('number', sa.String(length=8), nullable=False),
    sa.Column('centre_id', BIG_ID, nullable=False),
    sa.Column('conversation_id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('curator_id', BIG_ID, nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('clock_used_seconds', sa.Integer(), nullable=False),
    sa.Column('clock_running_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("reason IN ('called', 'message', 'crisis', 'not_solved', 'staff')", name=op.f('ck_request_request_reason')),
    sa.CheckConstraint('(curator_id IS NULL) = (taken_at IS NULL)', name=op.f('ck_request_taken_by_somebody')),
    sa.CheckConstraint('closed_at IS NULL OR clock_running_since IS NULL', name=op.f('ck_request_closed_clock_stands')),
    sa.ForeignKeyConstraint(['case_id'], ['family_case.id'], name=op.f('fk_request_case_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_request_centre_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_request_conversation_id')),
    sa.ForeignKeyConstraint(['curator_id'], ['account.id'], name=op.f('fk_request_curator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request')),
    sa.UniqueConstraint('number', name=op.f('uq_request_number'))
    )
    op.create_index(op.f('ix_request_case_id'), 'request', ['case_id'], unique=False)
    op.create_index(op.f('ix_request_centre_id'), 'request', ['centre_id'], unique=False)
    op.create_index(op.f('ix_request_conversation_id'), 'request', ['conversation_id'], unique=False)
    op.create_index('uq_request_open', 'request', ['conversation_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_table('tick',
    sa.Column('resource_id', BIG_ID, nullable=False),
    sa.Column('tick', BIG_ID, nullable=False),
    sa.Column('appointment_id', BIG_ID, nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_tick_appointment_id')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_tick_resource_id')),
    sa.PrimaryKeyConstraint('resource_id', 'tick', name=op.f('pk_tick'))
    )
    op.create_index(op.f('ix_tick_appointment_id'), 'tick', ['appointment_id'], unique=False)
    op.create_table('attachment',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('message_id', BIG_ID, nullable=False),
    sa.Column('ordinal', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('media_type', sa.String(length=100), nullable=True),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('channel_file', sa.Text(), nullable=True),
    sa.Column('content_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.CheckConstraint("kind IN ('text', 'photo', 'video', 'video_note', 'animation', 'voice', 'audio', 'document', 'sticker', 'location', 'venue', 'contact', 'poll', 'dice', 'unsupported')", name=op.f('ck_attachment_content')),
    sa.CheckConstraint("state <> 'available' OR channel_file IS NOT NULL OR content_sealed IS NOT NULL", name=op.f('ck_attachment_available_has_source')),
    sa.CheckConstraint("state IN ('available', 'too_big', 'failed')", name=op.f('ck_attachment_file_state')),
    sa.CheckConstraint('channel_file IS NULL OR content_sealed IS NULL', name=op.f('ck_attachment_one_source')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_attachment_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('message_id', 'ordinal', name=op.f('uq_attachment_message_id_ordinal'))
    )
    op.create_table('message_version',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('message_id', BIG_ID, nullable=False),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_version_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_version')),
    sa.UniqueConstraint('message_id', 'revision', name=op.f('uq_message_version_message_id_revision'))
    )
    op.create_table('message_part',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('message_id', BIG_ID, nullable=False),
    sa.Column('ordinal', sa.SmallInteger(), nullable=False),
    sa.Column('attachment_id', BIG_ID, nullable=True),
    sa.Column('attempt', sa.SmallInteger(), nullable=False),
    sa.Column('outbox_id', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('external_id', sa.String(length=64), nullable=True),
    sa.Column('fault', sa.String(length=120), nullable=True),
    sa.CheckConstraint("(state = 'sent') = (external_id IS NOT NULL)", name=op.f('ck_message_part_sent_is_numbered')),
    sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed', 'unknown')", name=op.f('ck_message_part_delivery')),
    sa.CheckConstraint('attempt >= 1', name=op.f('ck_message_part_tried')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_message_part_attachment_id')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_part_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_part')),
    sa.UniqueConstraint('message_id', 'ordinal', name=op.f('uq_message_part_message_id_ordinal')),
    sa.UniqueConstraint('outbox_id', name=op.f('uq_message_part_outbox_id'))
    )
    op.create_index(op.f('ix_message_part_external_id'), 'message_part', ['external_id'], unique=False)
    for statement in OWN_DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    op.drop_index(op.f('ix_message_part_external_id'), table_name='message_part')
    op.drop_table('message_part')
    op.drop_table('message_version')
    op.drop_table('attachment')
    op.drop_index(op.f('ix_tick_appointment_id'), table_name='tick')
    op.drop_table('tick')
    op.drop_index('uq_request_open', table_name='request', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.drop_index(op.f('ix_request_conversation_id'), table_name='request')
    op.drop_index(op.f('ix_request_centre_id'), table_name='request')
    op.drop_index(op.f('ix_request_case_id'), table_name='request')
    op.drop_table('request')
    op.drop_index('ix_occupancy_resource', table_name='occupancy')
    op.drop_table('occupancy')
    op.drop_index('ix_message_stream', table_name='message')
    op.drop_index(op.f('ix_message_reply_to_id'), table_name='message')
    op.drop_index('ix_message_direction', table_name='message')
    op.drop_table('message')
    op.drop_table('draft')
    op.drop_table('conversation_address')
    op.drop_table('muted_topic')
    op.drop_index('ix_conversation_owed', table_name='conversation')
    op.drop_index('ix_conversation_open', table_name='conversation', sqlite_where=sa.text("owner_kind <> 'bot'"), postgresql_where=sa.text("owner_kind <> 'bot'"))
    op.drop_index('ix_conversation_of_owner_kind', table_name='conversation')
    op.drop_index('ix_conversation_of_curator', table_name='conversation')
    op.drop_index(op.f('ix_conversation_family_id'), table_name='conversation')
    op.drop_index(op.f('ix_conversation_adult_id'), table_name='conversation')
    op.drop_table('conversation')
    op.drop_index('uq_consent_in_force', table_name='consent', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_table('consent')
    op.drop_index(op.f('ix_channel_address_adult_id'), table_name='channel_address')
    op.drop_table('channel_address')
    op.drop_index('uq_appointment_one_hold', table_name='appointment', sqlite_where=sa.text("status = 'held'"), postgresql_where=sa.text("status = 'held'"))
    op.drop_index('ix_appointment_agenda', table_name='appointment')
    op.drop_index(op.f('ix_appointment_adult_id'), table_name='appointment')
    op.drop_table('appointment')
    op.drop_index(op.f('ix_working_hours_resource_id'), table_name='working_hours')
    op.drop_table('working_hours')
    op.drop_table('service_mode')
    op.drop_table('received_measure')
    op.drop_table('plan_step')
    op.drop_table('offering')
    op.drop_index(op.f('ix_family_invitation_family_id'), table_name='family_invitation')
    op.drop_table('family_invitation')
    op.drop_index('uq_family_case_open', table_name='family_case', sqlite_where=sa.text('closed_at IS NULL AND family_id IS NOT NULL'), postgresql_where=sa.text('closed_at IS NULL AND family_id IS NOT NULL'))
    op.drop_index(op.f('ix_family_case_family_id'), table_name='family_case')
    op.drop_index(op.f('ix_family_case_curator_id'), table_name='family_case')
    op.drop_index(op.f('ix_family_case_centre_id'), table_name='family_case')
    op.drop_table('family_case')
    op.drop_index('ix_fact_newest', table_name='fact')
    op.drop_table('fact')
    op.drop_index('ix_day_change_day', table_name='day_change')
    op.drop_table('day_change')
    op.drop_table('chosen_needs')
    op.drop_index(op.f('ix_adult_family_id'), table_name='adult')
    op.drop_table('adult')
    op.drop_index(op.f('ix_staff_session_account_id'), table_name='staff_session')
    op.drop_table('staff_session')
    op.drop_index(op.f('ix_service_centre_id'), table_name='service')
    op.drop_table('service')
    op.drop_table('role_grant')
    op.drop_index(op.f('ix_resource_centre_id'), table_name='resource')
    op.drop_table('resource')
    op.drop_table('known_device')
    op.drop_index(op.f('ix_family_centre_id'), table_name='family')
    op.drop_table('family')
    op.drop_table('destruction')
    op.drop_table('centre_day')
    op.drop_index('ix_audit_entry_subject', table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_account_id'), table_name='audit_entry')
    op.drop_table('audit_entry')
    op.drop_table('unmet_query')
    op.drop_index('ix_sign_in_attempt_login', table_name='sign_in_attempt')
    op.drop_index('ix_sign_in_attempt_address', table_name='sign_in_attempt')
    op.drop_table('sign_in_attempt')
    op.drop_index('ix_screen_chat', table_name='screen')
    op.drop_table('screen')
    op.drop_table('rate')
    op.drop_index('ix_outbox_subject', table_name='outbox')
    op.drop_index('ix_outbox_leased', table_name='outbox', sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
    op.drop_index('ix_outbox_due', table_name='outbox', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
    op.drop_index('ix_outbox_chat', table_name='outbox')
    op.drop_table('outbox')
    op.drop_table('memo')
    op.drop_table('installation')
    op.drop_index('ix_inbox_waiting', table_name='inbox', sqlite_where=sa.text("state = 'new'"), postgresql_where=sa.text("state = 'new'"))
    op.drop_table('inbox')
    op.drop_index('ix_event_at', table_name='event')
    op.drop_table('event')
    op.drop_table('duty')
    op.drop_table('data_key')
    op.drop_table('chat_lease')
    op.drop_index(op.f('ix_centre_region'), table_name='centre')
    op.drop_table('centre')
    op.drop_table('account')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS fact_only_grows()")
