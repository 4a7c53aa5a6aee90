"""getUpdates and the webhook settings: a bot has one way to receive, never two."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from sandbox.desk import Desk, Handlers
from sandbox.guard import LOOPBACK_NAMES
from sandbox.refusals import WEBHOOK_ACTIVE, bad_request, conflict
from sandbox.state.updates import Wire
from sandbox.state.webhooks import DEFAULT_CONNECTIONS, Webhook
from sandbox.wire import given

LONGEST_POLL = 50
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LIMIT = 256


async def get_updates(desk: Desk, call: GetUpdates) -> list[Wire]:
    """Long polling: the offset of this call acknowledges what the last one gave."""
    queue, now = desk.bot.updates, desk.world.now
    if desk.bot.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    _allow(desk, call.allowed_updates)
    queue.acknowledge(call.offset or 0, now())
    desk.world.pulse.advance()
    if not len(queue):
        await queue.arrival(min(max(call.timeout or 0, 0), LONGEST_POLL))
    return queue.batch(min(max(call.limit or 100, 1), 100))


def _allow(desk: Desk, kinds: list[str] | None) -> None:
    """Remember the asked kinds for updates to come; an empty list means Telegram's default set."""
    if kinds is not None:
        desk.bot.updates.allowed = frozenset(kinds) or None


def set_webhook(desk: Desk, call: SetWebhook) -> bool:
    """Push updates from now on. Only addresses of this computer, by http too, and on any port: tests need that."""
    if not call.url:
        return _drop_webhook(desk, call.drop_pending_updates)
    secret = call.secret_token or ""
    if len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _check_address(call.url)
    if call.drop_pending_updates:
        desk.bot.updates.clear()
    _allow(desk, call.allowed_updates)
    connections = min(max(call.max_connections or DEFAULT_CONNECTIONS, 1), 100)
    generation = desk.bot.webhook.generation + 1
    desk.bot.webhook = Webhook(call.url, secret, connections, generation=generation)
    desk.bot.updates.abort_poller("terminated by setWebhook request")
    desk.world.pulse.advance()
    return True


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in LOOPBACK_NAMES:
        raise bad_request("bad webhook: the sandbox calls only this computer")


def delete_webhook(desk: Desk, call: DeleteWebhook) -> bool:
    return _drop_webhook(desk, call.drop_pending_updates)


def _drop_webhook(desk: Desk, drop_pending: bool | None) -> bool:
    desk.bot.webhook = Webhook(generation=desk.bot.webhook.generation + 1)
    if drop_pending:
        desk.bot.updates.clear()
    desk.world.pulse.advance()
    return True


def get_webhook_info(desk: Desk, _call: GetWebhookInfo) -> Wire:
    webhook, queue = desk.bot.webhook, desk.bot.updates
    shown = given(
        last_error_date=webhook.last_error_date,
        last_error_message=webhook.last_error_message,
        max_connections=webhook.max_connections if webhook.url else None,
        ip_address="127.0.0.1" if webhook.url else None,
        allowed_updates=sorted(queue.allowed) if queue.allowed else None,
    )
    return {"url": webhook.url, "has_custom_certificate": False, "pending_update_count": len(queue)} | shown


HANDLERS: Handlers = {
    GetUpdates: get_updates,
    SetWebhook: set_webhook,
    DeleteWebhook: delete_webhook,
    GetWebhookInfo: get_webhook_info,
}
