"""The ladder under kill -9: the whole product in a process of its own, families in danger, staff in their chats (E4).

Minutes are not waited for: while nobody runs, the harness brings the next rung of every alarm close to now. What the
ledger and the outbox say is read apart from the program; what reached staff is counted by the sandbox.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.demo import SLUG, furnish
from app.house import House, open_house
from app.migrating import sync_url, upgrade
from app.settings import Settings
from core.duty.staff_chats import AskForCode, LinkChat, ask_for_code, link_chat
from core.duty.states import AFTER, Step, StepState
from core.duty.tables import AlarmStep, CrisisAlarm
from core.messaging.letters import TELEGRAM, Address
from core.messaging.tables import inbox, outbox
from core.staff.actor import staff_member_of
from core.staff.passwords import Passwords
from core.staff.tables import Account
from core.storage.database import Unit
from core.storage.wire import from_micros
from core.use_case import StaffMember, Visitor
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.sim.scene import Scene
from sandbox.sim.talking import Say, Start, say
from sandbox.sim.talking import start as press_start
from sandbox.state.limits import Limits
from sandbox.state.people import Person
from sandbox.world import World
from tests.e2e.programs import TOKEN

DANGER = "муж меня бьёт, боюсь идти домой"
STAFF = ("galina", "vera")
WOKEN = {Step.DUTY: 1, Step.LEAD: 2, Step.SECOND_LINE: 2}
"""How many people of the demo centre each rung wakes."""
PATIENCE = 180.0
SOON = 1.5
"""Seconds after which a rung comes due at the latest, once it has been brought close."""


@dataclass(frozen=True)
class Climb:
    """What the ledger says about one rung. `late` is counted from its time or from the return of the process."""

    alarm_id: int
    step: Step
    state: StepState
    due_at: datetime
    fired_at: datetime | None
    late: timedelta


@dataclass(frozen=True)
class Ending:
    """What can be counted: rungs, letters by key and state, how often each alert reached a chat, how soon the first."""

    rungs: tuple[Climb, ...]
    letters: Counter[str]
    states: Counter[str]
    reached: Counter[tuple[int, str]]
    first_alerts: tuple[timedelta, ...]


class Watch:
    """One run: people in danger, a program that is killed and comes back."""

    def __init__(self, folder: Path, database_url: str | None, seed: int) -> None:
        self._random = random.Random(seed)
        self._folder = folder
        self._database_url = database_url
        self._nursery: asyncio.subprocess.Process | None = None
        self._child: int | None = None
        self._backs: list[datetime] = []
        self._families: list[Scene] = []
        self.kills = 0

    async def __aenter__(self) -> "Watch":
        self._world = World(limits=Limits(enabled=False), tokens=[TOKEN])
        self._sandbox: RunningSandbox = await start_sandbox(self._world, patience=0.2)
        settings = {
            "bot_token": TOKEN,
            "telegram_api_url": self._sandbox.base_url,
            "database_url": self._database_url,
            "var_dir": str(self._folder / "var"),
            "panel_port": 0,
            "secret_key": "a key of this test",
        }
        own = Settings(_env_file=None, **settings)
        if self._database_url is not None:
            upgrade(self._database_url)
        self._engine = sa.create_engine(sync_url(own.database))
        async with open_house(own) as house:
            await self._furnish(house)
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crash.house_nursery",
            json.dumps(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._until("ready")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._signal_child()
        assert self._nursery is not None
        self._nursery.kill()
        await self._nursery.wait()
        await self._sandbox.stop()
        self._engine.dispose()

    async def _furnish(self, house: House) -> None:
        await furnish(house.store, Passwords())
        self.chats = {login: self._person(login).chat.person.id for login in STAFF}
        for login, chat_id in self.chats.items():
            member = await house.database.read(lambda unit, login=login: member_of(unit, login))  # type: ignore[misc]
            code = (await house.store.write(ask_for_code, AskForCode(), member)).code
            address = Address(TELEGRAM, chat_id)
            await house.store.write(link_chat, LinkChat(address, code), Visitor(TELEGRAM, chat_id))

    def _person(self, name: str) -> Scene:
        person = self._world.add_person(Person(id=0, first_name=name))
        chat = self._world.chat(self._world.first_bot, person.id)
        chat.started = True
        return Scene(self._world, self._world.first_bot, chat)

    async def families_arrive(self, count: int) -> None:
        """So many people follow the link of the demo centre."""
        self._families = [self._person(f"Семья {number}") for number in range(count)]
        for family in self._families:
            press_start(family, Start(payload=SLUG))
        async with asyncio.timeout(PATIENCE):
            while self._waiting() or len(self._world.first_bot.updates):
                await asyncio.sleep(0.1)

    def one_calls_for_help(self) -> None:
        """The next of them writes of danger."""
        say(self._families.pop(), Say(text=DANGER))

    async def spawn(self) -> None:
        """The program comes back."""
        assert self._nursery is not None and self._nursery.stdin is not None
        self._nursery.stdin.write(b"spawn\n")
        self._child = int(await self._line())
        await self._until("back")
        self._backs.append(datetime.now(UTC))

    async def kill_somewhere(self) -> None:
        """kill -9 at a random moment of the next half second."""
        await asyncio.sleep(self._random.uniform(0, 0.5))
        child = self._child
        self._signal_child()
        self.kills += 1
        async with asyncio.timeout(PATIENCE):
            while child is not None and Path(f"/proc/{child}").exists():  # it holds the lock of the database until then
                await asyncio.sleep(0.01)

    def bring_close(self) -> int:
        """The next rung of every alarm comes due in a moment. Only while nobody runs. Returns how many were waiting."""
        assert self._child is None
        now = datetime.now(UTC)
        with Session(self._engine) as session:
            waiting = session.exec(select(AlarmStep).where(col(AlarmStep.state) == StepState.WAITING)).all()
            lowest = {row.alarm_id: row for row in sorted(waiting, key=lambda row: AFTER[row.step], reverse=True)}
            for row in lowest.values():
                row.due_at = min(row.due_at, now + timedelta(seconds=self._random.uniform(0, SOON)))
            session.commit()
        return len(waiting)

    async def until_quiet(self) -> None:
        """Every rung that is due has fired, every update is done, every letter has left."""
        async with asyncio.timeout(PATIENCE):
            while self._waiting() or self._due_soon() or len(self._world.first_bot.updates):
                await asyncio.sleep(0.1)

    def _waiting(self) -> int:
        unsent = outbox.c.state.in_(("pending", "sending"))
        with self._engine.connect() as connection:
            undone = connection.scalar(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "new"))
            letters = connection.scalar(sa.select(sa.func.count()).select_from(outbox).where(unsent))
        return int(undone or 0) + int(letters or 0)

    def _due_soon(self) -> int:
        soon = datetime.now(UTC) + timedelta(seconds=2 * SOON)
        due = (col(AlarmStep.state) == StepState.WAITING, col(AlarmStep.due_at) < soon)
        with Session(self._engine) as session:
            return len(session.exec(select(AlarmStep.alarm_id).where(*due)).all())

    def ending(self) -> Ending:
        """Count everything, independently of the program."""
        with Session(self._engine) as session:
            rungs = tuple(self._climb(row) for row in session.exec(select(AlarmStep)))
            raised = {row.id: row.raised_at for row in session.exec(select(CrisisAlarm))}
            keys = (outbox.c.dedup_key, outbox.c.state, outbox.c.sent_at)
            alerts = session.connection().execute(sa.select(*keys).where(outbox.c.kind == "duty_alert")).all()
        chats = set(self.chats.values())
        accepted = self._world.journal.accepted
        first = [row for row in alerts if f":{Step.DUTY}:" in row.dedup_key and row.sent_at]
        return Ending(
            rungs=rungs,
            letters=Counter(row.dedup_key for row in alerts),
            states=Counter(row.state for row in alerts),
            reached=Counter((one.chat_id, one.digest) for one in accepted if one.chat_id in chats),
            first_alerts=tuple(from_micros(row.sent_at) - raised[int(row.dedup_key.split(":")[1])] for row in first),
        )

    def _climb(self, row: AlarmStep) -> Climb:
        began = max((back for back in self._backs if row.fired_at and back <= row.fired_at), default=row.due_at)
        late = row.fired_at - max(row.due_at, began) if row.fired_at else timedelta(0)
        return Climb(row.alarm_id, row.step, row.state, row.due_at, row.fired_at, late)

    def _signal_child(self) -> None:
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
        self._child = None

    async def _until(self, word: str) -> None:
        while await self._line() != word:
            pass

    async def _line(self) -> str:
        assert self._nursery is not None and self._nursery.stdout is not None
        line = await asyncio.wait_for(self._nursery.stdout.readline(), PATIENCE)
        assert line, "the nursery has ended"
        return line.decode().strip()


def member_of(unit: Unit, login: str) -> StaffMember:
    """Somebody of the demo centre, as the actor they sign in as."""
    return staff_member_of(unit.session, unit.session.exec(select(Account).where(col(Account.login) == login)).one())


async def storm(watch: Watch, alarms: int) -> Ending:
    """So many alarms, a kill after each and on until every rung has been climbed."""
    await watch.spawn()
    await watch.families_arrive(alarms)
    for _ in range(alarms):
        watch.one_calls_for_help()
        await watch.kill_somewhere()
        watch.bring_close()
        await watch.spawn()
    await watch.until_quiet()
    while True:
        await watch.kill_somewhere()
        waiting = watch.bring_close()
        await watch.spawn()
        await watch.until_quiet()
        if not waiting:
            return watch.ending()
