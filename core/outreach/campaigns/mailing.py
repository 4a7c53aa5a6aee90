"""One letter of a campaign: may it still go, and what became of it, written into its row in the same step."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from core.messaging.outbox import Claimed, Kind, Kinds, Later, Outcome, Skip, State, Verdict
from core.outreach.campaigns.feeding import KINDS_OF, NEWS_KINDS_OF, PULSE
from core.outreach.campaigns.states import CampaignState, RecipientState, Repeat
from core.outreach.campaigns.steering import CANCELLED
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.outreach.changes.telling import CHANGED_BACK, forget_what_reached_nobody, still_true
from core.outreach.respect import TOO_LATE, Occasion, keep_count, may_write_first
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


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    found = _standing(tx, claimed)
    return may_write_first(tx, claimed, found) if isinstance(found, Occasion) else found


def _guard_news(tx: Tx, claimed: Claimed) -> Verdict:
    """The verdict is asked once more: answers and rules may have changed since it was queued."""
    found = _standing(tx, claimed)
    if not isinstance(found, Occasion):
        return found
    return may_write_first(tx, claimed, found) if still_true(tx, claimed.id) else Skip(CHANGED_BACK)


def _standing(tx: Tx, claimed: Claimed) -> Occasion | Verdict:
    """What the letter is about, or why its campaign keeps it back."""
    number = int(claimed.subject.partition(":")[2])
    now = tx.unit.connection.execute(_LOOK, {"number": number}).first()
    if now is None or now.state in (CampaignState.CANCELLED, CampaignState.DONE):
        return Skip(CANCELLED)
    if tx.now >= now.valid_until:  # also while it stands: a paused campaign's letters end
        return Skip(TOO_LATE)
    stands = now.pulse_at is None or tx.now - now.pulse_at > PULSE
    if now.state is not CampaignState.RUNNING or stands:
        return Later(tx.now + LOOK_AGAIN)
    return Occasion(now.topic, now.valid_until)


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
    keep_count(tx, claimed, outcome)


def _note_news(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    _note(tx, claimed, outcome)
    forget_what_reached_nobody(tx, claimed.id, outcome.state)


MAILING_KINDS: Kinds = {
    KINDS_OF[Repeat.RESEND]: Kind(_guard, _note),
    KINDS_OF[Repeat.SKIP]: Kind(_guard, _note, repeat_unknown=False),
    NEWS_KINDS_OF[Repeat.RESEND]: Kind(_guard_news, _note_news),
    NEWS_KINDS_OF[Repeat.SKIP]: Kind(_guard_news, _note_news, repeat_unknown=False),
}
"""For the table of kinds in `app`."""
