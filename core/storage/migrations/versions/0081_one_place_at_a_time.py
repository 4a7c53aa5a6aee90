"""Two visits of one family never share a moment.

On PostgreSQL a house in which a family has two at one hour is told which, and is migrated once somebody has moved one.

Revision: 0081
"""

from alembic import op

revision = "0081"
down_revision = "0078"
branch_labels = None
depends_on = None

OTHERS = {"INSERT": "", "UPDATE": " AND o.id <> OLD.id"}
POSTGRES = (
    """ALTER TABLE appointment ADD CONSTRAINT appointment_family_apart EXCLUDE USING gist (family_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('confirmed', 'arrived'))""",
    """CREATE OR REPLACE FUNCTION appointment_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(720300000000000 + NEW.family_id); RETURN NEW; END $$""",
    """CREATE TRIGGER appointment_in_turn BEFORE INSERT OR UPDATE ON appointment FOR EACH ROW WHEN (NEW.status IN ('confirmed', 'arrived')) EXECUTE FUNCTION appointment_in_turn()""",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES:
            op.execute(statement)
        return
    for event, other in OTHERS.items():
        op.execute(
            f"CREATE TRIGGER appointment_family_apart_{event.lower()} BEFORE {event} ON appointment"
            " WHEN NEW.status IN ('confirmed', 'arrived') AND EXISTS (SELECT 1 FROM appointment o"
            " WHERE o.family_id = NEW.family_id AND o.status IN ('confirmed', 'arrived')"
            f" AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at{other})"
            " BEGIN SELECT RAISE(ABORT, 'a family is in one place only'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER appointment_in_turn ON appointment")
        op.execute("DROP FUNCTION appointment_in_turn()")
        op.execute("ALTER TABLE appointment DROP CONSTRAINT appointment_family_apart")
        return
    for event in OTHERS:
        op.execute(f"DROP TRIGGER appointment_family_apart_{event.lower()}")
