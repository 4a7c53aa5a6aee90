"""Letters that must leave: everything that is not the immediate answer to a tap.

A letter is queued in the transaction of the use case that wants it. `dedup_key` makes queuing idempotent. At the claim
the guard of its kind looks again whether it is still right to send (cancelled? opted out? who owns the conversation?);
the claim commits before the call to the channel, and the result after it. A call whose outcome nobody knows ends as
`unknown`, a state of its own that people see (A7).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

import sqlalchemy as sa

from core.messaging.letters import LETTER, Address, Letter
from core.messaging.tables import outbox
from core.storage.wire import Statement, from_micros, to_micros
from core.use_case import Tx

SIGNAL = "outbox"
LEASE = timedelta(seconds=45)
"""Shorter than the 60 s of A7: nothing stays in `sending` longer."""


class Lane(IntEnum):
    """Who goes first."""

    CRISIS = 0
    CURATOR = 1
    APPOINTMENT = 2
    EVENT = 3
    MASS = 4


class State(StrEnum):
    """Life of a letter."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter to queue. `subject` names what it is about ("message_part:7"); no personal data in it."""

    kind: str
    lane: Lane
    address: Address
    letter: Letter
    dedup_key: str
    subject: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter taken by a sender. `attempts` counts this one."""

    id: int
    kind: str
    lane: Lane
    address: Address
    subject: str
    attempts: int
    letter: Letter


@dataclass(frozen=True, slots=True)
class Send:
    """Guard: yes, now."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Guard: no longer right; `reason` is kept with the row."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """Guard: not before `due_at`."""

    due_at: datetime


Verdict = Send | Skip | Later


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a letter ended (or that it was claimed: `sending`)."""

    outbox_id: int
    state: State
    message_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """What belongs to one kind of letter: its guard, and who hears about its fate (same transaction)."""

    guard: Callable[[Tx, Claimed], Verdict]
    on_result: Callable[[Tx, Claimed, Outcome], None] | None = None
    repeat_unknown: bool = True
    """Whether a letter whose fate nobody knows is sent again by itself; a curator's words wait for the curator."""


Kinds = Mapping[str, Kind]

_COLUMNS = ("dedup_key", "channel", "chat_id", "kind", "lane", "subject", "due_at", "created_at", "payload")
_ADD = Statement(
    lambda insert: (
        insert(outbox)
        .values(state="pending", attempts=0, **{name: sa.bindparam(name) for name in _COLUMNS})
        .on_conflict_do_nothing(index_elements=["dedup_key"])
        .returning(outbox.c.id)
    )
)
_DROP = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.subject == sa.bindparam("about"), outbox.c.state == "pending")
        .values(state="skipped", reason=sa.bindparam("reason"), payload=None)
    )
)
_REWORD = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.dedup_key == sa.bindparam("key"), outbox.c.state == "pending")
        .values(payload=sa.bindparam("sealed"))
    )
)
_ONE_WAITING = sa.select(outbox.c.id).where(
    outbox.c.state == "pending",
    outbox.c.lane == sa.bindparam("one_lane", type_=sa.SmallInteger),
    sa.or_(outbox.c.due_at <= sa.bindparam("now"), outbox.c.attempts > 0),
)
"""Put off to another day by its guard, a letter is not waiting; put off because the channel is away, it is."""
_QUEUED = Statement(
    lambda _: (
        sa.select(outbox.c.dedup_key, outbox.c.payload)
        .where(outbox.c.subject == sa.bindparam("about"), outbox.c.state == "pending")
        .order_by(outbox.c.id)
    )
)
_WAITING = Statement(
    lambda _: sa.select(sa.func.count()).select_from(
        _ONE_WAITING.limit(sa.bindparam("most", type_=sa.Integer)).subquery("waiting")
    )
)
_STATE = Statement(
    lambda _: sa.select(outbox.c.state, outbox.c.message_id, outbox.c.reason, outbox.c.sent_at).where(
        outbox.c.id == sa.bindparam("id")
    )
)


def enqueue(tx: Tx, outgoing: Outgoing) -> int | None:
    """Queue a letter with this transaction. Returns its id, or None when `dedup_key` is queued already."""
    row = tx.wire.row(
        _ADD,
        dedup_key=outgoing.dedup_key,
        channel=outgoing.address.channel,
        chat_id=outgoing.address.external_id,
        kind=outgoing.kind,
        lane=int(outgoing.lane),
        subject=outgoing.subject,
        due_at=to_micros(outgoing.due_at or tx.now),
        created_at=to_micros(tx.now),
        payload=tx.vault.seal(LETTER.dump_json(outgoing.letter), f"outbox {outgoing.dedup_key}"),
    )
    tx.signal(SIGNAL)
    return int(row[0]) if row else None


def withdraw(tx: Tx, subject: str, reason: str) -> int:
    """Skip every letter about `subject` that no sender has claimed yet. Returns how many."""
    return tx.wire.run(_DROP, about=subject, reason=reason)


def queued(tx: Tx, subject: str) -> tuple[Letter, ...]:
    """The letters about `subject` that no sender has claimed yet, in the order in which they were queued."""
    return tuple(open_letter(tx, key, payload) for key, payload in tx.wire.rows(_QUEUED, about=subject))


def reword(tx: Tx, dedup_key: str, letter: Letter) -> bool:
    """Give a queued letter other words. False when a sender has it already: what was sent is never sent again."""
    sealed = tx.vault.seal(LETTER.dump_json(letter), f"outbox {dedup_key}")
    return bool(tx.wire.run(_REWORD, key=dedup_key, sealed=sealed))


def waiting(tx: Tx, lane: Lane, most: int) -> int:
    """How many letters of a lane are due or tried and not under way; counts no further than `most`."""
    row = tx.wire.row(_WAITING, one_lane=int(lane), now=to_micros(tx.now), most=most)
    return int(row[0]) if row else 0


def outcome(tx: Tx, outbox_id: int) -> Outcome | None:
    """Where a letter stands now."""
    row = tx.wire.row(_STATE, id=outbox_id)
    return Outcome(outbox_id, State(row[0]), row[1], row[2]) if row else None


def open_letter(tx: Tx, dedup_key: str, payload: bytes) -> Letter:
    """Unseal a queued letter."""
    return LETTER.validate_json(tx.vault.open(payload, f"outbox {dedup_key}"))


def moment(value: int | None) -> datetime | None:
    """The UTC moment of an outbox column."""
    return None if value is None else from_micros(value)
