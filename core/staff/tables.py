"""Accounts of staff, where their roles reach, open sessions, sign-in attempts and the audit.

Nothing here holds a secret that works by itself: passwords are argon2id, session and device tokens are stored as
digests of 256 random bits, addresses of computers as keyed digests.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from core.staff.roles import Reach, Role
from core.storage.schema import BigId, Record, closed_set, identifier, instant


class Account(Record, table=True):
    """A member of staff. Never deleted, because the audit refers to it; disabled instead."""

    __tablename__ = "account"

    id: int | None = identifier()
    login: str = Field(unique=True, max_length=64)
    """Lower case; what is typed at the sign-in page."""
    name: str = Field(max_length=120)
    """How colleagues and families see this person: a first name and, if wished, a patronymic."""
    password_hash: str = Field(max_length=200)
    must_change_password: bool = Field(default=True)
    """The password was issued, not chosen: nothing but choosing one is open until it is changed."""
    created_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)
    totp_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    """Shared secret of the second factor (issue 06), sealed under the master key."""
    totp_last_step: int | None = Field(default=None, sa_type=sa.BigInteger)
    """The last time step accepted, so that a code works once (D4)."""
    knows: str | None = Field(default=None, max_length=600)
    """What this curator is good at, as `core.cases.choosing.Knowledge` writes it; None: nobody has said."""


class RoleGrant(Record, table=True):
    """One role of one account in one place."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint(
            "(reach = 'centre' AND centre_id IS NOT NULL AND region IS NULL)"
            " OR (reach = 'region' AND region IS NOT NULL AND centre_id IS NULL)"
            " OR (reach = 'all' AND centre_id IS NULL AND region IS NULL)",
            name="place",
        ),
        sa.Index(
            "uq_role_grant_place",
            "account_id",
            "role",
            sa.text("coalesce(centre_id, 0)"),
            sa.text("coalesce(region, '')"),
            unique=True,
        ),
    )

    id: int | None = identifier()
    account_id: int = Field(foreign_key="account.id", sa_type=BigId)
    role: Role = closed_set(Role)
    reach: Reach = closed_set(Reach)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId)
    region: str | None = Field(default=None, max_length=8)


class StaffSession(Record, table=True):
    """A signed-in browser. Ending a session deletes the row, so a captured cookie is worth nothing at once (D2)."""

    __tablename__ = "staff_session"

    id: int | None = identifier()
    token_digest: str = Field(unique=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", sa_type=BigId, index=True)
    opened_at: datetime = instant()
    seen_at: datetime = instant()
    device: str = Field(max_length=60)
    """Browser and system in words, so that the owner recognises the own sessions."""


class SignInAttempt(Record, table=True):
    """An attempt that has not succeeded. Written before the password is looked at, so parallel guesses count too."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        sa.Index("ix_sign_in_attempt_login", "login_digest", "at"),
        sa.Index("ix_sign_in_attempt_address", "address_digest", "at"),
    )

    id: int | None = identifier()
    login_digest: str = Field(max_length=32)
    address_digest: str = Field(max_length=32)
    device_digest: str | None = Field(default=None, max_length=64)
    """Set when a browser tried that has signed in to this account before."""
    at: datetime = instant()


class KnownDevice(Record, table=True):
    """A browser that has signed in to this account: guessing from elsewhere never slows it down (D4)."""

    __tablename__ = "known_device"

    token_digest: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(primary_key=True, foreign_key="account.id", sa_type=BigId)
    seen_at: datetime = instant()


class AuditEntry(Record, table=True):
    """Who did or read what, when. Ids, names of fields and keyed digests; never a value (design.md, privacy)."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject_kind", "subject_id", "id"),)

    id: int | None = identifier()
    at: datetime = instant()
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigId, index=True)
    """None: the program itself or a family; `actor` says which."""
    actor: str = Field(max_length=40)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", sa_type=BigId)
    action: str = Field(max_length=48)
    subject_kind: str = Field(max_length=32)
    subject_id: int = Field(sa_type=sa.BigInteger)
    fields: str = Field(default="", max_length=400)
    """Names of the fields read or changed, comma separated."""
    digest_before: str | None = Field(default=None, max_length=32)
    digest_after: str | None = Field(default=None, max_length=32)
