"""Two visits of one family never share a moment; whoever waits says for whom and where.

Where a family has two at one hour already, nobody knows any more who comes to which: both stay as they were promised.

Revision: 0080
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WISHES = {"specialist_id": "resource", "settlement_id": "settlement"}
OTHERS = {"INSERT": "", "UPDATE": " AND o.id <> OLD.id"}
DOUBLES = (
    "UPDATE appointment SET others_come = true WHERE status IN ('confirmed', 'arrived') AND EXISTS (SELECT 1"
    " FROM appointment o WHERE o.family_id = appointment.family_id AND o.status IN ('confirmed', 'arrived')"
    " AND o.id < appointment.id AND o.starts_at < appointment.ends_at AND appointment.starts_at < o.ends_at)"
)
POSTGRES = (
    """ALTER TABLE appointment ADD CONSTRAINT appointment_family_apart EXCLUDE USING gist (family_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('confirmed', 'arrived') AND NOT others_come)""",
    """CREATE OR REPLACE FUNCTION appointment_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(720300000000000 + NEW.family_id); RETURN NEW; END $$""",
    """CREATE TRIGGER appointment_in_turn BEFORE INSERT OR UPDATE ON appointment FOR EACH ROW WHEN (NEW.status IN ('confirmed', 'arrived') AND NOT NEW.others_come) EXECUTE FUNCTION appointment_in_turn()""",
)


def upgrade() -> None:
    with op.batch_alter_table("waiting") as table:
        for name, target in WISHES.items():
            table.add_column(sa.Column(name, BIG_ID, nullable=True))
            table.create_foreign_key(op.f(f"fk_waiting_{name}"), target, [name], ["id"])
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("others_come", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(DOUBLES)
    with op.batch_alter_table("appointment") as table:
        table.alter_column("others_come", server_default=None)
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES:
            op.execute(statement)
        return
    for event, other in OTHERS.items():
        op.execute(
            f"CREATE TRIGGER appointment_family_apart_{event.lower()} BEFORE {event} ON appointment"
            " WHEN NEW.status IN ('confirmed', 'arrived') AND NOT NEW.others_come AND EXISTS (SELECT 1 FROM appointment o"
            " WHERE o.family_id = NEW.family_id AND o.status IN ('confirmed', 'arrived') AND NOT o.others_come"
            f" AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at{other})"
            " BEGIN SELECT RAISE(ABORT, 'a family is in one place only'); END"
        )


def downgrade() -> None:
    with op.batch_alter_table("waiting") as table:
        for name in WISHES:
            table.drop_constraint(op.f(f"fk_waiting_{name}"), type_="foreignkey")
            table.drop_column(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER appointment_in_turn ON appointment")
        op.execute("DROP FUNCTION appointment_in_turn()")
        op.execute("ALTER TABLE appointment DROP CONSTRAINT appointment_family_apart")
    else:
        for event in OTHERS:
            op.execute(f"DROP TRIGGER appointment_family_apart_{event.lower()}")
    with op.batch_alter_table("appointment") as table:
        table.drop_column("others_come")
