"""What staff see of campaigns: the list, one of them with its ledger in numbers, and the whole ledger as a file.

A row of the file names a family by its public ticket and nothing else: no account, no name, no text.
"""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from core.centres.tables import Centre
from core.families.tables import Adult, Family
from core.families.topics import Topic
from core.outreach.campaigns.copying import series_of
from core.outreach.campaigns.course import Point, points_of
from core.outreach.campaigns.drafting import reach_campaign
from core.outreach.campaigns.launching import CampaignId
from core.outreach.campaigns.segments import SEGMENT, Segment
from core.outreach.campaigns.states import CampaignState, RecipientState, Repeat
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.tables import Account
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """One campaign. `ledger` counts the rows by state, all states named; their sum and `erased` is `size` (C2)."""

    id: int
    centre_id: int | None
    title: str
    topic: Topic
    words: str
    segment: Segment
    repeat: Repeat
    state: CampaignState
    author_id: int
    author: str
    approver: str | None
    test_code: str
    tested_at: datetime | None
    starts_at: datetime
    valid_until: datetime
    size: int
    erased: int
    excluded: dict[str, int]
    ledger: dict[str, int]
    skipped: dict[str, int]
    ended_at: datetime | None
    course: tuple[Point, ...]
    copies: tuple["CopyLine", ...]
    """The series it belongs to, itself included; empty for a campaign that was never copied."""

    @property
    def settled(self) -> int:
        """Rows nothing will happen to any more."""
        left = sum(self.ledger[state.value] for state in (RecipientState.WAITING, RecipientState.QUEUED))
        return self.size - left - self.ledger[RecipientState.SENDING.value]


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One of a series: where it is for (None: every centre), and how it stands."""

    id: int
    centre: str | None
    zone: str | None
    starts_at: datetime
    state: CampaignState
    size: int


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign in the list."""

    id: int
    title: str
    topic: Topic
    state: CampaignState
    size: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignLines:
    """Newest first."""

    entries: tuple[CampaignLine, ...]


@use_case(Permission.RUN_CAMPAIGNS, Permission.APPROVE_CAMPAIGNS)
def list_campaigns(tx: Tx, _: None) -> CampaignLines:
    """The newest hundred of the actor's centres; campaigns of all centres are seen by those who reach all."""
    query = select(Campaign).order_by(col(Campaign.id).desc()).limit(100)
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        query = query.where(col(Campaign.centre_id).in_(tx.actor.centres))
    return CampaignLines(tuple(_line(row) for row in tx.session.exec(query)))


@dataclass(frozen=True, slots=True)
class Place:
    """A centre whose families the actor may write to."""

    centre_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """Opened centres by name; `everywhere`: also all of them at once."""

    entries: tuple[Place, ...]
    everywhere: bool


@use_case(Permission.RUN_CAMPAIGNS)
def campaign_places(tx: Tx, _: None) -> Places:
    """Where the actor may write first."""
    query = select(Centre).where(col(Centre.opened)).order_by(col(Centre.name), col(Centre.id))
    own = tx.actor.centres if isinstance(tx.actor, StaffMember) else frozenset()
    if own is not None:
        query = query.where(col(Centre.id).in_(own))
    rows = tx.session.exec(query)
    return Places(tuple(Place(row.id, row.name) for row in rows if row.id is not None), own is None)


@use_case(Permission.RUN_CAMPAIGNS, Permission.APPROVE_CAMPAIGNS)
def read_campaign(tx: Tx, query: CampaignId) -> CampaignPage:
    """One campaign with its numbers. Raises `NoSuchCampaign` or `Forbidden`."""
    row = reach_campaign(tx, query.campaign_id, lock=False)
    assert row.id is not None
    return CampaignPage(
        row.id,
        row.centre_id,
        row.title,
        row.topic,
        row.words,
        SEGMENT.validate_python(row.segment),
        row.repeat,
        row.state,
        row.author_id,
        tx.session.get_one(Account, row.author_id).name,
        tx.session.get_one(Account, row.approver_id).name if row.approver_id else None,
        row.test_code,
        row.tested_at,
        row.starts_at,
        row.valid_until,
        row.size,
        row.erased,
        dict(row.excluded or {}),
        ledger_of(tx, row.id),
        _skipped(tx, row.id),
        row.ended_at,
        points_of(row.course),
        _copies(tx, row),
    )


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """The ledger as CSV, UTF-8 with a byte order mark so that a spreadsheet reads it."""

    name: str
    content: str


@use_case(Permission.RUN_CAMPAIGNS, Permission.APPROVE_CAMPAIGNS)
def export_ledger(tx: Tx, command: CampaignId) -> LedgerFile:
    """Every recipient with the state reached; leaves a trace. Raises `NoSuchCampaign` or `Forbidden`."""
    row = reach_campaign(tx, command.campaign_id, lock=False)
    record(tx, Trace("campaign.exported", "campaign", command.campaign_id, row.centre_id))
    query = (
        sa.select(
            col(Family.ticket),
            col(CampaignRecipient.state),
            col(CampaignRecipient.reason),
            col(CampaignRecipient.changed_at),
        )
        .join(Adult, col(Adult.id) == col(CampaignRecipient.adult_id))
        .join(Family, col(Family.id) == col(Adult.family_id))
        .where(col(CampaignRecipient.campaign_id) == command.campaign_id)
        .order_by(col(CampaignRecipient.id))
    )
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(("family", "state", "reason", "at"))
    for ticket, state, reason, at in tx.unit.connection.execute(query):
        lines.writerow((ticket, state.value, reason or "", at.isoformat(timespec="seconds") if at else ""))
    return LedgerFile(f"campaign-{command.campaign_id}.csv", written.getvalue())


def ledger_of(tx: Tx, campaign_id: int) -> dict[str, int]:
    """Rows by state, every state named."""
    query = (
        sa.select(col(CampaignRecipient.state), sa.func.count())
        .where(col(CampaignRecipient.campaign_id) == campaign_id)
        .group_by(col(CampaignRecipient.state))
    )
    found = {state.value: count for state, count in tx.unit.connection.execute(query)}
    return {state.value: found.get(state.value, 0) for state in RecipientState}


def _copies(tx: Tx, row: Campaign) -> tuple[CopyLine, ...]:
    """Those of the series that the acting person reaches."""
    series = series_of(tx, row)
    if len(series) == 1:
        return ()
    centres = {one.id: one for one in tx.session.exec(select(Centre))}
    scope = tx.actor.centres if isinstance(tx.actor, StaffMember) else frozenset()
    found = ((one, centres.get(one.centre_id)) for one in series if scope is None or one.centre_id in scope)
    return tuple(
        CopyLine(
            one.id or 0,
            centre.name if centre else None,
            centre.time_zone if centre else None,
            one.starts_at,
            one.state,
            one.size,
        )
        for one, centre in found
    )


def _skipped(tx: Tx, campaign_id: int) -> dict[str, int]:
    query = (
        sa.select(col(CampaignRecipient.reason), sa.func.count())
        .where(
            col(CampaignRecipient.campaign_id) == campaign_id,
            col(CampaignRecipient.state) == RecipientState.SKIPPED,
        )
        .group_by(col(CampaignRecipient.reason))
    )
    return {reason or "": count for reason, count in tx.unit.connection.execute(query)}


def _line(row: Campaign) -> CampaignLine:
    assert row.id is not None
    return CampaignLine(row.id, row.title, row.topic, row.state, row.size, row.starts_at)
