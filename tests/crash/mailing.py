"""Parent side of C1: a frozen campaign, a mailer killed again and again, and a sandbox that counts by itself."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.database import open_database
from core.outreach.campaigns.launching import CampaignId, approve_campaign
from core.outreach.campaigns.states import OPEN, CampaignState, Repeat
from core.outreach.campaigns.tables import CampaignRecipient
from core.storage.signals import Signals
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.state.limits import Limits
from sandbox.state.people import Person
from sandbox.world import World
from tests.crash.mailer import Config
from tests.proactive import Outreach, a_newsroom, catalogue_of
from tests.stores import Clock

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PATIENCE = 30.0
"""Seconds without any progress after which a run has failed."""


@dataclass(frozen=True)
class Outcome:
    """`arrived` is how often each chat got the letter, by the sandbox; `ledger` the campaign's own rows by state."""

    arrived: Counter[int]
    ledger: dict[str, int]
    size: int
    kills: int
    unknown: frozenset[int]
    """Chats the ledger lists as possibly missed."""
    people: frozenset[int]

    @property
    def missed(self) -> frozenset[int]:
        """Who got nothing."""
        return self.people - set(self.arrived)

    @property
    def repeats(self) -> int:
        """Letters somebody got more than once."""
        return sum(self.arrived.values()) - len(self.arrived)


@dataclass
class Mailing:
    """One campaign under fire."""

    sandbox: RunningSandbox
    config: Config
    campaign: CampaignId
    size: int
    engine: sa.Engine
    nursery: asyncio.subprocess.Process
    sums: list[int] = field(default_factory=list)
    """Sizes of the ledger seen after each kill (C2)."""
    _child: int | None = None

    async def storm(self, kills: int, chance: random.Random) -> Outcome:
        """Kill the mailer at `kills` moments spread over the mailing, then let it finish."""
        marks = sorted(chance.sample(range(1, self.size), kills))
        await self._spawn()
        for mark in marks:
            await self._until(lambda mark=mark: self._accepted() >= mark)
            await asyncio.sleep(chance.uniform(0, 0.02))
            self._kill()
            self.sums.append(sum(self.ledger().values()))
            await self._spawn()
        await self._until(lambda: not self._open())
        self._kill()
        return self._outcome(kills)

    def ledger(self) -> dict[str, int]:
        """Rows by state, every state named."""
        with self.engine.connect() as connection:
            query = sa.select(CampaignRecipient.state, sa.func.count()).group_by(CampaignRecipient.state)  # type: ignore[call-overload]
            found = {state.value: count for state, count in connection.execute(query)}
        return {state.value: found.get(state.value, 0) for state in CampaignRecipient.__table__.c.state.type.enum_class}  # type: ignore[attr-defined]

    def _open(self) -> int:
        """By one look: between two, letters of a dead mailer go from `sending` back to `queued` and are in neither."""
        ledger = self.ledger()
        return sum(ledger[state.value] for state in OPEN)

    def _outcome(self, kills: int) -> Outcome:
        with self.engine.connect() as connection:
            listed = sa.select(sa.column("adult_id")).select_from(sa.table("campaign_recipient", sa.column("state")))
            unknown = connection.execute(listed.where(sa.column("state") == "unknown")).scalars()
            people = connection.execute(sa.select(sa.column("adult_id")).select_from(sa.table("campaign_recipient")))
            chats = frozenset(adult - 10**6 for adult in people.scalars())
            missing = frozenset(adult - 10**6 for adult in unknown)
        arrived = Counter(one.chat_id for one in self.sandbox.world.journal.accepted)
        return Outcome(arrived, self.ledger(), self.size, kills, missing, chats)

    def _accepted(self) -> int:
        return len(self.sandbox.world.journal.accepted)

    async def _until(self, holds: object) -> None:
        assert callable(holds)
        clock, seen = asyncio.get_running_loop().time, -1
        last = clock()
        while not holds():
            if (now := self._accepted()) != seen:
                seen, last = now, clock()
            assert clock() - last < PATIENCE, f"nothing moves: {self.ledger()}"
            await asyncio.sleep(0.01)

    async def _spawn(self) -> None:
        assert self.nursery.stdin is not None and self.nursery.stdout is not None
        self.nursery.stdin.write(b"spawn\n")
        self._child = int(await asyncio.wait_for(self.nursery.stdout.readline(), 60))

    def _kill(self) -> None:
        assert self._child is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    async def close(self) -> None:
        """No process is left behind."""
        if self._child is not None:
            self._kill()
        self.nursery.kill()
        await self.nursery.wait()
        self.engine.dispose()


@asynccontextmanager
async def mailing(
    database_url: str,
    people: int,
    repeat: Repeat,
    *,
    faster: float = 60.0,
    in_flight: int = 2,
    limits: Limits | None = None,
) -> AsyncIterator[Mailing]:
    """A launched campaign to `people` adults, not fed yet, and a sandbox without limits."""
    world = World(limits=Limits(enabled=False))
    sandbox = await start_sandbox(world, patience=0.2)
    first = move_in(world, people)
    campaign = await launched_campaign(database_url, people, first, repeat)
    config = Config(
        database_url=database_url,
        api_url=sandbox.base_url,
        token=world.first_bot.token,
        ahead=(NOON - datetime.now(UTC)).total_seconds(),
        faster=faster,
        in_flight=in_flight,
        exclusive=database_url.startswith("sqlite"),
    )
    nursery = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.nursery",
        "tests.crash.mailer",
        json.dumps(asdict(config)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert nursery.stdout is not None
    assert (await nursery.stdout.readline()).strip() == b"ready"
    running = Mailing(sandbox, config, campaign, people, sa.create_engine(database_url), nursery)
    try:
        yield running
    finally:
        await running.close()
        await sandbox.stop()


def move_in(world: World, people: int) -> int:
    """Chats in which everybody has started the bot; returns the first number, the others follow."""
    numbers = [world.add_person(Person(id=0, first_name="Семья")).id for _ in range(people)]
    for number in numbers:
        world.chat(world.first_bot, number).started = True
    assert numbers == list(range(numbers[0], numbers[0] + people))
    return numbers[0]


async def launched_campaign(database_url: str, people: int, first: int, repeat: Repeat) -> CampaignId:
    """A campaign with its recipients frozen, for the feeder to begin at `NOON`."""
    database = open_database(database_url, Signals())
    newsroom = await a_newsroom(Outreach(database, Clock(NOON), catalogue_of()))
    await newsroom.outreach.crowd(people, centre_id=newsroom.centre_id, first=first)
    campaign = await newsroom.draft(repeat=repeat, valid_until=NOON + timedelta(days=3))
    launched = await newsroom.launch(campaign)
    if launched.state is CampaignState.AWAITS:
        await newsroom.store.write(approve_campaign, campaign, newsroom.second)
    await database.close()
    return campaign
