"""What content people learn from use, without anybody being in it."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from core.storage.schema import Record, identifier


class UnmetQuery(Record, table=True):
    """A search that found nothing, as words without a person: how often on a day in a region."""

    __tablename__ = "unmet_query"
    __table_args__ = (sa.UniqueConstraint("day", "region", "words"),)

    id: int | None = identifier()
    day: date
    """Day in UTC: finer would help nobody."""
    region: str = Field(max_length=3)
    """Code of the region, «» when none was chosen."""
    words: str = Field(max_length=120)
    """Normalised; figures and names are masked (`core.content.unmet.without_persons`)."""
    count: int = 1
