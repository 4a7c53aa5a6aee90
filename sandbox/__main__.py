"""`python -m sandbox --port N --token T`: the sandbox as a process of its own, for harnesses that kill the bot."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from sandbox.run import start_sandbox
from sandbox.state.limits import Limits
from sandbox.world import DEMO_TOKEN, World


def main() -> None:
    options = _options()
    asyncio.run(_serve(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox", description="A strict local Telegram on 127.0.0.1")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free port")
    parser.add_argument("--token", default=DEMO_TOKEN, help="the bot's token, <digits>:<anything>")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 by rate")
    parser.add_argument("--scale", type=float, default=1.0, help="rate limits this many times faster")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    limits = Limits.off() if options.no_limits else Limits().scaled(options.scale)
    world = World(limits=limits, tokens=[options.token])
    running = await start_sandbox(world, options.host, options.port)
    sys.stdout.write(f"{running.base_url}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await running.stop()


if __name__ == "__main__":
    main()
