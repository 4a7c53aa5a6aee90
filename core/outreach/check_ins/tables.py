"""The light question «Как у вас дела?» as rows: asked once, answered or not, and silence leaves nothing behind."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.storage.schema import BigId, Record, closed_set, identifier, instant


class HowItGoes(StrEnum):
    """The three buttons."""

    MANAGING = "managing"
    NEEDS_HELP = "help"
    NOT_BEGUN = "later"


class LightCheckIn(Record, table=True):
    """One question to one adult, by a running number: two planners cannot ask it twice."""

    __tablename__ = "light_check_in"
    __table_args__ = (
        sa.UniqueConstraint("adult_id", "ordinal"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_time"),
    )

    id: int | None = identifier()
    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId)
    ordinal: int = Field(sa_type=sa.SmallInteger)
    step_id: int | None = Field(default=None, foreign_key="plan_step.id", sa_type=BigId, index=True)
    """The step of the plan it asks about; None: how it goes altogether."""
    asked_on: date
    """The family's calendar day."""
    answer: HowItGoes | None = closed_set(HowItGoes, default=None, nullable=True)
    answered_at: datetime | None = instant(nullable=True)
