"""Families as rows: the household, its adults, where they read, what they said and what they agreed to.

A family exists only after a consent. Facts are an append-only history, so that a correction shows both values and
who made it; the value in force is the newest row. What people write in their own words, names and phones lie sealed
under the family's key (`keys.py`): dropping that key row is the erasure.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from core.families.spoken import Spoken
from core.storage.schema import BigId, Record, attach_ddl, closed_set, identifier, instant

Json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class DataKey(Record, table=True):
    """A family's (or a conversation's) own key, wrapped by the master key. Deleting the row erases what it seals."""

    __tablename__ = "data_key"

    id: int | None = identifier()
    wrapped: bytes = Field(sa_type=sa.LargeBinary)


class Family(Record, table=True):
    """One household. Facts, plan and case belong to it; messages and consents belong to its adults."""

    __tablename__ = "family"

    id: int | None = identifier()
    ticket: str = Field(unique=True, max_length=8)
    """Public number: what a family says on the phone instead of a name."""
    data_key_id: int = Field(foreign_key="data_key.id", sa_type=BigId, unique=True)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId, index=True)
    time_zone: str = Field(max_length=48)
    """Where the family lives, for quiet hours and for the second clock of a remote visit."""
    created_at: datetime = instant()


class Adult(Record, table=True):
    """A grown-up of the family. Name and phone are kept only when the adult gives them, sealed."""

    __tablename__ = "adult"

    id: int | None = identifier()
    family_id: int = Field(foreign_key="family.id", sa_type=BigId, index=True)
    name_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    phone_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    joined_at: datetime = instant()
    language: Spoken | None = closed_set(Spoken, default=None, nullable=True)
    """In which this adult would rather talk; None: Russian, or nobody has said."""


class ChannelAddress(Record, table=True):
    """Where an adult reads. One messenger account is one adult; an adult may have several."""

    __tablename__ = "channel_address"
    __table_args__ = (sa.UniqueConstraint("channel", "external_id"),)

    id: int | None = identifier()
    channel: str = Field(max_length=16)
    external_id: int = Field(sa_type=sa.BigInteger)
    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, index=True)
    blocked_at: datetime | None = instant(nullable=True)
    """Since when the person blocks the bot; empty: reachable."""


class ConsentPurpose(StrEnum):
    """What a consent is for; each is given and withdrawn on its own (D11)."""

    PERSONAL_DATA = "personal_data"
    """Keeping answers, plan and appointments. Without it there is no family here."""
    HAND_OVER = "hand_over"
    """Specialists of the centre read the answers beside a conversation."""
    PROACTIVE = "proactive"
    """The centre writes first."""
    AGENCIES = "agencies"
    """The centre asks other bodies for documents."""


class Consent(Record, table=True):
    """One consent to one text for one purpose. Kept after withdrawal: it is the proof (D11)."""

    __tablename__ = "consent"
    __table_args__ = (
        sa.Index(
            "uq_consent_in_force",
            "adult_id",
            "purpose",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: int | None = identifier()
    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId)
    purpose: ConsentPurpose = closed_set(ConsentPurpose)
    version: str = Field(max_length=24)
    text_hash: str = Field(max_length=64)
    """SHA-256 of the text exactly as it was shown."""
    channel: str = Field(max_length=16)
    given_at: datetime = instant()
    withdrawn_at: datetime | None = instant(nullable=True)


class FactState(StrEnum):
    """Whether a question was answered; the two ways not to are different things (F3)."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class AuthorKind(StrEnum):
    """Who entered something."""

    ADULT = "adult"
    STAFF = "staff"
    SYSTEM = "system"


class FactRecord(Record, table=True):
    """One statement about the family. Rows are only added; the newest per `fact` is in force."""

    __tablename__ = "fact"
    __table_args__ = (
        sa.Index("ix_fact_newest", "family_id", "fact", "id"),
        sa.CheckConstraint(
            "(state = 'known' AND (value IS NULL) != (value_sealed IS NULL))"
            " OR (state != 'known' AND value IS NULL AND value_sealed IS NULL)",
            name="value_only_when_known",
        ),
        sa.CheckConstraint("provenance BETWEEN 1 AND 4", name="provenance"),
    )

    id: int | None = identifier()
    family_id: int = Field(foreign_key="family.id", sa_type=BigId)
    fact: str = Field(max_length=40)
    state: FactState = closed_set(FactState)
    value: Any = Field(default=None, sa_type=Json, nullable=True)
    """Coarse facts in the clear, so that rules can be asked about all families at once."""
    value_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    """Facts whose mere presence may do harm (`Sensitivity.DANGEROUS`)."""
    provenance: int = Field(sa_type=sa.SmallInteger)
    """`core.triage.profile.Provenance`."""
    on_day: date
    """The family's calendar day of the statement: ages count from it."""
    author_kind: AuthorKind = closed_set(AuthorKind)
    author_id: int | None = Field(default=None, sa_type=BigId)
    recorded_at: datetime = instant()


_FACTS = Record.metadata.tables["fact"]
attach_ddl(
    _FACTS,
    "sqlite",
    "CREATE TRIGGER fact_only_grows BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'facts are only added'); END",
)
attach_ddl(
    _FACTS,
    "postgresql",
    "CREATE OR REPLACE FUNCTION fact_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'facts are only added' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER fact_only_grows BEFORE UPDATE ON fact FOR EACH ROW EXECUTE FUNCTION fact_only_grows()",
)


class StepDoer(StrEnum):
    """Who has to act (F9)."""

    FAMILY = "family"
    CENTRE = "centre"
    AGENCY = "agency"


class StepState(StrEnum):
    """Life of a step; a dropped one stays visible to the curator."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class PlanStep(Record, table=True):
    """One line of the family's route sheet: a saved measure, or something the centre wrote down."""

    __tablename__ = "plan_step"
    __table_args__ = (
        sa.UniqueConstraint("family_id", "measure_id"),
        sa.CheckConstraint("(measure_id IS NULL) != (words_sealed IS NULL)", name="measure_or_words"),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_a_time"),
    )

    id: int | None = identifier()
    family_id: int = Field(foreign_key="family.id", sa_type=BigId)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId)
    measure_id: str | None = Field(default=None, max_length=80)
    words_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    doer: StepDoer = closed_set(StepDoer)
    state: StepState = closed_set(StepState, default=StepState.OPEN)
    due_on: date | None = None
    created_at: datetime = instant()
    done_at: datetime | None = instant(nullable=True)


class ReceivedMeasure(Record, table=True):
    """A measure the family already gets: it is not offered again, and its end is announced in time."""

    __tablename__ = "received_measure"

    family_id: int = Field(foreign_key="family.id", sa_type=BigId, primary_key=True)
    measure_id: str = Field(primary_key=True, max_length=80)
    since: date | None = None
    recorded_at: datetime = instant()


class ChosenNeeds(Record, table=True):
    """What the family came for: with it the questionnaire goes on after any pause. An empty list is everything."""

    __tablename__ = "chosen_needs"

    family_id: int = Field(foreign_key="family.id", sa_type=BigId, primary_key=True)
    needs: Any = Field(sa_type=Json)
    """Names of `core.triage.needs.Need`, in the family's order."""
    chosen_at: datetime = instant()


class MutedTopic(Record, table=True):
    """A topic an adult does not want to be written to about (C13)."""

    __tablename__ = "muted_topic"

    adult_id: int = Field(foreign_key="adult.id", sa_type=BigId, primary_key=True)
    topic: str = Field(primary_key=True, max_length=40)
    muted_at: datetime = instant()


class FamilyInvitation(Record, table=True):
    """A code by which a second adult joins (F14). Only its digest is kept; it works once."""

    __tablename__ = "family_invitation"

    id: int | None = identifier()
    family_id: int = Field(foreign_key="family.id", sa_type=BigId, index=True)
    code_digest: str = Field(unique=True, max_length=32)
    expires_at: datetime = instant()


class Destruction(Record, table=True):
    """What remains of an erased family: a number and how much was destroyed. Nothing about anybody (D9)."""

    __tablename__ = "destruction"

    id: int | None = identifier()
    ticket: str = Field(unique=True, max_length=8)
    """Number of the certificate; the family's own ticket is gone."""
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId)
    requested_by: AuthorKind = closed_set(AuthorKind)
    destroyed_at: datetime = instant()
    counts: Any = Field(sa_type=Json)
    """Table name -> rows destroyed."""
