"""The feeder: hands running campaigns to the outbox in small helpings, so that the outbox never holds a whole mailing.

A helping goes only to families whose day it is. A campaign that should have run and was not looked at for two minutes
stands still until a person says go on: the program was away, or a backup from that time was restored and its ledger
does not know what has been sent since (C15). One whose time is over ends, with the reason in each row (C7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from core.families.tables import ChannelAddress
from core.messaging.letters import Address
from core.messaging.outbox import Lane, Outgoing, enqueue, waiting
from core.outreach.campaigns.course import with_point
from core.outreach.campaigns.drafting import announce, campaigns_in, letter_of
from core.outreach.campaigns.states import OPEN, CampaignState, RecipientState, Repeat
from core.outreach.campaigns.steering import give_up, letters_of
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.outreach.changes.telling import CHANGED_BACK, TOLD_ALREADY, Teller, teller_of
from core.outreach.quiet_hours import may_ring
from core.outreach.respect import TOO_LATE
from core.permissions import Permission
from core.use_case import Tx, use_case

HELPING = 150
"""Letters in the outbox at most: five seconds of sending."""
PULSE = timedelta(minutes=2)
_BEAT = timedelta(seconds=10)
UNREACHABLE = "blocked"
KINDS_OF = {Repeat.RESEND: "campaign", Repeat.SKIP: "campaign_once"}
NEWS_KINDS_OF = {Repeat.RESEND: "campaign_news", Repeat.SKIP: "campaign_news_once"}
"""Letters about a change of the rules, which the sender judges again."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One round over all campaigns."""

    helping: int = HELPING


@dataclass(frozen=True, slots=True)
class Fed:
    """How many letters were queued, and whether any campaign is still under way."""

    letters: int
    running: bool


@use_case(Permission.SYSTEM)
def feed(tx: Tx, command: Feed) -> Fed:
    """Start, feed, hold and end campaigns. Calling it more often changes nothing but the pace."""
    for row in campaigns_in(tx, CampaignState.SCHEDULED):
        _start(tx, row)
    running = campaigns_in(tx, CampaignState.RUNNING)
    letters = sum(_look_after(tx, row, command.helping) for row in running)
    return Fed(letters, bool(running))


def _start(tx: Tx, row: Campaign) -> None:
    if row.starts_at > tx.now:
        return
    late = tx.now - row.starts_at > PULSE
    row.state, row.pulse_at = (CampaignState.HELD if late else CampaignState.RUNNING), tx.now
    row.course = with_point(None, tx.now, 0)
    tx.session.add(row)
    announce(tx, row)


def _look_after(tx: Tx, row: Campaign, helping: int) -> int:
    assert row.id is not None and row.pulse_at is not None
    if tx.now - row.pulse_at > PULSE:
        _hold(tx, row)
        return 0
    if tx.now - row.pulse_at >= _BEAT:
        row.pulse_at = tx.now
        _note_course(tx, row)
        announce(tx, row)
    if tx.now >= row.valid_until:
        give_up(tx, row.id, TOO_LATE, RecipientState.WAITING)
    letters = _help(tx, row, helping - waiting(tx, Lane.MASS, helping))
    if not letters:
        _end(tx, row)
    return letters


def _note_course(tx: Tx, row: Campaign) -> None:
    """One more point of the chart."""
    settled = sa.select(sa.func.count()).where(
        col(CampaignRecipient.campaign_id) == row.id, col(CampaignRecipient.state).not_in(OPEN)
    )
    row.course = with_point(row.course, tx.now, tx.unit.connection.execute(settled).scalar_one() + row.erased)
    tx.session.add(row)


def _hold(tx: Tx, row: Campaign) -> None:
    row.state = CampaignState.HELD
    tx.session.add(row)
    announce(tx, row)


def _help(tx: Tx, row: Campaign, room: int) -> int:
    if room <= 0:
        return 0
    assert row.id is not None
    letter, teller = letter_of(row), teller_of(tx, row)
    kind = (KINDS_OF if teller is None else NEWS_KINDS_OF)[row.repeat]
    recipients = _next(tx, row.id, room)
    where = _addresses(tx, [recipient.adult_id for recipient in recipients])
    for recipient in recipients:
        address = where.get(recipient.adult_id)
        news, nothing = _news(tx, teller, recipient.adult_id)
        recipient.changed_at = tx.now
        if address is None or nothing:
            recipient.state, recipient.reason = RecipientState.SKIPPED, nothing or UNREACHABLE
        else:
            key = f"{kind}:{row.id}:{recipient.id}"
            outgoing = Outgoing(kind, Lane.MASS, address, letter, dedup_key=key, subject=letters_of(row.id))
            recipient.state, recipient.outbox_id = RecipientState.QUEUED, enqueue(tx, outgoing)
            if teller is not None and recipient.outbox_id is not None:
                teller.note(tx, recipient.adult_id, news, recipient.outbox_id)
        tx.session.add(recipient)
    return len(recipients)


def _news(tx: Tx, teller: Teller | None, adult_id: int) -> tuple[tuple[str, ...], str | None]:
    """What a letter about the rules tells this adult, and why there is nothing to tell."""
    if teller is None:
        return (), None
    concerning = teller.concerning(tx, adult_id)
    untold = teller.untold(tx, adult_id, concerning)
    return untold, None if untold else TOLD_ALREADY if concerning else CHANGED_BACK


def _next(tx: Tx, campaign_id: int, room: int) -> Sequence[CampaignRecipient]:
    """Recipients whose day it is, the longest waiting first."""
    own = CampaignRecipient.campaign_id == campaign_id, CampaignRecipient.state == RecipientState.WAITING
    zones = tx.session.exec(select(CampaignRecipient.zone).where(*own).distinct()).all()
    awake = [zone for zone in zones if may_ring(tx.now, ZoneInfo(zone))]
    if not awake:
        return ()
    query = select(CampaignRecipient).where(*own, col(CampaignRecipient.zone).in_(awake))
    return tx.session.exec(query.order_by(col(CampaignRecipient.id)).limit(room)).all()


def _addresses(tx: Tx, adults: Sequence[int]) -> dict[int, Address]:
    """Where each of them reads now, by the oldest address that is not blocked."""
    query = (
        sa.select(col(ChannelAddress.adult_id), col(ChannelAddress.channel), col(ChannelAddress.external_id))
        .where(col(ChannelAddress.adult_id).in_(adults), col(ChannelAddress.blocked_at).is_(None))
        .order_by(col(ChannelAddress.id).desc())
    )
    return {row.adult_id: Address(row.channel, row.external_id) for row in tx.unit.connection.execute(query)}


def _end(tx: Tx, row: Campaign) -> None:
    """Done when no row is open any more; the guard takes back what would come after the last day."""
    left = sa.select(sa.literal(1)).where(
        col(CampaignRecipient.campaign_id) == row.id, col(CampaignRecipient.state).in_(OPEN)
    )
    if tx.unit.connection.execute(left.limit(1)).first() is None:
        row.state, row.ended_at = CampaignState.DONE, tx.now
        _note_course(tx, row)
        announce(tx, row)
