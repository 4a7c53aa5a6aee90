"""What a process does, how it listens, and how it says that it cannot."""

from contextlib import AsyncExitStack
from enum import StrEnum

from aiohttp import web


class Role(StrEnum):
    """What a process does."""

    ALL = "all"
    BOT = "bot"
    PANEL = "panel"
    WORKER = "worker"

    def does(self, part: "Role") -> bool:
        """Whether this role includes `part`."""
        return self in (Role.ALL, part)


class CannotStart(Exception):
    """A line for the operator."""


async def serve_app(app: web.Application, host: str, port: int, stack: AsyncExitStack) -> str:
    """Listen; closed when the stack is left. Raises `CannotStart` when the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise CannotStart(f"port {port} on {host} cannot be used: {error.strerror or error}") from None
    return f"http://{host}:{runner.addresses[0][1]}"
