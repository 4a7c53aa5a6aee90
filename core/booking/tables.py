"""Booking as rows, shaped so that two families cannot get the same minutes whatever code writes them.

While an appointment is active it holds one `Occupancy` per resource (specialist, room or crew), a meeting of a club
one for its room. An exclusion constraint
(PostgreSQL) and its twin trigger (SQLite, one writer) refuse a second one that shares a moment with it. On PostgreSQL
writers of one resource queue up at an advisory lock first: two that met on the constraint would wait for each other
until one of them is called a deadlock a second later. "At most two active bookings per family and service" is a unique
ordinal of 1 or 2 (B1, B12).

Two visits of one family never share a moment either (`family_hours.py` says why a family and not an adult). The guard
is made alike, on the visits themselves: they say when the family is there, without travel and buffer.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.booking.states import ChangeKind, DayKind, HoursKind, Mode, ResourceKind, Status
from core.storage.schema import BigId, Record, UtcDateTime, attach_ddl, closed_set, identifier, instant

TICK_MINUTES = 5
BOOKINGS_PER_SERVICE = 2
TURN_LOCK = 720_200_000_000_000
"""Where the advisory locks of resources begin, far from every other one."""
FAMILY_LOCK = 720_300_000_000_000
"""The same for families that are about to have one visit more. It is taken before those of resources."""


def _whole_ticks(*columns: str) -> sa.CheckConstraint:
    condition = " AND ".join(f"{column} >= 0 AND {column} % {TICK_MINUTES} = 0" for column in columns)
    return sa.CheckConstraint(condition, name="whole_ticks")


def _within_a_day() -> sa.CheckConstraint:
    return sa.CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="within_a_day")


class Service(Record, table=True):
    """Something a centre can be visited for. It has no price: everything is free of charge."""

    __tablename__ = "service"
    __table_args__ = (
        _whole_ticks("minutes", "step_minutes", "buffer_minutes", "travel_minutes"),
        sa.CheckConstraint("minutes > 0 AND step_minutes > 0", name="takes_time"),
        sa.CheckConstraint("notice_minutes >= 0 AND horizon_days > 0", name="window"),
        sa.CheckConstraint("0 <= age_from AND age_from <= age_to", name="ages"),
        sa.CheckConstraint("(age_from IS NULL) = (age_to IS NULL)", name="whose_age"),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, index=True)
    speciality: str = Field(max_length=40)
    """Code of the catalogue's specialists: "lawyer", "psychologist", "speech_therapist"."""
    title: str = Field(max_length=120)
    minutes: int
    step_minutes: int
    """Visits begin every so many minutes after the start of a working interval."""
    buffer_minutes: int = 0
    """Kept free after each visit."""
    travel_minutes: int = 0
    """Kept free before and after a home or village visit."""
    notice_minutes: int = 60
    """Bookable until so long before the start."""
    horizon_days: int = 30
    offered: bool = True
    about: str = Field(default="", max_length=200)
    """With what one comes, in a line; may be empty."""
    age_from: int | None = Field(default=None, sa_type=sa.SmallInteger)
    """Age of the child it is for, in whole years, both ends included; empty: any, or it is for the adults."""
    age_to: int | None = Field(default=None, sa_type=sa.SmallInteger)


class ServiceMode(Record, table=True):
    """One way a service can be visited."""

    __tablename__ = "service_mode"

    service_id: int = Field(foreign_key="service.id", sa_type=BigId, primary_key=True)
    mode: Mode = Field(
        sa_type=sa.Enum(Mode, native_enum=False, create_constraint=True, values_callable=list, length=32, name="mode"),
        primary_key=True,
    )


class Resource(Record, table=True):
    """A specialist, a room or a crew: anything that can be in one place only."""

    __tablename__ = "resource"
    __table_args__ = (
        sa.CheckConstraint("account_id IS NULL OR kind = 'specialist'", name="only_people_sign_in"),
        sa.CheckConstraint("crew_id IS NULL OR kind = 'specialist'", name="only_people_drive_out"),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, index=True)
    kind: ResourceKind = closed_set(ResourceKind)
    name: str = Field(max_length=120)
    """As families see it: "Анна Сергеевна", "кабинет 12, второй этаж"."""
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId, unique=True)
    works: bool = True
    crew_id: int | None = Field(default=None, foreign_key="resource.id", sa_type=BigId)
    """The crew a specialist drives out with; empty: alone."""


class Offering(Record, table=True):
    """A specialist gives a service, at the centre in this room."""

    __tablename__ = "offering"

    service_id: int = Field(foreign_key="service.id", sa_type=BigId, primary_key=True)
    specialist_id: int = Field(foreign_key="resource.id", sa_type=BigId, primary_key=True)
    room_id: int | None = Field(default=None, foreign_key="resource.id", sa_type=BigId)


class WorkingHours(Record, table=True):
    """A line of a specialist's week, in minutes of the centre's wall clock. Several a day; breaks are cut out."""

    __tablename__ = "working_hours"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        _within_a_day(),
        _whole_ticks("starts", "ends"),
    )

    id: int | None = identifier()
    resource_id: int = Field(foreign_key="resource.id", sa_type=BigId, index=True)
    weekday: int = Field(sa_type=sa.SmallInteger)
    """ISO: Monday is 1."""
    kind: HoursKind = closed_set(HoursKind, default=HoursKind.WORK)
    starts: int
    ends: int


class DayChange(Record, table=True):
    """One day that differs, for one resource. The whole centre (`resource_id` empty) can only be closed so.

    Open hours of a crew with a settlement are a village day: the crew receives families there and nowhere else.
    """

    __tablename__ = "day_change"
    __table_args__ = (
        _within_a_day(),
        _whole_ticks("starts", "ends"),
        sa.CheckConstraint("kind = 'closed' OR resource_id IS NOT NULL", name="only_people_open"),
        sa.CheckConstraint("settlement_id IS NULL OR kind = 'open'", name="village_hours_are_open"),
        sa.Index("ix_day_change_day", "centre_id", "day"),
        sa.Index(
            "uq_day_change_one_village",
            "resource_id",
            "day",
            unique=True,
            sqlite_where=sa.text("settlement_id IS NOT NULL"),
            postgresql_where=sa.text("settlement_id IS NOT NULL"),
        ),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId)
    resource_id: int | None = Field(default=None, foreign_key="resource.id", sa_type=BigId)
    day: date
    kind: ChangeKind = closed_set(ChangeKind)
    starts: int = 0
    ends: int = 1440
    settlement_id: int | None = Field(default=None, foreign_key="settlement.id", sa_type=BigId)


class CentreDay(Record, table=True):
    """The centre's own word on a day, stronger than the production calendar (B8)."""

    __tablename__ = "centre_day"

    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, primary_key=True)
    day: date = Field(primary_key=True)
    kind: DayKind = closed_set(DayKind)


class Appointment(Record, table=True):
    """One visit. Moving it changes this row, so that there is never a second one nor none (B2)."""

    __tablename__ = "appointment"
    __table_args__ = (
        sa.CheckConstraint("starts_at < ends_at", name="takes_time"),
        sa.CheckConstraint("(status = 'held') = (held_until IS NOT NULL)", name="held_until"),
        sa.CheckConstraint("status IN ('held', 'expired') OR family_id IS NOT NULL", name="somebody_comes"),
        sa.CheckConstraint(f"ordinal BETWEEN 1 AND {BOOKINGS_PER_SERVICE}", name="ordinal"),
        sa.CheckConstraint(
            "(ordinal IS NOT NULL) = (family_id IS NOT NULL AND status IN ('held', 'confirmed', 'arrived'))",
            name="ordinal_while_active",
        ),
        sa.UniqueConstraint("family_id", "service_id", "ordinal"),
        sa.Index(
            "uq_appointment_one_hold",
            "holder",
            "service_id",
            unique=True,
            sqlite_where=sa.text("status = 'held'"),
            postgresql_where=sa.text("status = 'held'"),
        ),
        sa.Index("ix_appointment_agenda", "centre_id", "starts_at"),
    )

    id: int | None = identifier()
    ticket: str = Field(unique=True, max_length=8)
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId)
    service_id: int = Field(foreign_key="service.id", sa_type=BigId)
    specialist_id: int = Field(foreign_key="resource.id", sa_type=BigId)
    room_id: int | None = Field(default=None, foreign_key="resource.id", sa_type=BigId)
    family_id: int | None = Field(default=None, foreign_key="family.id", sa_type=BigId)
    """Empty only while somebody who has not consented yet holds the time."""
    adult_id: int | None = Field(default=None, foreign_key="adult.id", sa_type=BigId, index=True)
    """Who is reminded; empty: the family's adults."""
    holder: str = Field(max_length=32)
    """Keyed digest of whoever chose the time: one hold per service at once."""
    ordinal: int | None = Field(default=None, sa_type=sa.SmallInteger)
    mode: Mode = closed_set(Mode)
    status: Status = closed_set(Status)
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    time_zone: str = Field(max_length=48)
    wall_start: str = Field(max_length=16)
    """What was promised, "2026-11-24T10:00" on the centre's clock: it stays when the law moves the zone."""
    held_until: datetime | None = instant(nullable=True)
    version: int = 0
    """Grows with every change the family must hear about; SEQUENCE of the calendar file."""
    changed_at: datetime = instant()
    arrived_at: datetime | None = instant(nullable=True)
    others_come: bool = False
    """Staff know that somebody else of the family comes than to its other visits: it may share an hour with them."""


class Occupancy(Record, table=True):
    """A resource is busy: with an appointment, travel and buffer included, or with a meeting of a club.

    Two rows of a resource never share a moment, so where one begins is its key.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        sa.CheckConstraint("starts_at < ends_at", name="takes_time"),
        sa.CheckConstraint("(appointment_id IS NULL) <> (meeting_id IS NULL)", name="by_one_thing"),
        sa.Index(
            "ix_occupancy_meeting",
            "meeting_id",
            sqlite_where=sa.text("meeting_id IS NOT NULL"),
            postgresql_where=sa.text("meeting_id IS NOT NULL"),
        ),
    )

    resource_id: int = Field(foreign_key="resource.id", sa_type=BigId, primary_key=True)
    starts_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    ends_at: datetime = instant()
    appointment_id: int | None = Field(default=None, foreign_key="appointment.id", sa_type=BigId, index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", sa_type=BigId)


class ScheduleToken(Record, table=True):
    """A random word that changes with every change of a centre's hours, people or services (`timetable.renew`)."""

    __tablename__ = "schedule_token"

    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, primary_key=True)
    token: str = Field(max_length=32)


_OCCUPANCY = Record.metadata.tables["occupancy"]
_OVERLAPS = (
    "(SELECT o.ends_at FROM occupancy o WHERE o.resource_id = NEW.resource_id{other} AND o.starts_at < NEW.ends_at"
    " ORDER BY o.starts_at DESC LIMIT 1) > NEW.starts_at"
)
"""Those that are there lie apart already, so the last one to begin before this one ends is the only one to look at."""
_OTHERS = {"INSERT": "", "UPDATE": " AND o.rowid <> OLD.rowid"}
attach_ddl(
    _OCCUPANCY,
    "sqlite",
    *(
        f"CREATE TRIGGER occupancy_apart_{event.lower()} BEFORE {event} ON occupancy"
        f" WHEN {_OVERLAPS.format(other=other)}"
        " BEGIN SELECT RAISE(ABORT, 'a resource is in one place only'); END"
        for event, other in _OTHERS.items()
    ),
)
attach_ddl(
    _OCCUPANCY,
    "postgresql",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE occupancy ADD CONSTRAINT occupancy_apart"
    " EXCLUDE USING gist (resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&)",
    "CREATE OR REPLACE FUNCTION occupancy_in_turn() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN PERFORM pg_advisory_xact_lock({TURN_LOCK} + NEW.resource_id); RETURN NEW; END $$",
    "CREATE TRIGGER occupancy_in_turn BEFORE INSERT OR UPDATE ON occupancy"
    " FOR EACH ROW EXECUTE FUNCTION occupancy_in_turn()",
)

_APPOINTMENT = Record.metadata.tables["appointment"]
_STANDS = "{row}.status IN ('confirmed', 'arrived') AND NOT {row}.others_come"
_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM appointment o WHERE o.family_id = NEW.family_id AND {stands}"
    " AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at{other})"
)
_COMES = {"INSERT": "", "UPDATE": " AND o.id <> OLD.id"}
attach_ddl(
    _APPOINTMENT,
    "sqlite",
    *(
        f"CREATE TRIGGER appointment_family_apart_{event.lower()} BEFORE {event} ON appointment"
        f" WHEN {_STANDS.format(row='NEW')} AND {_ELSEWHERE.format(stands=_STANDS.format(row='o'), other=other)}"
        " BEGIN SELECT RAISE(ABORT, 'a family is in one place only'); END"
        for event, other in _COMES.items()
    ),
)
attach_ddl(
    _APPOINTMENT,
    "postgresql",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE appointment ADD CONSTRAINT appointment_family_apart"
    " EXCLUDE USING gist (family_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
    " WHERE (status IN ('confirmed', 'arrived') AND NOT others_come)",
    "CREATE OR REPLACE FUNCTION appointment_in_turn() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN PERFORM pg_advisory_xact_lock({FAMILY_LOCK} + NEW.family_id); RETURN NEW; END $$",
    "CREATE TRIGGER appointment_in_turn BEFORE INSERT OR UPDATE ON appointment"
    f" FOR EACH ROW WHEN ({_STANDS.format(row='NEW')}) EXECUTE FUNCTION appointment_in_turn()",
)
