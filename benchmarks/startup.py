"""P6: what starting and idling cost, beside `import aiogram` alone in the same run.

The product is started as an operator starts it: a token, polling a local Bot API in another process, the panel, a
migrated database. Start-up is CPU time until it answers; memory is the resident set after a few idle seconds.
Promise: start-up <= 1.3x and memory <= 1.5x of `import aiogram`; the command line answers without importing it.

Compiled modules are kept between starts, as Python does where nobody forbids it; else only ours would be made anew.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

ROUNDS = 5
IDLE_SECONDS = 3
TOKEN = "42:sandbox-token-for-the-benchmark"
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Cost:
    """CPU seconds until ready, resident MiB when idle."""

    cpu: float
    memory: float


def _cost(pid: int) -> Cost:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return Cost(cpu, int(found.group(1)) / 1024 if found else 0.0)


def import_alone() -> Cost:
    """A process that imports aiogram and waits."""
    code = "import aiogram, sys; print('ready', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=AS_INSTALLED, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline()
        cost = _cost(process.pid)
        process.kill()
        return cost


@contextmanager
def bot_api() -> Iterator[str]:
    """A local Bot API in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        process.kill()


def product(api: str, var_dir: str) -> Cost:
    """`ryadom run` until it answers, then idle."""
    environment = {
        **AS_INSTALLED,
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api,
        "VAR_DIR": var_dir,
        "PANEL_PORT": str(free_port()),
    }
    command = [sys.executable, "-m", "app.cli", "run"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None and process.stdout.readline()
        ready = _cost(process.pid)
        time.sleep(IDLE_SECONDS)
        idle = _cost(process.pid)
        process.kill()
        return Cost(ready.cpu, idle.memory)


def imported_by(*words: str) -> set[str]:
    """Heavy packages a command imports."""
    code = (
        "import sys; from app.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    return set(done.stderr.split()) & {"aiogram", "aiohttp", "pymorphy3", "sqlalchemy"}


def main() -> None:
    """Interleaved rounds, medians of ratios."""
    peers, ours = [], []
    with tempfile.TemporaryDirectory() as folder, bot_api() as api:
        product(api, folder)  # the first start migrates and makes the key
        for _ in range(ROUNDS):
            peers.append(import_alone())
            ours.append(product(api, folder))
    for name, promise, values in (
        ("start-up CPU", 1.3, [(one.cpu, peer.cpu) for one, peer in zip(ours, peers, strict=True)]),
        ("idle memory", 1.5, [(one.memory, peer.memory) for one, peer in zip(ours, peers, strict=True)]),
    ):
        ratio = statistics.median(one / peer for one, peer in values)
        mine, other = (statistics.median(column) for column in zip(*values, strict=True))
        print(f"  {name:<14} ours {mine:8.2f}, import aiogram {other:8.2f}: {ratio:.2f}x (promise <= {promise}x)")
    for words in (("--help",), ("crisis", "нечем кормить детей"), ("match", "--help")):
        print(f"  ryadom {' '.join(words):<32} imports {sorted(imported_by(*words)) or 'nothing heavy'}")
