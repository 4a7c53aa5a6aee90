"""Duty as rows: the roster, alarms and their ladder, what was heard, staff's own chats, families that must not be
written to.

The ladder is a ledger: one row per alarm and step, so that a killed process forgets no step and repeats none (E4). No
row holds a word anybody wrote (E9); an address of a family stands here only as a keyed digest.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.catalog.helplines import CrisisType
from core.duty.states import Ending, Line, Step, StepState
from core.storage.schema import BigId, Record, closed_set, identifier, instant


class DutyShift(Record, table=True):
    """One line of a centre's roster: every week on `weekday`, or once on `day`.

    Minutes are of the centre's wall clock; an end that is not after the start lies on the next day. A day with lines of
    its own ignores those of the week; there a line without anybody says that nobody is on duty.
    """

    __tablename__ = "duty_shift"
    __table_args__ = (
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="week_or_day"),
        sa.CheckConstraint("account_id IS NOT NULL OR day IS NOT NULL", name="nobody_only_on_a_day"),
        sa.CheckConstraint("weekday IS NULL OR weekday BETWEEN 1 AND 7", name="weekday"),
        sa.CheckConstraint("starts_minute BETWEEN 0 AND 1439 AND ends_minute BETWEEN 1 AND 1440", name="minutes"),
    )

    id: int | None = identifier()
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId, index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId)
    line: Line = closed_set(Line)
    weekday: int | None = Field(default=None, sa_type=sa.SmallInteger)
    """1 is Monday."""
    day: date | None = None
    starts_minute: int = Field(sa_type=sa.SmallInteger)
    ends_minute: int = Field(sa_type=sa.SmallInteger)


class CrisisAlarm(Record, table=True):
    """Somebody may be in danger and a person must look; or an exercise of that."""

    __tablename__ = "crisis_alarm"
    __table_args__ = (
        sa.Index(
            "uq_crisis_alarm_open",
            "conversation_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND conversation_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND conversation_id IS NOT NULL"),
        ),
        sa.Index("ix_crisis_alarm_centre", "centre_id", "raised_at"),
        sa.CheckConstraint("drill = (conversation_id IS NULL)", name="drill_is_nobodys"),
        sa.CheckConstraint("severity BETWEEN 2 AND 3", name="severity"),
        sa.CheckConstraint("(taken_at IS NULL) = (taken_by IS NULL)", name="taken_by_somebody"),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_somehow"),
    )

    id: int | None = identifier()
    number: str = Field(unique=True, max_length=8)
    centre_id: int = Field(foreign_key="centre.id", sa_type=BigId)
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", sa_type=BigId)
    drill: bool = Field(default=False)
    kind: CrisisType | None = closed_set(CrisisType, default=None, nullable=True)
    """None: the person pressed the button and has not said what happened."""
    severity: int = Field(sa_type=sa.SmallInteger)
    on_duty: bool
    """Somebody was on duty at that moment: E5 counts these."""
    raised_at: datetime = instant()
    taken_at: datetime | None = instant(nullable=True)
    taken_by: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId)
    replied_at: datetime | None = instant(nullable=True)
    """When a living person first wrote to the family (E5)."""
    mistaken_at: datetime | None = instant(nullable=True)
    """When the family pressed «Это ошибка»."""
    ended_at: datetime | None = instant(nullable=True)
    ending: Ending | None = closed_set(Ending, default=None, nullable=True)


class AlarmStep(Record, table=True):
    """The ledger: a rung of one alarm, written with the alarm, fired once (E4)."""

    __tablename__ = "alarm_step"
    __table_args__ = (
        sa.CheckConstraint("(state = 'fired') = (fired_at IS NOT NULL)", name="fired_has_time"),
        sa.Index(
            "ix_alarm_step_due",
            "due_at",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )

    alarm_id: int = Field(foreign_key="crisis_alarm.id", sa_type=BigId, primary_key=True)
    step: Step = closed_set(Step, primary_key=True)
    due_at: datetime = instant()
    state: StepState = closed_set(StepState)
    fired_at: datetime | None = instant(nullable=True)
    told: int = Field(default=0)
    """How many people it was meant for."""


class HeardDanger(Record, table=True):
    """A message that sounded like danger: how it was read, never what it said. The queue for review, and «Это
    ошибка».
    """

    __tablename__ = "heard_danger"
    __table_args__ = (
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name="severity"),
        sa.CheckConstraint("(reviewed_at IS NULL) = (reviewed_by IS NULL)", name="reviewed_by_somebody"),
        sa.Index("ix_heard_danger_centre", "centre_id", "heard_at"),
    )

    id: int | None = identifier()
    heard_at: datetime = instant()
    kind: CrisisType = closed_set(CrisisType)
    severity: int = Field(sa_type=sa.SmallInteger)
    signs: str = Field(max_length=200)
    """Ids of pattern records (`data/crisis/`), separated by spaces."""
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId)
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", sa_type=BigId, index=True)
    mistaken_at: datetime | None = instant(nullable=True)
    reviewed_at: datetime | None = instant(nullable=True)
    reviewed_by: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId)


class StaffChat(Record, table=True):
    """Where a member of staff wants to be woken: a chat of their own with the bot."""

    __tablename__ = "staff_chat"
    __table_args__ = (sa.UniqueConstraint("channel", "external_id"),)

    account_id: int = Field(foreign_key="account.id", sa_type=BigId, primary_key=True)
    channel: str = Field(max_length=16)
    external_id: int = Field(sa_type=sa.BigInteger)
    linked_at: datetime = instant()


class StaffChatCode(Record, table=True):
    """A code that links a chat once; only its digest is kept."""

    __tablename__ = "staff_chat_code"

    account_id: int = Field(foreign_key="account.id", sa_type=BigId, primary_key=True)
    code_digest: str = Field(unique=True, max_length=32)
    expires_at: datetime = instant()


class UnsafeMark(Record, table=True):
    """Somebody hid the conversation: nothing is sent there, nor to that family, until a curator clears it (E7)."""

    __tablename__ = "unsafe_mark"
    __table_args__ = (
        sa.CheckConstraint("(cleared_at IS NULL) = (cleared_by IS NULL)", name="cleared_by_somebody"),
        sa.Index(
            "uq_unsafe_mark_open",
            "address_digest",
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        ),
    )

    id: int | None = identifier()
    address_digest: str = Field(max_length=64)
    family_id: int | None = Field(default=None, foreign_key="family.id", sa_type=BigId, index=True)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId, index=True)
    marked_at: datetime = instant()
    cleared_at: datetime | None = instant(nullable=True)
    cleared_by: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId)
