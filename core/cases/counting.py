"""The counters beside the queues and in the title of the page."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select

from core.cases.conversations import staff
from core.cases.inbox import Queue, aside, in_reach, own, within
from core.cases.states import Direction, OwnerKind, WaitsFor
from core.cases.tables import Conversation, Message
from core.permissions import Permission
from core.use_case import Tx, use_case


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


@dataclass(frozen=True, slots=True)
class CountInbox:
    """For whom: the acting member of staff."""


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """Of the acting curator alone: a look at an index."""

    mine: int
    snoozed: int
    unread: int


@dataclass(frozen=True, slots=True)
class CentreCounts:
    """Of whole centres: a scan of what is open, the same for everybody with the same centres."""

    free: int
    centre: int
    waiting: int
    danger: int
    """Urgent ones that nobody has taken."""


@use_case(Permission.READ_INBOX)
def count_own(tx: Tx, query: CountInbox) -> OwnCounts:
    """The acting curator's conversations. Raises `Forbidden` for anybody but staff."""
    unread = sa.exists().where(
        col(Message.conversation_id) == col(Conversation.id),
        col(Message.direction) == Direction.IN,
        col(Message.id) > col(Conversation.last_read_id),
    )
    counting = select(
        func.count(sa.case((~aside(), 1))),
        func.count(sa.case((aside(), 1))),
        func.count(sa.case((sa.and_(~aside(), unread), 1))),
    ).where(*in_reach(tx), own(tx, staff(tx)))
    mine, snoozed, with_unread = tx.session.exec(counting).one()
    return OwnCounts(mine, snoozed, with_unread)


@use_case(Permission.READ_INBOX, long=True)
def count_centres(tx: Tx, query: CountInbox) -> CentreCounts:
    """The acting curator's centres. Raises `Forbidden` for anybody but staff."""
    counting = select(
        func.count(),
        func.count(sa.case((col(Conversation.owner_kind) == OwnerKind.QUEUE, 1))),
        func.count(sa.case((col(Conversation.waits_for) == WaitsFor.FAMILY, 1))),
        func.count(sa.case((sa.and_(col(Conversation.crisis), col(Conversation.owner_kind) == OwnerKind.QUEUE), 1))),
    ).where(*within(tx, Queue.CENTRE))
    centre, free, waiting, danger = tx.session.exec(counting).one()
    return CentreCounts(free, centre, waiting, danger)


@use_case(Permission.READ_INBOX, long=True)
def count_inbox(tx: Tx, query: CountInbox) -> InboxCounts:
    """Counters for the acting curator. Raises `Forbidden` for anybody but staff."""
    own, all_of = count_own(tx, query), count_centres(tx, query)
    return InboxCounts(own.mine, all_of.free, all_of.centre, all_of.waiting, own.snoozed, own.unread, all_of.danger)
