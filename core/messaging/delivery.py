"""The sender's side of the outbox: claim, guard, settle, recover.

Claims and results are use cases of the system, so guards run with the same transaction, clock and catalogue as
everything else. Letters of one chat leave in order: a letter is claimed only when no earlier one of its chat and lane
is still on its way.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from core.messaging.letters import Address, Letter
from core.messaging.outbox import LEASE, SIGNAL, Claimed, Kinds, Lane, Later, Outcome, Skip, State, Verdict, open_letter
from core.messaging.tables import outbox
from core.permissions import Permission
from core.storage.wire import Statement, from_micros, to_micros
from core.use_case import Tx, UseCase, use_case

log = structlog.get_logger(__name__)

Row = tuple[Any, ...]
"""A letter as `_DUE` and `_EXPIRED` read it."""
_DEDUP_KEY, _CHAT, _PAYLOAD = 1, 5, 8
MOST_ATTEMPTS = 8
FATE_UNKNOWN = "unknown: "
"""Begins the reason of a letter that is repeated because nobody knows whether it arrived; stays until it is settled."""
MOST_LOOKED_AT = 200
"""Letters a claim may put off or drop before it commits: a mailing that meets the night must not hold the writer."""


def _bind(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)


_ENVELOPE = (
    outbox.c.id,
    outbox.c.dedup_key,
    outbox.c.kind,
    outbox.c.lane,
    outbox.c.channel,
    outbox.c.chat_id,
    outbox.c.subject,
)
_PENDING = outbox.c.state == sa.literal_column("'pending'")
_SENDING = outbox.c.state == sa.literal_column("'sending'")
"""Literally as in the partial indexes: with a bound value SQLite walks through every letter of a broadcast instead."""
_REPEATABLE = ("pending", "sending", "unknown", "failed")
_ahead = outbox.alias("ahead")
_TRIED_BEFORE = sa.and_(
    _ahead.c.state == "pending",
    _ahead.c.attempts > 0,
    _ahead.c.lane == outbox.c.lane,
    _ahead.c.id < outbox.c.id,
)
"""An earlier letter that was refused for a while: the later ones of its chat and lane do not overtake it."""
_DUE = Statement(
    lambda _: (
        sa.select(*_ENVELOPE, outbox.c.attempts, outbox.c.payload)
        .where(
            _PENDING,
            outbox.c.channel.concat("") == _bind("channel"),  # not by the index of chats: the order is that of `due`
            outbox.c.lane == sa.bindparam("one_lane", type_=sa.SmallInteger),
            outbox.c.due_at <= _bind("now"),
            ~sa.exists().where(
                _ahead.c.channel == outbox.c.channel,
                _ahead.c.chat_id == outbox.c.chat_id,
                sa.or_(_ahead.c.state == "sending", _TRIED_BEFORE),
            ),
        )
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=outbox)
    )
)
"""One lane at a time: a seek in its index, however many letters of other lanes wait for another day."""
_LEASE = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), outbox.c.state == "pending")
        .values(state="sending", owner=_bind("holder"), lease_until=_bind("until"), attempts=outbox.c.attempts + 1)
    )
)
_SETTLE = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), outbox.c.state == "sending")
        .values(
            state=_bind("new_state"),
            owner=sa.null(),
            lease_until=sa.null(),
            message_id=_bind("message_id"),
            sent_at=_bind("sent_at"),
            reason=_bind("why"),
            payload=sa.case((sa.bindparam("keep", type_=sa.Boolean), outbox.c.payload), else_=sa.null()),
        )
    )
)
_REFUSE = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), outbox.c.state == "pending")
        .values(state="skipped", reason=_bind("why"), payload=sa.null())
    )
)
_FAIL = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), sa.or_(outbox.c.state == "pending", outbox.c.state == "sending"))
        .values(state="failed", reason=_bind("why"), owner=sa.null(), lease_until=sa.null())
    )
)
_DELAY = Statement(
    lambda _: (
        sa.update(outbox)
        .where(outbox.c.id == _bind("row_id"), sa.or_(*(outbox.c.state == state for state in _REPEATABLE)))
        .values(
            state="pending",
            due_at=_bind("due"),
            owner=sa.null(),
            lease_until=sa.null(),
            reason=sa.case((outbox.c.reason.startswith(FATE_UNKNOWN), outbox.c.reason), else_=_bind("why")),
        )
    )
)
_REASON = Statement(lambda _: sa.select(outbox.c.reason).where(outbox.c.id == _bind("row_id")))
_EXPIRED = Statement(
    lambda _: (
        sa.select(*_ENVELOPE, outbox.c.attempts - 1, outbox.c.payload)  # the claim has counted this one
        .where(_SENDING, outbox.c.lease_until < _bind("now"))
        .limit(200)
        .with_for_update(skip_locked=True)
    )
)
_ON_ITS_WAY = Statement(
    lambda _: sa.select(outbox.c.kind).where(
        outbox.c.channel == _bind("channel"), outbox.c.chat_id == _bind("chat_id"), outbox.c.state == "sending"
    )
)
_NEXT_DUE = Statement(
    lambda _: sa.select(sa.func.min(outbox.c.due_at)).where(_PENDING, outbox.c.channel.concat("") == _bind("channel"))
)
_COUNTS = Statement(lambda _: sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state))
_EXPIRE_ALL = Statement(
    lambda _: sa.update(outbox).where(outbox.c.state == "sending").values(lease_until=_bind("until"))
)


@dataclass(frozen=True, slots=True)
class ClaimLetters:
    """Claim up to `most` due letters of lane `lowest` or more urgent ones for `owner`."""

    channel: str
    owner: str
    most: int
    lowest: Lane = Lane.MASS


@dataclass(frozen=True, slots=True)
class Settle:
    """What became of a claimed letter. RETRY puts it back for `retry_at`."""

    claimed: Claimed
    state: State
    message_id: int | None = None
    reason: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outbox as one sender sees it: the kinds it may send. Constructed once, at the start."""

    kinds: Kinds
    lease: timedelta = LEASE
    on_blocked: Callable[[Tx, Address], None] | None = None
    """Hears of an address that cannot be written to any more (C5)."""
    hush: Callable[[Tx, Claimed], Verdict | None] | None = None
    """Asked before the guard of any kind: why nothing at all may be sent to this address now (E7); None: it may."""

    def claim(self) -> UseCase[ClaimLetters, tuple[Claimed, ...]]:
        """The use case that claims letters."""
        return use_case(Permission.SYSTEM)(self._claim)

    def settle(self) -> UseCase[Sequence[Settle], None]:
        """The use case that writes results, many at once."""
        return use_case(Permission.SYSTEM)(self._settle)

    def recover(self) -> UseCase[None, int]:
        """The use case that ends leases nobody will settle any more."""
        return use_case(Permission.SYSTEM)(self._recover)

    def _claim(self, tx: Tx, command: ClaimLetters) -> tuple[Claimed, ...]:
        taken: list[Claimed] = []
        looked_at = 0
        for lane in (lane for lane in Lane if lane <= command.lowest):
            while len(taken) < command.most and looked_at < MOST_LOOKED_AT:
                found = self._due(tx, command, lane, command.most - len(taken))
                taken += [claimed for row in found if (claimed := self._take(tx, row, command.owner)) is not None]
                looked_at += len(found)
                if not found:
                    break
        if looked_at >= MOST_LOOKED_AT:
            tx.signal(SIGNAL)
        return tuple(taken)

    def _due(self, tx: Tx, command: ClaimLetters, lane: Lane, most: int) -> list[Row]:
        """The next letters of a lane, at most one of each chat."""
        rows = tx.wire.rows(_DUE, channel=command.channel, one_lane=int(lane), now=to_micros(tx.now), most=most)
        first: dict[int, Row] = {}
        for row in rows:
            first.setdefault(row[_CHAT], row)
        return list(first.values())

    def _take(self, tx: Tx, row: Row, owner: str) -> Claimed | None:
        """The letter, when it may go now. One that cannot be looked at fails alone: the lanes go on without it."""
        try:
            with tx.session.begin_nested():
                claimed = _claimed(tx, row)
                if not self._allowed(tx, claimed):
                    return None
                tx.wire.run(_LEASE, row_id=claimed.id, holder=owner, until=to_micros(tx.now + self.lease))
                self._tell(tx, claimed, Outcome(claimed.id, State.SENDING))
                return claimed
        except Exception as fault:
            self._give_up(tx, row, fault)
            return None

    def _give_up(self, tx: Tx, row: Row, fault: Exception) -> None:
        """Nobody can look at this letter: it fails, and whoever keeps a ledger of it hears so.

        Raises the fault itself when it is the database's: then it says nothing about the letter.
        """
        if isinstance(fault, (sa.exc.OperationalError, tx.unit.connection.dialect.loaded_dbapi.OperationalError)):
            raise fault
        claimed, reason = _unopened(row), f"cannot be looked at: {type(fault).__name__}"
        log.error("a letter cannot be looked at", kind=claimed.kind, letter=claimed.id, fault=type(fault).__name__)
        tx.wire.run(_FAIL, row_id=claimed.id, why=reason)
        if claimed.kind in self.kinds:
            with contextlib.suppress(LookupError, ValueError, TypeError), tx.session.begin_nested():
                self._tell(tx, claimed, Outcome(claimed.id, State.FAILED, reason=reason))

    def _allowed(self, tx: Tx, claimed: Claimed) -> bool:
        silence = self.hush(tx, claimed) if self.hush is not None else None
        match silence if silence is not None else self.kinds[claimed.kind].guard(tx, claimed):
            case Skip(reason):
                tx.wire.run(_REFUSE, row_id=claimed.id, why=reason[:120])
                self._tell(tx, claimed, Outcome(claimed.id, State.SKIPPED, reason=reason))
                return False
            case Later(due_at):
                tx.wire.run(_DELAY, row_id=claimed.id, due=to_micros(due_at), why=None)
                return False
        return True

    def _settle(self, tx: Tx, results: Sequence[Settle]) -> None:
        for result in results:
            self._settle_one(tx, result)

    def _settle_one(self, tx: Tx, result: Settle) -> None:
        claimed = result.claimed
        if result.state is State.UNKNOWN and self._repeats(tx, claimed):
            reason = f"{FATE_UNKNOWN}{result.reason or ''}"
            result = replace(result, retry_at=tx.now + _patience(claimed.attempts), reason=reason)
        if result.retry_at is not None:
            tx.wire.run(_DELAY, row_id=claimed.id, due=to_micros(result.retry_at), why=(result.reason or "")[:120])
            self._tell(tx, claimed, Outcome(claimed.id, State.PENDING, reason=result.reason))
            return
        changed = tx.wire.run(
            _SETTLE,
            row_id=claimed.id,
            new_state=result.state.value,
            message_id=result.message_id,
            sent_at=to_micros(tx.now) if result.state is State.SENT else None,
            why=(result.reason or "")[:120] or None,
            keep=result.state in (State.UNKNOWN, State.FAILED),
        )
        if changed and result.state is State.BLOCKED and self.on_blocked is not None:
            self.on_blocked(tx, claimed.address)
        if changed:
            self._tell(tx, claimed, Outcome(claimed.id, result.state, result.message_id, result.reason))

    def _recover(self, tx: Tx, _: None) -> int:
        expired = tx.wire.rows(_EXPIRED, now=to_micros(tx.now))
        for row in expired:
            self._recover_one(tx, row)
        return len(expired)

    def _recover_one(self, tx: Tx, row: Row) -> None:
        try:
            with tx.session.begin_nested():
                self._settle_one(
                    tx, Settle(_claimed(tx, row), State.UNKNOWN, reason="its sender died before the answer")
                )
        except Exception as fault:
            self._give_up(tx, row, fault)

    def _repeats(self, tx: Tx, claimed: Claimed) -> bool:
        """A mailing is repeated once: nobody gets it three times, and a fate unknown twice is listed (C1)."""
        if not self.kinds[claimed.kind].repeat_unknown or claimed.attempts > MOST_ATTEMPTS:
            return False
        if claimed.lane is not Lane.MASS:
            return True
        row = tx.wire.row(_REASON, row_id=claimed.id)
        return row is None or not str(row[0] or "").startswith(FATE_UNKNOWN)

    def _tell(self, tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
        listener = self.kinds[claimed.kind].on_result
        if listener is not None:
            listener(tx, claimed, outcome)


def back_off(attempts: int) -> timedelta:
    """How long to wait after this many tries."""
    return timedelta(seconds=min(300, 2**attempts))


def _patience(attempts: int) -> timedelta:
    """One broken connection costs nobody a wait; a fate that stays unknown does."""
    return back_off(attempts) if attempts > 1 else timedelta(0)


def _claimed(tx: Tx, row: Row) -> Claimed:
    return replace(_unopened(row), letter=open_letter(tx, row[_DEDUP_KEY], row[_PAYLOAD]))


def _unopened(row: Row) -> Claimed:
    """The letter as its envelope says; nobody has read it."""
    outbox_id, _, kind, lane, channel, chat_id, subject, attempts, _ = row
    return Claimed(outbox_id, kind, Lane(lane), Address(channel, chat_id), subject, attempts + 1, Letter(None))


@use_case(Permission.SYSTEM)
def expire_leases(tx: Tx, _: None) -> None:
    """At the start of the only process of an embedded installation: whoever was sending is gone."""
    tx.wire.run(_EXPIRE_ALL, until=to_micros(tx.now) - 1)


def retry_now(tx: Tx, outbox_id: int) -> bool:
    """Queue a failed or unknown letter again; the next claim issues a real call (A7). False when it cannot be."""
    return bool(tx.wire.run(_DELAY, row_id=outbox_id, due=to_micros(tx.now), why=None))


def on_its_way(tx: Tx, address: Address) -> frozenset[str]:
    """Kinds of letters a sender holds for this person right now (a takeover waits for the bot's own, A9)."""
    rows = tx.wire.rows(_ON_ITS_WAY, channel=address.channel, chat_id=address.external_id)
    return frozenset(row[0] for row in rows)


def next_due(tx: Tx, channel: str) -> datetime | None:
    """When the next letter comes due."""
    row = tx.wire.row(_NEXT_DUE, channel=channel)
    return from_micros(row[0]) if row and row[0] is not None else None


def counts(tx: Tx) -> dict[str, int]:
    """Letters by state, for health."""
    return {row[0]: int(row[1]) for row in tx.wire.rows(_COUNTS)}
