"""Finding what was said: every word of the question, in any form, in the acting person's centres (A20).

The newest come first. The words of a message in an urgent conversation are shown to nobody but its owner (E9). A number
somebody reads over the phone finds its conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from core.cases.conversations import answers_for, names_of, row_id, staff
from core.cases.indexing import digest_of
from core.cases.message_words import MessageWords
from core.cases.sealing import envelopes
from core.cases.search_tables import MessageWord
from core.cases.states import Direction
from core.cases.tables import Conversation, Message, Request
from core.cases.wording import versions_of, wordings
from core.permissions import Permission
from core.tickets import ALPHABET, LENGTH
from core.use_case import Tx, UseCase, use_case

PAGE = 30
_COUNTED = 2_000
"""A word in more messages than this is common; how common does not matter."""


@dataclass(frozen=True, slots=True)
class SearchMessages:
    """What is looked for, and the last message of the page before."""

    text: str
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One message; `piece` None: its words are not for these eyes."""

    conversation_id: int
    number: str
    message_id: int
    direction: Direction
    author: str | None
    at: datetime
    piece: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, newest first. `numbered`: the conversation whose number was asked for."""

    hits: tuple[Hit, ...]
    more: bool
    numbered: int | None


def searching(words: MessageWords) -> UseCase[SearchMessages, Found]:
    """The use case that finds messages by these words."""

    @use_case(Permission.READ_CONVERSATION, long=True)
    def search_messages(tx: Tx, query: SearchMessages) -> Found:
        """A page of what was said. Raises `Forbidden` for anybody but staff."""
        numbered = _by_number(tx, query.text)
        questions = words.questions(query.text)
        if not questions or numbered is not None:
            return Found((), False, numbered)
        ids = _ids(tx, questions, query.before_id)
        return Found(_hits(tx, words, questions, ids[:PAGE]), len(ids) > PAGE, None)

    return search_messages


def _by_number(tx: Tx, text: str) -> int | None:
    number = "".join(text.split()).upper().removeprefix("№")
    if len(number) != LENGTH or set(number) - set(ALPHABET):
        return None
    query = select(Request.conversation_id).join(Conversation).where(col(Request.number) == number, *_reach(tx))
    return tx.session.exec(query).first()


def _reach(tx: Tx) -> list[Any]:
    centres = staff(tx).centres
    return [] if centres is None else [col(Conversation.centre_id).in_(centres)]


def _ids(tx: Tx, questions: Sequence[frozenset[str]], before_id: int | None) -> list[int]:
    """Messages with all the words, newest first, one more than a page. The rarest word leads."""
    digests = [[digest_of(tx.vault, key) for key in keys] for keys in questions]
    rarest, *others = sorted(digests, key=lambda each: _how_common(tx, each))
    query = (
        select(Message.id)
        .join(Conversation)
        .where(col(Message.id).in_(select(MessageWord.message_id).where(col(MessageWord.digest).in_(rarest))))
        .where(*(_has(each) for each in others), *_reach(tx))
        .order_by(col(Message.id).desc())
        .limit(PAGE + 1)
    )
    if before_id is not None:
        query = query.where(col(Message.id) < before_id)
    return [message_id for message_id in tx.session.exec(query) if message_id is not None]


def _how_common(tx: Tx, digests: Sequence[int]) -> int:
    some = select(MessageWord.message_id).where(col(MessageWord.digest).in_(digests)).limit(_COUNTED)
    return tx.session.exec(select(func.count()).select_from(some.subquery())).one()


def _has(digests: Sequence[int]) -> Any:
    return sa.exists().where(col(MessageWord.digest).in_(digests), col(MessageWord.message_id) == col(Message.id))


def _hits(tx: Tx, words: MessageWords, questions: tuple[frozenset[str], ...], ids: Sequence[int]) -> tuple[Hit, ...]:
    query = select(Message, Conversation).join(Conversation).where(col(Message.id).in_(ids))
    found = tx.session.exec(query.order_by(col(Message.id).desc())).all()
    readable = [each for _, each in found if not each.crisis or answers_for(tx, each.curator_id)]
    keys, versions = envelopes(tx, readable), versions_of(tx, [message for message, _ in found])
    numbers, names = _numbers(tx, [row_id(each) for _, each in found]), names_of(tx, [m.author_id for m, _ in found])
    hits = []
    for message, conversation in found:
        key = keys.get(row_id(conversation))
        text = wordings(key, message, versions.get(row_id(message), []))[-1].text if key else None
        hits.append(
            Hit(
                conversation_id=row_id(conversation),
                number=numbers.get(row_id(conversation), ""),
                message_id=row_id(message),
                direction=message.direction,
                author=names.get(message.author_id or 0),
                at=message.said_at or message.created_at,
                piece=words.around(text, questions) if text else None,
            )
        )
    return tuple(hits)


def _numbers(tx: Tx, ids: Sequence[int]) -> dict[int, str]:
    newest = (
        select(func.max(Request.id)).where(col(Request.conversation_id).in_(ids)).group_by(col(Request.conversation_id))
    )
    query = select(Request.conversation_id, Request.number).where(col(Request.id).in_(newest))
    return dict(tx.session.exec(query).all())
