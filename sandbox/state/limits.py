"""How fast a bot may send, and what happens when it sends faster.

Telegram documents about 30 messages a second overall and 1 a second in one chat, tolerates short bursts, and
publishes nothing more exact (core.telegram.org/bots/faq). Both limits are GCRA meters here; passing one starts a
ban, and a ban refuses everything in its scope until it ends. Only new messages are counted: nothing else is
documented.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from sandbox.refusals import flood

FORGET_ABOVE = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates in messages a second, bursts in messages, penalty in seconds added to every ban."""

    per_second: float = 30.0
    burst: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 10
    penalty: float = 2.0
    enabled: bool = True

    def scaled(self, factor: float) -> Limits:
        """The same limits on a faster clock, for harnesses that send hours of traffic in seconds."""
        return replace(
            self,
            per_second=self.per_second * factor,
            chat_per_second=self.chat_per_second * factor,
            penalty=self.penalty / factor,
        )

    @classmethod
    def off(cls) -> Limits:
        return cls(enabled=False)


class Limiter:
    """Meters and bans of one token. `now` is always Unix seconds of the sandbox's clock."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._due: dict[int | None, float] = {}
        self._bans: dict[int | None, float] = {}

    def ban(self, scope: int | None, seconds: float, now: float) -> None:
        """Refuse everything in a chat, or everywhere when `scope` is None, for this long."""
        self._bans[scope] = max(self._bans.get(scope, 0.0), now + seconds)

    def lift(self) -> None:
        self._bans.clear()
        self._due.clear()

    def check_bans(self, chat_id: int | None, now: float) -> None:
        """Raise 429 with the rest of the ban in force, if there is one."""
        for scope in (None, chat_id):
            until = self._bans.get(scope, 0.0)
            if until > now:
                raise flood(math.ceil(until - now))
            self._bans.pop(scope, None)

    def check_rate(self, chat_id: int, messages: int, now: float) -> None:
        """Raise 429 and start a ban when these new messages would pass a meter."""
        if not self.limits.enabled:
            return
        chat = self._overdraft(chat_id, messages, self.limits.chat_per_second, self.limits.chat_burst, now)
        overall = self._overdraft(None, messages, self.limits.per_second, self.limits.burst, now)
        for scope, excess in ((chat_id, chat), (None, overall)):
            if excess > 0:
                self.ban(scope, excess + self.limits.penalty, now)
                raise flood(math.ceil(excess + self.limits.penalty))

    def charge(self, chat_id: int, messages: int, now: float) -> None:
        """Count messages that were accepted; a refused call costs nothing."""
        if not self.limits.enabled:
            return
        self._spend(chat_id, messages / self.limits.chat_per_second, now)
        self._spend(None, messages / self.limits.per_second, now)
        if len(self._due) > FORGET_ABOVE:
            self._due = {scope: due for scope, due in self._due.items() if due > now}

    def _overdraft(self, scope: int | None, messages: int, rate: float, burst: int, now: float) -> float:
        """Seconds by which these messages come too early; not positive when they fit."""
        ahead = max(self._due.get(scope, now), now) - now
        return ahead + messages / rate - max(burst, messages) / rate

    def _spend(self, scope: int | None, seconds: float, now: float) -> None:
        self._due[scope] = max(self._due.get(scope, now), now) + seconds
