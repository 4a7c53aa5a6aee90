"""What waits because of danger: questionnaires and ratings, until a person clears it (E.3, step 4), and every letter
to a family that has hidden its conversation (E7).

The sender asks `hush` at each claim, before the guard of any kind of letter, so that no feature can forget it:
reminders, news, questions and a curator's own message wait alike. Answers to a tap are not letters; they stay.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from core.cases.tables import ConversationAddress
from core.duty.alerts import DUTY_ALERT
from core.duty.tables import CrisisAlarm
from core.duty.unsafe import is_unsafe
from core.messaging.letters import Address
from core.messaging.outbox import Claimed, Lane, Later, Skip, Verdict
from core.permissions import Permission
from core.storage.wire import Statement
from core.use_case import Tx, use_case

_alarms = CrisisAlarm.__table__  # type: ignore[attr-defined]
_addresses = ConversationAddress.__table__  # type: ignore[attr-defined]
_OPEN = Statement(
    lambda _: (
        sa.select(_alarms.c.id)
        .join(_addresses, _addresses.c.conversation_id == _alarms.c.conversation_id)
        .where(
            _addresses.c.channel == sa.bindparam("channel"),
            _addresses.c.external_id == sa.bindparam("external_id"),
            _alarms.c.ended_at.is_(None),
            _alarms.c.mistaken_at.is_(None),
        )
        .limit(1)
    )
)


UNSAFE = "unsafe to notify"
LOOK_AGAIN = timedelta(hours=3)
"""How long a letter nobody asked for waits before the danger is looked at again."""


@dataclass(frozen=True, slots=True)
class PauseAt:
    """An address somebody writes from."""

    address: Address


@dataclass(frozen=True, slots=True)
class Paused:
    """Whether a danger there is not cleared yet. A family that called it an error goes on with its questions."""

    paused: bool


@use_case(Permission.SYSTEM)
def paused_at(tx: Tx, query: PauseAt) -> Paused:
    """Asked before every question of the questionnaire."""
    return Paused(in_danger(tx, query.address))


def in_danger(tx: Tx, address: Address) -> bool:
    """An alarm of this person is open, and the person has not called it an error."""
    return tx.wire.row(_OPEN, channel=address.channel, external_id=address.external_id) is not None


def hush(tx: Tx, claimed: Claimed) -> Verdict | None:
    """Why this letter must not be sent now, whatever its own guard would say; None: ask the guard.

    A letter to a hidden conversation is dropped (E7); what nobody asked for waits while a danger is not cleared.
    Staff's own alerts pass: an open alarm of a chat that is also a family's must not silence the next one (E4).
    """
    if claimed.kind == DUTY_ALERT:
        return None
    if is_unsafe(tx, claimed.address):
        return Skip(UNSAFE)
    unasked = claimed.lane >= Lane.EVENT
    return Later(tx.now + LOOK_AGAIN) if unasked and in_danger(tx, claimed.address) else None
