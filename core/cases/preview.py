"""The last words of a conversation, for the list.

Words of a person in danger are shown to nobody but the owner of the conversation (E9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from core.cases.conversations import answers_for, row_id
from core.cases.sealing import Envelope, envelopes
from core.cases.states import Content, Direction
from core.cases.tables import Conversation, Message, MessageVersion
from core.cases.wording import versions_of, wordings
from core.use_case import Tx

LENGTH = 120


@dataclass(frozen=True, slots=True)
class Preview:
    """The newest message of family or curator; `text` None: without words, or not for these eyes."""

    direction: Direction
    content: Content
    text: str | None
    at: datetime


def previews(tx: Tx, conversations: Sequence[Conversation]) -> dict[int, Preview]:
    """The newest message of each conversation that has one."""
    messages = _newest(tx, [row_id(each) for each in conversations])
    versions = versions_of(tx, list(messages.values()))
    keys = envelopes(tx, [each for each in conversations if _for_these_eyes(tx, each)])
    return {
        conversation_id: Preview(
            message.direction,
            message.content,
            _words(keys.get(conversation_id), message, versions.get(row_id(message), [])),
            message.said_at or message.created_at,
        )
        for conversation_id, message in messages.items()
    }


def _for_these_eyes(tx: Tx, conversation: Conversation) -> bool:
    return not conversation.crisis or answers_for(tx, conversation.curator_id)


def _words(key: Envelope | None, message: Message, versions: Sequence[MessageVersion]) -> str | None:
    return None if key is None else _short(wordings(key, message, versions)[-1].text)


def _newest(tx: Tx, ids: Sequence[int]) -> dict[int, Message]:
    newest = (
        select(func.max(Message.id))
        .where(col(Message.conversation_id).in_(ids), col(Message.direction).in_((Direction.IN, Direction.OUT)))
        .group_by(col(Message.conversation_id))
    )
    found = tx.session.exec(select(Message).where(col(Message.id).in_(newest))).all()
    return {message.conversation_id: message for message in found}


def _short(text: str | None) -> str | None:
    if text is None or len(text) <= LENGTH:
        return text
    return text[: LENGTH - 1].rstrip() + "…"
