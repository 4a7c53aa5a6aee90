"""What the panel gets from the messenger: files families sent (up to 20 MB), and how the bot is called there."""

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNetworkError

from admin.keys import BotName, ChannelAway, FetchFile
from core.messaging.letters import TELEGRAM


def telegram_files(bot: Bot) -> FetchFile:
    """A download through `bot`. Gives None for a file Telegram will not hand over; raises `ChannelAway`."""

    async def fetch(channel: str, channel_file: str) -> bytes | None:
        if channel != TELEGRAM:
            return None
        try:
            content = await bot.download(channel_file)
        except TelegramBadRequest:
            return None
        except (TelegramNetworkError, TelegramAPIError, OSError, TimeoutError) as error:
            raise ChannelAway from error
        return content.read() if content is not None else None

    return fetch


def telegram_name(bot: Bot) -> BotName:
    """The name for links into the chat; asked for once and remembered."""

    async def name() -> str | None:
        try:
            return (await bot.me()).username
        except (TelegramNetworkError, TelegramAPIError, OSError, TimeoutError):
            return None

    return name
