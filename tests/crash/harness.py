"""Parent side of the crash harness: a sandbox, a nursery of bot processes, kill -9 at random moments."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import aiohttp
import sqlalchemy as sa

from core.messaging.tables import inbox, outbox
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.state.journal import content_digest
from sandbox.state.limits import Limits
from sandbox.state.people import Person
from sandbox.world import World
from tests.crash.small_bot import Config, heard


@dataclass(frozen=True)
class Ending:
    """What can be counted after the storm."""

    domain_rows: Counter[tuple[int, str]]
    letters: Counter[tuple[int, str]]
    states: Counter[str]
    inbox_left: int
    accepted: Counter[tuple[int, str]]


class Storm:
    """One run: people talk, the bot process is killed and started again."""

    def __init__(self, database_url: str, *, webhook_port: int | None, seed: int) -> None:
        self._random = random.Random(seed)
        self._url = database_url
        self._webhook_port = webhook_port
        self.kills = 0
        self._nursery: asyncio.subprocess.Process | None = None
        self._child: int | None = None
        self.sandbox: RunningSandbox | None = None

    async def __aenter__(self) -> "Storm":
        world = World(limits=Limits(enabled=False))
        self.sandbox = await start_sandbox(world, patience=0.2)
        engine = sa.create_engine(self._url)
        heard.metadata.create_all(engine)
        engine.dispose()
        config = Config(
            database_url=self._url,
            api_url=self.sandbox.base_url,
            token=world.first_bot.token,
            webhook_port=self._webhook_port,
            exclusive=self._url.startswith("sqlite"),
        )
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crash.nursery",
            "tests.crash.small_bot",
            json.dumps(asdict(config)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert (await self._line()) == "ready"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._child is not None:
            self._signal_child(signal.SIGKILL)
        assert self._nursery is not None
        self._nursery.kill()
        await self._nursery.wait()
        assert self.sandbox is not None
        await self.sandbox.stop()

    @property
    def world(self) -> World:
        assert self.sandbox is not None
        return self.sandbox.world

    async def spawn(self) -> None:
        """Start a bot process."""
        assert self._nursery is not None and self._nursery.stdin is not None
        self._nursery.stdin.write(b"spawn\n")
        self._child = int(await self._line())

    def kill(self) -> None:
        """kill -9 the running bot."""
        self._signal_child(signal.SIGKILL)
        self.kills += 1

    def freeze(self) -> None:
        """The running bot stops where it is: what was sent to it arrives, but it does not react any more."""
        assert self._child is not None
        os.kill(self._child, signal.SIGSTOP)

    async def talk(self, chats: int, messages: int, kills: int, pause: float = 0.004) -> list[tuple[int, str]]:
        """`messages` texts over `chats` chats, with `kills` spread at random; returns what was said."""
        people = [self.new_person() for _ in range(chats)]
        kill_at = set(self._random.sample(range(messages // 20, messages), kills))
        said: list[tuple[int, str]] = []
        for number in range(messages):
            chat_id = self._random.choice(people)
            self.push(self.message(chat_id, f"m{number}"))
            said.append((chat_id, f"m{number}"))
            if number in kill_at:
                await asyncio.sleep(self._random.uniform(0, 0.15))
                self.kill()
                await asyncio.sleep(self._random.uniform(0, 0.05))
                await self.spawn()
            await asyncio.sleep(pause)
        return said

    def new_person(self) -> int:
        """Somebody who has started the bot."""
        person = self.world.add_person(Person(id=0, first_name="Семья"))
        self.world.chat(self.world.first_bot, person.id).started = True
        return person.id

    def message(self, chat_id: int, text: str, update_id: int | None = None) -> dict[str, Any]:
        """A raw update as Telegram would send it; without `update_id` the sandbox numbers it."""
        update: dict[str, Any] = {
            "message": {
                "message_id": self._random.getrandbits(30),
                "date": int(self.world.now()),
                "chat": {"id": chat_id, "type": "private", "first_name": "Семья"},
                "from": {"id": chat_id, "is_bot": False, "first_name": "Семья"},
                "text": text,
            }
        }
        return update if update_id is None else {"update_id": update_id, **update}

    def push(self, update: dict[str, Any]) -> None:
        """Queue a raw update."""
        bot = self.world.first_bot
        bot.updates.inject(update, update["message"]["chat"]["id"], self.world.now())
        self.world.pulse.advance()

    async def until_answering(self, session: aiohttp.ClientSession, url: str) -> None:
        """Wait until the webhook's port is open."""
        for _ in range(200):
            try:
                async with session.get(url):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
        raise AssertionError("the bot did not open its webhook")

    async def settle(self, expected: int, timeout: float = 60.0) -> None:
        """Wait until every expected update is done and every letter has left (or time is over)."""
        deadline = asyncio.get_running_loop().time() + timeout
        engine = sa.create_engine(self._url)
        try:
            while asyncio.get_running_loop().time() < deadline:
                with engine.connect() as connection:
                    done = connection.scalar(
                        sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state != "new")
                    )
                    waiting = connection.scalar(
                        sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state.in_(("pending", "sending")))
                    )
                if done == expected and waiting == 0 and len(self.world.first_bot.updates) == 0:
                    return
                await asyncio.sleep(0.1)
        finally:
            engine.dispose()

    def ending(self) -> Ending:
        """Count everything, independently of the bot."""
        engine = sa.create_engine(self._url)
        with engine.connect() as connection:
            rows = Counter((row.chat_id, row.said) for row in connection.execute(sa.select(heard)))
            letters = Counter((row.chat_id, row.dedup_key) for row in connection.execute(sa.select(outbox)))
            states = Counter(connection.execute(sa.select(outbox.c.state)).scalars())
            left = connection.scalar(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "new"))
        engine.dispose()
        accepted = Counter((one.chat_id, one.digest) for one in self.world.journal.accepted)
        return Ending(rows, letters, states, int(left or 0), accepted)

    def _signal_child(self, number: signal.Signals) -> None:
        assert self._child is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, number)
        self._child = None

    async def _line(self) -> str:
        assert self._nursery is not None and self._nursery.stdout is not None
        return (await asyncio.wait_for(self._nursery.stdout.readline(), 60)).decode().strip()


def digest_of(text: str) -> str:
    """The sandbox's name for a content."""
    return content_digest(text)
