"""The whole sandbox as one aiohttp application: Bot API, people, chat page, webhook courier."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from sandbox.botapi import BotApi
from sandbox.courier import Courier
from sandbox.guard import loopback_only
from sandbox.methods.registry import served_methods
from sandbox.sim.routes import Sim, errors_in_words
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
LARGEST_REQUEST = 64 * 1024 * 1024


def build_app(world: World, *, patience: float = 1.0) -> web.Application:
    """The application around a world; `patience` scales the pauses between webhook repeats."""
    app = web.Application(middlewares=[loopback_only, errors_in_words], client_max_size=LARGEST_REQUEST)
    api, sim = BotApi(world, served_methods()), Sim(world)
    api.add_routes(app)
    sim.add_routes(app)
    app.router.add_get("/", _index)
    app.router.add_static("/page", PAGE)

    async def courier(_app: web.Application) -> AsyncIterator[None]:
        running = asyncio.get_running_loop().create_task(Courier(api, patience).run())
        yield
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    async def hang_up(_app: web.Application) -> None:
        """Long polls and event streams would hold the shutdown for its whole timeout."""
        sim.closing = True
        world.pulse.advance()
        for bot in world.bots.values():
            bot.updates.abort_poller("the sandbox is closing")

    app.cleanup_ctx.append(courier)
    app.on_shutdown.append(hang_up)
    return app


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})
