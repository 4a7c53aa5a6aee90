"""Clubs, events and open-door days as rows (F12).

A gathering has so many places; a club meets many times, an event once, and who is enrolled comes to all of them. The
number of taken places stands on its own row with a CHECK, so that no code can enrol one too many (B3).
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.booking.states import GatheringKind, Standing
from core.storage.schema import BigId, Record, closed_set, identifier, instant

ENROLLED_PER_FAMILY = 5


class Gathering(Record, table=True):
    """A club, an event or an open-door day of a centre. Free of charge, like everything here."""

    __tablename__ = "gathering"
    __table_args__ = (
        sa.CheckConstraint("capacity > 0 AND taken BETWEEN 0 AND capacity", name="never_one_too_many"),
        sa.CheckConstraint("0 <= age_from AND age_from <= age_to", name="ages"),
        sa.CheckConstraint("(age_from IS NULL) = (age_to IS NULL)", name="whose_age"),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, index=True)
    kind: GatheringKind = closed_set(GatheringKind)
    title: str = Field(max_length=120)
    about: str = Field(max_length=600)
    place: str = Field(max_length=120)
    """Room or hall, as families read it."""
    capacity: int
    taken: int = 0
    age_from: int | None = Field(default=None, sa_type=sa.SmallInteger)
    """Years, both included. Both empty: the family itself comes, no child is named."""
    age_to: int | None = Field(default=None, sa_type=sa.SmallInteger)
    offered: bool = True


class Meeting(Record, table=True):
    """One time the gathering takes place."""

    __tablename__ = "meeting"
    __table_args__ = (
        sa.CheckConstraint("starts_at < ends_at", name="takes_time"),
        sa.Index(
            "uq_meeting_once",
            "gathering_id",
            "wall_start",
            unique=True,
            sqlite_where=sa.text("NOT called_off"),
            postgresql_where=sa.text("NOT called_off"),
        ),
    )

    id: int | None = identifier()
    gathering_id: int = Field(foreign_key="gathering.id", sa_type=BigId, index=True)
    starts_at: datetime = instant(index=True)
    ends_at: datetime = instant()
    wall_start: str = Field(max_length=16)
    """What was promised, "2026-11-26T16:00" on the centre's clock: it stays when the law moves the zone."""
    place: str | None = Field(default=None, max_length=120)
    """Where this one is, as families read it; empty: where the gathering always is."""
    called_off: bool = False
    """It does not take place. The row stays, so that the calendars of families can be told."""
    version: int = 0
    """Grows with every change; SEQUENCE of the calendar file. A reminder names the version it was written for."""
    changed_at: datetime = instant()


class Enrolment(Record, table=True):
    """A place in a gathering, or a place in its queue (order of ids). A child is known by its age alone."""

    __tablename__ = "enrolment"
    __table_args__ = (
        sa.UniqueConstraint("gathering_id", "family_id", "ordinal"),
        sa.CheckConstraint(f"ordinal BETWEEN 1 AND {ENROLLED_PER_FAMILY}", name="ordinal"),
        sa.Index("ix_enrolment_queue", "gathering_id", "standing", "id"),
    )

    id: int | None = identifier()
    ticket: str = Field(unique=True, max_length=8)
    gathering_id: int = Field(foreign_key="gathering.id", sa_type=BigId)
    family_id: int = Field(foreign_key="family.id", sa_type=BigId, index=True)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", sa_type=BigId, index=True)
    ordinal: int = Field(sa_type=sa.SmallInteger)
    age: int | None = Field(default=None, sa_type=sa.SmallInteger)
    """Full years of the child, as the parent said when enrolling."""
    standing: Standing = closed_set(Standing)
    enrolled_at: datetime = instant()


class Attendance(Record, table=True):
    """Who came to a meeting, as staff recorded it."""

    __tablename__ = "attendance"

    meeting_id: int = Field(foreign_key="meeting.id", sa_type=BigId, primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id", sa_type=BigId, primary_key=True)
    came: bool
