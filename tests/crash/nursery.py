"""Imports everything once, then forks a bot process per line on standard input: a restart costs milliseconds, not the
seconds that importing aiogram takes, so the harness can afford ten kills. Prints the child's process id."""

import asyncio
import json
import os
import signal
import sys
from importlib import import_module

from app.logs import configure_logs


def main() -> None:
    """`python -m tests.crash.nursery MODULE CONFIG`: the module has a `Config` and a coroutine `run`."""
    module = import_module(sys.argv[1])
    config = module.Config(**json.loads(sys.argv[2]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            configure_logs("console")
            asyncio.run(module.run(config))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
