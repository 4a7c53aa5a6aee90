"""The second factor of an account: switched on with a first code, asked for at every sign-in, lost with a new password.

The secret is sealed under the master key. Who loses the phone gets a new password from an administrator, and with it an
account without a second factor, to be switched on again.
"""

from dataclasses import dataclass

from sqlmodel import col

from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.sessions import Ended, end_sessions
from core.staff.tables import Account, StaffSession
from core.staff.totp import accepted_step
from core.use_case import Forbidden, Refused, StaffMember, Tx, use_case


class WrongCode(Refused):
    """The code is wrong, too old, or was used already."""


class SwitchedOn(Refused):
    """Codes are asked for already; another phone is taught after the first has said farewell with its code."""


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """A secret the app has learned, proven by a code; other sessions than `keep_session` end."""

    secret: bytes
    code: str
    keep_session: int


@use_case(Permission.ANYBODY)
def switch_on(tx: Tx, command: SwitchOn) -> Ended:
    """Ask for codes from now on. Raises `WrongCode`, or `SwitchedOn`: an open page alone must not replace a factor."""
    account = _mine(tx)
    if account.totp_sealed is not None:
        raise SwitchedOn
    step = accepted_step(command.secret, command.code, tx.now, None)
    if step is None:
        raise WrongCode
    account.totp_sealed = tx.vault.seal(command.secret, _place(account))
    account.totp_last_step = step
    record(tx, Trace("totp.on", "account", _id(account), fields=("totp",)))

    return end_sessions(tx, _id(account), col(StaffSession.id) != command.keep_session)


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """A code proves that the phone is still in the right hands."""

    code: str


@use_case(Permission.ANYBODY)
def switch_off(tx: Tx, command: SwitchOff) -> Ended:
    """Ask for no codes any more. Raises `WrongCode`."""
    account = _mine(tx)
    use_code(tx, account, command.code)
    account.totp_sealed = account.totp_last_step = None
    record(tx, Trace("totp.off", "account", _id(account), fields=("totp",)))
    return Ended(0)


def use_code(tx: Tx, account: Account, code: str) -> None:
    """Accept a code once. Raises `WrongCode`. Without a second factor there is no code to accept."""
    if account.totp_sealed is None:
        raise WrongCode
    secret = tx.vault.open(account.totp_sealed, _place(account))
    step = accepted_step(secret, code, tx.now, account.totp_last_step)
    if step is None:
        raise WrongCode
    account.totp_last_step = step
    tx.session.flush()


def _mine(tx: Tx) -> Account:
    if not isinstance(tx.actor, StaffMember):
        raise Forbidden("only a member of staff has an account")
    return tx.session.get_one(Account, tx.actor.account_id, with_for_update=True)


def _id(account: Account) -> int:
    assert account.id is not None
    return account.id


def _place(account: Account) -> str:
    return f"account.totp {account.id}"
