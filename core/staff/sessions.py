"""Sessions of staff: rows on the server, so that ending one takes effect with the next request (D2).

30 minutes without activity or 12 hours in all end a session. Logout, a changed password, a removed role and a disabled
account delete rows; `SIGNAL` tells open streams to look again.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from core.centres.tables import Centre
from core.permissions import Permission
from core.staff.actor import staff_member_of
from core.staff.audit import Trace, record
from core.staff.tables import Account, StaffSession
from core.use_case import Refused, StaffMember, Tx, use_case

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
SIGNAL = "sessions"


class SessionEnded(Refused):
    """No open session belongs to this token."""


def token_digest(token: str) -> str:
    """What is stored for a token of 256 random bits; a plain hash is enough for that much randomness."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Resume:
    """Find the session of a cookie."""

    token: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session and the person behind it."""

    session_id: int
    member: StaffMember
    must_change_password: bool
    seen_at: datetime
    ends_at: datetime
    """When it ends however busy the person is."""
    time_zone: str | None
    """Of the member's own centre; None for staff of a network of several zones or without a centre."""


@dataclass(frozen=True, slots=True)
class SessionId:
    """One session of the acting account."""

    session_id: int


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A line of the account page."""

    id: int
    device: str
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """Sessions of the acting account, newest first."""

    sessions: tuple[OwnSession, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How many sessions were ended."""

    count: int


@use_case(Permission.SYSTEM)
def resume(tx: Tx, query: Resume) -> SignedIn:
    """The session of `token` if it is still open. Raises `SessionEnded`."""
    row = tx.session.exec(
        select(StaffSession, Account)
        .join(Account, col(Account.id) == col(StaffSession.account_id))
        .where(col(StaffSession.token_digest) == token_digest(query.token), col(Account.disabled_at).is_(None))
    ).first()
    if row is None or not _alive(row[0], tx.now):
        raise SessionEnded
    session, account = row
    member = staff_member_of(tx.session, account)
    assert session.id is not None
    return SignedIn(
        session.id,
        member,
        account.must_change_password,
        session.seen_at,
        session.opened_at + ABSOLUTE,
        _time_zone(tx, member),
    )


@use_case(Permission.SYSTEM)
def touch(tx: Tx, session: SessionId) -> Ended:
    """Note activity, so that the idle clock starts anew; also sweeps what has run out."""
    tx.session.execute(sa.update(StaffSession).where(col(StaffSession.id) == session.session_id).values(seen_at=tx.now))
    swept = tx.session.execute(
        sa.delete(StaffSession).where(
            sa.or_(col(StaffSession.seen_at) < tx.now - IDLE, col(StaffSession.opened_at) < tx.now - ABSOLUTE)
        )
    )
    return Ended(_count(swept))


@use_case(Permission.ANYBODY)
def my_sessions(tx: Tx, _: None) -> OwnSessions:
    """Open sessions of the acting account."""
    rows = tx.session.exec(
        select(StaffSession)
        .where(col(StaffSession.account_id) == _me(tx).account_id)
        .order_by(col(StaffSession.seen_at).desc())
    ).all()
    return OwnSessions(
        tuple(
            OwnSession(row.id, row.device, row.opened_at, row.seen_at)
            for row in rows
            if row.id is not None and _alive(row, tx.now)
        )
    )


@use_case(Permission.ANYBODY)
def end_session(tx: Tx, session: SessionId) -> Ended:
    """Sign out one of the own sessions. Another person's session stays untouched."""
    return end_sessions(tx, _me(tx).account_id, col(StaffSession.id) == session.session_id)


@use_case(Permission.ANYBODY)
def end_other_sessions(tx: Tx, keep: SessionId) -> Ended:
    """Sign out everywhere but here."""
    return end_sessions(tx, _me(tx).account_id, col(StaffSession.id) != keep.session_id)


def end_sessions(tx: Tx, account_id: int, *which: sa.ColumnElement[bool]) -> Ended:
    """Delete sessions of an account (all, unless narrowed) and wake the streams that hang on them."""
    ended = tx.session.execute(sa.delete(StaffSession).where(col(StaffSession.account_id) == account_id, *which))
    record(tx, Trace("session.end", "account", account_id))
    tx.signal(SIGNAL)
    return Ended(_count(ended))


def _time_zone(tx: Tx, member: StaffMember) -> str | None:
    if not member.centres:
        return None
    zones = tx.session.exec(select(Centre.time_zone).where(col(Centre.id).in_(member.centres)).distinct()).all()
    return zones[0] if len(zones) == 1 else None


def _alive(session: StaffSession, now: datetime) -> bool:
    return now - session.seen_at < IDLE and now - session.opened_at < ABSOLUTE


def _me(tx: Tx) -> StaffMember:
    if not isinstance(tx.actor, StaffMember):
        raise SessionEnded
    return tx.actor


def _count(result: sa.Result[tuple[()]]) -> int:
    assert isinstance(result, sa.CursorResult)
    return result.rowcount
