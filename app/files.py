"""How the panel gets what a family sent: the messenger keeps the file, the bot may download up to 20 MB of it."""

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNetworkError

from admin.keys import ChannelAway, FetchFile
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
