"""A bot with a connection of its own: one for answers, one for letters and the panel's files."""

from contextlib import AsyncExitStack

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode

from app.house import House

SANDBOX_TOKEN = "42:sandbox"  # noqa: S105 - opens nothing but the sandbox


def make_bot(house: House, sandbox_url: str | None, stack: AsyncExitStack) -> Bot:
    """The bot of these settings; its connection is closed with `stack`."""
    settings = house.settings
    api_url = sandbox_url or settings.telegram_api_url
    api = TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION
    session = AiohttpSession(api=api, proxy=settings.telegram_proxy)
    stack.push_async_callback(session.close)
    token = settings.bot_token.get_secret_value() if settings.bot_token else SANDBOX_TOKEN
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
