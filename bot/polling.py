"""Our own getUpdates loop: an update is acknowledged (by the next offset) only after it is stored.

aiogram's polling acknowledges before the handler finishes; measured, ten kills lost 50 of 1,000 updates
(reference/inbox-booking-broadcast.md R1).
"""

import asyncio
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession

from bot.intake import Intake
from bot.patience import Patience, TokenRefused, insist
from bot.reflex import Reflex
from core.storage.database import StorageUnavailable

WAIT_SECONDS = 25
LIMIT = 100


class _Trouble(Exception):
    """Nothing was read or stored this time; the message is for the operator."""


class Polling:
    """getUpdates for one bot."""

    def __init__(self, bot: Bot, intake: Intake, reflex: Reflex, allowed: list[str]) -> None:
        self._bot = bot
        self._intake = intake
        self._reflex = reflex
        self._allowed = allowed
        self._offset = 0
        self._patience = Patience("intake")

    async def run(self) -> None:
        """Fetch until cancelled. Raises `TokenRefused`."""
        await insist(lambda: self._bot.delete_webhook(drop_pending_updates=False), self._patience)
        while True:
            try:
                await self._turn()
            except _Trouble as trouble:
                await self._patience.pause(str(trouble))
            else:
                self._patience.over()

    async def _turn(self) -> None:
        """One batch, stored before it is acknowledged."""
        updates = await self._fetch()
        if not updates:
            return
        try:
            await self._intake.accept(updates)
        except StorageUnavailable as fault:
            await self._reflex.answer_without_storage(updates)
            raise _Trouble(f"the database cannot store updates ({fault}); Telegram keeps them") from fault
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
        patience = aiohttp.ClientTimeout(total=WAIT_SECONDS + 15)
        try:
            async with session.post(url, json=query, timeout=patience) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:  # a proxy may answer with a page
            raise _Trouble(f"Telegram does not answer ({type(fault).__name__})") from fault
        return await self._updates_of(answer if isinstance(answer, dict) else {})

    async def _updates_of(self, answer: dict[str, Any]) -> list[dict[str, Any]]:
        if answer.get("ok"):
            return list(answer["result"])
        match answer.get("error_code"):
            case 401 | 404:
                raise TokenRefused
            case 409:
                raise _Trouble("another program reads updates with this token (or a webhook is set)")
            case 429:
                await asyncio.sleep(float(answer.get("parameters", {}).get("retry_after", 1)))
            case code:
                raise _Trouble(f"getUpdates answered {code}")
        return []
