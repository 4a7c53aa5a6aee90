"""Which messages an update made the bot send: their numbers are stored with "done", to be deleted on wish (E7)."""

from collections.abc import Iterator
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message, MessageId

from bot.scope import current_update

_MAKING = ("send", "copy", "forward")


class SentMessages(BaseRequestMiddleware):
    """Notes the number of every message sent while an update is handled."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Send `method` and look at what came back."""
        answer = await make_request(bot, method)
        scope = current_update.get(None)
        if scope is not None and method.__api_method__.startswith(_MAKING):
            scope.sent.extend(_numbers(answer))
        return answer


def _numbers(answer: Any) -> Iterator[int]:
    for made in answer if isinstance(answer, list) else [answer]:
        if isinstance(made, Message | MessageId):
            yield made.message_id
