"""Visits out of the house: settlements with their way, crews, village days, sealed addresses. Meetings take their room.

What is busy is keyed by its resource and beginning, which never repeat, so that a meeting of a club can stand there too.

Revision: 0072
"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
VILLAGE = sa.text("settlement_id IS NOT NULL")
MEETING = sa.text("meeting_id IS NOT NULL")
OVERLAPS = "(SELECT o.ends_at FROM occupancy o WHERE o.resource_id = NEW.resource_id{other} AND o.starts_at < NEW.ends_at ORDER BY o.starts_at DESC LIMIT 1) > NEW.starts_at"
NEW_GUARD = {"INSERT": "", "UPDATE": " AND o.rowid <> OLD.rowid"}
OLD_GUARD = dict.fromkeys(("INSERT", "UPDATE"), " AND o.appointment_id <> NEW.appointment_id")


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guard(others: dict[str, str]) -> None:
    """SQLite's triggers that keep spans of one resource apart."""
    for event, other in others.items():
        op.execute(
            f"CREATE TRIGGER occupancy_apart_{event.lower()} BEFORE {event} ON occupancy"
            f" WHEN {OVERLAPS.format(other=other)}"
            " BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END"
        )


def _drop_guard() -> None:
    for event in NEW_GUARD:
        op.execute(f"DROP TRIGGER occupancy_apart_{event.lower()}")


def _copied(table: str, shape: str, columns: str) -> None:
    """SQLite changes a table by copying it; what refers to it by name goes on doing so."""
    op.execute(f"CREATE TABLE {table}_new ( {shape} )")
    op.execute(f"INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")


_RESOURCE = """id INTEGER NOT NULL, centre_id INTEGER NOT NULL, kind VARCHAR(32) NOT NULL, name VARCHAR(120) NOT NULL,
account_id INTEGER, works BOOLEAN NOT NULL{columns}, CONSTRAINT pk_resource PRIMARY KEY (id),
CONSTRAINT ck_resource_only_people_sign_in CHECK (account_id IS NULL OR kind = 'specialist'),
CONSTRAINT ck_resource_resource_kind CHECK (kind IN ('specialist', 'room', 'crew')),
CONSTRAINT fk_resource_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
CONSTRAINT fk_resource_account_id FOREIGN KEY(account_id) REFERENCES account (id),
CONSTRAINT uq_resource_account_id UNIQUE (account_id){constraints}"""
_CREW = """,
CONSTRAINT ck_resource_only_people_drive_out CHECK (crew_id IS NULL OR kind = 'specialist'),
CONSTRAINT fk_resource_crew_id FOREIGN KEY(crew_id) REFERENCES resource (id)"""
_DAY = """id INTEGER NOT NULL, centre_id INTEGER NOT NULL, resource_id INTEGER, day DATE NOT NULL, kind VARCHAR(32) NOT NULL,
starts INTEGER NOT NULL, ends INTEGER NOT NULL{columns}, CONSTRAINT pk_day_change PRIMARY KEY (id),
CONSTRAINT ck_day_change_within_a_day CHECK (0 <= starts AND starts < ends AND ends <= 1440),
CONSTRAINT ck_day_change_whole_ticks CHECK (starts >= 0 AND starts % 5 = 0 AND ends >= 0 AND ends % 5 = 0),
CONSTRAINT ck_day_change_only_people_open CHECK (kind = 'closed' OR resource_id IS NOT NULL),
CONSTRAINT ck_day_change_change_kind CHECK (kind IN ('open', 'closed')),
CONSTRAINT fk_day_change_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
CONSTRAINT fk_day_change_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id){constraints}"""
_IN_VILLAGE = """,
CONSTRAINT ck_day_change_village_hours_are_open CHECK (settlement_id IS NULL OR kind = 'open'),
CONSTRAINT fk_day_change_settlement_id FOREIGN KEY(settlement_id) REFERENCES settlement (id)"""
_TAKEN = """resource_id INTEGER NOT NULL, starts_at DATETIME NOT NULL, ends_at DATETIME NOT NULL, appointment_id INTEGER,
meeting_id INTEGER, CONSTRAINT pk_occupancy PRIMARY KEY (resource_id, starts_at),
CONSTRAINT ck_occupancy_takes_time CHECK (starts_at < ends_at),
CONSTRAINT ck_occupancy_by_one_thing CHECK ((appointment_id IS NULL) <> (meeting_id IS NULL)),
CONSTRAINT fk_occupancy_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id),
CONSTRAINT fk_occupancy_appointment_id FOREIGN KEY(appointment_id) REFERENCES appointment (id),
CONSTRAINT fk_occupancy_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id)"""
_TAKEN_BEFORE = """appointment_id INTEGER NOT NULL, resource_id INTEGER NOT NULL, starts_at DATETIME NOT NULL,
ends_at DATETIME NOT NULL, CONSTRAINT ck_occupancy_takes_time CHECK (starts_at < ends_at),
CONSTRAINT fk_occupancy_appointment_id FOREIGN KEY(appointment_id) REFERENCES appointment (id),
CONSTRAINT fk_occupancy_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id),
CONSTRAINT pk_occupancy PRIMARY KEY (appointment_id, resource_id)"""
_RESOURCE_COLUMNS = "id, centre_id, kind, name, account_id, works"
_DAY_COLUMNS = "id, centre_id, resource_id, day, kind, starts, ends"
_TAKEN_COLUMNS = "appointment_id, resource_id, starts_at, ends_at"


def upgrade() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("centre_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=False),
        sa.Column("served", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "travel_minutes >= 0 AND travel_minutes % 5 = 0", name=op.f("ck_settlement_whole_ticks")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_settlement_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_settlement_centre_id_name")),
    )
    op.create_table(
        "outing",
        sa.Column("appointment_id", BIG_ID, nullable=False),
        sa.Column("settlement_id", BIG_ID, nullable=True),
        sa.Column("crew_id", BIG_ID, nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_outing_appointment_id")),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], name=op.f("fk_outing_settlement_id")),
        sa.ForeignKeyConstraint(["crew_id"], ["resource.id"], name=op.f("fk_outing_crew_id")),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_outing")),
    )
    op.execute("INSERT INTO outing (appointment_id) SELECT id FROM appointment WHERE mode IN ('home', 'village')")
    _upgrade_sqlite() if _sqlite() else _upgrade_postgres()
    op.create_index(op.f("ix_occupancy_appointment_id"), "occupancy", ["appointment_id"], unique=False)
    op.create_index(
        "ix_occupancy_meeting", "occupancy", ["meeting_id"], sqlite_where=MEETING, postgresql_where=MEETING
    )
    op.create_index(
        "uq_day_change_one_village",
        "day_change",
        ["resource_id", "day"],
        unique=True,
        sqlite_where=VILLAGE,
        postgresql_where=VILLAGE,
    )


def _upgrade_sqlite() -> None:
    _drop_guard()
    op.drop_index("ix_occupancy_resource", table_name="occupancy")
    _copied("occupancy", _TAKEN, _TAKEN_COLUMNS)
    _guard(NEW_GUARD)
    _copied("resource", _RESOURCE.format(columns=", crew_id INTEGER", constraints=_CREW), _RESOURCE_COLUMNS)
    op.create_index(op.f("ix_resource_centre_id"), "resource", ["centre_id"], unique=False)
    _copied("day_change", _DAY.format(columns=", settlement_id INTEGER", constraints=_IN_VILLAGE), _DAY_COLUMNS)
    op.create_index("ix_day_change_day", "day_change", ["centre_id", "day"], unique=False)


def _upgrade_postgres() -> None:
    op.add_column("resource", sa.Column("crew_id", BIG_ID, nullable=True))
    op.create_foreign_key(op.f("fk_resource_crew_id"), "resource", "resource", ["crew_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_resource_only_people_drive_out"), "resource", "crew_id IS NULL OR kind = 'specialist'"
    )
    op.add_column("day_change", sa.Column("settlement_id", BIG_ID, nullable=True))
    op.create_foreign_key(op.f("fk_day_change_settlement_id"), "day_change", "settlement", ["settlement_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_day_change_village_hours_are_open"), "day_change", "settlement_id IS NULL OR kind = 'open'"
    )
    op.drop_index("ix_occupancy_resource", table_name="occupancy")
    op.drop_constraint(op.f("pk_occupancy"), "occupancy")
    op.alter_column("occupancy", "appointment_id", nullable=True)
    op.add_column("occupancy", sa.Column("meeting_id", BIG_ID, nullable=True))
    op.create_foreign_key(op.f("fk_occupancy_meeting_id"), "occupancy", "meeting", ["meeting_id"], ["id"])
    op.create_primary_key(op.f("pk_occupancy"), "occupancy", ["resource_id", "starts_at"])
    op.create_check_constraint(
        op.f("ck_occupancy_by_one_thing"), "occupancy", "(appointment_id IS NULL) <> (meeting_id IS NULL)"
    )


def downgrade() -> None:
    op.drop_index("uq_day_change_one_village", table_name="day_change", sqlite_where=VILLAGE, postgresql_where=VILLAGE)
    op.drop_index("ix_occupancy_meeting", table_name="occupancy", sqlite_where=MEETING, postgresql_where=MEETING)
    op.drop_index(op.f("ix_occupancy_appointment_id"), table_name="occupancy")
    op.execute("DELETE FROM occupancy WHERE appointment_id IS NULL")
    op.execute("DELETE FROM day_change WHERE settlement_id IS NOT NULL")
    _downgrade_sqlite() if _sqlite() else _downgrade_postgres()
    op.create_index("ix_occupancy_resource", "occupancy", ["resource_id", "starts_at"], unique=False)
    op.drop_table("outing")
    op.drop_table("settlement")


def _downgrade_sqlite() -> None:
    op.drop_index("ix_day_change_day", table_name="day_change")
    _copied("day_change", _DAY.format(columns="", constraints=""), _DAY_COLUMNS)
    op.create_index("ix_day_change_day", "day_change", ["centre_id", "day"], unique=False)
    op.drop_index(op.f("ix_resource_centre_id"), table_name="resource")
    _copied("resource", _RESOURCE.format(columns="", constraints=""), _RESOURCE_COLUMNS)
    op.create_index(op.f("ix_resource_centre_id"), "resource", ["centre_id"], unique=False)
    _drop_guard()
    _copied("occupancy", _TAKEN_BEFORE, _TAKEN_COLUMNS)
    _guard(OLD_GUARD)


def _downgrade_postgres() -> None:
    op.drop_constraint(op.f("ck_occupancy_by_one_thing"), "occupancy")
    op.drop_constraint(op.f("pk_occupancy"), "occupancy")
    op.drop_column("occupancy", "meeting_id")
    op.alter_column("occupancy", "appointment_id", nullable=False)
    op.create_primary_key(op.f("pk_occupancy"), "occupancy", ["appointment_id", "resource_id"])
    op.drop_column("day_change", "settlement_id")
    op.drop_column("resource", "crew_id")
