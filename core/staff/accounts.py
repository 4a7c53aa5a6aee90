"""Accounts over their life: added, given a password, disabled. Every change ends the sessions it must end (D2)."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.sessions import Ended, end_sessions
from core.staff.tables import Account, RoleGrant, StaffSession
from core.use_case import Forbidden, Refused, StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class LoginTaken(Refused):
    """Another account has this login."""

    login: str


class NoSuchAccount(Refused):
    """The account does not exist."""


class PasswordChangedMeanwhile(Refused):
    """The password was changed by somebody else between check and change."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A member of staff with a password, already hashed. One that was issued must be replaced at the first sign-in."""

    login: str
    name: str
    password_hash: str
    must_change_password: bool = True


@dataclass(frozen=True, slots=True)
class AccountId:
    """An account that exists."""

    account_id: int


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The own new password, hashed; `old_hash` is what the old password was checked against."""

    old_hash: str
    new_hash: str
    keep_session: int
    """The session that changes it stays open; every other one ends."""


@dataclass(frozen=True, slots=True)
class IssuedPassword:
    """A password an administrator gives out; it must be changed at the next sign-in."""

    account_id: int
    password_hash: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What the account page needs. The hash never leaves the process; it is compared outside the transaction."""

    login: str
    name: str
    password_hash: str
    second_factor: bool = False


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def add_account(tx: Tx, new: NewAccount) -> AccountId:
    """Create an account without any role. Raises `LoginTaken`."""
    login = new.login.strip().lower()
    if tx.session.exec(select(Account.id).where(col(Account.login) == login)).first() is not None:
        raise LoginTaken(login)
    account = Account(
        login=login,
        name=new.name.strip(),
        password_hash=new.password_hash,
        must_change_password=new.must_change_password,
        created_at=tx.now,
    )
    tx.session.add(account)
    tx.session.flush()
    assert account.id is not None
    record(tx, Trace("account.add", "account", account.id))
    return AccountId(account.id)


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody types to sign in."""

    login: str


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def find_account(tx: Tx, who: Login) -> AccountId:
    """The account of a login. Raises `NoSuchAccount`."""
    found = tx.session.exec(select(Account.id).where(col(Account.login) == who.login.strip().lower())).first()
    if found is None:
        raise NoSuchAccount
    return AccountId(found)


@use_case(Permission.ANYBODY)
def my_account(tx: Tx, _: None) -> OwnAccount:
    """The acting member's account."""
    account = _account(tx, _my_id(tx))
    return OwnAccount(account.login, account.name, account.password_hash, account.totp_sealed is not None)


@use_case(Permission.ANYBODY)
def change_password(tx: Tx, command: NewPassword) -> Ended:
    """Choose a new password; every other session of the account ends. Raises `PasswordChangedMeanwhile`."""
    account = _account(tx, _my_id(tx))
    if account.password_hash != command.old_hash:
        raise PasswordChangedMeanwhile
    account.password_hash = command.new_hash
    account.must_change_password = False
    record(tx, Trace("password.change", "account", _my_id(tx), fields=("password",)))
    return end_sessions(tx, _my_id(tx), col(StaffSession.id) != command.keep_session)


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def issue_password(tx: Tx, command: IssuedPassword) -> Ended:
    """Replace a forgotten password; every session of the account ends, and a lost phone is no longer asked for."""
    account = _governed(tx, command.account_id)
    account.password_hash = command.password_hash
    account.must_change_password = True
    account.totp_sealed = account.totp_last_step = None
    record(tx, Trace("password.issue", "account", command.account_id, fields=("password",)))
    return end_sessions(tx, command.account_id)


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def disable_account(tx: Tx, who: AccountId) -> Ended:
    """Close an account for good; it is out within the same second."""
    account = _governed(tx, who.account_id)
    account.disabled_at = account.disabled_at or tx.now
    record(tx, Trace("account.disable", "account", who.account_id, fields=("disabled_at",)))
    return end_sessions(tx, who.account_id)


def _account(tx: Tx, account_id: int) -> Account:
    account = tx.session.get(Account, account_id)
    if account is None:
        raise NoSuchAccount
    return account


def _governed(tx: Tx, account_id: int) -> Account:
    """An account all of whose roles lie inside the actor's own reach; a centre's administrator rules no network."""
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        for grant in tx.session.exec(select(RoleGrant).where(col(RoleGrant.account_id) == account_id)):
            if grant.centre_id is None:
                raise Forbidden("this account reaches further than the actor")
            tx.require_centre(grant.centre_id)
    return _account(tx, account_id)


def _my_id(tx: Tx) -> int:
    if not isinstance(tx.actor, StaffMember):
        raise Forbidden("only a member of staff has an account")
    return tx.actor.account_id
