"""The Bot API side over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

One path for every call: decode, faults and bans, rate limits, the method, the journal. A webhook's answer that
names a method takes the same path.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from sandbox.calls import Fields, chat_of, decode, read_fields
from sandbox.desk import Desk
from sandbox.methods.registry import Method
from sandbox.refusals import Refusal, unauthorized, unknown_method
from sandbox.state.faults import Break, Fault
from sandbox.state.updates import Wire
from sandbox.world import BotAccount, World

CUT = 0


class ConnectionCut(Exception):
    """A fault asked for the connection to break here."""


class BotApi:
    """The Bot API of one world."""

    def __init__(self, world: World, methods: Mapping[str, Method]) -> None:
        self.world = world
        self.methods = methods

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call; errors have Telegram's shape and HTTP status."""
        try:
            bot = self._bot(request.match_info["token"])
            fields = await read_fields(request)
            result = await self.run(bot, request.match_info["method"], fields)
        except Refusal as refusal:
            return _json(error_shape(refusal), refusal.code)
        except ConnectionCut:
            return _cut(request)
        return _json({"ok": True, "result": result})

    async def run(self, bot: BotAccount, name: str, fields: Fields) -> Any:
        """Carry out a call and write it down; raises Refusal or ConnectionCut."""
        method = self.methods.get(name.lower())
        shown = method.name if method else name
        code, words = HTTPStatus.OK.value, ""
        try:
            if method is None:
                raise unknown_method()
            return await self._attempt(bot, method, fields)
        except Refusal as refusal:
            code, words = refusal.code, refusal.description
            raise
        except ConnectionCut:
            code = CUT
            raise
        finally:
            chat_id = chat_of(fields.values)
            self.world.journal.note(self.world.now(), shown, chat_id, fields.values, code, words)

    async def _attempt(self, bot: BotAccount, method: Method, fields: Fields) -> Any:
        chat_id, now = chat_of(fields.values), self.world.now()
        call = decode(method, fields)
        if not method.receives:
            bot.limiter.check_bans(chat_id, now)
        fault = self.world.faults.strike(method.name, chat_id, fields.values)
        if fault:
            await self._apply(bot, fault, now)
        counted = chat_id if method.sends else None
        if counted is not None:
            bot.limiter.check_rate(counted, _weight(call), now)
        result = method.handler(Desk(self.world, bot, fields.uploads), call)
        if inspect.isawaitable(result):
            result = await result
        if counted is not None:
            bot.limiter.charge(counted, _weight(call), now)
        if fault and fault.cut is Break.AFTER_ACCEPT:
            raise ConnectionCut
        return result

    async def _apply(self, bot: BotAccount, fault: Fault, now: float) -> None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.cut is Break.BEFORE_ACCEPT:
            raise ConnectionCut
        refusal = fault.refusal()
        if refusal is None:
            return
        if refusal.retry_after:
            bot.limiter.ban(fault.chat_id, refusal.retry_after, now)
        raise refusal

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file by the path getFile gave."""
        try:
            self._bot(request.match_info["token"])
        except Refusal as refusal:
            return _json(error_shape(refusal), refusal.code)
        file = self.world.files.by_path(request.match_info["path"])
        if file is None:
            return _json(error_shape(Refusal(HTTPStatus.NOT_FOUND, "Not Found")), HTTPStatus.NOT_FOUND)
        return web.Response(body=file.data, content_type="application/octet-stream")

    def _bot(self, token: str) -> BotAccount:
        bot = self.world.bots.get(token)
        if bot is None:
            number, colon, secret = token.partition(":")
            well_formed = bool(number.isdecimal() and colon and secret)
            raise unauthorized() if well_formed else Refusal(HTTPStatus.NOT_FOUND, "Not Found")
        return bot


def _weight(call: Any) -> int:
    """How many messages a call creates."""
    many = getattr(call, "media", None) or getattr(call, "message_ids", None)
    return len(many) if isinstance(many, list) else 1


def error_shape(refusal: Refusal) -> Wire:
    shape: Wire = {"ok": False, "error_code": int(refusal.code), "description": refusal.description}
    if refusal.retry_after:
        shape["parameters"] = {"retry_after": refusal.retry_after}
    return shape


def _json(shape: Wire, status: int = HTTPStatus.OK) -> web.Response:
    body = json.dumps(shape, ensure_ascii=False).encode()
    return web.Response(body=body, status=status, content_type="application/json", charset="utf-8")


def _cut(request: web.Request) -> web.StreamResponse:
    """Break the connection without an answer, as a failing network does."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
