"""Pause, go on, stop: effective before the answer to the click, whatever is queued (C9).

Queued letters of a paused campaign stay where they are, the guard puts them off. A cancelled one takes them back in the
transaction of the click: what no sender has claimed by then is never claimed.
"""

import sqlalchemy as sa
from sqlmodel import col

from core.messaging.outbox import withdraw
from core.outreach.campaigns.drafting import announce, reach_campaign
from core.outreach.campaigns.launching import CampaignId, Launched
from core.outreach.campaigns.refusals import BadTimes
from core.outreach.campaigns.states import CampaignState, RecipientState
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.outreach.changes.telling import forget_what_was_taken_back
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Tx, use_case

CANCELLED = "cancelled"
LIVE = (
    CampaignState.AWAITS,
    CampaignState.SCHEDULED,
    CampaignState.RUNNING,
    CampaignState.PAUSED,
    CampaignState.HELD,
)


@use_case(Permission.RUN_CAMPAIGNS)
def pause_campaign(tx: Tx, command: CampaignId) -> Launched:
    """From now on nothing of it is claimed. Raises `NotInThisState` and others."""
    row = reach_campaign(tx, command.campaign_id, CampaignState.RUNNING)
    return _steered(tx, row, CampaignState.PAUSED)


@use_case(Permission.RUN_CAMPAIGNS)
def resume_campaign(tx: Tx, command: CampaignId) -> Launched:
    """Go on where it stopped; also the hand that a held campaign waits for (C15). Raises `BadTimes` when it is over."""
    row = reach_campaign(tx, command.campaign_id, CampaignState.PAUSED, CampaignState.HELD)
    if row.valid_until <= tx.now:
        raise BadTimes
    row.pulse_at = tx.now
    return _steered(tx, row, CampaignState.RUNNING)


@use_case(Permission.RUN_CAMPAIGNS)
def cancel_campaign(tx: Tx, command: CampaignId) -> Launched:
    """Stop for good: only what is under way this moment may still arrive. Raises `NotInThisState` and others."""
    row = reach_campaign(tx, command.campaign_id, *LIVE)
    withdraw(tx, letters_of(command.campaign_id), CANCELLED)
    give_up(tx, command.campaign_id, CANCELLED, RecipientState.WAITING, RecipientState.QUEUED)
    forget_what_was_taken_back(tx, command.campaign_id)
    row.ended_at = tx.now
    return _steered(tx, row, CampaignState.CANCELLED)


def letters_of(campaign_id: int) -> str:
    """The outbox's name for all letters of a campaign."""
    return f"campaign:{campaign_id}"


def give_up(tx: Tx, campaign_id: int, reason: str, *states: RecipientState) -> None:
    """Recipients in these states are not written to any more."""
    tx.session.exec(
        sa.update(CampaignRecipient)
        .where(col(CampaignRecipient.campaign_id) == campaign_id, col(CampaignRecipient.state).in_(states))
        .values(state=RecipientState.SKIPPED, reason=reason, changed_at=tx.now)
    )


def _steered(tx: Tx, row: Campaign, state: CampaignState) -> Launched:
    row.state = state
    tx.session.add(row)
    assert row.id is not None
    record(tx, Trace(f"campaign.{state.value}", "campaign", row.id, row.centre_id))
    announce(tx, row)
    return Launched(row.state, row.size)
