"""Real `ryadom` processes as an operator starts them, and a wire to PostgreSQL that can be cut and mended."""

import asyncio
import contextlib
import os
import select
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.settings import ROOT

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
PATIENCE = 60.0


def _surroundings(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    """Nothing of the developer's own settings: only what the operator of this test has set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "VAR_DIR": str(folder / "var"), "PANEL_PORT": "0", **settings}


@dataclass(frozen=True)
class Ended:
    """How a program ended: exit status and what it said to the operator."""

    status: int
    said: str
    errors: str

    @property
    def lines(self) -> list[str]:
        """Lines on standard error."""
        return self.errors.splitlines()


async def ended(folder: Path, *words: str, **settings: str) -> Ended:
    """Run `ryadom words…` to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        *words,
        cwd=folder,
        env=_surroundings(folder, settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        raise AssertionError("the program started instead of saying what is wrong") from None
    assert process.returncode is not None
    return Ended(process.returncode, said.decode(), errors.decode())


@dataclass
class Program:
    """A running `ryadom run`."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self, stream: asyncio.StreamReader) -> None:
        """Collect what it says."""
        while line := (await stream.readline()).decode():
            self.lines.append(line.rstrip())
            self._news.set()
        self._news.set()

    async def says(self, words: str) -> str:
        """Wait until a line has these words."""
        async with asyncio.timeout(PATIENCE):
            while not (found := [line for line in self.lines if words in line]):
                self._news.clear()
                await self._news.wait()
                assert self.process.returncode is None, "\n".join(self.lines)
        return found[0]

    def count(self, words: str) -> int:
        """How many lines have these words."""
        return sum(words in line for line in self.lines)


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Program]:
    """`ryadom run`, stopped politely when left."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        "run",
        cwd=folder,
        env=_surroundings(folder, settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    program = Program(process)
    assert process.stdout is not None
    listening = asyncio.ensure_future(program.listen(process.stdout))
    try:
        yield program
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 30)
        except TimeoutError:
            process.kill()
        await listening


class Wire:
    """A local port that leads to a server until it is cut."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        """Every connection breaks, and new ones break at once."""
        self._whole.clear()
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """New connections reach the server again."""
        self._whole.set()

    def serve(self) -> None:
        """Accept until closed."""
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def close(self) -> None:
        """No more connections."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _carry(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            if not self._whole.is_set():
                return
            with socket.create_connection(self._there) as far:
                self._open |= {near, far}
                try:
                    _exchange(near, far)
                finally:
                    self._open -= {near, far}


def _exchange(near: socket.socket, far: socket.socket) -> None:
    other = {near: far, far: near}
    while True:
        for end in select.select([near, far], [], [])[0]:
            data = end.recv(65_536)
            if not data:
                return
            other[end].sendall(data)


@contextmanager
def wire_to(host: str, port: int) -> Iterator[Wire]:
    """A wire in threads of its own, so that blocking clients of this process may use it too."""
    wire = Wire(host, port)
    threading.Thread(target=wire.serve, daemon=True).start()
    yield wire
    wire.close()
