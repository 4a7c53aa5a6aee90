"""What families say about the help itself: stars after a solved request, and proposals with their status (F13)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.storage.schema import BigId, Record, closed_set, identifier, instant


class Rating(Record, table=True):
    """One to five stars for one request that the family called solved."""

    __tablename__ = "rating"
    __table_args__ = (sa.CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five"),)

    request_id: int = Field(primary_key=True, foreign_key="request.id", sa_type=BigId)
    stars: int = Field(sa_type=sa.SmallInteger)
    at: datetime = instant()


class ProposalState(StrEnum):
    """What the centre does with a proposal; the family sees it."""

    NEW = "new"
    CONSIDERED = "considered"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"


class Proposal(Record, table=True):
    """A family's own words on how things could be better, and the centre's answer; both sealed under its key."""

    __tablename__ = "proposal"

    id: int | None = identifier()
    family_id: int = Field(foreign_key="family.id", sa_type=BigId, index=True)
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, index=True)
    words_sealed: bytes = Field(sa_type=sa.LargeBinary)
    answer_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    state: ProposalState = closed_set(ProposalState, default=ProposalState.NEW)
    sent_at: datetime = instant()
    changed_at: datetime = instant()
