"""The inbox: which conversations need somebody, the most urgent first.

Order is kept by the database (`Conversation.rank`): danger, then who waits for us, then whom we wait for, and within
each the longest wait first. Pages follow each other by the last row seen, not by an offset, so that nothing is skipped
or shown twice while rows move, and page 200 of 10,000 conversations costs what page 1 costs (P7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from core.cases.conversations import away_for, names_of, row_id, staff
from core.cases.desk_tables import ConversationTag, Snooze
from core.cases.preview import Preview, previews
from core.cases.states import CaseState, Direction, OwnerKind, WaitsFor
from core.cases.tables import Case, Conversation, ConversationAddress, Message, Request
from core.cases.tags import TagLine, tags_of
from core.permissions import Permission
from core.storage.schema import BigId, UtcDateTime
from core.use_case import StaffMember, Tx, use_case

PAGE = 50


class Queue(StrEnum):
    """The lists at the left of the panel."""

    MINE = "mine"
    FREE = "free"
    CENTRE = "centre"
    WAITING = "waiting"
    """We wait for the family."""
    SNOOZED = "snoozed"
    """Own conversations that are put aside."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended; the next one begins after it."""

    rank: int
    since: datetime
    conversation_id: int


@dataclass(frozen=True, slots=True)
class ReadInbox:
    """One page of one queue. Queues other than `MINE` reach the acting curator's centres."""

    queue: Queue
    after: Place | None = None
    size: int = PAGE
    tag_id: int | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One conversation as the list shows it."""

    conversation_id: int
    number: str
    """Of its newest request."""
    case_state: CaseState
    centre_id: int
    family_id: int | None
    channel: str
    owner: OwnerKind
    curator: str | None
    crisis: bool
    waits_for: WaitsFor
    since: datetime
    answer_due_at: datetime | None
    unread: int
    last: Preview | None
    tags: tuple[TagLine, ...]


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Rows in order; `next` None: this was the last page."""

    rows: tuple[InboxRow, ...]
    next: Place | None


@use_case(Permission.READ_INBOX, long=True)
def inbox(tx: Tx, query: ReadInbox) -> InboxPage:
    """A page of a queue. Raises `Forbidden` for anybody but staff."""
    found = tx.session.exec(_page(tx, query)).all()
    shown = found[: query.size]
    rows = _rows(tx, shown)
    more = len(found) > query.size
    return InboxPage(rows, _place(shown[-1]) if more else None)


def _page(tx: Tx, query: ReadInbox) -> SelectOfScalar[Conversation]:
    keys = (col(Conversation.rank), col(Conversation.since), col(Conversation.id))
    order = [key.desc() for key in keys] if query.queue is Queue.CLOSED else list(keys)
    page = select(Conversation).where(*within(tx, query.queue)).order_by(*order).limit(query.size + 1)
    if query.tag_id is not None:
        tagged = select(ConversationTag.conversation_id).where(col(ConversationTag.tag_id) == query.tag_id)
        page = page.where(col(Conversation.id).in_(tagged))
    if query.after is None:
        return page
    here, there = sa.tuple_(*keys), _bound(query.after)
    return page.where(here < there if query.queue is Queue.CLOSED else here > there)


def _bound(place: Place) -> Any:
    return sa.tuple_(
        sa.literal(place.rank, sa.SmallInteger),
        sa.literal(place.since, UtcDateTime),
        sa.literal(place.conversation_id, BigId),
    )


OPEN = sa.text("conversation.owner_kind <> 'bot'")
"""Literally as in the partial index, which SQLite uses only then."""


def within(tx: Tx, queue: Queue) -> list[Any]:
    """Which conversations a queue holds, for the acting person."""
    curator, conditions = staff(tx), in_reach(tx)
    match queue:
        case Queue.MINE:
            conditions += [own(tx, curator), ~aside()]
        case Queue.SNOOZED:
            conditions += [own(tx, curator), aside()]
        case Queue.FREE:
            conditions.append(col(Conversation.owner_kind) == OwnerKind.QUEUE)
        case Queue.CENTRE:
            conditions.append(OPEN)
        case Queue.WAITING:
            conditions += [OPEN, col(Conversation.waits_for) == WaitsFor.FAMILY]
        case Queue.CLOSED:
            conditions.append(col(Conversation.owner_kind) == OwnerKind.BOT)
    return conditions


def in_reach(tx: Tx) -> list[Any]:
    """Conversations of the acting person's centres."""
    centres = staff(tx).centres
    return [] if centres is None else [col(Conversation.centre_id).in_(centres)]


def own(tx: Tx, curator: StaffMember) -> Any:
    """The curator's conversations, and those of colleagues who are away today."""
    away = away_for(tx, curator.account_id)
    if not away:
        return col(Conversation.curator_id) == curator.account_id
    return col(Conversation.curator_id).in_(sorted({curator.account_id, *away}))


def aside() -> Any:
    """Put aside until later."""
    return sa.exists().where(col(Snooze.conversation_id) == col(Conversation.id))


def _place(last: Conversation) -> Place:
    assert last.rank is not None
    return Place(last.rank, last.since, row_id(last))


def _rows(tx: Tx, found: Sequence[Conversation]) -> tuple[InboxRow, ...]:
    ids = [row_id(conversation) for conversation in found]
    requests, channels, unread = _requests(tx, ids), _channels(tx, ids), unread_counts(tx, ids)
    names, last = names_of(tx, [each.curator_id for each in found]), previews(tx, found)
    tags = tags_of(tx, ids)
    return tuple(
        InboxRow(
            conversation_id=row_id(each),
            number=requests[row_id(each)][0],
            case_state=requests[row_id(each)][1],
            centre_id=each.centre_id,
            family_id=each.family_id,
            channel=channels.get(row_id(each), ""),
            owner=each.owner_kind,
            curator=names.get(each.curator_id or 0),
            crisis=each.crisis,
            waits_for=each.waits_for,
            since=each.since,
            answer_due_at=each.answer_due_at,
            unread=unread.get(row_id(each), 0),
            last=last.get(row_id(each)),
            tags=tags.get(row_id(each), ()),
        )
        for each in found
    )


def _requests(tx: Tx, ids: Sequence[int]) -> dict[int, tuple[str, CaseState]]:
    newest = (
        select(func.max(Request.id)).where(col(Request.conversation_id).in_(ids)).group_by(col(Request.conversation_id))
    )
    query = select(Request.conversation_id, Request.number, Case.state).join(Case).where(col(Request.id).in_(newest))
    return {conversation_id: (number, CaseState(state)) for conversation_id, number, state in tx.session.exec(query)}


def _channels(tx: Tx, ids: Sequence[int]) -> dict[int, str]:
    query = select(ConversationAddress.conversation_id, ConversationAddress.channel).where(
        col(ConversationAddress.conversation_id).in_(ids)
    )
    return dict(tx.session.exec(query).all())


def unread_counts(tx: Tx, ids: Sequence[int]) -> dict[int, int]:
    """What the family wrote after the newest message the centre has read (A19); conversations without are left out."""
    query = (
        select(Message.conversation_id, func.count(col(Message.id)))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(
            col(Message.conversation_id).in_(ids),
            col(Message.direction) == Direction.IN,
            col(Message.id) > col(Conversation.last_read_id),
        )
        .group_by(col(Message.conversation_id))
    )
    return dict(tx.session.exec(query).all())
