"""Counters of whole centres, counted once per change however many pages ask for them at that moment (P7)."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from core.cases.counting import CentreCounts, CountInbox, count_centres
from core.permissions import Permission
from core.use_case import StaffMember, Store

_INBOX = frozenset({Permission.READ_INBOX})


@dataclass(slots=True)
class _Counted:
    """The counters of one set of centres, and the newest event they know of."""

    as_of: int = -1
    counts: CentreCounts | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class SharedCounts:
    """One set of counters per set of centres. Whoever asks first after a change counts, the others wait for it."""

    def __init__(self) -> None:
        self._by_centres: dict[frozenset[int] | None, _Counted] = {}

    async def at(self, event_id: int, store: Store, member: StaffMember) -> CentreCounts:
        """Counters at least as new as the event `event_id`."""
        known = self._by_centres.setdefault(member.within(_INBOX).centres, _Counted())
        async with known.turn:
            if known.counts is None or known.as_of < event_id:
                known.counts = await store.read(count_centres, CountInbox(), member)
                known.as_of = event_id
            return known.counts


COUNTED = web.AppKey("counted", SharedCounts)
