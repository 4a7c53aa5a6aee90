"""Webhook push: the secret, the order within a chat, repeats until a 2xx, what getWebhookInfo tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson


@dataclass
class Endpoint:
    """A web server that remembers what was pushed and answers as told, 200 when it was told nothing more."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    arrived: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(update)
        status = self.answers.pop(0) if self.answers else 200
        self.arrived.put_nowait(update)
        return web.Response(status=status)


async def _serve(app: web.Application) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    made, app = Endpoint(), web.Application()
    app.router.add_post("/hook", made.take)
    runner, made.url = await _serve(app)
    yield made
    await runner.cleanup()


async def test_updates_are_pushed_with_the_secret_and_confirmed_by_2xx(
    bot: Bot, client: SandboxClient, marina: ClientPerson, endpoint: Endpoint
) -> None:
    await bot.set_webhook(endpoint.url, secret_token="s_3-cret", max_connections=3, allowed_updates=["message"])
    await marina.say("раз")
    await client.idle()
    assert [update["message"]["text"] for update in endpoint.updates] == ["/start", "раз"]
    assert endpoint.secrets == ["s_3-cret", "s_3-cret"]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (endpoint.url, 0, 3)
    assert info.allowed_updates == ["message"] and info.last_error_date is None


async def test_a_failing_webhook_is_tried_again_in_order_and_reported(
    bot: Bot, client: SandboxClient, marina: ClientPerson, endpoint: Endpoint
) -> None:
    endpoint.answers = [500, 503]
    await marina.say("раз")
    await bot.set_webhook(endpoint.url)
    await client.idle()
    texts = [update["message"]["text"] for update in endpoint.updates]
    assert texts == ["/start", "/start", "/start", "раз"], "the later message waits for the earlier one"
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.last_error_date is not None


async def test_a_dead_webhook_keeps_the_updates_until_it_is_deleted(
    bot: Bot, client: SandboxClient, marina: ClientPerson
) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook")
    while (info := await bot.get_webhook_info()).last_error_date is None:
        await marina.say("есть кто?")
    assert info.pending_update_count >= 1 and "127.0.0.1:1" in (info.last_error_message or "")
    await bot.delete_webhook()
    assert (await bot.get_updates())[0].message.text == "/start"


async def test_people_do_not_wait_for_one_another(
    bot: Bot, client: SandboxClient, marina: ClientPerson, endpoint: Endpoint
) -> None:
    endpoint.answers = [500] * 4
    await bot.set_webhook(endpoint.url)
    while (await endpoint.arrived.get())["message"]["from"]["id"] != marina.id:
        pass
    olga = await client.person("Ольга")
    await olga.say("я вторая")
    await client.idle()
    assert {update["message"]["from"]["id"] for update in endpoint.updates} == {marina.id, olga.id}


async def test_an_answer_that_names_a_method_is_carried_out(bot: Bot, client: SandboxClient) -> None:
    """aiogram answers a webhook with multipart when a handler returns a method."""
    dispatcher, app = Dispatcher(), web.Application()

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        return message.answer(f"Слышу: {message.text}")

    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="key").register(app, "/hook")
    app.on_shutdown.clear()  # the handler would close the session of the shared bot
    runner, url = await _serve(app)
    await bot.set_webhook(url, secret_token="key")
    marina = await client.person("Марина")
    await marina.say("ау")
    await marina.wait_for("Слышу: ау")
    await runner.cleanup()


@pytest.mark.parametrize(
    ("url", "secret", "complaint"),
    [
        ("https://example.org/hook", "x", "the sandbox calls only this computer"),
        ("ftp://127.0.0.1/hook", "x", "An HTTPS URL must be provided for webhook"),
        ("просто слова", "x", "invalid webhook URL specified"),
        ("http://127.0.0.1:1/", "с пробелом", "secret token contains unallowed characters"),
        ("http://127.0.0.1:1/", "x" * 257, "secret token is too long"),
    ],
)
async def test_wrong_webhooks_are_refused(bot: Bot, url: str, secret: str, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.set_webhook(url, secret_token=secret)
    assert (await bot.get_webhook_info()).url == ""
