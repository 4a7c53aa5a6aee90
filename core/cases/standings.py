"""What the counters must know of a conversation, read all at once or for a few that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from core.cases.desk_tables import Absence
from core.cases.inbox import OPEN, aside
from core.cases.states import Direction, WaitsFor
from core.cases.tables import Conversation, Message
from core.messaging.events import newest
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Standing:
    """An open conversation; `curator_id` None: nobody has taken it."""

    centre_id: int
    curator_id: int | None
    waits_for_family: bool
    crisis: bool
    aside: bool
    unread: bool

    @property
    def desk(self) -> tuple[int, int | None]:
        """Where it lies."""
        return self.centre_id, self.curator_id


@dataclass(frozen=True, slots=True)
class Substitution:
    """Somebody is away from `since` until `until` (UTC); `substitute_id` answers meanwhile."""

    account_id: int
    substitute_id: int
    since: datetime
    until: datetime

    def by(self, account_id: int, now: datetime) -> bool:
        """This person stands in at `now`."""
        return account_id == self.substitute_id and self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Standings:
    """Open conversations by id, everybody's absences, and the newest event that is certainly contained."""

    as_of: int
    conversations: tuple[tuple[int, Standing], ...]
    substitutions: tuple[Substitution, ...]


@dataclass(frozen=True, slots=True)
class Those:
    """Which conversations to look at."""

    ids: tuple[int, ...]


@use_case(Permission.SYSTEM, long=True)
def all_standings(tx: Tx, _: None) -> Standings:
    """Every open conversation of every centre: once in the life of a process."""
    return _standings(tx)


@use_case(Permission.SYSTEM)
def standings_of(tx: Tx, those: Those) -> Standings:
    """A few conversations; closed and erased ones are left out."""
    return _standings(tx, col(Conversation.id).in_(those.ids))


def _standings(tx: Tx, *which: Any) -> Standings:
    as_of = newest(tx.unit)  # first: whatever is read after it contains at least the events up to it
    unread = sa.exists().where(
        col(Message.conversation_id) == col(Conversation.id),
        col(Message.direction) == Direction.IN,
        col(Message.id) > col(Conversation.last_read_id),
    )
    columns = (
        Conversation.id,
        Conversation.centre_id,
        Conversation.curator_id,
        Conversation.waits_for,
        Conversation.crisis,
        aside(),
        unread,
    )
    rows = tx.session.exec(select(*columns).where(OPEN, *which)).all()  # type: ignore[call-overload]
    return Standings(as_of, tuple((row[0], _standing(row)) for row in rows), _substitutions(tx))


def _standing(row: Sequence[Any]) -> Standing:
    _, centre_id, curator_id, waits_for, crisis, is_aside, unread = row
    return Standing(centre_id, curator_id, waits_for is WaitsFor.FAMILY, crisis, bool(is_aside), bool(unread))


def _substitutions(tx: Tx) -> tuple[Substitution, ...]:
    rows = tx.session.exec(select(Absence).where(col(Absence.until) > tx.now)).all()
    return tuple(Substitution(row.account_id, row.substitute_id, row.since, row.until) for row in rows)
