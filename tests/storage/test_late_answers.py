"""A sender that was slower than its lease comes back with an answer after another one has taken the letter (A7)."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Address, Letter, Verbatim
from core.messaging.outbox import LEASE, Claimed, Kind, Lane, Outcome, Outgoing, Send, State, Verdict, enqueue
from core.messaging.tables import outbox
from core.storage.database import Database
from core.use_case import Store, System, Tx
from tests.stores import Clock, store_over

ACTOR = System("sender")


@dataclass
class Desk:
    """One letter, as many senders as ask for it, and what its kind was told of it."""

    store: Store
    clock: Clock
    told: list[State] = field(default_factory=list)
    repeats: bool = True

    def __post_init__(self) -> None:
        self.delivery = Delivery({"word": Kind(_always, self._hear, repeat_unknown=self.repeats)})

    def _hear(self, tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
        self.told.append(outcome.state)

    async def claim(self, owner: str) -> Claimed:
        (claimed,) = await self.store.write(self.delivery.claim(), ClaimLetters(TELEGRAM, owner, 1), ACTOR)
        return claimed

    async def settle(self, claimed: Claimed, state: State, **more: object) -> None:
        await self.store.write(self.delivery.settle(), [Settle(claimed, state, **more)], ACTOR)  # type: ignore[arg-type]

    async def lease_runs_out(self) -> None:
        self.clock.forward(seconds=LEASE.total_seconds() + 1)
        assert await self.store.write(self.delivery.recover(), None, ACTOR) == 1

    async def state(self) -> State:
        found = await self.store.database.read(lambda unit: unit.connection.execute(sa.select(outbox.c.state)).scalar())
        return State(str(found))


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    return Send()


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await _a_desk(database)


async def _a_desk(database: Database, *, repeats: bool = True) -> Desk:
    clock = Clock()
    store = store_over(database, clock)
    outgoing = Outgoing("word", Lane.CURATOR, Address(TELEGRAM, 1), Letter(Verbatim("Здравствуйте!")), "word:1", "w:1")
    await store.database.write(lambda unit: enqueue(store.open(unit, System("test")), outgoing))
    return Desk(store, clock, repeats=repeats)


async def test_A7_what_arrived_is_not_sent_again_when_its_answer_comes_after_the_lease(desk: Desk) -> None:
    slow = await desk.claim("slow")
    await desk.lease_runs_out()

    await desk.settle(slow, State.SENT, message_id=7)

    assert await desk.state() is State.SENT
    assert await desk.store.write(desk.delivery.claim(), ClaimLetters(TELEGRAM, "next", 1), ACTOR) == ()
    assert desk.told == [State.SENDING, State.PENDING, State.SENT]


async def test_A7_of_a_letter_whose_fate_nobody_knew_it_is_believed_that_it_arrived(database: Database) -> None:
    desk = await _a_desk(database, repeats=False)
    slow = await desk.claim("slow")
    await desk.lease_runs_out()
    assert await desk.state() is State.UNKNOWN

    await desk.settle(slow, State.SENT, message_id=7)
    await desk.settle(slow, State.SENT, message_id=7)

    assert await desk.state() is State.SENT
    assert desk.told == [State.SENDING, State.UNKNOWN, State.SENT], "and told once"


@pytest.mark.parametrize("answer", [State.PENDING, State.UNKNOWN, State.FAILED])
async def test_A7_a_late_sender_takes_the_letter_out_of_nobody_s_hands(desk: Desk, answer: State) -> None:
    slow = await desk.claim("slow")
    await desk.lease_runs_out()
    quick = await desk.claim("quick")

    retry_at = desk.clock() + timedelta(seconds=5) if answer is State.PENDING else None
    await desk.settle(slow, answer, retry_at=retry_at)
    assert await desk.state() is State.SENDING, "the other one is still at it"

    await desk.settle(quick, State.SENT, message_id=8)
    assert await desk.state() is State.SENT


@pytest.mark.parametrize("answer", [State.PENDING, State.UNKNOWN, State.FAILED])
async def test_A7_nothing_changes_a_letter_that_arrived(desk: Desk, answer: State) -> None:
    slow = await desk.claim("slow")
    await desk.lease_runs_out()
    await desk.settle(await desk.claim("quick"), State.SENT, message_id=8)
    told = list(desk.told)

    retry_at = desk.clock() + timedelta(seconds=5) if answer is State.PENDING else None
    await desk.settle(slow, answer, retry_at=retry_at)

    assert await desk.state() is State.SENT
    assert desk.told == told, "whoever keeps a ledger of it hears nothing new"
