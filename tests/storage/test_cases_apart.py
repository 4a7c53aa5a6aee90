"""Many families at once, in two messengers: nobody ever reads another family's words (A13)."""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.cases.edits import IncomingEdit, receive_edit
from core.cases.refusals import NoAddress
from core.cases.states import Direction
from core.cases.tables import ConversationAddress
from core.messaging.letters import TELEGRAM, Address, Verbatim
from core.storage.database import Database
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over

MAX = "max"
FAMILIES = 6
"""Three people of each messenger; the messengers number people alike, so that a lost channel would show."""

actions = st.lists(
    st.tuples(
        st.sampled_from(("says", "says", "edits", "answered", "answered", "quoted", "delivered", "address lost")),
        st.integers(0, FAMILIES - 1),
    ),
    min_size=10,
    max_size=60,
)


@dataclass
class Talk:
    """One family's conversation, and what the test knows was said in it."""

    person: Person
    conversation_id: int
    said: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    reachable: bool = True


@dataclass
class Town:
    """Several families and one curator, driven step by step."""

    desk: Desk
    curator: Curator
    talks: list[Talk]
    arrived: dict[Address, list[str]] = field(default_factory=lambda: defaultdict(list))
    steps: int = 0

    async def do(self, what: str, talk: Talk) -> None:
        """One thing happens in one conversation."""
        self.steps += 1
        words = f"{what} {talk.conversation_id} {self.steps}"
        match what:
            case "says":
                await talk.person.say(words)
                talk.said.append(words)
            case "edits" if talk.said:
                await self._edit(talk, words)
            case "answered" | "quoted":
                await self._answer(talk, words, quote=what == "quoted")
            case "delivered":
                await self.deliver()
            case "address lost":
                await self._lose_address(talk)

    async def _edit(self, talk: Talk, words: str) -> None:
        number = f"m{len(talk.said)}"
        edit = IncomingEdit(talk.person.address, number, self.steps, self.desk.store.clock(), words)
        await self.desk.store.write(receive_edit, edit, talk.person.actor)
        talk.said[-1] = words

    async def _answer(self, talk: Talk, words: str, *, quote: bool) -> None:
        quoted = (await self.curator.lines(talk.conversation_id))[-1].message_id if quote and talk.said else None
        if not talk.reachable:
            with pytest.raises(NoAddress):
                await self.curator.say(talk.conversation_id, words, reply_to_id=quoted)
            return
        await self.curator.say(talk.conversation_id, words, reply_to_id=quoted)
        talk.told.append(words)

    async def deliver(self) -> None:
        """Everything due leaves, in both messengers."""
        for channel in (TELEGRAM, MAX):
            for letter in await self.desk.deliver_all(channel):
                assert isinstance(letter.letter.body, Verbatim)
                self.arrived[letter.address].append(letter.letter.body.words)

    async def _lose_address(self, talk: Talk) -> None:
        await self.deliver()

        def forget(unit) -> None:
            unit.session.delete(unit.session.get(ConversationAddress, talk.conversation_id))

        if talk.reachable and len(self.talks) > 1:
            await self.desk.store.database.write(forget)
            talk.reachable = False
            self.talks.remove(talk)
            await self._answer(talk, "nobody may read this", quote=False)


async def town_of(desk: Desk, curator: Curator) -> Town:
    talks = []
    for number in range(FAMILIES // 2):
        external_id = next(desk.external)
        for channel in (TELEGRAM, MAX):
            person = (
                await desk.visitor(channel, external_id).consent() if number else desk.visitor(channel, external_id)
            )
            called = await person.call()
            await curator.take(called.conversation_id)
            talks.append(Talk(person, called.conversation_id))
    return Town(desk, curator, talks)


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions)
async def test_A13_no_word_reaches_another_family_and_none_is_lost(desk: Desk, happened: list[tuple[str, int]]) -> None:
    town = await town_of(desk, await desk.curator("Анна"))
    everybody = list(town.talks)

    for what, which in happened:
        await town.do(what, town.talks[which % len(town.talks)])
    await town.deliver()

    for talk in everybody:
        lines = await town.curator.lines(talk.conversation_id)
        assert [line.text for line in lines] == talk.said
        assert [line.text for line in await town.curator.lines(talk.conversation_id, Direction.OUT)] == talk.told
        assert town.arrived.pop(talk.person.address, []) == talk.told
    assert town.arrived == {}


async def test_A13_the_same_number_in_another_messenger_is_another_person(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    here, there = desk.visitor(TELEGRAM, 42), desk.visitor(MAX, 42)
    first, second = await here.call(), await there.call()

    await here.say("это я")

    assert first.conversation_id != second.conversation_id
    assert await anna.lines(second.conversation_id) == ()
