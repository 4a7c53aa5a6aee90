"""How handlers reach the domain: one actor, one update, two verbs.

Every write is remembered under the update that caused it, so a handler that runs again after a crash repeats nothing.
"""

from datetime import datetime
from typing import TypeVar

from bot.scope import UpdateScope
from core.families.addresses import WhoIs, who_is
from core.messaging.letters import TELEGRAM, Address
from core.use_case import Actor, Adult, Store, System, UseCase, Visitor

C = TypeVar("C")
R = TypeVar("R")

_SYSTEM = System("bot")


class Desk:
    """The domain as the person behind the current update may use it."""

    def __init__(self, store: Store, scope: UpdateScope, external_id: int) -> None:
        self._store = store
        self._scope = scope
        self.address = Address(TELEGRAM, external_id)
        self.actor: Visitor | Adult = Visitor(TELEGRAM, external_id)

    async def recognise(self) -> None:
        """Find out who writes: an adult of a family, or a visitor."""
        self.actor = await self._store.read(who_is, WhoIs(self.address), _SYSTEM)

    @property
    def now(self) -> datetime:
        """The moment by the one clock, UTC."""
        return self._store.clock()

    @property
    def adult(self) -> Adult | None:
        """The adult, once there is a consent."""
        return self.actor if isinstance(self.actor, Adult) else None

    async def write(self, case: UseCase[C, R], command: C) -> R:
        """Run a writing use case as this person; on a repeated update returns the recorded result."""
        return await self._write(case, command, self.actor)

    async def read(self, case: UseCase[C, R], query: C) -> R:
        """Run a reading use case as this person."""
        return await self._store.read(case, query, self.actor)

    async def write_as_bot(self, case: UseCase[C, R], command: C) -> R:
        """Run what the program does by itself on this person's update (an incoming message is stored, say)."""
        return await self._write(case, command, _SYSTEM)

    async def read_as_bot(self, case: UseCase[C, R], query: C) -> R:
        """Read what the program needs to know."""
        return await self._store.read(case, query, _SYSTEM)

    async def _write(self, case: UseCase[C, R], command: C, actor: Actor) -> R:
        return await self._store.write(case, command, actor, self._scope.next_memo(case.name))
