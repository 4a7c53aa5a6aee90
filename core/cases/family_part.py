"""What the desk keeps about a person, handed out and destroyed (F2, D9).

Handed out: requests, cases, and every message in both directions with its earlier wordings and the names of its files.
Working notes of staff are not: they may hold what protects one member of a household from another.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, or_, select

from core.cases.conversations import announce, row_id
from core.cases.desk_tables import ConversationTag, ReadingShare, Recall, Snooze, Transfer
from core.cases.sealing import Envelope, envelope, file_name
from core.cases.search_tables import MessageWord, UnreadForSearch
from core.cases.states import Direction
from core.cases.tables import (
    Attachment,
    Case,
    Conversation,
    ConversationAddress,
    Draft,
    Message,
    MessagePart,
    MessageVersion,
    Request,
)
from core.cases.wording import versions_of, wordings
from core.families.keys import drop_key
from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.messaging.letters import Address
from core.storage.schema import Record
from core.use_case import Tx


def conversations_of(tx: Tx, whose: Whose, *, lock: bool = False) -> list[Conversation]:
    """Every conversation with these adults, at these addresses, or of the whole household."""
    theirs: list[ColumnElement[bool]] = [col(Conversation.adult_id).in_(whose.adults)]
    if whose.family_id is not None:
        theirs.append(col(Conversation.family_id) == whose.family_id)
    at = [row for address in whose.addresses if (row := _at(tx, address)) is not None]
    theirs.append(col(Conversation.id).in_(at))
    query = select(Conversation).where(or_(*theirs)).order_by(col(Conversation.id))
    return list(tx.session.exec(query.with_for_update() if lock else query))


def _at(tx: Tx, address: Address) -> int | None:
    query = select(ConversationAddress.conversation_id).where(
        col(ConversationAddress.channel) == address.channel, col(ConversationAddress.external_id) == address.external_id
    )
    return tx.session.exec(query).first()


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    found = conversations_of(tx, whose)
    return (
        Section("request", tuple(record for each in found for record in _requests(tx, each))),
        Section("message", tuple(record for each in found for record in _messages(tx, each))),
    )


def _requests(tx: Tx, conversation: Conversation) -> list[tuple[Field, ...]]:
    query = select(Request, Case).join(Case).where(col(Request.conversation_id) == row_id(conversation))
    return [
        (
            Field("number", request.number),
            Field("channel", request.channel),
            Field("opened_at", request.opened_at.isoformat()),
            Field("closed_at", request.closed_at.isoformat() if request.closed_at else None),
            Field("case", case.ticket),
            Field("case_state", case.state.value),
        )
        for request, case in tx.session.exec(query.order_by(col(Request.id)))
    ]


def _messages(tx: Tx, conversation: Conversation) -> list[tuple[Field, ...]]:
    query = select(Message).where(
        col(Message.conversation_id) == row_id(conversation),
        col(Message.direction).in_((Direction.IN, Direction.OUT)),
    )
    messages = tx.session.exec(query.order_by(col(Message.id))).all()
    versions, key = versions_of(tx, messages), envelope(tx, conversation)
    files = _file_names(tx, key, [row_id(message) for message in messages])
    return [
        (
            Field("from", "family" if message.direction is Direction.IN else "centre"),
            Field("said_at", wording.at.isoformat()),
            Field("kind", message.content.value),
            Field("text", wording.text),
            Field("files", ", ".join(files.get(row_id(message), ())) or None),
        )
        for message in messages
        for wording in wordings(key, message, versions.get(row_id(message), []))
    ]


def _file_names(tx: Tx, key: Envelope, message_ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(Attachment.id, Attachment.message_id, Attachment.name_sealed, Attachment.kind).where(
        col(Attachment.message_id).in_(message_ids)
    )
    names: dict[int, list[str]] = {}
    for file_id, message_id, sealed, kind in tx.session.exec(query.order_by(col(Attachment.ordinal))):
        names.setdefault(message_id, []).append(key.open(sealed, file_name(file_id or 0)) or str(kind))
    return names


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    found = conversations_of(tx, whose, lock=True)
    ids = [row_id(conversation) for conversation in found]
    keys = [conversation.data_key_id for conversation in found]
    messages = select(Message.id).where(col(Message.conversation_id).in_(ids))
    visitors = (
        select(Request.case_id).join(Case).where(col(Request.conversation_id).in_(ids), col(Case.family_id).is_(None))
    )
    orphans = list(tx.session.exec(visitors).all())
    gone = (
        _drop(tx, MessageWord, col(MessageWord.message_id).in_(messages)),
        _drop(tx, UnreadForSearch, col(UnreadForSearch.message_id).in_(messages)),
        _drop(tx, Recall, col(Recall.message_id).in_(messages)),
        _drop(tx, Transfer, col(Transfer.conversation_id).in_(ids)),
        _drop(tx, ReadingShare, col(ReadingShare.conversation_id).in_(ids)),
        _drop(tx, Snooze, col(Snooze.conversation_id).in_(ids)),
        _drop(tx, ConversationTag, col(ConversationTag.conversation_id).in_(ids)),
        _drop(tx, MessagePart, col(MessagePart.message_id).in_(messages)),
        _drop(tx, Attachment, col(Attachment.message_id).in_(messages)),
        _drop(tx, MessageVersion, col(MessageVersion.message_id).in_(messages)),
        _drop(tx, Message, col(Message.conversation_id).in_(ids)),
        _drop(tx, Draft, col(Draft.conversation_id).in_(ids)),
        _drop(tx, Request, col(Request.conversation_id).in_(ids)),
        _drop(tx, ConversationAddress, col(ConversationAddress.conversation_id).in_(ids)),
        _drop(tx, Conversation, col(Conversation.id).in_(ids)),
        _drop(tx, Case, or_(col(Case.id).in_(orphans), col(Case.family_id) == (whose.family_id or 0))),
    )
    for key_id in keys:
        drop_key(tx, key_id)
    for conversation in found:
        announce(tx, conversation, "conversation.erased")
    return (*gone, Destroyed("data_key", len(keys)))


def _drop(tx: Tx, table: type[Record], which: object) -> Destroyed:
    result = tx.session.exec(delete(table).where(which).execution_options(synchronize_session=False))  # type: ignore[arg-type]
    return Destroyed(str(table.__tablename__), result.rowcount)


CASES_PART = FamilyPart(_export, _erase)
