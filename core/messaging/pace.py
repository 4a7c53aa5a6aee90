"""One limiter per bot token over all lanes and processes.

Telegram tolerates about 30 messages a second for a bot; measured (reference/performance.md §3): pacing at exactly the
limit loses most of it to jitter, a bucket that fills to 30 sends 60 in one second and is banned. So messages are spaced
evenly (GCRA, capacity one) a little below the limit. The row holds the moment the next message may leave; a sender
reserves the next few moments when it claims letters. Immediate answers never wait for it: they are counted, and the
count moves the row forward at the next reservation, so that mailings make room for people.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from core.messaging.tables import rate
from core.storage.database import Unit
from core.storage.wire import Statement, from_micros, to_micros

PER_SECOND = 29.5

_READ = Statement(
    lambda _: (
        sa.select(rate.c.next_at, rate.c.paused_until).where(rate.c.token == sa.bindparam("token")).with_for_update()
    )
)
_ADD = Statement(
    lambda insert: insert(rate).values(token=sa.bindparam("token"), next_at=0, paused_until=0).on_conflict_do_nothing()
)
_MOVE = Statement(
    lambda _: sa.update(rate).where(rate.c.token == sa.bindparam("which")).values(next_at=sa.bindparam("next_at"))
)
_PAUSE = Statement(
    lambda _: (
        sa.update(rate)
        .where(rate.c.token == sa.bindparam("which"), rate.c.paused_until < sa.bindparam("until"))
        .values(paused_until=sa.bindparam("until"))
    )
)


@dataclass(frozen=True, slots=True)
class Reserved:
    """Moments (UTC) at which the holder may send, in order; empty while the token is paused."""

    moments: tuple[datetime, ...]
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one token. `token` is a digest, never the token itself."""

    token: str
    per_second: float = PER_SECOND

    @property
    def interval(self) -> int:
        """Microseconds between two messages."""
        return round(1_000_000 / self.per_second)

    def reserve(self, unit: Unit, now: datetime, wanted: int, horizon: timedelta, spent: int = 0) -> Reserved:
        """Reserve up to `wanted` moments that lie within `horizon`; `spent` immediate answers are charged first."""
        next_at, paused_until = self._row(unit)
        moment = to_micros(now)
        if paused_until > moment:
            return Reserved((), from_micros(paused_until))
        start = max(next_at, moment) + spent * self.interval
        last = moment + horizon // timedelta(microseconds=1)
        count = max(0, min(wanted, (last - start) // self.interval + 1)) if start <= last else 0
        unit.wire.run(_MOVE, which=self.token, next_at=start + count * self.interval)
        return Reserved(tuple(from_micros(start + index * self.interval) for index in range(count)))

    def pause(self, unit: Unit, until: datetime) -> None:
        """Telegram said `retry_after`: nothing of this token leaves before `until`."""
        self._row(unit)
        unit.wire.run(_PAUSE, which=self.token, until=to_micros(until))

    def paused_until(self, unit: Unit) -> datetime | None:
        """The end of the pause, if the token is or was paused."""
        row = unit.wire.row(_READ_ONLY, token=self.token)
        return from_micros(row[0]) if row and row[0] else None

    def _row(self, unit: Unit) -> tuple[int, int]:
        row = unit.wire.row(_READ, token=self.token)
        if row is None:
            unit.wire.run(_ADD, token=self.token)
            row = unit.wire.row(_READ, token=self.token)
        assert row is not None
        return int(row[0]), int(row[1])


_READ_ONLY = Statement(lambda _: sa.select(rate.c.paused_until).where(rate.c.token == sa.bindparam("token")))
