"""Making messages findable, a moment after they were said and outside of anybody's way (A20).

A message queues itself in the transaction that stores or changes it; the worker reads what is queued. Words of danger
and whatever is said while a conversation is marked as urgent never get into the index (E9).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import col, delete, or_, select

from core.cases.conversations import row_id
from core.cases.message_words import MessageWords
from core.cases.sealing import Envelope, envelopes
from core.cases.search_tables import MessageWord, UnreadForSearch
from core.cases.tables import Conversation, Message, MessageVersion
from core.cases.wording import versions_of, wordings
from core.duty.tables import CrisisAlarm
from core.permissions import Permission
from core.storage.vault import Vault
from core.use_case import Tx, UseCase, use_case

BATCH = 200


def queue_for_search(tx: Tx, conversation: Conversation, message: Message) -> None:
    """The words of this message are new. Held, so that a worker reading it just now cannot forget the new ones.

    Of what is said in danger nothing is ever read: not when the danger is cleared, nor when the message is edited (E9).
    """
    mine = select(UnreadForSearch).where(col(UnreadForSearch.message_id) == row_id(message)).with_for_update()
    queued = tx.session.exec(mine).first()
    if conversation.crisis or _said_in_danger(tx, conversation, message):
        tx.session.exec(delete(MessageWord).where(col(MessageWord.message_id) == row_id(message)))
        tx.session.exec(delete(UnreadForSearch).where(col(UnreadForSearch.message_id) == row_id(message)))
    elif queued is None:
        tx.session.add(UnreadForSearch(message_id=row_id(message)))


def _said_in_danger(tx: Tx, conversation: Conversation, message: Message) -> bool:
    """An alarm of the conversation was open when the message came."""
    query = select(CrisisAlarm.id).where(
        col(CrisisAlarm.conversation_id) == row_id(conversation),
        col(CrisisAlarm.raised_at) <= message.created_at,
        or_(col(CrisisAlarm.ended_at).is_(None), col(CrisisAlarm.ended_at) >= message.created_at),
    )
    return tx.session.exec(query).first() is not None


def digest_of(vault: Vault, key: str) -> int:
    """What stands in the index for a key."""
    return int(vault.digest("message word", key)[:15], 16)


@dataclass(frozen=True, slots=True)
class IndexMessages:
    """Read a batch of what is queued."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many messages were read; fewer than a batch: nothing is left."""

    count: int


def indexing(words: MessageWords) -> UseCase[IndexMessages, Indexed]:
    """The use case that reads queued messages by these words."""

    @use_case(Permission.SYSTEM)
    def index_messages(tx: Tx, command: IndexMessages) -> Indexed:
        """Replace the words of each queued message. Two workers take different messages."""
        queued = select(UnreadForSearch.message_id).order_by(col(UnreadForSearch.message_id)).limit(BATCH)
        ids = tx.session.exec(queued.with_for_update(skip_locked=True)).all()
        _replace(tx, words, ids)
        tx.session.exec(delete(UnreadForSearch).where(col(UnreadForSearch.message_id).in_(ids)))
        return Indexed(len(ids))

    return index_messages


def _replace(tx: Tx, words: MessageWords, ids: Sequence[int]) -> None:
    tx.session.exec(delete(MessageWord).where(col(MessageWord.message_id).in_(ids)))
    query = select(Message, Conversation).join(Conversation).where(col(Message.id).in_(ids))
    found = tx.session.exec(query).all()
    keys = envelopes(tx, [conversation for _, conversation in found])
    versions = versions_of(tx, [message for message, _ in found])
    rows = [
        {"digest": digest_of(tx.vault, key), "message_id": row_id(message)}
        for message, conversation in found
        if not conversation.crisis
        for key in _keys(words, keys.get(row_id(conversation)), message, versions.get(row_id(message), []))
    ]
    if rows:
        tx.session.execute(insert(MessageWord), rows)


def _keys(
    words: MessageWords, key: Envelope | None, message: Message, versions: Sequence[MessageVersion]
) -> frozenset[str]:
    """Of the newest wording; nothing when any wording is one of danger."""
    said = wordings(key, message, versions) if key is not None else ()
    texts = [each.text for each in said if each.text]
    return frozenset() if not texts or any(map(words.is_urgent, texts)) else words.keys(texts[-1])
