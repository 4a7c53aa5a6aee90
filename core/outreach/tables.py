"""What the centre says first, as rows: coming changes, the notices about them, and who was told of what.

Nobody is told twice because the schema does not hold it: a change is one row per family, measure and direction with a
running number, and being told of it is a row of its own per adult and lead (C10).
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.outreach.coming import Turn
from core.storage.schema import BigId, Record, closed_set, identifier, instant


class ComingChange(Record, table=True):
    """One change that is or was ahead of a family. `on_day` is the family's calendar day and follows corrections."""

    __tablename__ = "coming_change"
    __table_args__ = (sa.UniqueConstraint("family_id", "measure_id", "turn", "ordinal"),)

    id: int | None = identifier()
    family_id: int = Field(foreign_key="family.id", sa_type=BigId)
    measure_id: str = Field(max_length=80)
    turn: Turn = closed_set(Turn)
    ordinal: int = Field(sa_type=sa.SmallInteger)
    on_day: date
    gone_at: datetime | None = instant(nullable=True)
    """Since when it is known not to happen: an answer was corrected, or the rules changed."""


class Notice(Record, table=True):
    """One letter about everything that changes for a family on a day."""

    __tablename__ = "notice"

    id: int | None = identifier()
    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, index=True)
    lead: int = Field(sa_type=sa.SmallInteger)
    on_day: date
    created_at: datetime = instant()


class NoticeLine(Record, table=True):
    """An adult is told of a change once per lead."""

    __tablename__ = "notice_line"

    change_id: int = Field(foreign_key="coming_change.id", sa_type=BigId, primary_key=True)
    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, primary_key=True)
    lead: int = Field(sa_type=sa.SmallInteger, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", sa_type=BigId, index=True)


class FamilyPlan(Record, table=True):
    """When a family was last looked at, with which facts and content, and when it is looked at next."""

    __tablename__ = "family_plan"

    family_id: int = Field(foreign_key="family.id", sa_type=BigId, primary_key=True)
    newest_fact: int = Field(sa_type=sa.BigInteger)
    edition: str = Field(max_length=80)
    next_at: datetime = instant(index=True)


class EventPlace(Record, table=True):
    """How far a reader of events has read."""

    __tablename__ = "event_place"

    reader: str = Field(primary_key=True, max_length=32)
    event_id: int = Field(sa_type=sa.BigInteger)


class ProactiveLetter(Record, table=True):
    """What counts against the caps: at most one a day for an adult, by this key (C8)."""

    __tablename__ = "proactive_letter"

    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, primary_key=True)
    on_day: date = Field(primary_key=True)
    """The adult's calendar day of the claim."""
    outbox_id: int = Field(sa_type=sa.BigInteger, unique=True)
