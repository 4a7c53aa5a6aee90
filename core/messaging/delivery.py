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

from core.messaging import delivery_sql as sql
from core.messaging.letters import Address, Letter
from core.messaging.outbox import LEASE, SIGNAL, Claimed, Kinds, Lane, Later, Outcome, Skip, State, Verdict, open_letter
from core.permissions import Permission
from core.storage.wire import from_micros, to_micros
from core.use_case import Tx, UseCase, use_case

log = structlog.get_logger(__name__)

Row = tuple[Any, ...]
"""A letter as `sql.DUE` and `sql.EXPIRED` read it."""
_DEDUP_KEY, _CHAT, _PAYLOAD = 1, 5, 8
MOST_ATTEMPTS = 8
MOST_LOOKED_AT = 200
"""Letters a claim may put off or drop before it commits: a mailing that meets the night must not hold the writer."""


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
        rows = tx.wire.rows(sql.DUE, channel=command.channel, one_lane=int(lane), now=to_micros(tx.now), most=most)
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
                tx.wire.run(sql.LEASE, row_id=claimed.id, holder=owner, until=to_micros(tx.now + self.lease))
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
        tx.wire.run(sql.FAIL, row_id=claimed.id, why=reason)
        if claimed.kind in self.kinds:
            with contextlib.suppress(LookupError, ValueError, TypeError), tx.session.begin_nested():
                self._tell(tx, claimed, Outcome(claimed.id, State.FAILED, reason=reason))

    def _allowed(self, tx: Tx, claimed: Claimed) -> bool:
        silence = self.hush(tx, claimed) if self.hush is not None else None
        match silence if silence is not None else self.kinds[claimed.kind].guard(tx, claimed):
            case Skip(reason):
                tx.wire.run(sql.REFUSE, row_id=claimed.id, why=reason[:120])
                self._tell(tx, claimed, Outcome(claimed.id, State.SKIPPED, reason=reason))
                return False
            case Later(due_at):
                tx.wire.run(sql.DELAY, row_id=claimed.id, due=to_micros(due_at), why=None)
                return False
        return True

    def _settle(self, tx: Tx, results: Sequence[Settle]) -> None:
        for result in results:
            self._settle_one(tx, result)

    def _settle_one(self, tx: Tx, result: Settle) -> None:
        """Write one result, and tell its kind when it changed anything: the answer of a sender that was slower than its
        lease changes nothing any more, unless it says that the letter arrived.
        """
        claimed = result.claimed
        if result.state is State.UNKNOWN and self._repeat(tx, result):
            self._tell(tx, claimed, Outcome(claimed.id, State.PENDING, reason=result.reason))
        elif result.retry_at is not None:
            if self._put_back(tx, result, result.retry_at):
                self._tell(tx, claimed, Outcome(claimed.id, State.PENDING, reason=result.reason))
        elif self._end(tx, result):
            if result.state is State.BLOCKED and self.on_blocked is not None:
                self.on_blocked(tx, claimed.address)
            self._tell(tx, claimed, Outcome(claimed.id, result.state, result.message_id, result.reason))

    def _put_back(self, tx: Tx, result: Settle, retry_at: datetime) -> bool:
        return bool(tx.wire.run(sql.PUT_BACK, **_mine(result), due=to_micros(retry_at), why=_why(result)))

    def _end(self, tx: Tx, result: Settle) -> bool:
        if result.state is State.SENT:
            number, at = result.message_id, to_micros(tx.now)
            return bool(tx.wire.run(sql.ARRIVED, row_id=result.claimed.id, message_id=number, at=at))
        keep = result.state in (State.UNKNOWN, State.FAILED)
        return bool(
            tx.wire.run(sql.SETTLE, **_mine(result), new_state=result.state.value, why=_why(result) or None, keep=keep)
        )

    def _recover(self, tx: Tx, _: None) -> int:
        expired = tx.wire.rows(sql.EXPIRED, now=to_micros(tx.now))
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

    def _repeat(self, tx: Tx, result: Settle) -> bool:
        """Queue a letter of unknown fate again, if its kind would rather come twice than not at all."""
        claimed = result.claimed
        if not self.kinds[claimed.kind].repeat_unknown or claimed.attempts > MOST_ATTEMPTS:
            return False
        due = to_micros(tx.now + _patience(claimed.attempts))
        return bool(tx.wire.run(sql.REPEAT, **_mine(result), due=due, why=_why(result)))

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


def _mine(result: Settle) -> dict[str, int]:
    """The letter as this sender claimed it."""
    return {"row_id": result.claimed.id, "attempt": result.claimed.attempts}


def _why(result: Settle) -> str:
    return (result.reason or "")[:120]


def _claimed(tx: Tx, row: Row) -> Claimed:
    return replace(_unopened(row), letter=open_letter(tx, row[_DEDUP_KEY], row[_PAYLOAD]))


def _unopened(row: Row) -> Claimed:
    """The letter as its envelope says; nobody has read it."""
    outbox_id, _, kind, lane, channel, chat_id, subject, attempts, _ = row
    return Claimed(outbox_id, kind, Lane(lane), Address(channel, chat_id), subject, attempts + 1, Letter(None))


@use_case(Permission.SYSTEM)
def expire_leases(tx: Tx, _: None) -> None:
    """At the start of the only process of an embedded installation: whoever was sending is gone."""
    tx.wire.run(sql.EXPIRE_ALL, until=to_micros(tx.now) - 1)


def retry_now(tx: Tx, outbox_id: int) -> bool:
    """Queue a failed or unknown letter again; the next claim issues a real call (A7). False when it cannot be."""
    return bool(tx.wire.run(sql.DELAY, row_id=outbox_id, due=to_micros(tx.now), why=None))


def on_its_way(tx: Tx, address: Address) -> frozenset[str]:
    """Kinds of letters a sender holds for this person right now (a takeover waits for the bot's own, A9)."""
    rows = tx.wire.rows(sql.ON_ITS_WAY, channel=address.channel, chat_id=address.external_id)
    return frozenset(row[0] for row in rows)


def next_due(tx: Tx, channel: str) -> datetime | None:
    """When the next letter comes due."""
    row = tx.wire.row(sql.NEXT_DUE, channel=channel)
    return from_micros(row[0]) if row and row[0] is not None else None


def counts(tx: Tx) -> dict[str, int]:
    """Letters by state, for health."""
    return {row[0]: int(row[1]) for row in tx.wire.rows(sql.COUNTS)}
