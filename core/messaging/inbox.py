"""The durable inbox: an update is on disk before Telegram hears that we have it, and leaves only when it is done.

Order within a chat is kept by a lease row per chat, over any number of processes. A claimed update brings the chat's
screens with it, so handling a tap needs no further read; finishing it writes the changed screens, closes the row and
claims the chat's next update in one transaction.

Two ways to be given up, both leaving the chat free to go on. An update whose handler failed three times is buried. An
update whose process died is not to blame for it: attempts are counted at the claim, and from the third on such an
update is claimed alone, so that the one that kills its process is told apart from its neighbours; after ten it is
buried too. (Three for both, as first designed, buried innocent updates when kills came fast: measured under A1.)

A chat without a lease row has nothing waiting: whoever finds none and makes one may handle what it brings at once.
Locking on PostgreSQL keeps that true: accepting makes or locks the lease row before it stores an update, finishing
deletes the row before it looks for the next update, so one of the two always sees the other.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic_core import from_json, to_json

from core.messaging import inbox_sql as sql
from core.storage.database import Unit
from core.storage.vault import Vault
from core.storage.wire import Wire, to_micros

FAILURES = 3
SUSPICIOUS = 3
DEATHS = 10
LEASE = timedelta(seconds=12)
KEPT = timedelta(hours=48)
"""Done rows stay as long as Telegram could repeat an update (24 h), and as long again."""


class LeaseLost(Exception):
    """Another process serves this chat now; whatever was done for it here stays unwritten."""


def new_owner() -> str:
    """A name for one running process."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Arrived:
    """One raw update, not stored yet."""

    bot_id: int
    update_id: int
    chat_id: int
    update: dict[str, Any]

    @property
    def raw(self) -> bytes:
        """The update as it is stored (before sealing)."""
        return to_json(self.update)


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed update with the chat's screens (key -> JSON)."""

    inbox_id: int
    bot_id: int
    update_id: int
    chat_id: int
    attempt: int
    failures: int
    update: dict[str, Any]
    screens: Mapping[str, bytes]
    first: bool
    """Nobody has begun to handle it before. A try that was put off for Telegram's sake is not counted, but it was one:
    what it wrote must be recalled, not written again."""


@dataclass(frozen=True, slots=True)
class Buried:
    """An update given up."""

    inbox_id: int
    bot_id: int
    update_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What claiming brought: updates to handle (one per chat) and updates given up on the way."""

    ready: tuple[Ready, ...] = ()
    buried: tuple[Buried, ...] = ()


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox as one process sees it: its name as lease owner, its keys, its lease length."""

    owner: str
    vault: Vault
    lease: timedelta = LEASE

    def accept(self, unit: Unit, arrived: Iterable[Arrived], now: datetime) -> Claim:
        """Store updates (repeated ones change nothing) and claim the chats nobody serves."""
        claims = [self._accept_one(unit.wire, one, now) for one in arrived]
        return _together(claims)

    def sweep(self, unit: Unit, now: datetime, most: int = 64) -> Claim:
        """Claim chats whose updates wait without a living server: after a crash, or when a retry has come due."""
        moment = to_micros(now)
        found = unit.wire.rows(sql.ABANDONED, now=moment, most=most, at_least=0, below=SUSPICIOUS, taker=self.owner)
        found = found or unit.wire.rows(
            sql.ABANDONED, now=moment, most=1, at_least=SUSPICIOUS, below=1 << 30, taker=self.owner
        )
        return _together(
            [
                self._claim(unit.wire, row[0], row[1], now)
                for row in found
                if self._reach(unit.wire, row[0], row[1], now)
            ]
        )

    def _reach(self, wire: Wire, bot_id: int, chat_id: int, now: datetime) -> bool:
        until = to_micros(now + self.lease)
        return self._make_lease(wire, bot_id, chat_id, until) or self._take_lease(wire, bot_id, chat_id, now)

    def _claim(self, wire: Wire, bot_id: int, chat_id: int, now: datetime) -> Claim:
        wire.run(sql.GIVE_UP_LEASE, bot_id=bot_id, chat_id=chat_id, holder=self.owner)
        return self._next(wire, bot_id, chat_id, now)

    def finish(
        self, unit: Unit, done: Ready, changed: Mapping[str, bytes | None], now: datetime, *, wrote: bool = True
    ) -> Claim:
        """Close a handled update together with its screens (None drops one), and claim the chat's next one.

        `wrote`: the handler ran use cases whose memos can go now. Raises `LeaseLost` when another process took the
        chat over meanwhile: nothing is written then.
        """
        self._let_go(unit.wire, done)
        self._save_screens(unit.wire, done, changed, now)
        if not unit.wire.run(sql.CLOSE, inbox_id=done.inbox_id, new_state="done", fault=None):
            raise LeaseLost(f"update {done.update_id} was finished by somebody else")
        if wrote:
            unit.wire.run(sql.DROP_MEMOS, bot_id=done.bot_id, update_id=done.update_id)
        return self._next(unit.wire, done.bot_id, done.chat_id, now)

    def postpone(
        self, unit: Unit, ready: Ready, fault: str, delay: timedelta, now: datetime, *, counted: bool = True
    ) -> Claim:
        """Try this update again after `delay`; the chat waits for it. After the third counted failure it is buried."""
        self._let_go(unit.wire, ready)
        failures = ready.failures + counted
        if failures >= FAILURES:
            buried = self._bury(unit.wire, ready.inbox_id, ready.bot_id, ready.update_id, ready.chat_id, fault)
            return _together([Claim((), (buried,)), self._next(unit.wire, ready.bot_id, ready.chat_id, now)])
        due_at = to_micros(now + delay)
        unit.wire.run(
            sql.POSTPONE,
            inbox_id=ready.inbox_id,
            due_at=due_at,
            attempts=ready.attempt - 1,
            failures=failures,
            fault=fault[:120],
        )
        self._make_lease(unit.wire, ready.bot_id, ready.chat_id, due_at, sql.WAITING_FOR_ITS_TIME)
        return Claim()

    def renew(self, unit: Unit, now: datetime) -> int:
        """Keep every lease of this process alive. Returns how many there are."""
        return unit.wire.run(sql.RENEW, holder=self.owner, until=to_micros(now + self.lease))

    def forget_old(self, unit: Unit, now: datetime) -> int:
        """Drop finished rows Telegram can no longer repeat."""
        return unit.wire.run(sql.FORGET, before=to_micros(now - KEPT))

    # -- inside one transaction ----------------------------------------------------------------------------------

    def _accept_one(self, wire: Wire, one: Arrived, now: datetime) -> Claim:
        moment = to_micros(now)
        fresh = self._make_lease(wire, one.bot_id, one.chat_id, to_micros(now + self.lease))
        taken = fresh or self._take_lease(wire, one.bot_id, one.chat_id, now)
        row = wire.row(
            sql.ACCEPT,
            bot_id=one.bot_id,
            update_id=one.update_id,
            chat_id=one.chat_id,
            attempts=1 if fresh else 0,
            received_at=moment,
            due_at=moment,
            payload=self.vault.seal(one.raw, f"inbox {one.bot_id} {one.update_id}"),
        )
        if fresh and row is not None:
            screens = self._screens(wire, one.bot_id, one.chat_id)
            return Claim((Ready(row[0], one.bot_id, one.update_id, one.chat_id, 1, 0, one.update, screens, True),))
        if not taken:
            return Claim()
        return self._claim(wire, one.bot_id, one.chat_id, now)

    def _make_lease(self, wire: Wire, bot_id: int, chat_id: int, until: int, owner: str | None = None) -> bool:
        """True when nobody had a lease on this chat, which means that nothing was waiting in it."""
        holder = owner or self.owner
        return wire.row(sql.MAKE_LEASE, bot_id=bot_id, chat_id=chat_id, owner=holder, until=until) is not None

    def _take_lease(self, wire: Wire, bot_id: int, chat_id: int, now: datetime) -> bool:
        """Take over an expired lease of somebody else; a living one is only locked until this transaction ends."""
        chat = {"bot_id": bot_id, "chat_id": chat_id}
        until = to_micros(now + self.lease)
        if wire.row(sql.TAKE_LEASE, now=to_micros(now), taker=self.owner, new_until=until, **chat) is not None:
            return True
        if wire.run(sql.LOCK_LEASE, **chat):
            return False
        return self._make_lease(wire, bot_id, chat_id, until)  # given up this very moment

    def _let_go(self, wire: Wire, ready: Ready) -> None:
        if not wire.run(sql.GIVE_UP_LEASE, bot_id=ready.bot_id, chat_id=ready.chat_id, holder=self.owner):
            raise LeaseLost(f"chat lease of update {ready.update_id} is gone")

    def _next(self, wire: Wire, bot_id: int, chat_id: int, now: datetime) -> Claim:
        """Claim the oldest waiting update of a chat without a lease; an update that waits for its time keeps one."""
        buried: list[Buried] = []
        while (row := wire.row(sql.OLDEST, bot_id=bot_id, chat_id=chat_id)) is not None:
            inbox_id, update_id, attempts, failures, due_at, payload, fault = row
            if attempts >= DEATHS:
                buried.append(self._bury(wire, inbox_id, bot_id, update_id, chat_id, "its process died each time"))
                continue
            if due_at > to_micros(now):
                self._make_lease(wire, bot_id, chat_id, due_at, sql.WAITING_FOR_ITS_TIME)
                break
            self._make_lease(wire, bot_id, chat_id, to_micros(now + self.lease))
            wire.run(sql.COUNT_ATTEMPT, inbox_id=inbox_id)
            update = from_json(self.vault.open(payload, f"inbox {bot_id} {update_id}"))
            screens = self._screens(wire, bot_id, chat_id)
            first = attempts == 0 and fault is None
            ready = Ready(inbox_id, bot_id, update_id, chat_id, attempts + 1, failures, update, screens, first)
            return Claim((ready,), tuple(buried))
        return Claim((), tuple(buried))

    def _bury(self, wire: Wire, inbox_id: int, bot_id: int, update_id: int, chat_id: int, fault: str) -> Buried:
        wire.run(sql.CLOSE, inbox_id=inbox_id, new_state="dead", fault=fault[:120])
        wire.run(sql.DROP_MEMOS, bot_id=bot_id, update_id=update_id)
        return Buried(inbox_id, bot_id, update_id, chat_id)

    def _screens(self, wire: Wire, bot_id: int, chat_id: int) -> dict[str, bytes]:
        found = wire.rows(sql.SCREENS, bot_id=bot_id, chat_id=chat_id)
        return {key: self.vault.open(content, f"screen {key}") for key, content in found}

    def _save_screens(self, wire: Wire, ready: Ready, changed: Mapping[str, bytes | None], now: datetime) -> None:
        for key, content in changed.items():
            if content is None:
                wire.run(sql.DROP_SCREEN, which=key)
                continue
            wire.run(
                sql.SAVE_SCREEN,
                key=key,
                bot_id=ready.bot_id,
                chat_id=ready.chat_id,
                content=self.vault.seal(content, f"screen {key}"),
                changed_at=to_micros(now),
            )


def _together(claims: Iterable[Claim]) -> Claim:
    found = tuple(claims)
    return Claim(
        tuple(ready for claim in found for ready in claim.ready),
        tuple(buried for claim in found for buried in claim.buried),
    )


def forget_leases(unit: Unit) -> None:
    """At the start of the only process of an embedded installation: the leases of a killed one mean nothing."""
    unit.wire.run(sql.FORGET_LEASES)


def forget_screens(wire: Wire, bot_id: int, chat_id: int) -> int:
    """Erase every open screen of a chat (part of erasing a family)."""
    return wire.run(sql.DROP_CHAT_SCREENS, bot_id=bot_id, chat_id=chat_id)


def waiting(unit: Unit) -> int:
    """Updates not yet done, for health."""
    row = unit.wire.row(sql.WAITING)
    return int(row[0]) if row else 0
