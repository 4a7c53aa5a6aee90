"""What every page says about the messenger: looked up every fifteen seconds, not with every page (A24)."""

import time

from aiohttp import web

from admin.keys import SIGNED_IN, STORE, TROUBLE
from core.messaging.channel_health import Health, ReadHealth, read_health
from core.messaging.letters import TELEGRAM
from core.use_case import StaffMember, Store

LOOK_EVERY = 15.0


class KnownHealth:
    """The last answer and until when it is good enough."""

    def __init__(self) -> None:
        self._health = Health(None)
        self._until = 0.0

    async def now(self, store: Store, member: StaffMember, *, fresh: bool) -> Health:
        """The health; `fresh` looks whatever is known."""
        if fresh or time.monotonic() >= self._until:
            self._health = await store.read(read_health, ReadHealth(TELEGRAM), member)
            self._until = time.monotonic() + LOOK_EVERY
        return self._health


HEALTH = web.AppKey("health", KnownHealth)


async def note_trouble(request: web.Request, *, fresh: bool = False) -> None:
    """Let the frame of this page say it, to those who answer families or run the house."""
    member = request[SIGNED_IN].member
    if not read_health.needs & member.permissions:
        return
    health = await request.app[HEALTH].now(request.app[STORE], member, fresh=fresh)
    request[TROUBLE] = health.trouble.value if health.trouble else ""  # a fresh look also takes back an older one
