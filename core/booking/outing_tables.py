"""Driving out as rows: where the centre drives, and where a visit out of the house goes (B15)."""

import sqlalchemy as sa
from sqlmodel import Field

from core.storage.schema import BigId, Record, identifier


class Settlement(Record, table=True):
    """A place the centre drives to, and how long the way there is: the travel zones of home visits (B15)."""

    __tablename__ = "settlement"
    __table_args__ = (
        sa.CheckConstraint("travel_minutes >= 0 AND travel_minutes % 5 = 0", name="whole_ticks"),
        sa.UniqueConstraint("centre_id", "name"),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId)
    name: str = Field(max_length=80)
    travel_minutes: int
    """One way, kept free before and after a home visit there."""
    served: bool = True


class Outing(Record, table=True):
    """Where a home or village visit goes, and with which crew. Apart from the visit: most visits have none, and
    whoever reads visits does not read addresses."""

    __tablename__ = "outing"

    appointment_id: int = Field(foreign_key="appointment.id", sa_type=BigId, primary_key=True)
    settlement_id: int | None = Field(default=None, foreign_key="settlement.id", sa_type=BigId)
    """Empty: where the centre itself is."""
    crew_id: int | None = Field(default=None, foreign_key="resource.id", sa_type=BigId)
    address_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    """Under the family's key. Opened for whoever drives there and for nobody else (`home_address.py`)."""
