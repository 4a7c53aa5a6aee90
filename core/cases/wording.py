"""The words of messages as people see them: the newest wording, the earlier ones behind it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.cases.conversations import row_id
from core.cases.sealing import Envelope, message_text, version_text
from core.cases.states import Direction
from core.cases.tables import Message, MessageVersion
from core.use_case import Tx


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a message; `at` is when the channel says it was written."""

    text: str | None
    at: datetime


def versions_of(tx: Tx, messages: Sequence[Message]) -> dict[int, list[MessageVersion]]:
    """Later wordings of the edited ones among `messages`, oldest first."""
    edited: Collection[int] = [row_id(message) for message in messages if message.edited_at is not None]
    found: dict[int, list[MessageVersion]] = defaultdict(list)
    if edited:
        query = select(MessageVersion).where(col(MessageVersion.message_id).in_(edited))
        for version in tx.session.exec(query.order_by(col(MessageVersion.revision))).all():
            found[version.message_id].append(version)
    return found


def wordings(key: Envelope, message: Message, versions: Sequence[MessageVersion]) -> tuple[Wording, ...]:
    """Every wording known, oldest first. Before the message itself has arrived, only its edits."""
    later = [
        Wording(key.open(version.text_sealed, version_text(row_id(version))), version.edited_at) for version in versions
    ]
    if message.direction is Direction.IN and message.said_at is None and later:
        return tuple(later)
    first = key.open(message.text_sealed, message_text(row_id(message)))
    return (Wording(first, message.said_at or message.created_at), *later)


def newest_version(tx: Tx, message_id: int) -> MessageVersion | None:
    """The latest of the later wordings; None for a message nobody has changed."""
    query = select(MessageVersion).where(col(MessageVersion.message_id) == message_id)
    return tx.session.exec(query.order_by(col(MessageVersion.revision).desc()).limit(1)).first()


def newest_words(tx: Tx, key: Envelope, message: Message) -> str | None:
    """What a message says now."""
    return wordings(key, message, versions_of(tx, [message]).get(row_id(message), []))[-1].text
