"""Cases, requests and conversations as rows.

The schema itself refuses the states that hurt families elsewhere: a conversation with two owners or none, a case
closed without the family's word (F13), the same click stored twice (A6), a channel's message stored twice (A2). Words
and file names are sealed under the conversation's own data key; the messenger's id of a person stands in one table.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.cases import states
from core.storage.schema import BigId, Record, closed_set, identifier, instant


def _link(target: str, *, nullable: bool = False, index: bool = False) -> int:
    return Field(  # type: ignore[no-any-return]
        default=None if nullable else ..., foreign_key=target, sa_type=BigId, nullable=nullable, index=index
    )


def _only(name: str, *columns: str, where: str) -> sa.Index:
    """A unique index over the rows that match `where`, on both engines."""
    return sa.Index(name, *columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


class Case(Record, table=True):
    """What the centre does for one family until the family says it is solved. (`case` alone is a word of SQL.)"""

    __tablename__ = "family_case"
    __table_args__ = (
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
        sa.CheckConstraint(
            "state <> 'closed' OR (family_word IS NOT NULL AND family_word <> 'not_solved')", name="family_has_spoken"
        ),
        sa.CheckConstraint("(family_word IS NULL) = (family_word_at IS NULL)", name="word_has_time"),
        _only("uq_family_case_open", "family_id", where="closed_at IS NULL AND family_id IS NOT NULL"),
    )

    id: int | None = identifier()
    ticket: str = Field(unique=True, max_length=8)
    centre_id: int = _link("centre.id", index=True)
    family_id: int | None = _link("family.id", nullable=True, index=True)
    """None while the person has not consented to being a family in our books."""
    curator_id: int | None = _link("account.id", nullable=True, index=True)
    """The one person the family knows."""
    state: states.CaseState = closed_set(states.CaseState, default=states.CaseState.NEW)
    level: states.CaseLevel = closed_set(states.CaseLevel, default=states.CaseLevel.INFORM)
    opened_at: datetime = instant()
    close_asked_at: datetime | None = instant(nullable=True)
    family_word: states.FamilyWord | None = closed_set(states.FamilyWord, default=None, nullable=True)
    family_word_at: datetime | None = instant(nullable=True)
    closed_at: datetime | None = instant(nullable=True)


class Conversation(Record, table=True):
    """Everything said with one adult (or one address, before consent) in one messenger."""

    __tablename__ = "conversation"
    __table_args__ = (
        sa.CheckConstraint("(owner_kind = 'curator') = (curator_id IS NOT NULL)", name="one_owner"),
        sa.CheckConstraint("(owner_kind = 'bot') = (waits_for = 'nobody')", name="somebody_is_waited_for"),
        sa.CheckConstraint("(adult_id IS NULL) = (family_id IS NULL)", name="adult_of_family"),
        sa.CheckConstraint("(basis = 'consent') = (adult_id IS NOT NULL)", name="consent_has_adult"),
        sa.Index("ix_conversation_of_curator", "curator_id", "rank", "since", "id"),
        sa.Index("ix_conversation_of_owner_kind", "owner_kind", "rank", "since", "id"),
        sa.Index(
            "ix_conversation_open",
            "rank",
            "since",
            "id",
            sqlite_where=sa.text("owner_kind <> 'bot'"),
            postgresql_where=sa.text("owner_kind <> 'bot'"),
        ),
        sa.Index("ix_conversation_owed", "answer_warn_at"),
    )

    id: int | None = identifier()
    centre_id: int = _link("centre.id")
    adult_id: int | None = _link("adult.id", nullable=True, index=True)
    family_id: int | None = _link("family.id", nullable=True, index=True)
    data_key_id: int = _link("data_key.id")
    basis: states.ContactBasis = closed_set(states.ContactBasis)
    owner_kind: states.OwnerKind = closed_set(states.OwnerKind)
    curator_id: int | None = _link("account.id", nullable=True)
    crisis: bool = Field(default=False)
    waits_for: states.WaitsFor = closed_set(states.WaitsFor)
    since: datetime = instant()
    """Since when it is that side's turn; for a conversation given back to the bot, when it was closed."""
    rank: int | None = Field(
        default=None,
        sa_column=sa.Column(
            sa.SmallInteger,
            sa.Computed("CASE WHEN crisis THEN 0 WHEN waits_for = 'staff' THEN 1 ELSE 2 END", persisted=True),
            nullable=True,
        ),
    )
    """Order of an inbox: crisis, then who waits for us, then whom we wait for. The database keeps it true."""
    opened_at: datetime = instant()
    answer_warn_at: datetime | None = instant(nullable=True)
    answer_due_at: datetime | None = instant(nullable=True)
    """When 70 % and all of the promised working time for an answer will have passed; None while nothing is owed."""
    alerted_share: int = Field(default=0, sa_type=sa.SmallInteger)
    """Per cent of the promise the centre was already warned about, so that a warning comes once (A15)."""
    staff_spoke_at: datetime | None = instant(nullable=True)
    away_said_at: datetime | None = instant(nullable=True)
    last_read_id: int = Field(default=0, sa_type=sa.BigInteger)
    """Newest message the centre has read; unread is everything the family wrote after it (A19)."""


class ConversationAddress(Record, table=True):
    """Where a conversation's person reads. The only row that knows both; without it nothing is sent (A13)."""

    __tablename__ = "conversation_address"
    __table_args__ = (sa.UniqueConstraint("channel", "external_id"),)

    conversation_id: int = Field(primary_key=True, foreign_key="conversation.id", sa_type=BigId)
    channel: str = Field(max_length=16)
    external_id: int = Field(sa_type=sa.BigInteger)


class Request(Record, table=True):
    """One time a person turned to the centre: number, channel, time, owner, clock (C1)."""

    __tablename__ = "request"
    __table_args__ = (
        _only("uq_request_open", "conversation_id", where="closed_at IS NULL"),
        sa.CheckConstraint("(curator_id IS NULL) = (taken_at IS NULL)", name="taken_by_somebody"),
        sa.CheckConstraint("closed_at IS NULL OR clock_running_since IS NULL", name="closed_clock_stands"),
    )

    id: int | None = identifier()
    number: str = Field(unique=True, max_length=8)
    centre_id: int = _link("centre.id", index=True)
    conversation_id: int = _link("conversation.id", index=True)
    case_id: int = _link("family_case.id", index=True)
    channel: str = Field(max_length=16)
    reason: states.RequestReason = closed_set(states.RequestReason)
    opened_at: datetime = instant()
    curator_id: int | None = _link("account.id", nullable=True)
    """Who took it last."""
    taken_at: datetime | None = instant(nullable=True)
    first_answered_at: datetime | None = instant(nullable=True)
    clock_used_seconds: int = Field(default=0)
    """Working time of the centre spent on it, without the time it waited for the family (A14)."""
    clock_running_since: datetime | None = instant(nullable=True)
    closed_at: datetime | None = instant(nullable=True)


class Message(Record, table=True):
    """One row of a conversation. Its words stay as first written; later wordings are `MessageVersion`s."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("conversation_id", "direction", "external_id"),
        sa.CheckConstraint("(direction = 'in') = (external_id IS NOT NULL)", name="only_the_channel_numbers"),
        sa.CheckConstraint("(direction IN ('out', 'note')) = (client_uuid IS NOT NULL)", name="staff_posts_once"),
        sa.CheckConstraint("direction NOT IN ('out', 'note') OR author_id IS NOT NULL", name="staff_signs"),
        sa.CheckConstraint("direction <> 'in' OR author_id IS NULL", name="family_is_no_staff"),
        sa.CheckConstraint("(direction = 'system') = (happening IS NOT NULL)", name="system_tells_what"),
        sa.Index("ix_message_stream", "conversation_id", "id"),
        sa.Index("ix_message_direction", "conversation_id", "direction", "id"),
    )

    id: int | None = identifier()
    conversation_id: int = _link("conversation.id")
    direction: states.Direction = closed_set(states.Direction)
    content: states.Content = closed_set(states.Content, default=states.Content.TEXT)
    happening: states.Happening | None = closed_set(states.Happening, default=None, nullable=True)
    author_id: int | None = _link("account.id", nullable=True)
    external_id: str | None = Field(default=None, max_length=64)
    """The channel's id of a message that came in."""
    client_uuid: str | None = Field(default=None, unique=True, max_length=36)
    album_id: str | None = Field(default=None, max_length=64)
    text_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    reply_to_id: int | None = _link("message.id", nullable=True, index=True)
    reply_to_external: str | None = Field(default=None, max_length=64)
    """The channel's id of what this answers, kept until that message is known."""
    created_at: datetime = instant()
    said_at: datetime | None = instant(nullable=True)
    """The channel's own time of an incoming message. None while only an edit of it has arrived (A3)."""
    edited_at: datetime | None = instant(nullable=True)


class MessageVersion(Record, table=True):
    """A later wording of a message. `revision` grows with the channel's updates, so they may arrive in any order."""

    __tablename__ = "message_version"
    __table_args__ = (sa.UniqueConstraint("message_id", "revision"),)

    id: int | None = identifier()
    message_id: int = _link("message.id")
    revision: int = Field(sa_type=sa.BigInteger)
    edited_at: datetime = instant()
    text_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    delivery: states.Delivery | None = closed_set(states.Delivery, default=None, nullable=True)
    """Where a curator's correction is on its way. None: the family's own, or nothing had to be changed there."""


class Attachment(Record, table=True):
    """A file of a message: known to the channel (from the family) or our own bytes (from a curator)."""

    __tablename__ = "attachment"
    __table_args__ = (
        sa.UniqueConstraint("message_id", "ordinal"),
        sa.CheckConstraint("channel_file IS NULL OR content_sealed IS NULL", name="one_source"),
        sa.CheckConstraint(
            "state <> 'available' OR channel_file IS NOT NULL OR content_sealed IS NOT NULL",
            name="available_has_source",
        ),
    )

    id: int | None = identifier()
    message_id: int = _link("message.id")
    ordinal: int = Field(sa_type=sa.SmallInteger)
    kind: states.Content = closed_set(states.Content)
    size: int | None = Field(default=None, sa_type=sa.BigInteger)
    """Bytes, when the channel tells."""
    media_type: str | None = Field(default=None, max_length=100)
    name_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    channel_file: str | None = Field(default=None, sa_type=sa.Text)
    content_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    state: states.FileState = closed_set(states.FileState, default=states.FileState.AVAILABLE)


class MessagePart(Record, table=True):
    """One call to the channel: a piece of the text, or one file. Delivery is known part by part (A8)."""

    __tablename__ = "message_part"
    __table_args__ = (
        sa.UniqueConstraint("message_id", "ordinal"),
        sa.CheckConstraint("(state = 'sent') = (external_id IS NOT NULL)", name="sent_is_numbered"),
        sa.CheckConstraint("attempt >= 1", name="tried"),
    )

    id: int | None = identifier()
    message_id: int = _link("message.id")
    ordinal: int = Field(sa_type=sa.SmallInteger)
    attachment_id: int | None = _link("attachment.id", nullable=True)
    """None: a piece of the message's text."""
    attempt: int = Field(default=1, sa_type=sa.SmallInteger)
    """How often a person asked for it to be sent."""
    outbox_id: int | None = Field(default=None, sa_type=sa.BigInteger, unique=True)
    state: states.Delivery = closed_set(states.Delivery, default=states.Delivery.QUEUED)
    external_id: str | None = Field(default=None, max_length=64, index=True)
    fault: str | None = Field(default=None, max_length=120)


class Draft(Record, table=True):
    """What a curator has typed and not sent. It survives reload, sign-out and a change of owner (A11)."""

    __tablename__ = "draft"

    conversation_id: int = Field(primary_key=True, foreign_key="conversation.id", sa_type=BigId)
    account_id: int = Field(primary_key=True, foreign_key="account.id", sa_type=BigId)
    text_sealed: bytes = Field(sa_type=sa.LargeBinary)
    for_staff: bool = Field(default=False)
    """Typed as a note: must never come back as an answer to the family."""
    saved_at: datetime = instant()
