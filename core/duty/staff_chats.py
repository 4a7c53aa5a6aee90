"""A member of staff may be woken in a chat of their own: a code from the panel, `/duty CODE` to the bot, once.

The code works for fifteen minutes and is stored as a keyed digest. One chat belongs to one account; a disabled account
or one without rights in a centre is never woken, linked or not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, or_, select

from core.duty.refusals import CodeDoesNotWork
from core.duty.tables import StaffChat, StaffChatCode
from core.messaging.letters import Address
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.tables import Account
from core.tickets import LENGTH, new_ticket
from core.use_case import Forbidden, StaffMember, Tx, use_case

LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AskForCode:
    """The acting member of staff wants to be woken in a chat."""


@dataclass(frozen=True, slots=True)
class LinkCode:
    """What to write to the bot, and until when it works (UTC)."""

    code: str
    expires_at: datetime


@use_case(Permission.REPLY)
def ask_for_code(tx: Tx, command: AskForCode) -> LinkCode:
    """A fresh code; an earlier one stops working."""
    account_id = _own_account(tx)
    tx.session.exec(delete(StaffChatCode).where(col(StaffChatCode.account_id) == account_id))
    code = LinkCode(new_ticket(), tx.now + LIFETIME)
    tx.session.add(StaffChatCode(account_id=account_id, code_digest=_digest(tx, code.code), expires_at=code.expires_at))
    return code


@dataclass(frozen=True, slots=True)
class LinkChat:
    """Somebody at `address` has a code."""

    address: Address
    code: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Whose alarms arrive there now."""

    name: str


@use_case(Permission.ANYBODY)
def link_chat(tx: Tx, command: LinkChat) -> Linked:
    """Alarms of that account come to this chat from now on. Raises `CodeDoesNotWork`."""
    code = command.code.strip().upper()
    found = _code(tx, code) if len(code) == LENGTH else None
    if found is None or found.expires_at <= tx.now:
        raise CodeDoesNotWork
    account = tx.session.get_one(Account, found.account_id)
    if account.disabled_at is not None:
        raise CodeDoesNotWork
    _unlink(tx, found.account_id, command.address)
    tx.session.add(
        StaffChat(
            account_id=found.account_id,
            channel=command.address.channel,
            external_id=command.address.external_id,
            linked_at=tx.now,
        )
    )
    tx.session.delete(found)
    record(tx, Trace("duty.chat_linked", "account", found.account_id))
    return Linked(account.name)


@dataclass(frozen=True, slots=True)
class OwnChat:
    """Whether the acting member of staff is woken in a chat, since when (UTC)."""

    linked_at: datetime | None


@use_case(Permission.REPLY)
def read_own_chat(tx: Tx, query: AskForCode) -> OwnChat:
    """The own link."""
    row = tx.session.get(StaffChat, _own_account(tx))
    return OwnChat(row.linked_at if row else None)


@use_case(Permission.REPLY)
def unlink_chat(tx: Tx, command: AskForCode) -> OwnChat:
    """Nothing comes to that chat any more."""
    account_id = _own_account(tx)
    tx.session.exec(delete(StaffChat).where(col(StaffChat.account_id) == account_id))
    record(tx, Trace("duty.chat_unlinked", "account", account_id))
    return OwnChat(None)


def _own_account(tx: Tx) -> int:
    if not isinstance(tx.actor, StaffMember):
        raise Forbidden("only staff may do this")
    return tx.actor.account_id


def _code(tx: Tx, code: str) -> StaffChatCode | None:
    query = select(StaffChatCode).where(col(StaffChatCode.code_digest) == _digest(tx, code))
    return tx.session.exec(query.with_for_update()).first()


def _digest(tx: Tx, code: str) -> str:
    return tx.vault.digest("staff chat", code)[:32]


def _unlink(tx: Tx, account_id: int, address: Address) -> None:
    same_chat = (col(StaffChat.channel) == address.channel) & (col(StaffChat.external_id) == address.external_id)
    tx.session.exec(delete(StaffChat).where(or_(col(StaffChat.account_id) == account_id, same_chat)))
    tx.session.flush()
