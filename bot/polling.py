"""Our own getUpdates loop: an update is acknowledged (by the next offset) only after it is stored.

aiogram's polling acknowledges before the handler finishes; measured, ten kills lost 50 of 1,000 updates
(reference/inbox-booking-broadcast.md R1).
"""

import asyncio
import random
from typing import Any

import aiohttp
import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession

from bot.intake import Intake
from bot.reflex import Reflex
from core.storage.database import StorageUnavailable

log = structlog.get_logger(__name__)

WAIT_SECONDS = 25
LIMIT = 100
LONGEST_PAUSE = 30.0


class TokenRefused(Exception):
    """Telegram does not know this token: nothing will work until it is corrected."""


class Polling:
    """getUpdates for one bot."""

    def __init__(self, bot: Bot, intake: Intake, reflex: Reflex, allowed: list[str]) -> None:
        self._bot = bot
        self._intake = intake
        self._reflex = reflex
        self._allowed = allowed
        self._offset = 0
        self._failures = 0

    async def run(self) -> None:
        """Fetch until cancelled. Raises `TokenRefused`."""
        await self._bot.delete_webhook(drop_pending_updates=False)
        while True:
            try:
                updates = await self._fetch()
                self._back()
            except (aiohttp.ClientError, TimeoutError, OSError) as fault:
                await self._pause(f"Telegram does not answer ({type(fault).__name__})")
                continue
            await self._store(updates)

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        if not updates:
            return
        try:
            await self._intake.accept(updates)
        except StorageUnavailable as fault:
            await self._reflex.answer_without_storage(updates)
            await self._pause(f"the database cannot store updates ({fault}); Telegram keeps them")
            return
        self._offset = int(updates[-1]["update_id"]) + 1

    async def _fetch(self) -> list[dict[str, Any]]:
        assert isinstance(self._bot.session, AiohttpSession)
        session = await self._bot.session.create_session()
        url = self._bot.session.api.api_url(self._bot.token, "getUpdates")
        query = {
            "offset": self._offset,
            "limit": LIMIT,
            "timeout": WAIT_SECONDS,
            "allowed_updates": self._allowed,
        }
        async with session.post(url, json=query, timeout=aiohttp.ClientTimeout(total=WAIT_SECONDS + 15)) as response:
            answer = await response.json(content_type=None)
        return await self._updates_of(answer)

    async def _updates_of(self, answer: dict[str, Any]) -> list[dict[str, Any]]:
        if answer.get("ok"):
            return list(answer["result"])
        match answer.get("error_code"):
            case 401 | 404:
                raise TokenRefused("Telegram refused BOT_TOKEN: check it with @BotFather")
            case 409:
                await self._pause("another program reads updates with this token (or a webhook is set)")
            case 429:
                await asyncio.sleep(float(answer.get("parameters", {}).get("retry_after", 1)))
            case code:
                await self._pause(f"getUpdates answered {code}")
        return []

    async def _pause(self, why: str) -> None:
        """One line when trouble begins, not one per try."""
        if self._failures == 0:
            log.warning("intake is waiting", why=why)
        self._failures += 1
        longest = min(LONGEST_PAUSE, 0.5 * 2 ** min(self._failures, 8))
        await asyncio.sleep(longest * random.uniform(0.5, 1))  # noqa: S311 - spreads retries, guards nothing

    def _back(self) -> None:
        if self._failures:
            log.info("intake goes on", after_failures=self._failures)
        self._failures = 0
