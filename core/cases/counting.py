"""The counters beside the queues and in the title of the page, kept in memory by whoever shows them (P7).

Counting ten thousand conversations for every request cost more than the page. So a process looks at all open ones once
and then, for each event, at the one conversation that changed; what a person sees is summed up from tallies by centre
and curator. Every change of a conversation that moves a counter announces itself: that is the contract (A19).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from core.cases.standings import Standing, Standings, Substitution
from core.permissions import Permission
from core.use_case import StaffMember

_INBOX = frozenset({Permission.READ_INBOX})
Desk = tuple[int, int | None]
"""A centre, and the curator there; None: nobody's, in the queue."""


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many conversations each queue holds, and how many of the curator's own have unread messages."""

    mine: int
    free: int
    centre: int
    waiting: int
    snoozed: int
    unread: int
    danger: int
    """Urgent ones that nobody has taken."""


@dataclass(slots=True)
class _Tally:
    """What lies on one desk."""

    open: int = 0
    aside: int = 0
    unread: int = 0
    waiting: int = 0
    danger: int = 0

    def add(self, one: Standing, sign: int) -> None:
        self.open += sign
        self.aside += sign * one.aside
        self.unread += sign * (one.unread and not one.aside)
        self.waiting += sign * one.waits_for_family
        self.danger += sign * one.crisis


@dataclass(slots=True)
class Counters:
    """Tallies of every open conversation. Not for several threads."""

    _open: dict[int, Standing] = field(default_factory=dict)
    _desks: dict[Desk, _Tally] = field(default_factory=dict)
    _away: tuple[Substitution, ...] = ()

    def begin(self, everything: Standings) -> None:
        """Forget what was known and start from this."""
        self._open.clear()
        self._desks.clear()
        self.renew((), everything)

    def renew(self, looked_at: Iterable[int], found: Standings) -> None:
        """What these conversations are now; one that was looked at and not found is closed or gone."""
        for conversation_id in looked_at:
            self._put(conversation_id, None)
        for conversation_id, standing in found.conversations:
            self._put(conversation_id, standing)
        self._away = found.substitutions

    def of(self, member: StaffMember, now: datetime) -> InboxCounts:
        """Sums over what this person's right to see the inbox reaches."""
        reach = member.within(_INBOX).centres
        seen = [(desk, tally) for desk, tally in self._desks.items() if reach is None or desk[0] in reach]
        answered = {member.account_id, *(each.account_id for each in self._away if each.by(member.account_id, now))}
        own = [tally for (_, curator), tally in seen if curator in answered]
        free = [tally for (_, curator), tally in seen if curator is None]
        return InboxCounts(
            mine=sum(tally.open - tally.aside for tally in own),
            free=sum(tally.open for tally in free),
            centre=sum(tally.open for _, tally in seen),
            waiting=sum(tally.waiting for _, tally in seen),
            snoozed=sum(tally.aside for tally in own),
            unread=sum(tally.unread for tally in own),
            danger=sum(tally.danger for tally in free),
        )

    def _put(self, conversation_id: int, now: Standing | None) -> None:
        before = self._open.pop(conversation_id, None)
        if before is not None:
            self._desks[before.desk].add(before, -1)
        if now is not None:
            self._open[conversation_id] = now
            self._desks.setdefault(now.desk, _Tally()).add(now, 1)
