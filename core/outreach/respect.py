"""The guard of everything the centre writes first: looked at again in the claim itself, whatever was true at queueing.

In this order: does it still help, may this person be written to about it, is a curator talking with them, is it day
there, were they written to often enough. What cannot go now goes at the next right moment, or never when that comes
too late. Letters that wait for the same morning keep their order: the outbox sends by due time, then by number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, delete, select

from core.cases.mute import is_muted
from core.families.reaching import Closed, OpenDoor, door
from core.families.tables import Adult
from core.families.topics import Topic
from core.messaging.outbox import Claimed, Later, Outcome, Send, Skip, State, Verdict
from core.outreach.caps import A_WEEK, next_free_day
from core.outreach.quiet_hours import morning, next_ring
from core.outreach.tables import ProactiveLetter
from core.use_case import Tx

TOO_LATE = "too late"
AFTER_A_TALK = timedelta(hours=3)
"""A conversation with a curator is not interrupted; the letter looks again after this time."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about and until when it still helps (exclusive, aware)."""

    topic: Topic
    valid_until: datetime


def may_write_first(tx: Tx, claimed: Claimed, occasion: Occasion) -> Verdict:
    """The verdict about one letter now. `Skip` carries a value of `Closed` or `TOO_LATE`."""
    if tx.now >= occasion.valid_until:
        return Skip(TOO_LATE)
    found = door(tx, claimed.address, occasion.topic)
    if isinstance(found, Closed):
        return Skip(found.value)
    moment = tx.now + AFTER_A_TALK if is_muted(tx, claimed.address) else tx.now
    moment = _free(tx, found, next_ring(moment, found.zone))
    if moment == tx.now:
        return Send()
    return Skip(TOO_LATE) if moment >= occasion.valid_until else Later(moment)


def count_letter(tx: Tx, claimed: Claimed, outcome: Outcome, topic: Topic) -> None:
    """Keep the count of the caps: from the claim on, and not for what did not reach anybody."""
    if outcome.state is State.SENDING:
        found = door(tx, claimed.address, topic)
        assert isinstance(found, OpenDoor), "a closed door lets no claim through"
        on_day = tx.now.astimezone(found.zone).date()
        tx.session.add(ProactiveLetter(adult_id=found.adult_id, on_day=on_day, outbox_id=claimed.id))
    elif outcome.state in (State.PENDING, State.FAILED, State.BLOCKED):
        tx.session.exec(delete(ProactiveLetter).where(col(ProactiveLetter.outbox_id) == claimed.id))
    tx.session.flush()


def forget_counts(tx: Tx, before: datetime) -> None:
    """Drop counts no cap can ask for any more."""
    tx.session.exec(sa.delete(ProactiveLetter).where(col(ProactiveLetter.on_day) < (before - 2 * A_WEEK).date()))


def _free(tx: Tx, found: OpenDoor, moment: datetime) -> datetime:
    """`moment`, or 09:00 of the first day with room under the caps."""
    tx.session.exec(select(Adult.id).where(Adult.id == found.adult_id).with_for_update())  # one claim after the other
    today = moment.astimezone(found.zone).date()
    counted = select(ProactiveLetter).where(
        ProactiveLetter.adult_id == found.adult_id, col(ProactiveLetter.on_day) > today - A_WEEK
    )
    days = {row.on_day for row in tx.session.exec(counted)}
    day = next_free_day(days, today)
    return moment if day == today else morning(day, found.zone).astimezone(moment.tzinfo)
