"""«Скрыть переписку» means that somebody may be looking at the phone: the program falls silent until a person clears
it.

A mark silences the address and its whole family (E7); `core.cases.pausing` keeps every letter back while it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, delete, or_, select

from core.cases.tables import Conversation, ConversationAddress
from core.duty.refusals import NoSuchMark
from core.duty.tables import UnsafeMark
from core.families.tables import Adult, ChannelAddress, Family
from core.messaging.events import publish
from core.messaging.letters import Address
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.storage.wire import Statement
from core.use_case import Forbidden, StaffMember, Tx, use_case

_marks = UnsafeMark.__table__  # type: ignore[attr-defined]
_adults = Adult.__table__  # type: ignore[attr-defined]
_accounts = ChannelAddress.__table__  # type: ignore[attr-defined]
_MARKED = Statement(
    lambda _: (
        sa.select(_marks.c.id)
        .where(
            _marks.c.cleared_at.is_(None),
            sa.or_(
                _marks.c.address_digest == sa.bindparam("digest"),
                _marks.c.family_id.in_(
                    sa.select(_adults.c.family_id)
                    .join(_accounts, _accounts.c.adult_id == _adults.c.id)
                    .where(
                        _accounts.c.channel == sa.bindparam("channel"),
                        _accounts.c.external_id == sa.bindparam("external_id"),
                    )
                ),
            ),
        )
        .limit(1)
    )
)
"""Asked at every claim, hence fixed."""


def is_unsafe(tx: Tx, address: Address) -> bool:
    """Nothing may be sent to this address: hidden there, or anywhere in its family."""
    return open_mark(tx, address) is not None


def open_mark(tx: Tx, address: Address) -> int | None:
    """The mark that silences an address."""
    row = tx.wire.row(_MARKED, digest=digest_of(tx, address), channel=address.channel, external_id=address.external_id)
    return int(row[0]) if row else None


def silent_among(tx: Tx, families: Iterable[int]) -> frozenset[int]:
    """Those of these families in which somebody hid the conversation."""
    query = select(UnsafeMark.family_id).where(
        col(UnsafeMark.family_id).in_(tuple(families)), col(UnsafeMark.cleared_at).is_(None)
    )
    return frozenset(family for family in tx.session.exec(query) if family is not None)


def digest_of(tx: Tx, address: Address) -> str:
    """An address as it stands in a mark."""
    return tx.vault.digest("unsafe", f"{address.channel}:{address.external_id}")


def mark(tx: Tx, address: Address, family_id: int | None, centre_id: int | None) -> None:
    """Fall silent towards this address and its family. Twice changes nothing."""
    if open_mark(tx, address) is not None:
        return
    row = UnsafeMark(address_digest=digest_of(tx, address), family_id=family_id, centre_id=centre_id, marked_at=tx.now)
    tx.session.add(row)
    tx.session.flush()
    publish(tx, centre_id, "family.hidden", f"family:{family_id}")


def give_mark_to_family(tx: Tx, address: Address, family: Family) -> None:
    """Whoever hid the conversation as a visitor has become one of a family: the silence is the family's (E7).

    A mark nobody's centre could see stands in the list of the family's centre from now on.
    """
    query = select(UnsafeMark).where(
        UnsafeMark.address_digest == digest_of(tx, address),
        col(UnsafeMark.cleared_at).is_(None),
        col(UnsafeMark.family_id).is_(None),
    )
    row = tx.session.exec(query.with_for_update()).first()
    if row is None:
        return
    row.family_id, row.centre_id = family.id, row.centre_id or family.centre_id
    tx.session.flush()
    publish(tx, row.centre_id, "family.hidden", f"family:{family.id}")


def move_marks(tx: Tx, address: Address, family_id: int | None, centre_id: int) -> None:
    """Another centre answers this person from now on, and may clear the silence."""
    rows = select(UnsafeMark).where(_of(tx, family_id, (address,)), col(UnsafeMark.cleared_at).is_(None))
    for row in tx.session.exec(rows):
        row.centre_id = centre_id
        publish(tx, centre_id, "family.hidden", f"family:{row.family_id}")


@dataclass(frozen=True, slots=True)
class MarkId:
    """One mark."""

    mark_id: int


@use_case(Permission.REPLY)
def clear_mark(tx: Tx, command: MarkId) -> MarkId:
    """«Писать можно»: a curator has made sure of it. Raises `NoSuchMark`, `Forbidden`."""
    assert isinstance(tx.actor, StaffMember)
    query = select(UnsafeMark).where(col(UnsafeMark.id) == command.mark_id, col(UnsafeMark.cleared_at).is_(None))
    row = tx.session.exec(query.with_for_update()).first()
    if row is None:
        raise NoSuchMark
    _require_reach(tx, row)
    row.cleared_at, row.cleared_by = tx.now, tx.actor.account_id
    record(tx, Trace("family.safe_to_notify", "unsafe_mark", command.mark_id, row.centre_id))
    publish(tx, row.centre_id, "family.safe", f"family:{row.family_id}")
    return command


def _require_reach(tx: Tx, row: UnsafeMark) -> None:
    """A mark of a visitor without a centre belongs to nobody's centre: whoever talks to that person clears it."""
    if row.centre_id is not None:
        tx.require_centre(row.centre_id)
    elif not _talks_to(tx, row):
        raise Forbidden("nobody of the own centres talks to that person")


def _talks_to(tx: Tx, row: UnsafeMark) -> bool:
    """A centre of the acting person has a conversation with the address, or with the family, of the mark."""
    assert isinstance(tx.actor, StaffMember)
    query = select(ConversationAddress, Conversation.family_id).join(Conversation)
    if tx.actor.centres is not None:
        query = query.where(col(Conversation.centre_id).in_(tx.actor.centres))
    return any(
        (row.family_id is not None and family_id == row.family_id)
        or digest_of(tx, Address(at.channel, at.external_id)) == row.address_digest
        for at, family_id in tx.session.exec(query)
    )


@dataclass(frozen=True, slots=True)
class SilentFamilies:
    """Whom a centre must not write to."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class SilentFamily:
    """`ticket` None: nobody's family yet."""

    mark_id: int
    ticket: str | None
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class Silent:
    """Oldest first."""

    entries: tuple[SilentFamily, ...]


@use_case(Permission.REPLY)
def silent_families(tx: Tx, query: SilentFamilies) -> Silent:
    """The open marks of a centre of one's own. Raises `Forbidden`."""
    tx.require_centre(query.centre_id)
    rows = tx.session.exec(
        select(UnsafeMark, Family.ticket)
        .outerjoin(Family, col(Family.id) == col(UnsafeMark.family_id))
        .where(col(UnsafeMark.centre_id) == query.centre_id, col(UnsafeMark.cleared_at).is_(None))
        .order_by(col(UnsafeMark.id))
    )
    return Silent(tuple(SilentFamily(row.id or 0, ticket, row.marked_at) for row, ticket in rows))


def forget_marks(tx: Tx, family_id: int | None, addresses: tuple[Address, ...]) -> int:
    """Part of erasing a person."""
    return tx.session.exec(delete(UnsafeMark).where(_of(tx, family_id, addresses))).rowcount


def _of(tx: Tx, family_id: int | None, addresses: tuple[Address, ...]) -> sa.ColumnElement[bool]:
    """Marks of these addresses or of that family."""
    theirs = col(UnsafeMark.address_digest).in_([digest_of(tx, address) for address in addresses])
    return theirs if family_id is None else or_(theirs, col(UnsafeMark.family_id) == family_id)
