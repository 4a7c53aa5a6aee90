"""Pushing updates to webhooks as Telegram does: in order within a chat, again with back-off until a 2xx.

The first repeat follows at once, then 2, 4, 8 … seconds up to a minute, times `patience` so that tests need not wait.
A 2xx answer that names a method is carried out like a call.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp

from sandbox.botapi import BotApi, ConnectionCut
from sandbox.calls import Fields
from sandbox.refusals import Refusal
from sandbox.state.updates import Pending
from sandbox.state.webhooks import Webhook
from sandbox.world import BotAccount

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
ANSWER_SECONDS = 60
LONGEST_DELAY = 60.0
IDLE_SECONDS = 30.0


@dataclass(slots=True)
class Courier:
    """One per application; `patience` scales the pauses between repeats."""

    api: BotApi
    patience: float = 1.0
    _retry_at: dict[Pending, float] = field(default_factory=dict)
    _flying: set[Pending] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Deliver until cancelled; everything under way is cancelled with it."""
        pulse = self.api.world.pulse
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)) as session:
            try:
                while True:
                    self._send_due(session)
                    await pulse.change(self._pause())
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def _send_due(self, session: aiohttp.ClientSession) -> None:
        loop = asyncio.get_running_loop()
        for bot in self.api.world.bots.values():
            due = list(self._due(bot, loop.time())) if bot.webhook.url else []
            for pending in due:
                self._flying.add(pending)
                task = loop.create_task(self._deliver(session, bot, bot.webhook, pending))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _due(self, bot: BotAccount, now: float) -> Iterator[Pending]:
        """Updates that may go now: the oldest of each chat, within `max_connections`."""
        free = bot.webhook.max_connections - len(self._flying)
        busy = {pending.lane for pending in self._flying}
        for pending in bot.updates:
            if free <= 0:
                return
            if pending.lane in busy:
                continue
            busy.add(pending.lane)
            if self._retry_at.get(pending, 0.0) <= now:
                free -= 1
                yield pending

    def _pause(self) -> float:
        """Seconds until the next repeat is due; what is due already goes as soon as its chat is free."""
        now = asyncio.get_running_loop().time()
        self._retry_at = {pending: at for pending, at in self._retry_at.items() if at > now}
        return min(self._retry_at.values(), default=now + IDLE_SECONDS) - now

    async def _deliver(
        self, session: aiohttp.ClientSession, bot: BotAccount, webhook: Webhook, pending: Pending
    ) -> None:
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with session.post(webhook.url, json=pending.wire(), headers=headers, ssl=False) as answer:
                if not answer.ok:
                    raise WrongAnswer(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                await self._obey(bot, answer)
        except (aiohttp.ClientError, TimeoutError, WrongAnswer) as error:
            self._failed(webhook, pending, str(error) or type(error).__name__)
        else:
            self._retry_at.pop(pending, None)
            bot.updates.confirm(pending)
        finally:
            self._flying.discard(pending)
            self.api.world.pulse.advance()

    def _failed(self, webhook: Webhook, pending: Pending, words: str) -> None:
        webhook.last_error_date = int(self.api.world.now())
        webhook.last_error_message = words
        delay = min(2.0**pending.failures, LONGEST_DELAY) if pending.failures else 0.0
        pending.failures += 1
        self._retry_at[pending] = asyncio.get_running_loop().time() + delay * self.patience

    async def _obey(self, bot: BotAccount, answer: aiohttp.ClientResponse) -> None:
        """A method named in the answer is called; its result is nobody's business, as with Telegram."""
        values = await _answer_fields(answer)
        method = str(values.pop("method", ""))
        if method:
            try:
                await self.api.run(bot, method, Fields(values))
            except (Refusal, ConnectionCut):
                return


class WrongAnswer(Exception):
    """The webhook did not say 2xx."""


async def _answer_fields(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """Fields of a JSON or multipart answer; anything else says nothing."""
    if answer.content_type == "application/json":
        try:
            body = json.loads(await answer.text() or "{}")
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}
    if not answer.content_type.startswith("multipart/"):
        return {}
    fields: dict[str, str] = {}
    reader = aiohttp.MultipartReader.from_response(answer)
    while (part := await reader.next()) is not None:
        if isinstance(part, aiohttp.BodyPartReader) and part.name:
            fields[part.name] = await part.text()
    return fields
