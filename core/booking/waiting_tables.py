"""The waiting list as rows: who waits for which service, and the one time that is kept for them while they think.

An offer is an ordinary held appointment of twenty minutes, so the guard of time itself makes it exclusive (B11).
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.booking.states import Mode, PartOfDay
from core.storage.schema import BigId, Record, UtcDateTime, closed_set, identifier, instant


class Waiting(Record, table=True):
    """A family that waits for a time of one service, until it books or leaves. The order of ids is the queue."""

    __tablename__ = "waiting"
    __table_args__ = (
        sa.UniqueConstraint("family_id", "service_id"),
        sa.CheckConstraint("appointment_id IS NOT NULL OR NOT told", name="told_of_something"),
        sa.Index("ix_waiting_queue", "centre_id", "service_id", "id"),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId)
    service_id: int = Field(foreign_key="service.id", sa_type=BigId)
    mode: Mode = closed_set(Mode)
    part: PartOfDay = closed_set(PartOfDay)
    family_id: int = Field(foreign_key="family.id", sa_type=BigId)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", sa_type=BigId, index=True)
    """Who is written to; empty: the family's adults, or a call by staff."""
    holder: str = Field(max_length=32)
    """As in `Appointment.holder`."""
    joined_at: datetime = instant()
    appointment_id: int | None = Field(default=None, foreign_key="appointment.id", sa_type=BigId, unique=True)
    """The time kept for them at present."""
    told: bool = False
    """The letter about that time has left."""
    missed: int = 0
    """Offers that were told and not answered."""
    specialist_id: int | None = Field(default=None, foreign_key="resource.id", sa_type=BigId)
    """Whom the family waits for; empty: anybody who gives the service."""
    settlement_id: int | None = Field(default=None, foreign_key="settlement.id", sa_type=BigId)
    """Where it is visited, at home or on a village day; empty: where the centre is."""


class PassedOver(Record, table=True):
    """A time that did not suit: it is not offered to the same family again."""

    __tablename__ = "passed_over"

    waiting_id: int = Field(foreign_key="waiting.id", sa_type=BigId, primary_key=True)
    starts_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
