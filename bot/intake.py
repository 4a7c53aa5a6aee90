"""From a raw update to a finished one: store, claim, handle, finish; retry what failed, bury what cannot be handled.

One task serves one chat at a time. Updates are handled in the process that holds the chat's lease; `sweep` picks up
what a killed process left, and retries that have come due.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.reflex import Reflex
from bot.scope import UpdateScope, current_update
from bot.updates import arrived, is_inline, message_of
from core.background import Background, repr_without_data
from core.messaging import traces
from core.messaging.inbox import Arrived, Buried, Claim, Inbox, LeaseLost, Ready
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.outbox import Lane, Outgoing, enqueue
from core.storage.database import StorageUnavailable, Unit
from core.use_case import Store, System

log = structlog.get_logger(__name__)

SIGNAL = "inbox"
SWEEP_SECONDS = 1.0
SORRY_KIND = "update_failed"
_ACTOR = System("intake")
_TELEGRAM_AWAY = (TelegramNetworkError, TelegramServerError, ClientDecodeError)
"""The last one: a gateway answered with a page of its own."""

Feed = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Intake:
    """The inbox of one bot in one process. `feed` handles one parsed update inside the current scope.

    `reflex` answers danger when the database goes away while an update is being handled (E3).
    """

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        bot_id: int,
        feed: Feed,
        feed_inline: Feed | None = None,
        reflex: Reflex | None = None,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._bot_id = bot_id
        self._feed = feed
        self._feed_inline = feed_inline
        self._reflex = reflex
        self._chats = Background("intake")
        self._upkeep = Background("intake upkeep")
        self._stopping = False

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Store `updates`; when this returns they are on disk and may be acknowledged. Raises StorageUnavailable."""
        for update in updates:
            if is_inline(update) and self._feed_inline is not None:
                self._chats.start(self._feed_inline(update))
        await self.accept_rows([arrived(self._bot_id, update) for update in updates if not is_inline(update)])

    async def accept_rows(self, rows: list[Arrived]) -> None:
        """The same for rows that are ready to be stored."""
        if rows:
            self._serve(await self._run(lambda unit: self._accept(unit, rows)))

    def _accept(self, unit: Unit, rows: list[Arrived]) -> Claim:
        now = self._store.clock()
        for row in rows:
            number = message_of(row.update)
            if number is not None:
                traces.note(unit, row.chat_id, [number], now)
        return self._inbox.accept(unit, rows, now)

    def start(self) -> None:
        """Begin to sweep and to renew leases."""
        self._upkeep.keep(self._sweep_forever)
        self._upkeep.keep(self._renew_forever)

    async def stop(self, seconds: float = 10.0) -> None:
        """Finish running updates; what does not finish in time stays in the inbox for the next start."""
        self._stopping = True
        await self._upkeep.cancel()
        await self._chats.drain(seconds)

    # -- one chat ------------------------------------------------------------------------------------------------

    def _serve(self, claim: Claim) -> None:
        for buried in claim.buried:
            log.error("an update was given up", bot=buried.bot_id, update=buried.update_id)
        for ready in claim.ready:
            self._chats.start(self._serve_chat(ready))

    async def _serve_chat(self, first: Ready) -> None:
        waiting: Ready | None = first
        while waiting is not None:
            claim = await self._handle(waiting)
            self._serve(Claim((), claim.buried))
            waiting = claim.ready[0] if claim.ready else None
            if waiting is not None and self._stopping:
                await self._postpone(waiting, InterruptedError("stopping"), timedelta(0), counted=False)
                break

    async def _handle(self, ready: Ready) -> Claim:
        scope = UpdateScope.of(ready)
        token = current_update.set(scope)
        try:
            await self._feed(ready.update)
        except TelegramRetryAfter as pause:
            delay = timedelta(seconds=pause.retry_after)
            return await self._postpone(ready, pause, delay, counted=False, sent=scope.sent)
        except _TELEGRAM_AWAY as away:
            return await self._postpone(ready, away, timedelta(seconds=3), counted=False, sent=scope.sent)
        except StorageUnavailable as away:
            if self._reflex is not None:
                await self._reflex.answer_without_storage([ready.update])
            return await self._postpone(ready, away, timedelta(seconds=1), counted=False, sent=scope.sent)
        except TelegramForbiddenError:
            pass  # the person blocked the bot while it answered: there is nobody to show the window to
        except Exception as fault:
            log.warning(
                "an update failed", update=ready.update_id, attempt=ready.attempt, fault=repr_without_data(fault)
            )
            delay = timedelta(milliseconds=200 * (ready.failures + 1))
            return await self._postpone(ready, fault, delay, counted=True, sent=scope.sent)
        finally:
            current_update.reset(token)
        return await self._finish(ready, scope)

    async def _finish(self, ready: Ready, scope: UpdateScope) -> Claim:
        changed, wrote = scope.changed(), scope.wrote or not ready.first

        def close(unit: Unit) -> Claim:
            now = self._store.clock()
            traces.note(unit, ready.chat_id, scope.sent, now)
            return self._inbox.finish(unit, ready, changed, now, wrote=wrote)

        return await self._persist(close)

    async def _postpone(
        self, ready: Ready, fault: Exception, delay: timedelta, *, counted: bool, sent: Sequence[int] = ()
    ) -> Claim:
        why = repr_without_data(fault)
        asyncio.get_running_loop().call_later(delay.total_seconds() + 0.01, self._wake)

        def put_off(unit: Unit) -> Claim:
            now = self._store.clock()
            traces.note(unit, ready.chat_id, sent, now)
            return self._inbox.postpone(unit, ready, why, delay, now, counted=counted)

        return await self._persist(put_off)

    async def _persist(self, work: Callable[[Unit], Claim]) -> Claim:
        """Write until the database answers: a handled update must not be handled again because of a full disk."""
        while True:
            try:
                return await self._run(work)
            except LeaseLost as lost:
                log.warning("a chat was taken over by another process", detail=str(lost))
                return Claim()
            except StorageUnavailable:
                await asyncio.sleep(0.5)

    async def _run(self, work: Callable[[Unit], Claim]) -> Claim:
        def in_transaction(unit: Unit) -> Claim:
            claim = work(unit)
            for buried in claim.buried:
                self._apologise(unit, buried)
            return claim

        return await self._store.database.write(in_transaction)

    def _apologise(self, unit: Unit, buried: Buried) -> None:
        if buried.update_id < 0:
            return
        enqueue(
            self._store.open(unit, _ACTOR),
            Outgoing(
                kind=SORRY_KIND,
                lane=Lane.APPOINTMENT,
                address=Address(TELEGRAM, buried.chat_id),
                letter=Letter(Text("update-failed")),
                dedup_key=f"update-failed:{buried.bot_id}:{buried.update_id}",
                subject=f"inbox:{buried.inbox_id}",
            ),
        )

    # -- upkeep --------------------------------------------------------------------------------------------------

    def _wake(self) -> None:
        self._store.database.signals.fire((SIGNAL,))

    async def _sweep_forever(self) -> None:
        listener = self._store.database.signals.listen(SIGNAL)
        while True:
            try:
                self._serve(await self._run(lambda unit: self._inbox.sweep(unit, self._store.clock())))
            except StorageUnavailable:
                log.warning("the database does not answer; waiting updates are safe")
            await listener.wait(SWEEP_SECONDS)

    async def _renew_forever(self) -> None:
        while True:
            await asyncio.sleep(self._inbox.lease.total_seconds() / 4)
            try:
                await self._store.database.write(lambda unit: self._inbox.renew(unit, self._store.clock()))
            except StorageUnavailable:
                continue
