"""Tags: the centre's own words for sorting conversations. A new word is a tag as soon as somebody uses it."""

from dataclasses import dataclass

from sqlmodel import col, delete, func, select

from core.cases.conversations import announce, hold, row_id
from core.cases.desk_tables import ConversationTag, Tag
from core.cases.tracing import trace
from core.permissions import Permission
from core.use_case import Tx, use_case

LONGEST, MOST = 30, 10


@dataclass(frozen=True, slots=True)
class SetTags:
    """What the conversation is tagged with from now on: names, in any order."""

    conversation_id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag of the centre."""

    tag_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags now, by name."""

    tags: tuple[TagLine, ...]


@use_case(Permission.WRITE_NOTE)
def set_tags(tx: Tx, command: SetTags) -> Tagged:
    """Replace the tags of a conversation. Names are cut to 30 characters; at most ten count. Raises `Forbidden`."""
    conversation = hold(tx, command.conversation_id)
    tx.session.exec(delete(ConversationTag).where(col(ConversationTag.conversation_id) == command.conversation_id))
    for name in _plain(command.names):
        tag = _tag(tx, conversation.centre_id, name)
        tx.session.add(ConversationTag(conversation_id=command.conversation_id, tag_id=tag))
    tx.session.flush()
    _forget_unused(tx, conversation.centre_id)
    trace(tx, conversation, "tagged")
    announce(tx, conversation, "conversation.changed")
    return Tagged(tags_of(tx, [command.conversation_id]).get(command.conversation_id, ()))


def _plain(names: tuple[str, ...]) -> list[str]:
    """One spelling per word, so that «Жильё» and « жильё» are the same tag."""
    short = (" ".join(name.split()).lower()[:LONGEST].strip() for name in names)
    return list(dict.fromkeys(name for name in short if name))[:MOST]


def _tag(tx: Tx, centre_id: int, name: str) -> int:
    query = select(Tag).where(col(Tag.centre_id) == centre_id, col(Tag.name) == name)
    found = tx.session.exec(query).first()
    if found is None:
        found = Tag(centre_id=centre_id, name=name)
        tx.session.add(found)
        tx.session.flush()
    return row_id(found)


def _forget_unused(tx: Tx, centre_id: int) -> None:
    """A misspelt tag that nothing carries any more is not offered again."""
    used = select(ConversationTag.tag_id)
    tx.session.exec(delete(Tag).where(col(Tag.centre_id) == centre_id, col(Tag.id).not_in(used)))


def tags_of(tx: Tx, ids: list[int]) -> dict[int, tuple[TagLine, ...]]:
    """Tags of conversations, by name; those without are left out."""
    query = (
        select(ConversationTag.conversation_id, Tag.id, Tag.name)
        .join(Tag)
        .where(col(ConversationTag.conversation_id).in_(ids))
        .order_by(func.lower(Tag.name))
    )
    found: dict[int, tuple[TagLine, ...]] = {}
    for conversation_id, tag_id, name in tx.session.exec(query):
        found[conversation_id] = (*found.get(conversation_id, ()), TagLine(tag_id or 0, name))
    return found


def tags_at(tx: Tx, centre_id: int) -> tuple[TagLine, ...]:
    """Every tag of a centre, by name."""
    query = select(Tag).where(col(Tag.centre_id) == centre_id).order_by(col(Tag.name))
    return tuple(TagLine(row_id(row), row.name) for row in tx.session.exec(query))
