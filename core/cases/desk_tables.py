"""What the desk keeps beside a conversation: who offers it to whom, who stands in, what sleeps, tags, words taken back.

Tables of their own, so that a conversation stays what it is: an owner, a turn, words. Reasons of a transfer are sealed
under the conversation's key. Names of tags are the centre's own vocabulary and say nothing about anybody.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.storage.schema import BigId, Record, closed_set, identifier, instant


def _link(target: str, *, nullable: bool = False, index: bool = False) -> int:
    return Field(  # type: ignore[no-any-return]
        default=None if nullable else ..., foreign_key=target, sa_type=BigId, nullable=nullable, index=index
    )


def _key(target: str) -> int:
    return Field(primary_key=True, foreign_key=target, sa_type=BigId)  # type: ignore[no-any-return]


class TransferState(StrEnum):
    """Life of an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Transfer(Record, table=True):
    """An offer to answer a family from now on. Until it is accepted the sender owns the conversation (A22)."""

    __tablename__ = "transfer"
    __table_args__ = (
        sa.Index(
            "uq_transfer_offered",
            "conversation_id",
            unique=True,
            sqlite_where=sa.text("state = 'offered'"),
            postgresql_where=sa.text("state = 'offered'"),
        ),
        sa.CheckConstraint("(state = 'offered') = (settled_at IS NULL)", name="settled_has_time"),
        sa.CheckConstraint("from_account_id <> to_account_id", name="to_somebody_else"),
        sa.Index("ix_transfer_to", "to_centre_id", "state"),
    )

    id: int | None = identifier()
    conversation_id: int = _link("conversation.id", index=True)
    from_account_id: int = _link("account.id", index=True)
    from_centre_id: int = _link("centre.id")
    to_centre_id: int = _link("centre.id")
    to_account_id: int | None = _link("account.id", nullable=True)
    """None: anybody of the other centre."""
    why_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    keeps_reading: bool = Field(default=False)
    """The sending centre may go on reading after the other one has accepted."""
    state: TransferState = closed_set(TransferState, default=TransferState.OFFERED)
    offered_at: datetime = instant()
    settled_at: datetime | None = instant(nullable=True)
    settled_by_id: int | None = _link("account.id", nullable=True)


class ReadingShare(Record, table=True):
    """A centre that may read a conversation of another one, and do nothing else with it."""

    __tablename__ = "reading_share"

    conversation_id: int = _key("conversation.id")
    centre_id: int = _key("centre.id")
    since: datetime = instant()


class Absence(Record, table=True):
    """While a curator is away, the substitute answers that curator's families; nothing changes its owner."""

    __tablename__ = "absence"
    __table_args__ = (
        sa.CheckConstraint("since < until", name="ends_after_it_begins"),
        sa.CheckConstraint("account_id <> substitute_id", name="somebody_else"),
        sa.Index("ix_absence_substitute", "substitute_id", "until"),
    )

    id: int | None = identifier()
    account_id: int = _link("account.id", index=True)
    substitute_id: int = _link("account.id")
    since: datetime = instant()
    until: datetime = instant()


class Snooze(Record, table=True):
    """Out of the owner's list until a moment, or until the family writes."""

    __tablename__ = "snooze"

    conversation_id: int = _key("conversation.id")
    until: datetime = instant(index=True)


class Tag(Record, table=True):
    """A word of a centre for sorting conversations."""

    __tablename__ = "tag"
    __table_args__ = (sa.UniqueConstraint("centre_id", "name"),)

    id: int | None = identifier()
    centre_id: int = _link("centre.id")
    name: str = Field(max_length=30)


class ConversationTag(Record, table=True):
    """A tag on a conversation."""

    __tablename__ = "conversation_tag"

    conversation_id: int = _key("conversation.id")
    tag_id: int = Field(primary_key=True, foreign_key="tag.id", sa_type=BigId, index=True)


class Recall(Record, table=True):
    """A curator's message that was taken back. Its words stay readable for the centre."""

    __tablename__ = "recall"

    message_id: int = _key("message.id")
    at: datetime = instant()
    seen: bool = Field(default=False)
    """A part had reached the family, which may have read it."""
    failed: bool = Field(default=False)
    """The channel would not delete a part."""


class ReplyTemplate(Record, table=True):
    """Words a centre says often, with holes for what is about a family. Nothing personal, so it is not sealed."""

    __tablename__ = "reply_template"

    id: int | None = identifier()
    centre_id: int = _link("centre.id", index=True)
    title: str = Field(max_length=80)
    body: str = Field(sa_type=sa.Text)
