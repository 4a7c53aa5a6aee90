"""Whether somebody may be written to unasked, by what the family itself has said: asked at the moment of sending (C13).

One question for everybody who writes first. Whatever else closes a family's door belongs into `_closed`.
"""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.families.addresses import find_address
from core.families.consenting import agrees
from core.families.tables import Adult, ChannelAddress, ConsentPurpose, Family, MutedTopic
from core.families.topics import Topic
from core.messaging.letters import Address
from core.use_case import Tx


class Closed(StrEnum):
    """Why nobody may be written to. The words for staff stand in Fluent under `panel-excluded-<value>`."""

    UNKNOWN = "unknown"
    """Nobody lives at this address any more."""
    BLOCKED = "blocked"
    """The person has blocked the bot."""
    NO_CONSENT = "no_consent"
    """There is no consent to be written to first."""
    TOPIC_MUTED = "topic_muted"
    """Not about this."""


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """Somebody who may be written to, and the clock on the wall there."""

    adult_id: int
    family_id: int
    zone: ZoneInfo


def door(tx: Tx, address: Address, topic: Topic) -> OpenDoor | Closed:
    """Whoever reads at `address`, if the centre may write to them about `topic` now."""
    record = find_address(tx, address)
    adult = tx.session.get(Adult, record.adult_id) if record is not None else None
    if record is None or adult is None:
        return Closed.UNKNOWN
    family = tx.session.get_one(Family, adult.family_id)
    return _closed(tx, record, family, topic) or OpenDoor(record.adult_id, adult.family_id, ZoneInfo(family.time_zone))


def _closed(tx: Tx, record: ChannelAddress, family: Family, topic: Topic) -> Closed | None:
    """What closes the door, the plainest reason first. A mark "unsafe to notify" on `family` belongs here too."""
    if record.blocked_at is not None:
        return Closed.BLOCKED
    if not agrees(tx, record.adult_id, ConsentPurpose.PROACTIVE):
        return Closed.NO_CONSENT
    if tx.session.get(MutedTopic, (record.adult_id, topic.value)) is not None:
        return Closed.TOPIC_MUTED
    return None
