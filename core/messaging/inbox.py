"""The durable inbox: an update is on disk before Telegram hears that we have it, and leaves only when it is done.

Order within a chat is kept by a lease row per chat, over any number of processes. A claimed update brings the chat's
screens with it, so handling a tap needs no further read; finishing it writes the changed screens, closes the row and
claims the chat's next update in one transaction. Attempts are counted at the claim: an update that kills its process
is buried after three, and the chat goes on.

Locking on PostgreSQL: accepting locks the lease row by its upsert, finishing locks it first, so an update arriving at
the very moment the lease is given up is seen by one of the two.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core.messaging.tables import chat_lease, inbox, memo, screen
from core.storage.database import Unit
from core.storage.vault import Vault
from core.storage.wire import Statement, Wire, to_micros

ATTEMPTS = 3
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
    """One raw update, not stored yet. `raw` is its JSON."""

    bot_id: int
    update_id: int
    chat_id: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed update with the chat's screens (key -> JSON)."""

    inbox_id: int
    bot_id: int
    update_id: int
    chat_id: int
    attempt: int
    raw: bytes
    screens: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Buried:
    """An update given up after three attempts."""

    inbox_id: int
    bot_id: int
    update_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What claiming brought: updates to handle (one per chat) and updates given up on the way."""

    ready: tuple[Ready, ...] = ()
    buried: tuple[Buried, ...] = ()


def _bind(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)


_CHAT = (inbox.c.bot_id == _bind("bot_id"), inbox.c.chat_id == _bind("chat_id"))
_LEASED_CHAT = (chat_lease.c.bot_id == _bind("bot_id"), chat_lease.c.chat_id == _bind("chat_id"))

_ACCEPT = Statement(
    lambda insert: (
        insert(inbox)
        .values(
            state="new",
            attempts=0,
            **{name: _bind(name) for name in ("bot_id", "update_id", "chat_id", "received_at", "due_at", "payload")},
        )
        .on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    )
)
_TAKE_LEASE = Statement(
    lambda insert: (
        (
            upsert := insert(chat_lease).values(
                bot_id=_bind("bot_id"), chat_id=_bind("chat_id"), owner=_bind("owner"), until=_bind("until")
            )
        )
        .on_conflict_do_update(
            index_elements=["bot_id", "chat_id"],
            set_={"owner": upsert.excluded.owner, "until": upsert.excluded.until},
            where=chat_lease.c.until < _bind("now"),
        )
        .returning(chat_lease.c.owner)
    )
)
_HOLD_LEASE = Statement(
    lambda _: (
        sa.update(chat_lease).where(*_LEASED_CHAT, chat_lease.c.owner == _bind("holder")).values(until=_bind("until"))
    )
)
_RENEW = Statement(
    lambda _: sa.update(chat_lease).where(chat_lease.c.owner == _bind("holder")).values(until=_bind("until"))
)
_GIVE_UP_LEASE = Statement(lambda _: sa.delete(chat_lease).where(*_LEASED_CHAT, chat_lease.c.owner == _bind("holder")))
_FORGET_LEASES = Statement(lambda _: sa.delete(chat_lease))
_OLDEST = Statement(
    lambda _: (
        sa.select(inbox.c.id, inbox.c.update_id, inbox.c.attempts, inbox.c.due_at, inbox.c.payload)
        .where(*_CHAT, inbox.c.state == "new")
        .order_by(inbox.c.update_id)
        .limit(1)
    )
)
_COUNT_ATTEMPT = Statement(
    lambda _: sa.update(inbox).where(inbox.c.id == _bind("inbox_id")).values(attempts=inbox.c.attempts + 1)
)
_CLOSE = Statement(
    lambda _: (
        sa.update(inbox)
        .where(inbox.c.id == _bind("inbox_id"), inbox.c.state == "new")
        .values(state=_bind("new_state"), payload=sa.null(), fault=_bind("fault"))
    )
)
_POSTPONE = Statement(
    lambda _: (
        sa.update(inbox)
        .where(inbox.c.id == _bind("inbox_id"))
        .values(due_at=_bind("due_at"), attempts=_bind("attempts"), fault=_bind("fault"))
    )
)
_SCREENS = Statement(
    lambda _: sa.select(screen.c.key, screen.c.content).where(
        screen.c.bot_id == _bind("bot_id"), screen.c.chat_id == _bind("chat_id")
    )
)
_SAVE_SCREEN = Statement(
    lambda insert: (
        upsert := insert(screen).values(
            {name: _bind(name) for name in ("key", "bot_id", "chat_id", "content", "changed_at")}
        )
    ).on_conflict_do_update(
        index_elements=["key"], set_={"content": upsert.excluded.content, "changed_at": upsert.excluded.changed_at}
    )
)
_DROP_SCREEN = Statement(lambda _: sa.delete(screen).where(screen.c.key == _bind("which")))
_DROP_CHAT_SCREENS = Statement(
    lambda _: sa.delete(screen).where(screen.c.bot_id == _bind("bot_id"), screen.c.chat_id == _bind("chat_id"))
)
_DROP_MEMOS = Statement(
    lambda _: sa.delete(memo).where(memo.c.bot_id == _bind("bot_id"), memo.c.update_id == _bind("update_id"))
)
_ABANDONED = Statement(
    lambda _: (
        sa.select(inbox.c.bot_id, inbox.c.chat_id)
        .select_from(
            inbox.outerjoin(
                chat_lease, sa.and_(chat_lease.c.bot_id == inbox.c.bot_id, chat_lease.c.chat_id == inbox.c.chat_id)
            )
        )
        .where(
            inbox.c.state == "new",
            inbox.c.due_at <= _bind("now"),
            sa.or_(chat_lease.c.owner.is_(None), chat_lease.c.until < _bind("now")),
        )
        .distinct()
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
)
_FORGET = Statement(lambda _: sa.delete(inbox).where(inbox.c.state != "new", inbox.c.received_at < _bind("before")))
_WAITING = Statement(lambda _: sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "new"))


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox as one process sees it: its name as lease owner, its keys, its lease length."""

    owner: str
    vault: Vault
    lease: timedelta = LEASE

    def accept(self, unit: Unit, arrived: Iterable[Arrived], now: datetime) -> Claim:
        """Store updates (repeated ones change nothing) and claim the chats nobody serves."""
        moment = to_micros(now)
        chats: dict[tuple[int, int], None] = {}
        for one in arrived:
            unit.wire.run(
                _ACCEPT,
                bot_id=one.bot_id,
                update_id=one.update_id,
                chat_id=one.chat_id,
                received_at=moment,
                due_at=moment,
                payload=self.vault.seal(one.raw, f"inbox {one.bot_id} {one.update_id}"),
            )
            chats[one.bot_id, one.chat_id] = None
        return self._claim(unit.wire, chats, now)

    def sweep(self, unit: Unit, now: datetime, most: int = 64) -> Claim:
        """Claim chats whose updates wait without a living server: after a crash, or when a retry has come due."""
        found = unit.wire.rows(_ABANDONED, now=to_micros(now), most=most)
        return self._claim(unit.wire, [(row[0], row[1]) for row in found], now)

    def finish(self, unit: Unit, done: Ready, changed: Mapping[str, bytes | None], now: datetime) -> Claim:
        """Close a handled update together with its screens (None drops one), and claim the chat's next one.

        Raises `LeaseLost` when another process took the chat over meanwhile: nothing is written then.
        """
        self._hold(unit.wire, done, now)
        self._save_screens(unit.wire, done, changed, now)
        unit.wire.run(_CLOSE, inbox_id=done.inbox_id, new_state="done", fault=None)
        unit.wire.run(_DROP_MEMOS, bot_id=done.bot_id, update_id=done.update_id)
        return self._next_or_release(unit.wire, done.bot_id, done.chat_id, now)

    def postpone(
        self, unit: Unit, ready: Ready, fault: str, delay: timedelta, now: datetime, *, counted: bool = True
    ) -> Claim:
        """Try this update again after `delay`; the chat waits for it. After the third counted attempt it is buried."""
        self._hold(unit.wire, ready, now)
        if counted and ready.attempt >= ATTEMPTS:
            buried = self._bury(unit.wire, ready.inbox_id, ready.bot_id, ready.update_id, ready.chat_id, fault)
            following = self._next_or_release(unit.wire, ready.bot_id, ready.chat_id, now)
            return Claim(following.ready, (buried, *following.buried))
        attempts = ready.attempt if counted else ready.attempt - 1
        unit.wire.run(
            _POSTPONE, inbox_id=ready.inbox_id, due_at=to_micros(now + delay), attempts=attempts, fault=fault[:120]
        )
        unit.wire.run(_GIVE_UP_LEASE, bot_id=ready.bot_id, chat_id=ready.chat_id, holder=self.owner)
        return Claim()

    def renew(self, unit: Unit, now: datetime) -> int:
        """Keep every lease of this process alive. Returns how many there are."""
        return unit.wire.run(_RENEW, holder=self.owner, until=to_micros(now + self.lease))

    def forget_old(self, unit: Unit, now: datetime) -> int:
        """Drop finished rows Telegram can no longer repeat."""
        return unit.wire.run(_FORGET, before=to_micros(now - KEPT))

    # -- inside one transaction ----------------------------------------------------------------------------------

    def _claim(self, wire: Wire, chats: Iterable[tuple[int, int]], now: datetime) -> Claim:
        claims = [
            self._next_or_release(wire, bot_id, chat_id, now)
            for bot_id, chat_id in chats
            if self._take_lease(wire, bot_id, chat_id, now)
        ]
        return Claim(
            tuple(ready for claim in claims for ready in claim.ready),
            tuple(buried for claim in claims for buried in claim.buried),
        )

    def _take_lease(self, wire: Wire, bot_id: int, chat_id: int, now: datetime) -> bool:
        until = to_micros(now + self.lease)
        taken = wire.row(_TAKE_LEASE, bot_id=bot_id, chat_id=chat_id, owner=self.owner, until=until, now=to_micros(now))
        return taken is not None

    def _hold(self, wire: Wire, ready: Ready, now: datetime) -> None:
        until = to_micros(now + self.lease)
        if not wire.run(_HOLD_LEASE, bot_id=ready.bot_id, chat_id=ready.chat_id, holder=self.owner, until=until):
            raise LeaseLost(f"chat lease of update {ready.update_id} is gone")

    def _next_or_release(self, wire: Wire, bot_id: int, chat_id: int, now: datetime) -> Claim:
        buried: list[Buried] = []
        while (row := wire.row(_OLDEST, bot_id=bot_id, chat_id=chat_id)) is not None:
            inbox_id, update_id, attempts, due_at, payload = row
            if attempts >= ATTEMPTS:
                buried.append(self._bury(wire, inbox_id, bot_id, update_id, chat_id, "its process died three times"))
                continue
            if due_at > to_micros(now):
                break
            wire.run(_COUNT_ATTEMPT, inbox_id=inbox_id)
            raw = self.vault.open(payload, f"inbox {bot_id} {update_id}")
            screens = self._screens(wire, bot_id, chat_id)
            return Claim((Ready(inbox_id, bot_id, update_id, chat_id, attempts + 1, raw, screens),), tuple(buried))
        wire.run(_GIVE_UP_LEASE, bot_id=bot_id, chat_id=chat_id, holder=self.owner)
        return Claim((), tuple(buried))

    def _bury(self, wire: Wire, inbox_id: int, bot_id: int, update_id: int, chat_id: int, fault: str) -> Buried:
        wire.run(_CLOSE, inbox_id=inbox_id, new_state="dead", fault=fault[:120])
        wire.run(_DROP_MEMOS, bot_id=bot_id, update_id=update_id)
        return Buried(inbox_id, bot_id, update_id, chat_id)

    def _screens(self, wire: Wire, bot_id: int, chat_id: int) -> dict[str, bytes]:
        found = wire.rows(_SCREENS, bot_id=bot_id, chat_id=chat_id)
        return {key: self.vault.open(content, f"screen {key}") for key, content in found}

    def _save_screens(self, wire: Wire, ready: Ready, changed: Mapping[str, bytes | None], now: datetime) -> None:
        for key, content in changed.items():
            if content is None:
                wire.run(_DROP_SCREEN, which=key)
                continue
            wire.run(
                _SAVE_SCREEN,
                key=key,
                bot_id=ready.bot_id,
                chat_id=ready.chat_id,
                content=self.vault.seal(content, f"screen {key}"),
                changed_at=to_micros(now),
            )


def forget_leases(unit: Unit) -> None:
    """At the start of the only process of an embedded installation: the leases of a killed one mean nothing."""
    unit.wire.run(_FORGET_LEASES)


def forget_screens(wire: Wire, bot_id: int, chat_id: int) -> int:
    """Erase every open screen of a chat (part of erasing a family)."""
    return wire.run(_DROP_CHAT_SCREENS, bot_id=bot_id, chat_id=chat_id)


def waiting(unit: Unit) -> int:
    """Updates not yet done, for health."""
    row = unit.wire.row(_WAITING)
    return int(row[0]) if row else 0
