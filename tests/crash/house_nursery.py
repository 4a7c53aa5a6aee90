"""Imports the product and loads its content once, then forks one that runs per line of standard input.

For harnesses that kill often. Says the child's process id, and "back" once that child has started.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from importlib import import_module

from app.content import prepare_edition
from app.logs import configure_logs
from app.roles import Role
from app.run import start
from app.settings import Settings
from core.content.edition import Edition

LATE = ("app.telegram", "app.ticks", "admin.app", "core.booking.realigning")
"""What a start imports only when it needs it."""


async def live(settings: Settings, edition: Edition) -> None:
    """Until killed."""
    async with start(settings, Role.ALL, lambda: sys.exit("the token was refused"), edition=edition):
        print("back", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    settings = Settings(_env_file=None, **json.loads(sys.argv[1]))
    for name in LATE:
        import_module(name)
    edition = prepare_edition(settings.data_dir)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            configure_logs("console")
            asyncio.run(live(settings, edition))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
