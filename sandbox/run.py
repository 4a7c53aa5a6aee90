"""Starting the sandbox inside an event loop that already runs: a test, or `ryadom run` without a token."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from sandbox.guard import LOOPBACK_NAMES
from sandbox.server import build_app
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A started sandbox; `base_url` has no slash at its end."""

    world: World
    base_url: str
    runner: web.AppRunner

    async def stop(self) -> None:
        """Close the port and everything under way; calling it twice is harmless."""
        await self.runner.cleanup()


async def start_sandbox(
    world: World, host: str = "127.0.0.1", port: int = 0, *, patience: float = 1.0
) -> RunningSandbox:
    """Listen on a loopback address; port 0 takes a free one. Raises ValueError for any other address."""
    if host not in LOOPBACK_NAMES:
        raise ValueError(f"the sandbox listens only on this computer, not on {host}")
    runner = web.AppRunner(build_app(world, patience=patience), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    taken = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    return RunningSandbox(world, f"http://{shown}:{taken}", runner)
