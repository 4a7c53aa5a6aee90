"""Whether somebody may be written to unasked, by what the family itself has said: asked at the moment of sending (C13).

One question for everybody who writes first. Whatever else closes a family's door belongs into `_closed`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from core.families.tables import Adult, ChannelAddress, Consent, ConsentPurpose, Family, MutedTopic
from core.families.topics import Topic
from core.messaging.letters import Address
from core.use_case import Tx


class Closed(StrEnum):
    """Why nobody may be written to. The words for staff stand in Fluent under `panel-excluded-<value>`."""

    UNKNOWN = "unknown"
    """Nobody lives at this address any more."""
    UNSAFE = "unsafe"
    """Somebody may be looking at the phone (`core.duty.unsafe`): counts name it; the sender keeps every letter back."""
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


_AGREES = sa.exists().where(
    col(Consent.adult_id) == col(Adult.id),
    col(Consent.purpose) == ConsentPurpose.PROACTIVE,
    col(Consent.withdrawn_at).is_(None),
)
_MUTED = sa.exists().where(col(MutedTopic.adult_id) == col(Adult.id), col(MutedTopic.topic) == sa.bindparam("about"))
_LOOK = (
    sa.select(
        col(Adult.id),
        col(Adult.family_id),
        col(Family.time_zone),
        col(ChannelAddress.blocked_at).is_not(None).label("blocked"),
        _AGREES.label("agrees"),
        _MUTED.label("muted"),
    )
    .join(Family, col(Family.id) == col(Adult.family_id))
    .join(ChannelAddress, col(ChannelAddress.adult_id) == col(Adult.id))
    .where(
        col(ChannelAddress.channel) == sa.bindparam("on_channel"),
        col(ChannelAddress.external_id) == sa.bindparam("by_account"),
    )
)
"""Asked for every letter of a mailing, hence one constant statement on the bare connection."""


def door(tx: Tx, address: Address, topic: Topic) -> OpenDoor | Closed:
    """Whoever reads at `address`, if the centre may write to them about `topic` now."""
    asked = {"on_channel": address.channel, "by_account": address.external_id, "about": topic.value}
    row = tx.unit.connection.execute(_LOOK, asked).first()
    if row is None:
        return Closed.UNKNOWN
    return _closed(row) or OpenDoor(row.id, row.family_id, ZoneInfo(row.time_zone))


def _closed(row: Any) -> Closed | None:
    """What closes the door, the plainest reason first. Danger is asked before any guard (`core.cases.pausing`)."""
    if row.blocked:
        return Closed.BLOCKED
    if not row.agrees:
        return Closed.NO_CONSENT
    return Closed.TOPIC_MUTED if row.muted else None
