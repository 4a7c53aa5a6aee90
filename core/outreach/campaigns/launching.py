"""Launching: the recipients are frozen, a large campaign waits for a second pair of eyes (C12)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, delete, select

from core.outreach.campaigns.counting import Audience, Candidate, candidates
from core.outreach.campaigns.drafting import announce, author_id, reach_campaign
from core.outreach.campaigns.refusals import BadTimes, NobodyToWriteTo, OwnEyes, TestFirst
from core.outreach.campaigns.segments import SEGMENT
from core.outreach.campaigns.states import CampaignState, RecipientState
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.tables import AuditEntry
from core.triage.evaluation import Matcher
from core.use_case import Tx, UseCase, use_case

FOUR_EYES_ABOVE = 1_000
LAUNCHED = "campaign.launched"
_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class CampaignId:
    """Which campaign."""

    campaign_id: int


@dataclass(frozen=True, slots=True)
class Launched:
    """The state it is in now, and how many it will reach."""

    state: CampaignState
    size: int


@dataclass(frozen=True, slots=True)
class Launching:
    """Launching with the rules in force."""

    matcher: Callable[[], Matcher]

    def launch(self) -> UseCase[CampaignId, Launched]:
        """The use case behind the launch button.

        Raises `TestFirst`, `BadTimes`, `NobodyToWriteTo`, `NotInThisState`, `NoSuchCampaign` or `Forbidden`.
        """
        return use_case(Permission.RUN_CAMPAIGNS)(self._launch)

    def _launch(self, tx: Tx, command: CampaignId) -> Launched:
        row = reach_campaign(tx, command.campaign_id, CampaignState.DRAFT)
        self.freeze(tx, row)
        [launched] = self.send_off(tx, [row])
        return launched

    def freeze(self, tx: Tx, row: Campaign) -> None:
        """Write down whom it reaches. Raises `TestFirst`, `BadTimes` or `NobodyToWriteTo`; then nothing is written."""
        if row.tested_at is None:
            raise TestFirst
        if row.valid_until <= tx.now:
            raise BadTimes
        assert row.id is not None
        audience = Audience(row.centre_id, row.topic, SEGMENT.validate_python(row.segment))
        found = list(candidates(tx, self.matcher(), audience))
        row.size = _freeze(tx, row.id, [one for one in found if one.closed is None])
        if not row.size:
            raise NobodyToWriteTo
        row.excluded = dict(sorted(Counter(one.closed for one in found if one.closed is not None).items()))

    def send_off(self, tx: Tx, rows: Sequence[Campaign]) -> list[Launched]:
        """Schedule them, or let them all wait for a second pair of eyes when they and their copies reach many."""
        reached = sum(row.size for row in rows) + sum(_others(tx, row, rows) for row in rows[:1])
        for row in rows:
            row.state = CampaignState.AWAITS if reached > FOUR_EYES_ABOVE else CampaignState.SCHEDULED
            row.starts_at = max(row.starts_at, tx.now)
        return [_launched(tx, row, LAUNCHED) for row in rows]


@use_case(Permission.APPROVE_CAMPAIGNS)
def approve_campaign(tx: Tx, command: CampaignId) -> Launched:
    """The second pair of eyes: neither who wrote last nor who launched it.

    Raises `OwnEyes`, `BadTimes`, `NotInThisState`, `NoSuchCampaign` or `Forbidden`.
    """
    row = reach_campaign(tx, command.campaign_id, CampaignState.AWAITS)
    if author_id(tx) in (row.author_id, _launched_by(tx, command.campaign_id)):
        raise OwnEyes
    if row.valid_until <= tx.now:
        raise BadTimes
    row.approver_id, row.state = author_id(tx), CampaignState.SCHEDULED
    row.starts_at = max(row.starts_at, tx.now)
    return _launched(tx, row, "campaign.approved")


@use_case(Permission.RUN_CAMPAIGNS, Permission.APPROVE_CAMPAIGNS)
def back_to_draft(tx: Tx, command: CampaignId) -> Launched:
    """Before anything was sent: write it again. The snapshot is forgotten. Raises `NotInThisState` and others."""
    row = reach_campaign(tx, command.campaign_id, CampaignState.AWAITS, CampaignState.SCHEDULED)
    tx.session.exec(delete(CampaignRecipient).where(col(CampaignRecipient.campaign_id) == row.id))
    row.state, row.size, row.excluded, row.approver_id = CampaignState.DRAFT, 0, None, None
    return _launched(tx, row, "campaign.returned")


def _others(tx: Tx, row: Campaign, rows: Sequence[Campaign]) -> int:
    """How many the rest of the series reaches already: a mailing split into copies is still one mailing."""
    first, now = row.copy_of or row.id, [one.id for one in rows]
    query = select(sa.func.coalesce(sa.func.sum(col(Campaign.size)), 0)).where(
        (col(Campaign.id) == first) | (col(Campaign.copy_of) == first),
        col(Campaign.id).not_in(now),
        col(Campaign.approver_id).is_(None),
    )
    return int(tx.session.exec(query).one())


def _launched_by(tx: Tx, campaign_id: int) -> int | None:
    """Who pressed the button last, as the audit has it."""
    launches = select(AuditEntry.account_id).where(
        AuditEntry.subject_kind == "campaign", AuditEntry.subject_id == campaign_id, AuditEntry.action == LAUNCHED
    )
    return tx.session.exec(launches.order_by(col(AuditEntry.id).desc()).limit(1)).first()


def _freeze(tx: Tx, campaign_id: int, reached: list[Candidate]) -> int:
    """One row for each recipient, in chunks; unique by the schema."""
    rows = [
        {"campaign_id": campaign_id, "adult_id": one.adult_id, "zone": one.zone, "state": RecipientState.WAITING}
        for one in reached
    ]
    for first in range(0, len(rows), _CHUNK):
        tx.session.execute(sa.insert(CampaignRecipient), rows[first : first + _CHUNK])
    return len(rows)


def _launched(tx: Tx, row: Campaign, action: str) -> Launched:
    tx.session.add(row)
    assert row.id is not None
    record(tx, Trace(action, "campaign", row.id, row.centre_id))
    announce(tx, row)
    return Launched(row.state, row.size)
