"""A family in the running bot and a curator at the desk, in one conversation."""

import asyncio
import itertools
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.cases.call_person import CallPerson, call_person
from core.cases.reading import Line, ReadConversation, read_conversation
from core.cases.states import Direction
from core.cases.take import Release, release
from core.messaging.letters import TELEGRAM, Address
from core.messaging.tables import inbox
from core.staff.roles import Role
from core.storage.database import Unit
from sandbox.client_views import Shown
from tests.desks import Curator, NewAccount, hire
from tests.dialogs.town import OPERATOR, Somebody, Town

PATIENCE = 20.0
_message_ids = itertools.count(500_000)


@dataclass
class Talk:
    """A person, the conversation with the centre, and the curator who may own it."""

    town: Town
    mother: Somebody
    curator: Curator
    conversation_id: int

    @property
    def chat_id(self) -> int:
        """The person's chat."""
        return self.mother.person.id

    def message(self, content: dict[str, Any], message_id: int | None = None) -> dict[str, Any]:
        """A raw message of this person with this content."""
        who = {"id": self.chat_id, "first_name": self.mother.person.first_name}
        return {
            "message_id": message_id or next(_message_ids),
            "date": 1_795_000_000,
            "chat": {**who, "type": "private"},
            "from": {**who, "is_bot": False},
            **content,
        }

    async def arrives(self, content: dict[str, Any], kind: str = "message", message_id: int | None = None) -> None:
        """Telegram delivers a raw update, and the bot has finished with it."""
        await self.town.sandbox.inject({kind: self.message(content, message_id)})
        await self.handled()

    async def handled(self) -> None:
        """Everything this person sent has been dealt with."""
        await self.town.sandbox.idle(PATIENCE)

        def waiting(unit: Unit) -> int:
            mine = sa.select(sa.func.count()).where(inbox.c.chat_id == self.chat_id, inbox.c.state == "new")
            return int(unit.connection.scalar(mine) or 0)

        async with asyncio.timeout(PATIENCE):
            while await self.town.house.database.read(waiting):
                await asyncio.sleep(0.01)

    async def lines(self) -> list[Line]:
        """What the family has said, as the curator sees it."""
        query = ReadConversation(self.conversation_id, size=200)
        page = await self.town.house.store.read(read_conversation, query, self.curator.actor)
        return [line for line in page.lines if line.direction is Direction.IN]

    async def said_by_the_bot(self) -> list[Shown]:
        """Everything of the bot that is on the person's screen."""
        return [shown for shown in await self.mother.person.messages() if shown.from_bot]

    async def give_back(self) -> None:
        """The curator returns the conversation to the queue."""
        await self.town.write(release, Release(self.conversation_id), self.curator.actor)


async def a_talk(town: Town, *, taken: bool, name: str = "Марина") -> Talk:
    """Somebody without any consent has called a person of the demo centre; a curator has taken it, or not yet."""
    mother = await town.newcomer(name)
    await mother.start(town.centre.slug)
    address = Address(TELEGRAM, mother.person.id)
    called = await town.write(call_person, CallPerson(address, town.centre.id), await mother.actor())
    member = await town.write(hire, NewAccount(f"Куратор {name}", Role.CURATOR, town.centre.id), OPERATOR)
    talk = Talk(town, mother, Curator(town.house.store, member), called.conversation_id)
    if taken:
        await talk.curator.take(called.conversation_id)
    return talk
