"""Signing in: count the attempt, verify outside the transaction, open a session.

An attempt is written as a failure before its password is looked at and withdrawn on success, so a thousand guesses in
parallel cannot slip past the count.
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.passwords import Passwords
from core.staff.second_factor import SwitchOff, switch_off, use_code
from core.staff.sessions import token_digest
from core.staff.tables import Account, KnownDevice, SignInAttempt, StaffSession
from core.staff.throttle import NONE, WINDOW, Failures, Pressure, wait_before
from core.storage.vault import WrongKey
from core.use_case import Refused, StaffMember, Store, System, Tx, use_case

_PANEL = System("sign_in")
_HALF_OPEN = "half-open sign-in"
TICKET_LIVES = timedelta(minutes=5)


class WrongCredentials(Refused):
    """Unknown login, wrong password or disabled account; nobody is told which."""


@dataclass(frozen=True, slots=True)
class TooManyAttempts(Refused):
    """The attempt was not looked at; try again after `wait`."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a browser presents: the form, its address, its device cookie if any, and its name in words."""

    login: str
    password: str
    address: str
    device_token: str | None
    device: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Credentials without the password."""

    login: str
    address: str
    device_token: str | None


@dataclass(frozen=True, slots=True)
class Attempted:
    """A counted attempt, and the hash to compare with (None: nobody has this login)."""

    attempt_id: int
    account_id: int | None
    password_hash: str | None
    asks_code: bool = False
    """The account has a second factor."""


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """The password fitted; a code is still to come. The browser carries the ticket, sealed, for five minutes."""

    ticket: str


@dataclass(frozen=True, slots=True)
class CodeCredentials:
    """The second form: the ticket of the first one, the code, and what every attempt carries."""

    ticket: str
    code: str
    address: str
    device_token: str | None
    device: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """The password fitted: open a session for it. Tokens are drawn outside, so that a replayed write is the same."""

    attempted: Attempted
    token: str
    device_token: str
    device: str
    code: str | None = None
    """Of the second factor, if the account has one."""
    earlier_attempt: int | None = None
    """The attempt of the first form, taken back together with this one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the browser must keep: the session's token and the device's."""

    token: str
    device_token: str


async def sign_in(store: Store, passwords: Passwords, credentials: Credentials) -> Opened | HalfOpen:
    """Open a session, or ask for the code first. Raises `TooManyAttempts` or `WrongCredentials`."""
    attempt = Attempt(credentials.login, credentials.address, credentials.device_token)
    attempted = await store.write(begin_attempt, attempt, _PANEL)
    if not await passwords.verify(attempted.password_hash, credentials.password):
        raise WrongCredentials
    if attempted.asks_code:
        return HalfOpen(_ticket(store, credentials.login, attempted))
    device_token = credentials.device_token or secrets.token_urlsafe(32)
    command = OpenSession(attempted, secrets.token_urlsafe(32), device_token, credentials.device)
    return await store.write(open_session, command, _PANEL)


async def enter_code(store: Store, given: CodeCredentials) -> Opened:
    """The second step. Raises `TooManyAttempts`, `WrongCode`, or `WrongCredentials` for a ticket that is no good."""
    login, first = _read_ticket(store, given.ticket)
    now = await store.write(begin_attempt, Attempt(login, given.address, given.device_token), _PANEL)
    if (now.account_id, now.password_hash) != (first.account_id, first.password_hash):
        raise WrongCredentials
    device_token = given.device_token or secrets.token_urlsafe(32)
    command = OpenSession(now, secrets.token_urlsafe(32), device_token, given.device, given.code, first.attempt_id)
    return await store.write(open_session, command, _PANEL)


async def give_up_code(store: Store, member: StaffMember, attempt: Attempt, code: str) -> None:
    """Switch the second factor off; a wrong code counts as at the door (D4). Raises `TooManyAttempts`, `WrongCode`."""
    attempted = await store.write(begin_attempt, attempt, _PANEL)
    await store.write(switch_off, SwitchOff(code), member)
    await store.write(take_back, attempted, _PANEL)


@use_case(Permission.SYSTEM)
def take_back(tx: Tx, attempted: Attempted) -> None:
    """The attempt was no failure."""
    tx.session.execute(sa.delete(SignInAttempt).where(col(SignInAttempt.id) == attempted.attempt_id))


def _ticket(store: Store, login: str, attempted: Attempted) -> str:
    until = (store.clock() + TICKET_LIVES).timestamp()
    held = [login, attempted.attempt_id, attempted.account_id, attempted.password_hash, until]
    return urlsafe_b64encode(store.vault.seal(json.dumps(held).encode(), _HALF_OPEN)).decode()


def _read_ticket(store: Store, ticket: str) -> tuple[str, Attempted]:
    try:
        sealed = urlsafe_b64decode(ticket.encode())
        login, attempt_id, account_id, password_hash, until = json.loads(store.vault.open(sealed, _HALF_OPEN))
    except (ValueError, WrongKey):
        raise WrongCredentials from None
    if until < store.clock().timestamp():
        raise WrongCredentials
    return login, Attempted(attempt_id, account_id, password_hash, True)


@use_case(Permission.SYSTEM)
def begin_attempt(tx: Tx, attempt: Attempt) -> Attempted:
    """Count an attempt and hand out what it must match. Raises `TooManyAttempts`."""
    account = tx.session.exec(select(Account).where(col(Account.login) == attempt.login.strip().lower())).first()
    device = _known_device(tx, account, attempt.device_token)
    row = SignInAttempt(
        login_digest=tx.vault.digest("login", attempt.login.strip().lower()),
        address_digest=tx.vault.digest("address", attempt.address),
        device_digest=device,
        at=tx.now,
    )
    wait = wait_before(_pressure(tx, row), tx.now)
    if wait > NONE:
        raise TooManyAttempts(wait)
    tx.session.execute(sa.delete(SignInAttempt).where(col(SignInAttempt.at) < tx.now - WINDOW))
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    if account is None or account.disabled_at is not None:
        return Attempted(row.id, None, None)
    return Attempted(row.id, account.id, account.password_hash, account.totp_sealed is not None)


@use_case(Permission.SYSTEM)
def open_session(tx: Tx, command: OpenSession) -> Opened:
    """Open the session and take the attempt back. Raises `WrongCode`.

    Raises `WrongCredentials` when the account changed meanwhile.
    """
    attempted = command.attempted
    account = tx.session.get(Account, attempted.account_id, with_for_update=True)
    if account is None or account.disabled_at is not None or account.password_hash != attempted.password_hash:
        raise WrongCredentials
    assert account.id is not None
    if account.totp_sealed is not None:
        use_code(tx, account, command.code or "")
    served = (attempted.attempt_id, command.earlier_attempt)
    tx.session.execute(sa.delete(SignInAttempt).where(col(SignInAttempt.id).in_(served)))
    tx.session.add(
        StaffSession(
            token_digest=token_digest(command.token),
            account_id=account.id,
            opened_at=tx.now,
            seen_at=tx.now,
            device=command.device[:60],
        )
    )
    tx.session.merge(
        KnownDevice(token_digest=token_digest(command.device_token), account_id=account.id, seen_at=tx.now)
    )
    record(tx, Trace("session.open", "account", account.id))
    return Opened(command.token, command.device_token)


def _known_device(tx: Tx, account: Account | None, token: str | None) -> str | None:
    if account is None or token is None:
        return None
    digest = token_digest(token)
    return digest if tx.session.get(KnownDevice, (digest, account.id)) else None


def _pressure(tx: Tx, attempt: SignInAttempt) -> Pressure:
    mine = col(SignInAttempt.login_digest) == attempt.login_digest
    here = col(SignInAttempt.address_digest) == attempt.address_digest
    stranger = col(SignInAttempt.device_digest).is_(None)
    same_device = col(SignInAttempt.device_digest) == (attempt.device_digest or "")
    return Pressure(
        known_device=attempt.device_digest is not None,
        by_device=_failures(tx, mine, same_device),
        by_account=_failures(tx, mine, stranger),
        from_here=_failures(tx, mine, here, stranger),
        by_address=_failures(tx, here),
    )


def _failures(tx: Tx, *which: sa.ColumnElement[bool]) -> Failures:
    count, latest = tx.session.exec(
        select(sa.func.count(), sa.func.max(SignInAttempt.at))
        .select_from(SignInAttempt)
        .where(col(SignInAttempt.at) > tx.now - WINDOW, *which)
    ).one()
    return Failures(count, latest)
