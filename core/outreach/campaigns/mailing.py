"""One letter of a campaign: may it still go, and what became of it, written into its row in the same step."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col

from core.families.topics import Topic
from core.messaging.outbox import Claimed, Kind, Kinds, Later, Outcome, Skip, State, Verdict
from core.outreach.campaigns.feeding import KINDS_OF, PULSE
from core.outreach.campaigns.states import CampaignState, RecipientState, Repeat
from core.outreach.campaigns.steering import CANCELLED
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.outreach.respect import Occasion, count_letter, may_write_first
from core.use_case import Tx

LOOK_AGAIN = timedelta(seconds=10)
_STATES = {
    State.PENDING: RecipientState.QUEUED,
    State.SENDING: RecipientState.SENDING,
    State.SENT: RecipientState.SENT,
    State.FAILED: RecipientState.FAILED,
    State.BLOCKED: RecipientState.BLOCKED,
    State.SKIPPED: RecipientState.SKIPPED,
    State.UNKNOWN: RecipientState.UNKNOWN,
}
_LOOK = sa.select(col(Campaign.state), col(Campaign.topic), col(Campaign.valid_until), col(Campaign.pulse_at)).where(
    col(Campaign.id) == sa.bindparam("number")
)
_NOTE = (
    sa.update(CampaignRecipient)
    .where(col(CampaignRecipient.outbox_id) == sa.bindparam("letter"))
    .values(state=sa.bindparam("now_is"), reason=sa.bindparam("why"), changed_at=sa.bindparam("at"))
)
"""Asked and written for every letter of a mailing, hence constants on the bare connection."""


@dataclass(frozen=True, slots=True)
class _Now:
    """What the guard needs to know of the campaign."""

    state: CampaignState
    topic: Topic
    valid_until: datetime
    pulse_at: datetime | None


def _campaign(tx: Tx, claimed: Claimed) -> _Now | None:
    number = int(claimed.subject.partition(":")[2])
    row = tx.unit.connection.execute(_LOOK, {"number": number}).first()
    return None if row is None else _Now(row.state, row.topic, row.valid_until, row.pulse_at)


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    now = _campaign(tx, claimed)
    if now is None or now.state in (CampaignState.CANCELLED, CampaignState.DONE):
        return Skip(CANCELLED)
    stands = now.pulse_at is None or tx.now - now.pulse_at > PULSE
    if now.state is not CampaignState.RUNNING or stands:
        return Later(tx.now + LOOK_AGAIN)
    return may_write_first(tx, claimed, Occasion(now.topic, now.valid_until))


def _note(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    tx.unit.connection.execute(
        _NOTE,
        {
            "letter": claimed.id,
            "now_is": _STATES[outcome.state],
            "why": (outcome.reason or "")[:120] or None,
            "at": tx.now,
        },
    )
    now = _campaign(tx, claimed)
    if now is not None and outcome.state is not State.SKIPPED:
        count_letter(tx, claimed, outcome, now.topic)


MAILING_KINDS: Kinds = {
    KINDS_OF[Repeat.RESEND]: Kind(_guard, _note),
    KINDS_OF[Repeat.SKIP]: Kind(_guard, _note, repeat_unknown=False),
}
"""For the table of kinds in `app`."""
