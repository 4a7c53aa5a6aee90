"""The queue of updates of one bot, with Telegram's rule that only the next offset acknowledges.

An update stays until a `getUpdates` with a greater offset (or a 2xx of the webhook) confirms it, at most 24 hours.
Ids grow by one. Raw updates put in by a test keep the id they bring, even a repeated or an old one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sandbox.refusals import OTHER_POLLER, conflict

Wire: TypeAlias = dict[str, Any]

KEPT_SECONDS = 24 * 3600
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Pending:
    """An unconfirmed update, itself and no equal one. `lane` is the chat whose order must be kept; `forced` ones
    ignore the offset once; `failures` counts refusals of the webhook."""

    id: int
    kind: str
    body: Wire
    at: float
    lane: int
    forced: bool = False
    delivered: bool = False
    failures: int = 0

    def wire(self) -> Wire:
        return {"update_id": self.id, self.kind: self.body} if self.kind else {"update_id": self.id}


class UpdateQueue:
    """Pending updates of one token, its allowed types and the poller that waits for more."""

    def __init__(self) -> None:
        self.next_id = 1
        self.allowed: frozenset[str] | None = None
        self.pushed = 0
        self.confirmed = 0
        self._pending: deque[Pending] = deque()
        self._forced = 0
        self._poller: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def __iter__(self) -> Iterator[Pending]:
        return iter(self._pending)

    def put(self, kind: str, body: Wire, lane: int, now: float) -> int | None:
        """Queue an update and wake the poller; None when the bot did not ask for this kind."""
        if not self._wants(kind):
            return None
        self._append(Pending(self.next_id, kind, body, now, lane))
        self.next_id += 1
        return self.next_id - 1

    def inject(self, update: Wire, lane: int, now: float) -> int:
        """Queue a raw update as it is; without an `update_id` it gets the next one."""
        update_id = int(update.get("update_id", self.next_id))
        kind = next((key for key in update if key != "update_id"), "")
        self._append(Pending(update_id, kind, update.get(kind, {}), now, lane, forced=True))
        self._forced += 1
        self.next_id = max(self.next_id, update_id + 1)
        return update_id

    def acknowledge(self, offset: int, now: float) -> None:
        """Drop what `offset` confirms; a negative offset keeps only that many newest updates."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._drop_first()
            return
        while self._pending and self._is_done(self._pending[0], offset, now):
            self._drop_first()
        if self._forced:
            self._drop_confirmed_in_the_middle(offset, now)

    def batch(self, limit: int) -> list[Wire]:
        """The oldest unconfirmed updates, at most `limit`; they stay queued until confirmed."""
        chosen = [pending for pending, _ in zip(self._pending, range(limit), strict=False)]
        for pending in chosen:
            pending.delivered = True
        return [pending.wire() for pending in chosen]

    def confirm(self, pending: Pending) -> None:
        """The webhook took this one."""
        if pending in self._pending:
            self._pending.remove(pending)
            self._count_dropped(pending)

    def clear(self) -> None:
        self._pending.clear()
        self._forced = 0

    async def arrival(self, timeout: float) -> None:
        """Wait as the only poller for the next update; the poller before is refused with 409."""
        self.abort_poller(OTHER_POLLER)
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        try:
            async with asyncio.timeout(timeout):
                await poller
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None

    def abort_poller(self, reason: str) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_exception(conflict(reason))
        self._poller = None

    def _wants(self, kind: str) -> bool:
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def _append(self, pending: Pending) -> None:
        self._pending.append(pending)
        self.pushed += 1
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def _drop_first(self) -> None:
        self._count_dropped(self._pending.popleft())

    def _count_dropped(self, pending: Pending) -> None:
        self.confirmed += 1
        self._forced -= pending.forced

    def _drop_confirmed_in_the_middle(self, offset: int, now: float) -> None:
        kept = [pending for pending in self._pending if not self._is_done(pending, offset, now)]
        for pending in self._pending:
            if self._is_done(pending, offset, now):
                self._count_dropped(pending)
        self._pending = deque(kept)

    @staticmethod
    def _is_done(pending: Pending, offset: int, now: float) -> bool:
        if now - pending.at > KEPT_SECONDS:
            return True
        return pending.id < offset and (pending.delivered or not pending.forced)
