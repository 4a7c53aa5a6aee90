"""The guard of everything the centre writes first: looked at again in the claim itself, whatever was true at queueing.

In this order: does it still help, may this person be written to about it, is a curator talking with them, is it day
there, were they written to often enough. What cannot go now goes at the next right moment, or never when that comes
too late. Letters that wait for the same morning keep their order: the outbox sends by due time, then by number.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from core.cases.mute import is_muted
from core.families.reaching import Closed, OpenDoor, door
from core.families.tables import Adult, ChannelAddress, Family
from core.families.topics import Topic
from core.messaging.outbox import Claimed, Later, Outcome, Send, Skip, State, Verdict
from core.outreach.caps import A_WEEK, next_free_day
from core.outreach.quiet_hours import morning, next_ring
from core.outreach.tables import ProactiveLetter
from core.use_case import Tx

TOO_LATE = "too late"
AFTER_A_TALK = timedelta(hours=3)
"""A conversation with a curator is not interrupted; the letter looks again after this time."""


_LOCK = sa.select(col(Adult.id)).where(col(Adult.id) == sa.bindparam("whose")).with_for_update()
_COUNTED = sa.select(col(ProactiveLetter.on_day)).where(
    col(ProactiveLetter.adult_id) == sa.bindparam("whose"), col(ProactiveLetter.on_day) > sa.bindparam("since")
)
_COUNT = sa.insert(ProactiveLetter).values(
    adult_id=sa.bindparam("whose"), on_day=sa.bindparam("on"), outbox_id=sa.bindparam("letter")
)
_UNCOUNT = sa.delete(ProactiveLetter).where(col(ProactiveLetter.outbox_id) == sa.bindparam("letter"))
_IS_COUNTED = sa.select(col(ProactiveLetter.on_day)).where(col(ProactiveLetter.outbox_id) == sa.bindparam("letter"))
_READER = (
    sa.select(col(Adult.id), col(Family.time_zone))
    .join(Family, col(Family.id) == col(Adult.family_id))
    .join(ChannelAddress, col(ChannelAddress.adult_id) == col(Adult.id))
    .where(
        col(ChannelAddress.channel) == sa.bindparam("on_channel"),
        col(ChannelAddress.external_id) == sa.bindparam("by_account"),
    )
)
"""Asked and written for every letter of a mailing, hence constants on the bare connection."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about and until when it still helps (exclusive, aware)."""

    topic: Topic
    valid_until: datetime


def may_write_first(tx: Tx, claimed: Claimed, occasion: Occasion) -> Verdict:
    """The verdict about one letter now; one that may go counts against the caps from this moment.

    `Skip` carries a value of `Closed` or `TOO_LATE`.
    """
    if tx.now >= occasion.valid_until:
        return Skip(TOO_LATE)
    found = door(tx, claimed.address, occasion.topic)
    if isinstance(found, Closed):
        return Skip(found.value)
    moment = tx.now + AFTER_A_TALK if is_muted(tx, claimed.address) else tx.now
    moment = _free(tx, found, next_ring(moment, found.zone))
    if moment == tx.now:
        on_day = tx.now.astimezone(found.zone).date()
        tx.unit.connection.execute(_COUNT, {"whose": found.adult_id, "on": on_day, "letter": claimed.id})
        return Send()
    return Skip(TOO_LATE) if moment >= occasion.valid_until else Later(moment)


def keep_count(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    """What did not reach anybody counts for nothing: hears of every outcome of a letter that was counted.

    One that arrived after all, when its sender was thought dead, counts again.
    """
    if outcome.state in (State.PENDING, State.FAILED, State.BLOCKED):
        tx.unit.connection.execute(_UNCOUNT, {"letter": claimed.id})
    elif (
        outcome.state is State.SENT and tx.unit.connection.execute(_IS_COUNTED, {"letter": claimed.id}).first() is None
    ):
        _count_again(tx, claimed)


def _count_again(tx: Tx, claimed: Claimed) -> None:
    """On the reader's today, if nothing else counts on that day."""
    address = {"on_channel": claimed.address.channel, "by_account": claimed.address.external_id}
    reader = tx.unit.connection.execute(_READER, address).first()
    if reader is None:
        return
    on_day = tx.now.astimezone(ZoneInfo(reader.time_zone)).date()
    if on_day not in _counted_days(tx, reader.id, on_day):
        tx.unit.connection.execute(_COUNT, {"whose": reader.id, "on": on_day, "letter": claimed.id})


def forget_counts(tx: Tx, before: datetime) -> None:
    """Drop counts no cap can ask for any more."""
    tx.session.exec(sa.delete(ProactiveLetter).where(col(ProactiveLetter.on_day) < (before - 2 * A_WEEK).date()))


def _free(tx: Tx, found: OpenDoor, moment: datetime) -> datetime:
    """`moment`, or 09:00 of the first day with room under the caps."""
    today = moment.astimezone(found.zone).date()
    day = next_free_day(_counted_days(tx, found.adult_id, today), today)
    return moment if day == today else morning(day, found.zone).astimezone(moment.tzinfo)


def _counted_days(tx: Tx, adult_id: int, today: date) -> frozenset[date]:
    """The days of the last week on which something counts; nobody else counts for this adult until the transaction is
    over."""
    if tx.wire.dialect == "postgresql":  # SQLite has one writer anyway
        tx.unit.connection.execute(_LOCK, {"whose": adult_id})
    return frozenset(tx.unit.connection.execute(_COUNTED, {"whose": adult_id, "since": today - A_WEEK}).scalars())
