"""The webhook monitor: asks Telegram every minute how our webhook does, tells the operator and the panel (A24)."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from core.messaging.channel_health import Observed, note_health
from core.messaging.letters import TELEGRAM
from core.storage.database import StorageUnavailable
from core.use_case import Store, System

log = structlog.get_logger(__name__)

EVERY_SECONDS = 60.0
_ACTOR = System("webhook monitor")


async def watch_webhook(bot: Bot, store: Store, every: float = EVERY_SECONDS) -> None:
    """Look again and again. Telegram or the database being away is somebody else's line."""
    while True:
        try:
            await look_at_webhook(bot, store)
        except (TelegramAPIError, StorageUnavailable):
            log.info("the webhook could not be looked at")
        await asyncio.sleep(every)


async def look_at_webhook(bot: Bot, store: Store) -> None:
    """One look; a line for the operator when trouble begins and when it is over."""
    info = await bot.get_webhook_info()
    observed = Observed(TELEGRAM, info.pending_update_count, info.last_error_date)
    health = await store.write(note_health, observed, _ACTOR)
    if not health.news:
        return
    if health.trouble is None:
        log.info("the webhook works again")
    else:
        log.error("messages do not arrive", trouble=health.trouble.value, waiting=info.pending_update_count)
