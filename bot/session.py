"""How immediate answers meet Telegram's limits: a short pause is waited out, a long one is passed on.

The screen a person waits for is sent without reserving a moment first, so a mailing never slows it down. What was sent
is counted and charged to the token's pace afterwards.
"""

import asyncio
from datetime import timedelta
from typing import cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.flood import Flood
from core.background import Background
from core.messaging.pace import Pace
from core.storage.database import StorageUnavailable
from core.use_case import Store

PATIENCE = 3
"""Seconds a person may look at a tapped button."""
NETWORK_TRIES = 2
CHARGE_SECONDS = 0.5
_COUNTED = ("send", "copy", "forward", "edit")


class ImmediateAnswers(BaseRequestMiddleware):
    """Retries what is worth retrying at once, and keeps the pace honest."""

    def __init__(self, store: Store, pace: Pace) -> None:
        self._store = store
        self._pace = pace
        self._spent = 0
        self._flood = Flood()

    def start(self, background: Background) -> None:
        """Charge what was spent, now and then."""
        background.keep(self._charge_forever)

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Send `method`; waits out a short `retry_after` once, tries a broken connection again once.

        A tap or question that waited too long (the program was away) cannot be answered any more: what was tapped is
        done all the same.
        """
        if method.__api_method__.startswith(_COUNTED):
            self._spent += 1
        for tries_left in reversed(range(NETWORK_TRIES)):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as pause:
                await self._note_pause(getattr(method, "chat_id", None), pause.retry_after)
                if pause.retry_after > PATIENCE or not tries_left:
                    raise
                await asyncio.sleep(pause.retry_after)
            except TelegramNetworkError:
                if not tries_left:
                    raise
                await asyncio.sleep(0.3)
            except TelegramBadRequest as refused:
                if not _came_too_late(method, refused):
                    raise
                return cast(Response[TelegramType], True)
        raise AssertionError("the last try returns or raises")

    async def _note_pause(self, chat: int | str | None, seconds: float) -> None:
        """A refusal of one chat is that chat's own business; one of the whole bot pauses every sender."""
        now = self._store.clock()
        if not self._flood.everywhere(chat if isinstance(chat, int) else None, now):
            return
        until = now + timedelta(seconds=seconds)
        try:
            await self._store.database.write(lambda unit: self._pace.pause(unit, until))
        except StorageUnavailable:
            return

    async def _charge_forever(self) -> None:
        while True:
            await asyncio.sleep(CHARGE_SECONDS)
            if not self._spent:
                continue
            spent, self._spent = self._spent, 0
            now = self._store.clock()
            try:
                await self._store.database.write(
                    lambda unit, spent=spent, now=now: self._pace.reserve(unit, now, 0, timedelta(0), spent)  # type: ignore[misc]
                )
            except StorageUnavailable:
                self._spent += spent


def _came_too_late(method: TelegramMethod[TelegramType], refused: TelegramBadRequest) -> bool:
    return isinstance(method, AnswerCallbackQuery | AnswerInlineQuery) and "query is too old" in refused.message
