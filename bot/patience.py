"""Waiting for something that is away: growing pauses, one line when trouble begins and one when it is over.

A program that gives up when Telegram is away at its start would lie silent until somebody looks (O3); one line per try
would bury the operator.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0


class TokenRefused(Exception):
    """Telegram does not know this token: nothing will work until it is corrected."""

    def __init__(self) -> None:
        super().__init__("Telegram refused BOT_TOKEN: check it with @BotFather")


class Patience:
    """The pauses of one thing that waits. `what` names it in the log; None: somebody else's line says it already."""

    def __init__(self, what: str | None) -> None:
        self._what = what
        self._failures = 0

    async def pause(self, why: str) -> None:
        """Wait a little longer than last time."""
        if self._failures == 0 and self._what is not None:
            log.warning(f"{self._what} is waiting", why=why)
        self._failures += 1
        longest = min(LONGEST_PAUSE, 0.5 * 2 ** min(self._failures, 8))
        await asyncio.sleep(longest * random.uniform(0.5, 1))  # noqa: S311 - spreads retries, guards nothing

    def over(self) -> None:
        """It works (again)."""
        if self._failures and self._what is not None:
            log.info(f"{self._what} goes on", after_failures=self._failures)
        self._failures = 0


async def insist(call: Callable[[], Awaitable[object]], patience: Patience) -> None:
    """Make one call until Telegram takes it. Raises `TokenRefused`; any other refusal is a defect and goes up."""
    while True:
        try:
            await call()
            patience.over()
            return
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused from None
        except TelegramRetryAfter as pause:
            await asyncio.sleep(pause.retry_after)
        except (TelegramNetworkError, TelegramServerError) as fault:
            await patience.pause(f"Telegram does not answer ({type(fault).__name__})")
