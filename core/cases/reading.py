"""A conversation as its curator reads it: one page of lines, newest page first, with files, quotes and delivery."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from core.cases.conversations import announce, answers_for, case_of, hold, look, name_of, names_of, row_id
from core.cases.delivery import whole
from core.cases.desk_tables import Recall
from core.cases.inbox import unread_counts
from core.cases.sealing import Envelope, envelope, file_name
from core.cases.states import (
    CaseLevel,
    CaseState,
    ContactBasis,
    Content,
    Delivery,
    Direction,
    FileState,
    Happening,
    OwnerKind,
    WaitsFor,
)
from core.cases.tables import Attachment, Conversation, ConversationAddress, Message, MessagePart, Request
from core.cases.wording import Wording, versions_of, wordings
from core.families.spoken import Spoken
from core.families.tables import Adult
from core.feedback.tables import Rating
from core.permissions import Permission
from core.use_case import Tx, use_case

PAGE = 60


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a message. Bytes are read apart, by id."""

    attachment_id: int
    kind: Content
    name: str | None
    size: int | None
    media_type: str | None
    state: FileState


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part on its way to the family; `attachment_id` None: a piece of the text."""

    part_id: int
    attachment_id: int | None
    state: Delivery
    attempt: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """The centre took the message back. `seen`: the family may have read it; `failed`: it still stands there."""

    seen: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the stream."""

    message_id: int
    direction: Direction
    content: Content
    happening: Happening | None
    author: str | None
    """Name of the member of staff; None: the family or the program."""
    text: str | None
    earlier: tuple[Wording, ...]
    """Wordings before the one shown, oldest first."""
    files: tuple[FileLine, ...]
    parts: tuple[PartLine, ...]
    delivery: Delivery | None
    reply_to_id: int | None
    album_id: str | None
    created_at: datetime
    said_at: datetime | None
    edited_at: datetime | None
    recall: Recalled | None = None
    author_id: int | None = None
    correction: Delivery | None = None
    """How the newest wording of the centre's message got to the family; None: nothing had to be changed there."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the stream. Times are UTC."""

    conversation_id: int
    number: str
    case_id: int
    case_ticket: str
    case_state: CaseState
    case_level: CaseLevel
    close_asked_at: datetime | None
    centre_id: int
    family_id: int | None
    adult_id: int | None
    basis: ContactBasis
    channel: str | None
    """None: the address is gone, nothing can be sent."""
    owner: OwnerKind
    curator_id: int | None
    curator: str | None
    mine: bool
    """The reader answers: as the owner, or standing in for an owner who is away."""
    crisis: bool
    waits_for: WaitsFor
    since: datetime
    answer_due_at: datetime | None
    rating: int | None
    """Stars the family gave for this request."""
    unread: int
    last_read_id: int
    newest_id: int
    language: Spoken | None
    """In which the adult would rather talk; None: Russian will do."""


@dataclass(frozen=True, slots=True)
class ReadConversation:
    """A page of `size` lines before the line `before_id`; None: the newest page."""

    conversation_id: int
    before_id: int | None = None
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """Lines oldest first; `earlier` tells whether there is a page before."""

    head: Head
    lines: tuple[Line, ...]
    earlier: bool


@use_case(Permission.READ_CONVERSATION, long=True)
def read_conversation(tx: Tx, query: ReadConversation) -> ConversationPage:
    """A page of a conversation of the own centre. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = look(tx, query.conversation_id)
    found = _messages(tx, query)
    lines = _lines(tx, envelope(tx, conversation), found[: query.size][::-1])
    return ConversationPage(_head(tx, conversation), lines, len(found) > query.size)


def _messages(tx: Tx, query: ReadConversation) -> Sequence[Message]:
    page = select(Message).where(col(Message.conversation_id) == query.conversation_id)
    if query.before_id is not None:
        page = page.where(col(Message.id) < query.before_id)
    return tx.session.exec(page.order_by(col(Message.id).desc()).limit(query.size + 1)).all()


def _lines(tx: Tx, key: Envelope, messages: Sequence[Message]) -> tuple[Line, ...]:
    ids = [row_id(message) for message in messages]
    versions, names = versions_of(tx, messages), names_of(tx, [message.author_id for message in messages])
    files, parts, recalls = _files(tx, key, ids), _parts(tx, ids), _recalls(tx, ids)
    lines = []
    for message in messages:
        message_id = row_id(message)
        said = wordings(key, message, versions.get(message_id, []))
        lines.append(
            Line(
                message_id=message_id,
                direction=message.direction,
                content=message.content,
                happening=message.happening,
                author=names.get(message.author_id or 0),
                text=said[-1].text,
                earlier=said[:-1],
                files=tuple(files[message_id]),
                parts=tuple(parts[message_id]),
                delivery=whole([part.state for part in parts[message_id]]),
                reply_to_id=message.reply_to_id,
                album_id=message.album_id,
                created_at=message.created_at,
                said_at=message.said_at,
                edited_at=message.edited_at,
                recall=recalls.get(message_id),
                author_id=message.author_id,
                correction=versions[message_id][-1].delivery if versions.get(message_id) else None,
            )
        )
    return tuple(lines)


def _files(tx: Tx, key: Envelope, ids: Sequence[int]) -> dict[int, list[FileLine]]:
    found: dict[int, list[FileLine]] = defaultdict(list)
    columns = (
        Attachment.id,
        Attachment.message_id,
        Attachment.kind,
        Attachment.name_sealed,
        Attachment.size,
        Attachment.media_type,
        Attachment.state,
    )
    query = select(*columns).where(col(Attachment.message_id).in_(ids)).order_by(col(Attachment.ordinal))  # type: ignore[call-overload]
    for file_id, message_id, kind, name, size, media_type, state in tx.session.exec(query):
        found[message_id].append(FileLine(file_id, kind, key.open(name, file_name(file_id)), size, media_type, state))
    return found


def _parts(tx: Tx, ids: Sequence[int]) -> dict[int, list[PartLine]]:
    found: dict[int, list[PartLine]] = defaultdict(list)
    query = select(MessagePart).where(col(MessagePart.message_id).in_(ids)).order_by(col(MessagePart.ordinal))
    for part in tx.session.exec(query):
        line = PartLine(row_id(part), part.attachment_id, part.state, part.attempt, part.fault)
        found[part.message_id].append(line)
    return found


def _recalls(tx: Tx, ids: Sequence[int]) -> dict[int, Recalled]:
    query = select(Recall).where(col(Recall.message_id).in_(ids))
    return {row.message_id: Recalled(row.seen, row.failed) for row in tx.session.exec(query)}


def _head(tx: Tx, conversation: Conversation) -> Head:
    conversation_id = row_id(conversation)
    newest = select(Request).where(col(Request.conversation_id) == conversation_id).order_by(col(Request.id).desc())
    request = tx.session.exec(newest.limit(1)).one()
    case = case_of(tx, request)
    address = tx.session.get(ConversationAddress, conversation_id)
    adult = tx.session.get(Adult, conversation.adult_id) if conversation.adult_id else None
    newest_id = select(func.max(Message.id)).where(col(Message.conversation_id) == conversation_id)
    return Head(
        conversation_id=conversation_id,
        number=request.number,
        case_id=row_id(case),
        case_ticket=case.ticket,
        case_state=case.state,
        case_level=case.level,
        close_asked_at=case.close_asked_at,
        centre_id=conversation.centre_id,
        family_id=conversation.family_id,
        adult_id=conversation.adult_id,
        basis=conversation.basis,
        channel=address.channel if address else None,
        owner=conversation.owner_kind,
        curator_id=conversation.curator_id,
        curator=name_of(tx, conversation.curator_id) or None,
        mine=conversation.owner_kind is OwnerKind.CURATOR and answers_for(tx, conversation.curator_id),
        crisis=conversation.crisis,
        waits_for=conversation.waits_for,
        since=conversation.since,
        answer_due_at=conversation.answer_due_at,
        rating=tx.session.exec(select(Rating.stars).where(col(Rating.request_id) == row_id(request))).first(),
        unread=unread_counts(tx, [conversation_id]).get(conversation_id, 0),
        last_read_id=conversation.last_read_id,
        newest_id=tx.session.exec(newest_id).one() or 0,
        language=adult.language if adult else None,
    )


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Everything up to this message has been on the owner's screen."""

    conversation_id: int
    up_to_id: int


@dataclass(frozen=True, slots=True)
class Unread:
    """What the family wrote that the owner has not read."""

    count: int


@use_case(Permission.READ_CONVERSATION)
def mark_read(tx: Tx, command: MarkRead) -> Unread:
    """Move the marker forward, never back. A colleague who looks in leaves it alone: the owner has not read it yet."""
    conversation = hold(tx, command.conversation_id)
    if answers_for(tx, conversation.curator_id) and command.up_to_id > conversation.last_read_id:
        newest = select(func.max(Message.id)).where(
            col(Message.conversation_id) == command.conversation_id, col(Message.id) <= command.up_to_id
        )
        conversation.last_read_id = max(conversation.last_read_id, tx.session.exec(newest).one() or 0)
        tx.session.flush()
        announce(tx, conversation, "conversation.changed")
    return Unread(unread_counts(tx, [command.conversation_id]).get(command.conversation_id, 0))
