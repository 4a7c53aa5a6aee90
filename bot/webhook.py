"""Telegram pushes updates here. A 200 means "on disk"; anything else makes Telegram try again.

The secret header is compared in constant time, the path carries no token, the body is capped (D5). Addresses of the
caller are not looked at: a forged X-Forwarded-For changes nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.intake import Intake
from bot.reflex import Reflex
from core.storage.database import StorageUnavailable

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
BODY_LIMIT = 1024 * 1024


def webhook_path(secret: str) -> str:
    """An unguessable path that tells nothing about the token."""
    return "/telegram/" + hashlib.sha256(b"path" + secret.encode()).hexdigest()[:32]


def build_webhook(intake: Intake, reflex: Reflex, secret: str) -> web.Application:
    """The application that listens on WEBHOOK_URL's path."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_post(webhook_path(secret), _receiver(intake, reflex, secret))
    return app


def _receiver(intake: Intake, reflex: Reflex, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
            assert isinstance(update["update_id"], int)
        except (ValueError, KeyError, TypeError, AssertionError):
            return web.Response(status=400)
        try:
            await intake.accept([update])
        except StorageUnavailable:
            await reflex.answer_without_storage([update])
            return web.Response(status=503)
        return web.Response()

    return receive
