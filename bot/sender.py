"""The sender: claims due letters, paces them, calls Telegram, writes what became of each.

Everything it knows is in the outbox row, so any number of senders may run and any of them may be killed: a claim is
committed before the call and its result after it, several at once. A letter whose result was never written ends as
`unknown`, or is repeated when its kind allows it.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import Message

from bot.flood import Flood
from bot.rendering import call_for
from core.background import Background
from core.messaging.delivery import ClaimLetters, Delivery, Settle, back_off
from core.messaging.letters import TELEGRAM
from core.messaging.outbox import SIGNAL, Claimed, Lane, State
from core.messaging.pace import Pace, Reserved
from core.storage.database import StorageUnavailable, Unit
from core.texts import Texts
from core.use_case import Store, System

log = structlog.get_logger(__name__)

IN_FLIGHT = 8
"""Letters claimed at a time: what a killed sender may at most send twice."""
HELPING = 3
FLUSH_SECONDS, FLUSH_STEPS = 0.04, 4
IDLE_SECONDS = 1.0
RECOVER_EVERY = timedelta(seconds=5)
HORIZON = timedelta(seconds=5)
"""How far ahead a claimed letter may wait for its moment."""
TRY_SECONDS = 35
"""Less than a lease (A7): a call that hangs is given up by the sender that made it, not by another one beside it."""
CHAT_SPACING = timedelta(seconds=1)
REFUSED_PAUSE = timedelta(minutes=1)
"""How long nothing leaves after the token was refused: until somebody has put it right."""
GONE = ("chat not found", "user is deactivated", "bot was blocked", "PEER_ID_INVALID")
UNCHANGED = "message is not modified"
"""The answer to a change that was made already: the words stand there."""
_ACTOR = System("sender")

Delivered = Callable[[Claimed], Awaitable[None]]


class Sender:
    """One sender of one bot.

    `texts` are those in force at the moment of sending; `delivered` hears of every letter that reached its chat.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        bot: Bot,
        pace: Pace,
        texts: Callable[[], Texts],
        owner: str,
        delivered: Delivered,
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self._store = store
        self._bot = bot
        self._pace = pace
        self._texts = texts
        self._owner = owner
        self._delivered = delivered
        self._in_flight = in_flight
        self._flood = Flood()
        self._claim = delivery.claim()
        self._settle = delivery.settle()
        self._recover = delivery.recover()
        self._calls = Background("sender calls")
        self._results: list[Settle] = []
        self._has_results = asyncio.Event()
        self._written = asyncio.Event()
        self._last_to_chat: OrderedDict[int, datetime] = OrderedDict()

    async def run(self) -> None:
        """Send until cancelled, then write the results of the calls under way."""
        settling = Background("sender results")
        settling.keep(self._settle_forever)
        try:
            await self._send_forever()
        finally:
            await self._calls.drain(10)
            await settling.cancel()
            await self._flush()

    async def _send_forever(self) -> None:
        listener = self._store.database.signals.listen(SIGNAL)
        recover_at = self._store.clock()
        while True:
            try:
                if self._store.clock() >= recover_at:
                    await self._store.write(self._recover, None, _ACTOR)
                    recover_at = self._store.clock() + RECOVER_EVERY
                sent = await self._send_some()
            except StorageUnavailable as away:
                log.warning("the sender waits for the database", why=str(away))
                sent = 0
            if not sent:
                await listener.wait(IDLE_SECONDS)

    async def _send_some(self) -> int:
        free = self._in_flight - len(self._calls) - len(self._results)
        if free < min(HELPING, self._in_flight):  # several in one transaction, while others still wait for their moment
            await self._until_written()
            return 1
        if await self._paused():
            return 0
        now = self._store.clock()
        claimed, reserved = await self._store.database.write(lambda unit: self._take(unit, free, now))
        if not claimed:
            return 0
        for letter, moment in zip(claimed, reserved.moments, strict=False):
            self._calls.start(self._deliver(letter, moment))
        resume = reserved.paused_until or now + timedelta(seconds=1)
        for letter in claimed[len(reserved.moments) :]:  # it would wait too long for a lease: back into the queue
            self._note(Settle(letter, State.PENDING, reason="no moment yet", retry_at=resume))
        return len(reserved.moments)

    async def _until_written(self) -> None:
        """A letter counts as under way until its result is on disk: only that bounds what a kill can repeat (C1)."""
        self._written.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._written.wait(), IDLE_SECONDS)

    async def _paused(self) -> bool:
        until = await self._store.database.read(self._pace.paused_until)
        return until is not None and until > self._store.clock()

    def _take(self, unit: Unit, most: int, now: datetime) -> tuple[tuple[Claimed, ...], Reserved]:
        """Letters and the moments at which they may leave, in one transaction: as many as there are soon."""
        claimed = self._claim(self._store.open(unit, _ACTOR), ClaimLetters(TELEGRAM, self._owner, most))
        return claimed, self._pace.reserve(unit, now, len(claimed), HORIZON) if claimed else Reserved(())

    def _note(self, result: Settle) -> None:
        self._results.append(result)
        self._has_results.set()

    async def _deliver(self, claimed: Claimed, moment: datetime) -> None:
        chat_id = claimed.address.external_id
        await self._wait_until(max(moment, self._chat_free(chat_id, claimed.lane)))
        try:
            call = call_for(claimed.letter, chat_id, self._texts())
            answer: Message | bool = await self._bot(call, request_timeout=TRY_SECONDS)
            result = Settle(claimed, State.SENT, message_id=_number(claimed, answer))
        except Exception as fault:
            result = await self._explain(claimed, fault)
        self._note(result)

    def _chat_free(self, chat_id: int, lane: Lane) -> datetime:
        """Mailings leave a second between two letters to one chat; people's words do not wait for it."""
        now = self._store.clock()
        previous = self._last_to_chat.pop(chat_id, None)
        self._last_to_chat[chat_id] = now
        while len(self._last_to_chat) > 5_000:
            self._last_to_chat.popitem(last=False)
        return previous + CHAT_SPACING if previous is not None and lane >= Lane.EVENT else now

    async def _wait_until(self, moment: datetime) -> None:
        delay = (moment - self._store.clock()).total_seconds()
        if delay > 0:
            await asyncio.sleep(delay)

    async def _explain(self, claimed: Claimed, fault: Exception) -> Settle:
        now = self._store.clock()
        match fault:
            case TelegramRetryAfter(retry_after=seconds):
                until = now + timedelta(seconds=seconds)
                if not self._flood.everywhere(claimed.address.external_id, now):
                    return Settle(claimed, State.PENDING, reason="retry_after of this chat", retry_at=until)
                await self._pause(until)
                return Settle(claimed, State.PENDING, reason="retry_after", retry_at=until)
            case TelegramBadRequest() if claimed.letter.edits is not None and UNCHANGED in fault.message:
                return Settle(claimed, State.SENT, message_id=int(claimed.letter.edits))
            case TelegramForbiddenError():
                return Settle(claimed, State.BLOCKED, reason=_reason(fault))
            case TelegramBadRequest() if any(word in fault.message for word in GONE):
                return Settle(claimed, State.BLOCKED, reason=_reason(fault))
            case TelegramUnauthorizedError() | TelegramNotFound():
                return await self._refused(claimed, now)
            case TelegramServerError():
                return Settle(claimed, State.PENDING, reason="server error", retry_at=now + back_off(claimed.attempts))
            case TelegramNetworkError() if _never_left(fault):
                return Settle(claimed, State.PENDING, reason="no connection", retry_at=now + back_off(claimed.attempts))
            case TelegramNetworkError():
                return Settle(claimed, State.UNKNOWN, reason="the connection broke before the answer")
            case ClientDecodeError():  # a gateway's page: it may have passed the call on before it gave up
                return Settle(claimed, State.UNKNOWN, reason="the answer was not Telegram's")
            case TelegramAPIError():
                return Settle(claimed, State.FAILED, reason=_reason(fault))
        log.error("a letter could not be rendered", kind=claimed.kind, fault=type(fault).__name__)
        return Settle(claimed, State.FAILED, reason=type(fault).__name__)

    async def _refused(self, claimed: Claimed, now: datetime) -> Settle:
        """The token is not accepted: that is no fault of any letter, and every letter would meet the same."""
        until = now + REFUSED_PAUSE
        if not await self._paused():
            log.error("Telegram refuses the bot's token; letters wait", until=until.isoformat())
        await self._pause(until)
        return Settle(claimed, State.PENDING, reason="the token is refused", retry_at=until)

    async def _pause(self, until: datetime) -> None:
        with contextlib.suppress(StorageUnavailable):  # the letter's own time says the same
            await self._store.database.write(lambda unit: self._pace.pause(unit, until))

    async def _settle_forever(self) -> None:
        while True:
            await self._has_results.wait()
            await self._company()
            self._has_results.clear()
            try:
                await self._flush()
            except StorageUnavailable:
                await asyncio.sleep(0.5)
                self._has_results.set()

    async def _company(self) -> None:
        """Results that arrive together are written together; the last one under way has nobody to wait for."""
        for _ in range(FLUSH_STEPS):
            if not self._calls:
                return
            await asyncio.sleep(FLUSH_SECONDS / FLUSH_STEPS)

    async def _flush(self) -> None:
        results = tuple(self._results)
        if not results:
            return
        await self._store.write(self._settle, results, _ACTOR)
        del self._results[: len(results)]
        self._written.set()
        for result in results:
            if result.state is State.SENT:
                await self._delivered(result.claimed)


def _number(claimed: Claimed, answer: Message | bool) -> int:
    """The channel's number of what was sent, or of what was deleted."""
    return answer.message_id if isinstance(answer, Message) else int(claimed.letter.deletes or 0)


def _reason(fault: TelegramAPIError) -> str:
    return fault.message[:120]


def _never_left(fault: TelegramNetworkError) -> bool:
    """A refused or unresolved connection carried nothing; a broken one may have."""
    return "Cannot connect" in fault.message or "Connect call failed" in fault.message
