"""Campaigns as rows: what is said to whom and until when, and a frozen recipient each with a state of its own."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from core.families.tables import Json
from core.families.topics import Topic
from core.outreach.campaigns.states import CampaignState, RecipientState, Repeat
from core.storage.schema import BigId, Record, closed_set, identifier, instant


class Campaign(Record, table=True):
    """One mailing. `centre_id` None: families of every centre. The text is the same for everybody: no personal data."""

    __tablename__ = "campaign"
    __table_args__ = (
        sa.CheckConstraint("approver_id IS NULL OR approver_id <> author_id", name="four_eyes"),
        sa.CheckConstraint("starts_at < valid_until", name="starts_before_it_is_over"),
        sa.CheckConstraint("state = 'draft' OR tested_at IS NOT NULL", name="tested_first"),
    )

    id: int | None = identifier()
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId, index=True)
    title: str = Field(max_length=120)
    """For staff only."""
    topic: Topic = closed_set(Topic)
    words: str = Field(max_length=2_000)
    segment: Any = Field(sa_type=Json)
    """`core.outreach.campaigns.segments.Segment` as plain data."""
    repeat: Repeat = closed_set(Repeat)
    state: CampaignState = closed_set(CampaignState, default=CampaignState.DRAFT, index=True)
    author_id: int = Field(foreign_key="account.id", sa_type=BigId)
    approver_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId)
    test_code: str = Field(unique=True, max_length=8)
    tested_at: datetime | None = instant(nullable=True)
    starts_at: datetime = instant()
    valid_until: datetime = instant()
    size: int = Field(default=0)
    """Recipients of the snapshot."""
    erased: int = Field(default=0)
    """Of them, those who have erased everything about themselves since."""
    excluded: Any = Field(default=None, sa_type=Json, nullable=True)
    """Reason -> how many adults of the segment are not written to."""
    pulse_at: datetime | None = instant(nullable=True)
    """When the feeder last looked at it while it ran."""
    created_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    copy_of: int | None = Field(default=None, foreign_key="campaign.id", sa_type=BigId, index=True)
    """The campaign of which this is the copy for another centre."""
    course: Any = Field(default=None, sa_type=Json, nullable=True)
    """How it went so far: `core.outreach.campaigns.course`, for the chart."""


class CampaignRecipient(Record, table=True):
    """One adult of the snapshot. `zone` orders the feeding only; the guard asks the family's clock again."""

    __tablename__ = "campaign_recipient"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "adult_id"),
        sa.Index("ix_campaign_recipient_feed", "campaign_id", "state", "zone", "id"),
    )

    id: int | None = identifier()
    campaign_id: int = Field(foreign_key="campaign.id", sa_type=BigId)
    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, index=True)
    zone: str = Field(max_length=48)
    state: RecipientState = closed_set(RecipientState, default=RecipientState.WAITING)
    reason: str | None = Field(default=None, max_length=120)
    outbox_id: int | None = Field(default=None, sa_type=sa.BigInteger, unique=True)
    changed_at: datetime | None = instant(nullable=True)
