"""A change of the rules as a row, and who was told of what: the schema holds no second telling."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from core.families.tables import Json
from core.storage.schema import BigId, Record, identifier, instant


class CatalogueChange(Record, table=True):
    """An edition of the content whose rules differ from those before. The newest row also remembers all rules."""

    __tablename__ = "catalogue_change"

    id: int | None = identifier()
    edition: str = Field(max_length=80)
    """The edition that brought it, as letters about it are remembered."""
    compared: str = Field(max_length=80)
    """The newest edition that was found to have these rules: other words are no change."""
    before: Any = Field(sa_type=Json)
    """`core.outreach.changes.moves.Rules` of the changed measures, as they were."""
    measures: Any = Field(sa_type=Json)
    """Measure id -> title, of everything that changed, what is gone included."""
    rules: Any = Field(default=None, sa_type=Json, nullable=True)
    """All rules of the edition, for comparing the next one; kept in the newest row only."""
    noted_at: datetime = instant()


class ToldOfChange(Record, table=True):
    """An adult is told once of a measure in an edition, whoever presses which button how often."""

    __tablename__ = "told_of_change"

    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, primary_key=True)
    measure_id: str = Field(primary_key=True, max_length=80)
    edition: str = Field(primary_key=True, max_length=80)
    campaign_id: int = Field(foreign_key="campaign.id", sa_type=BigId)
    outbox_id: int = Field(sa_type=sa.BigInteger, index=True)
    """The letter; a letter that reached nobody told nobody."""
