"""A takeover against the bot's own letters: nobody reads the bot after the curator has taken over (A9)."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from core.cases.kinds import KINDS
from core.cases.mute import bot_may_speak
from core.cases.refusals import BotIsSpeaking
from core.cases.take import Take, take, take_over
from core.messaging.events import Event, after, publish
from core.messaging.letters import Address, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outcome, Outgoing, enqueue
from core.permissions import Permission
from core.storage.database import Database
from core.use_case import System, Tx, use_case
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over

HINT = "hint"
RACES = 100
BOT = System("bot")


@use_case(Permission.SYSTEM)
def send_hint(tx: Tx, address: Address) -> None:
    """Something the bot says by itself."""
    enqueue(tx, Outgoing(HINT, Lane.EVENT, address, Letter(Text("hint")), f"hint:{tx.now}:{random.random()}", "hint"))


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def waiting(desk: Desk) -> tuple[Person, int]:
    """Somebody in the queue to whom the bot is about to say something."""
    mother = desk.visitor()
    called = await mother.call()
    await desk.store.write(send_hint, mother.address, BOT)
    return mother, called.conversation_id


def with_hints(desk: Desk) -> Desk:
    """The desk's sender also knows the bot's own kind; each claim of a hint is an event."""

    def note(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
        publish(tx, desk.centre_id, f"hint.{outcome.state}", f"letter:{claimed.id}")

    return replace(desk, kinds={**KINDS, HINT: Kind(guard=bot_may_speak, on_result=note)})


async def happenings(desk: Desk, after_id: int = 0) -> list[Event]:
    """What was committed, in the order of the commits (`core.messaging.events`)."""
    return await desk.store.database.read(lambda unit: after(unit, after_id, 5000))


async def test_A9_after_the_takeover_the_bot_is_silent(desk: Desk) -> None:
    desk = with_hints(desk)
    anna = await desk.curator("Анна")
    _, conversation_id = await waiting(desk)

    await anna.take(conversation_id)
    await anna.say(conversation_id, "Здравствуйте, я Анна.")

    assert [letter.kind for letter in await desk.deliver_all()] == ["curator_message"]
    assert [event.kind for event in await happenings(desk) if event.kind.startswith("hint")] == ["hint.skipped"]


async def test_A9_in_the_queue_the_bot_may_still_speak(desk: Desk) -> None:
    desk = with_hints(desk)
    await waiting(desk)

    assert [letter.kind for letter in await desk.deliver_all()] == [HINT]


async def test_A9_a_takeover_waits_for_the_letter_that_is_on_its_way(desk: Desk) -> None:
    desk = with_hints(desk)
    anna = await desk.curator("Анна")
    _, conversation_id = await waiting(desk)
    [leased] = await desk.claim()

    with pytest.raises(BotIsSpeaking):
        await desk.store.write(take, Take(conversation_id, patient=True), anna.actor)
    taking = asyncio.ensure_future(take_over(desk.store, conversation_id, anna.actor))
    await asyncio.wait({taking}, timeout=0.15)
    assert not taking.done()
    await desk.settle(leased)

    assert (await taking).curator == "Анна"


async def test_A9_a_takeover_does_not_wait_for_a_curators_own_letter(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    received = await mother.say("здравствуйте")
    await anna.take(received.conversation_id)
    await anna.say(received.conversation_id, "Здравствуйте!")
    await desk.claim()

    assert (await take_over(desk.store, received.conversation_id, anna.actor)).curator == "Анна"


async def test_A9_after_two_seconds_the_curator_takes_anyway(desk: Desk) -> None:
    desk = with_hints(desk)
    anna = await desk.curator("Анна")
    _, conversation_id = await waiting(desk)
    await desk.claim()

    owned = await asyncio.wait_for(take_over(desk.store, conversation_id, anna.actor), timeout=6)

    assert owned.curator == "Анна"


async def test_A9_claims_and_takeovers_racing_never_pass_each_other(desk: Desk) -> None:
    """In a hundred races the hint is claimed before the takeover commits, or never."""
    desk = with_hints(desk)
    anna = await desk.curator("Анна")
    claimed_first = seen = 0
    for _ in range(RACES):
        _, conversation_id = await waiting(desk)
        letters, taken = await at_once(desk.claim, lambda each=conversation_id: try_to_take(desk, anna, each))
        await settle_all(desk, letters)
        if not taken:
            await anna.take(conversation_id)
        await settle_all(desk, await desk.claim())

        events = await happenings(desk, seen)
        seen, kinds = events[-1].id, [event.kind for event in events]
        assert "hint.sending" not in kinds[kinds.index("conversation.changed") :]
        claimed_first += "hint.sending" in kinds
    assert claimed_first > 0, "one side won every race: that shows nothing"


async def try_to_take(desk: Desk, curator: Curator, conversation_id: int) -> bool:
    """False: the bot is speaking."""
    try:
        await desk.store.write(take, Take(conversation_id, patient=True), curator.actor)
    except BotIsSpeaking:
        return False
    return True


async def settle_all(desk: Desk, letters: tuple[Claimed, ...]) -> None:
    for letter in letters:
        await desk.settle(letter)


async def at_once(first: Callable[[], Awaitable[Any]], second: Callable[[], Awaitable[Any]]) -> tuple[Any, Any]:
    """Both behind one barrier, and now one, now the other is let through first."""
    barrier = asyncio.Barrier(2)

    async def wait_and(start: Callable[[], Awaitable[Any]]) -> Any:
        await barrier.wait()
        return await start()

    if random.random() < 0.5:
        late, early = await asyncio.gather(wait_and(second), wait_and(first))
        return early, late
    early, late = await asyncio.gather(wait_and(first), wait_and(second))
    return early, late
