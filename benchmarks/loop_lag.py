"""P3: how late the bot's event loop is while people tap and a broadcast leaves.

The product runs in a process of its own as `ryadom run` starts it (SQLite, panel, sender); this process is Telegram and
two hundred people: of five acts four are taps and one is a search in words, at 100 updates a second, while letters of
the event lane leave all the time. A probe in the bot's loop wakes every five milliseconds and notes how late it is. At
saturation everybody acts again as soon as the window is back. Idle lag shows what the machine itself adds.

A hundred taps a second are two hundred messages, far more than Telegram allows one bot, and the sender would rightly
give way to people altogether. So that letters do leave at their full 29.5 a second, what people take is put on top.
Promise: p99 <= 20 ms at 100 updates a second with the broadcast.
"""

import asyncio
import functools
import itertools
import json
import resource
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

import app.telegram
from app.house import SORRY_KIND
from app.logs import configure_logs
from app.roles import Role
from app.run import start
from app.settings import Settings
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.outbox import Lane, Outgoing, State, enqueue
from core.messaging.pace import PER_SECOND, Pace
from core.messaging.tables import outbox
from core.storage.database import Unit
from core.use_case import Store, System
from sandbox.run import start_sandbox
from sandbox.sim.scene import CannotDo, Scene
from sandbox.sim.talking import Say, Start, say
from sandbox.sim.talking import start as press_start
from sandbox.sim.tapping import TapButton, tap
from sandbox.state.limits import Limits
from sandbox.state.people import Person
from sandbox.world import World

TOKEN = "42:" + "benchmark-of-the-event-loop"
PEOPLE, RATE, SECONDS = 200, 100, 20
LETTERS = 2_000
ANSWERED = 200
"""Messages a second that a hundred acts cause."""
PROBE = 0.005
SEARCHES = ("садик", "пособие на второго ребенка", "нет денег на лекарства", "алименты")
FIND, MENU = "🔎 Найти", "☰ Меню"


@dataclass(frozen=True)
class Lag:
    """Lateness of the loop in milliseconds over a stretch, the share of a core the process used, letters a second."""

    p50: float
    p99: float
    worst: float
    cores: float
    letters: float


# -- the bot's side --------------------------------------------------------------------------------------------------


class Probe:
    """Wakes often and notes how late it is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._late: list[float] = []
        self._since = (0.0, 0.0, 0)

    async def run(self) -> None:
        """Until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            due = clock() + PROBE
            await asyncio.sleep(PROBE)
            self._late.append((clock() - due) * 1000)

    async def take(self) -> dict[str, float]:
        """What was noted since the last time."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        sent = await self._store.database.read(_letters_sent)
        now = (asyncio.get_running_loop().time(), used.ru_utime + used.ru_stime, sent)
        passed, spent, letters = (later - before for later, before in zip(now, self._since, strict=True))
        late, self._late, self._since = sorted(self._late) or [0.0], [], now
        p99 = late[min(len(late) - 1, int(len(late) * 0.99))]
        return {
            "p50": statistics.median(late),
            "p99": p99,
            "worst": late[-1],
            "cores": spent / passed,
            "letters": letters / passed,
        }


def _letters_sent(unit: Unit) -> int:
    sent = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == State.SENT)
    return unit.connection.scalar(sent) or 0


async def bot(api: str, folder: str) -> None:
    """The product, and a probe that answers on standard output whenever a line comes in."""
    configure_logs("console")
    setattr(app.telegram, "Pace", functools.partial(Pace, per_second=ANSWERED + PER_SECOND))  # noqa: B010
    settings = Settings(
        _env_file=None, bot_token=TOKEN, telegram_api_url=api, var_dir=Path(folder), panel_port=0, secret_key="one"
    )
    async with start(settings, Role.ALL, lambda: sys.exit("the token was refused")) as running:
        probe = Probe(running.house.store)
        probing = asyncio.ensure_future(probe.run())
        print("ready", flush=True)
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := (await lines.readline()).decode().split():
            if line[0] == "letters":
                await broadcast(running.house.store, [int(chat) for chat in line[1:]])
            print(json.dumps(await probe.take()), flush=True)
        probing.cancel()


async def broadcast(store: Store, chats: list[int]) -> None:
    """Letters of the event lane to everybody, several times over."""

    def queue(unit: Unit) -> None:
        tx = store.open(unit, System("benchmark"))
        for number in range(LETTERS):
            address, name = Address(TELEGRAM, chats[number % len(chats)]), f"lag:{number}"
            enqueue(tx, Outgoing(SORRY_KIND, Lane.EVENT, address, Letter(Text("update-failed")), name, name))

    await store.database.write(queue)


# -- Telegram's side and the people ----------------------------------------------------------------------------------


class Crowd:
    """People who tap, each in the own chat."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scenes = [self._scene(number) for number in range(PEOPLE)]
        self._acts = 0

    @property
    def ids(self) -> list[int]:
        """Their chats."""
        return [scene.chat.person.id for scene in self._scenes]

    def _scene(self, number: int) -> Scene:
        person = self._world.add_person(Person(id=0, first_name=f"Семья {number}"))
        return Scene(self._world, self._world.first_bot, self._world.chat(self._world.first_bot, person.id))

    def arrive(self, number: int) -> None:
        """Press START."""
        press_start(self._scenes[number % PEOPLE], Start(payload="tikhvin"))

    def act(self, number: int) -> None:
        """A tap on what is on the screen; every fifth time words."""
        scene = self._scenes[number % PEOPLE]
        if number % 5 == 4:
            say(scene, Say(text=SEARCHES[number % len(SEARCHES)]))
            return
        for button in (MENU, FIND):
            with suppress(CannotDo):
                tap(scene, TapButton(text=button))
                return

    async def everybody_arrives(self) -> None:
        """At the promised rate."""
        for number in range(PEOPLE):
            self.arrive(number)
            await asyncio.sleep(1 / RATE)

    async def keep_on(self, rate: float, seconds: float) -> None:
        """`rate` acts a second for so long, one person after the other."""
        clock = asyncio.get_running_loop().time
        began = clock()
        for number in range(round(rate * seconds)):
            if (early := began + number / rate - clock()) > 0:
                await asyncio.sleep(early)
            self.act(self._acts)
            self._acts += 1

    async def never_stop(self, seconds: float) -> None:
        """Everybody acts again as soon as the own window has come back."""
        clock = asyncio.get_running_loop().time
        end = clock() + seconds

        async def person(number: int) -> None:
            chat = self._scenes[number].chat
            for turn in itertools.count():
                self.act(number + turn * PEOPLE)
                acted = chat.revision
                while chat.revision == acted and clock() < end:
                    await self._world.pulse.change(0.5)
                if clock() >= end:
                    return

        await asyncio.gather(*(person(number) for number in range(PEOPLE)))


@asynccontextmanager
async def program(api: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot process, ready."""
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "benchmarks.loop_lag", api, folder)
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        assert process.stdout is not None
        while (await process.stdout.readline()).strip() != b"ready":
            assert process.returncode is None
        yield process
        process.kill()
        await process.wait()


async def lag(process: asyncio.subprocess.Process, order: str = "mark") -> Lag:
    """What the probe noted since the last question."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(f"{order}\n".encode())
    return Lag(**json.loads(await process.stdout.readline()))


def row(name: str, found: Lag, answers: float | None = None) -> None:
    """One line of the report."""
    seen = "" if answers is None else f"   {answers:6.0f} answers/s"
    print(
        f"  {name:<44} p50 {found.p50:6.2f}  p99 {found.p99:6.2f}  worst {found.worst:7.2f} ms"
        f"   {found.cores:4.2f} cores{seen}   {found.letters:5.1f} letters/s",
        flush=True,
    )


async def measure() -> None:
    """Idle, the promised load without and with a broadcast, saturation."""
    world = World(limits=Limits(enabled=False), tokens=[TOKEN])
    sandbox = await start_sandbox(world)
    crowd = Crowd(world)
    async with program(sandbox.base_url) as process:
        await crowd.everybody_arrives()
        await settled(world)
        await lag(process)
        await asyncio.sleep(5)
        row("idle", await lag(process))
        await stretch(world, process, "100 updates/s", crowd.keep_on(RATE, SECONDS))
        await lag(process, f"letters {' '.join(map(str, crowd.ids))}")
        await stretch(world, process, "100 updates/s and a broadcast (promise)", crowd.keep_on(RATE, SECONDS))
        await stretch(world, process, "saturation and a broadcast", crowd.never_stop(SECONDS))
    await sandbox.stop()


async def stretch(world: World, process: asyncio.subprocess.Process, name: str, load: Awaitable[None]) -> None:
    """One stretch of load, with what Telegram saw of it."""
    calls, began = world.journal.total_calls, asyncio.get_running_loop().time()
    await lag(process)
    await load
    passed = asyncio.get_running_loop().time() - began
    row(name, await lag(process), (world.journal.total_calls - calls) / passed)
    await settled(world)


async def settled(world: World) -> None:
    """Everything read, and quiet for a moment."""
    while len(world.first_bot.updates):
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)


def main() -> None:
    """Print the figures."""
    print(f"{PEOPLE} people, {SECONDS} s each; lateness of the bot's loop; the sandbox has a process of its own")
    asyncio.run(measure())
    print("  promise P3: p99 <= 20 ms at 100 updates/s with a broadcast running")


if __name__ == "__main__":
    asyncio.run(bot(sys.argv[1], sys.argv[2]))
