"""Wiring of the Telegram edge: bot, dispatcher, intake, polling or webhook, sender."""

import contextlib
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import structlog
from aiogram import Bot

from app.bots import make_bot
from app.house import FAMILY_PARTS, House
from app.roles import Role, serve_app
from bot.dispatcher import build_dispatcher, introduce_bot
from bot.feed import build_feed, build_inline_feed
from bot.here import FamilyCases
from bot.intake import Intake
from bot.late_models import make_ready
from bot.patience import Patience, TokenRefused, insist
from bot.polling import Polling
from bot.reflex import Reflex
from bot.sender import Sender
from bot.sent import SentMessages
from bot.session import ImmediateAnswers
from bot.updates import reshow_request
from bot.watching import watch_webhook
from bot.webhook import build_webhook, webhook_path
from core.background import Background
from core.crisis.signals import Severity
from core.families.erasing import erasing
from core.families.exporting import exporting
from core.messaging.inbox import Inbox, new_owner
from core.messaging.outbox import Claimed
from core.messaging.pace import Pace
from core.texts import Texts

log = structlog.get_logger(__name__)

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]


async def start_telegram(
    house: House,
    role: Role,
    sandbox_url: str | None,
    sending_bot: Bot,
    stack: AsyncExitStack,
    fatal: Callable[[], None],
) -> None:
    """Start what `role` needs of the Telegram edge. Letters leave through `sending_bot`, answers by a connection apart.

    Stops in this order: reading updates, updates under way, the sender, the connections.
    """
    make_ready()
    bot = make_bot(house, sandbox_url, stack)
    pace = Pace(house.vault.digest("pace", bot.token))
    inbox = Inbox(new_owner(), house.vault)
    dispatcher = build_dispatcher()
    dispatcher["family_cases"] = FamilyCases(exporting(FAMILY_PARTS), erasing(FAMILY_PARTS))
    await dispatcher.emit_startup(bot=bot)
    reflex = _reflex(house, bot)
    intake = Intake(
        house.store,
        inbox,
        bot.id,
        build_feed(dispatcher, bot, house.store, house.live),
        build_inline_feed(dispatcher, bot, house.store, house.live),
        reflex,
    )

    async def show_window_again(claimed: Claimed) -> None:
        if claimed.kind in RESHOWN:
            await intake.accept_rows([reshow_request(bot.id, claimed.address.external_id, claimed.id)])

    sending, receiving = Background("sending"), Background("receiving")
    stack.push_async_callback(sending.cancel)
    stack.push_async_callback(intake.stop)
    stack.push_async_callback(receiving.cancel)
    if role.does(Role.WORKER):
        sender = Sender(
            house.store,
            house.delivery,
            sending_bot,
            pace,
            lambda: house.live.current.texts,
            new_owner(),
            show_window_again,
        )
        sending.keep(sender.run)
    if role.does(Role.BOT):
        answers = ImmediateAnswers(house.store, pace)
        bot.session.middleware(answers)
        bot.session.middleware(SentMessages())
        answers.start(receiving)
        intake.start()
        receiving.start(_introduce(bot, house.live.current.texts))
        await _receive(house, bot, intake, reflex, receiving, stack, fatal)


RESHOWN = frozenset({"curator_message"})
"""Letters below which the open window is shown again."""


def _reflex(house: House, bot: Bot) -> Reflex:
    def is_urgent(text: str) -> bool:
        signal = house.live.current.crisis.detect(text)
        return signal is not None and signal.severity >= Severity.SERIOUS

    return Reflex(bot, is_urgent, lambda: house.live.current.texts.render("crisis-static", {}))


async def _receive(
    house: House,
    bot: Bot,
    intake: Intake,
    reflex: Reflex,
    receiving: Background,
    stack: AsyncExitStack,
    fatal: Callable[[], None],
) -> None:
    url = house.settings.webhook_url
    if url is None:
        polling = Polling(bot, intake, reflex, ALLOWED)
        receiving.keep(lambda: _read(polling.run, fatal))
        return
    secret = hashlib.sha256(house.vault.digest("webhook", bot.token).encode()).hexdigest()
    app = build_webhook(intake, reflex, secret)
    await serve_app(app, house.settings.webhook_host, house.settings.webhook_port, stack)
    address = f"{url}{webhook_path(secret)}" if not urlsplit(url).path.strip("/") else url

    async def ask_for_updates() -> None:
        await bot.set_webhook(address, secret_token=secret, max_connections=20, allowed_updates=ALLOWED)

    receiving.start(_read(lambda: insist(ask_for_updates, Patience("the webhook")), fatal))
    receiving.keep(lambda: watch_webhook(bot, house.store))


async def _read(read: Callable[[], Awaitable[object]], fatal: Callable[[], None]) -> None:
    try:
        await read()
    except TokenRefused as refused:
        log.error("cannot read updates", why=str(refused))
        fatal()


async def _introduce(bot: Bot, texts: Texts) -> None:
    """Once Telegram answers; a refused token is reported by whoever reads updates."""
    with contextlib.suppress(TokenRefused):
        await insist(lambda: introduce_bot(bot, texts), Patience(None))
