"""Giving and taking roles. A taken role ends the person's sessions: nothing opened under it stays open (D2)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.centres.tables import Centre
from core.permissions import Permission
from core.staff.accounts import AccountId, NewAccount, NoSuchAccount, add_account
from core.staff.audit import Trace, record
from core.staff.roles import Reach, Role
from core.staff.sessions import Ended, end_sessions
from core.staff.tables import Account, RoleGrant
from core.use_case import Forbidden, Refused, StaffMember, Tx, use_case


class NoSuchPlace(Refused):
    """No centre or region of that name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role is held: one centre (by slug), one region, or everywhere."""

    centre: str | None = None
    region: str | None = None

    @property
    def reach(self) -> Reach:
        """Which of the three it is."""
        if self.centre is not None:
            return Reach.CENTRE
        return Reach.REGION if self.region is not None else Reach.ALL


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for an account in a place."""

    account_id: int
    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class Granted:
    """The role is held now (also when it was held before)."""

    grant_id: int


@dataclass(frozen=True, slots=True)
class NewColleague:
    """A new member of staff with the first role: both or neither."""

    account: NewAccount
    role: Role
    place: Place


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def add_colleague(tx: Tx, new: NewColleague) -> AccountId:
    """Create an account that can work at once. Raises `LoginTaken`, `NoSuchPlace`, `Forbidden`."""
    account = add_account(tx, new.account)
    grant_role(tx, Grant(account.account_id, new.role, new.place))
    return account


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def grant_role(tx: Tx, grant: Grant) -> Granted:
    """Give a role. Raises `NoSuchPlace`, or `Forbidden` when the place lies outside the actor's own."""
    row = _row(tx, grant)
    found = tx.session.exec(select(RoleGrant).where(*_same(row))).first()
    if found is None:
        found = row
        tx.session.add(found)
        tx.session.flush()
        record(tx, _trace("role.grant", row))
    assert found.id is not None
    return Granted(found.id)


@use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
def remove_role(tx: Tx, grant: Grant) -> Ended:
    """Take a role away; every session of the account ends."""
    row = _row(tx, grant)
    tx.session.execute(sa.delete(RoleGrant).where(*_same(row)))
    record(tx, _trace("role.remove", row))
    return end_sessions(tx, grant.account_id)


def _row(tx: Tx, grant: Grant) -> RoleGrant:
    if tx.session.get(Account, grant.account_id) is None:
        raise NoSuchAccount
    place = grant.place
    centre_id = _centre_id(tx, place.centre) if place.centre is not None else None
    _require_reach(tx, centre_id, place.reach)
    return RoleGrant(
        account_id=grant.account_id,
        role=grant.role,
        reach=place.reach,
        centre_id=centre_id,
        region=place.region if place.reach is Reach.REGION else None,
    )


def _require_reach(tx: Tx, centre_id: int | None, reach: Reach) -> None:
    """Nobody hands out more than they have: an administrator of one centre cannot grant a region."""
    if not isinstance(tx.actor, StaffMember) or tx.actor.centres is None:
        return
    if reach is not Reach.CENTRE or centre_id is None:
        raise Forbidden("this role reaches further than the actor's own")
    tx.require_centre(centre_id)


def _centre_id(tx: Tx, slug: str) -> int:
    found = tx.session.exec(select(Centre.id).where(col(Centre.slug) == slug)).first()
    if found is None:
        raise NoSuchPlace
    return found


def _same(row: RoleGrant) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(RoleGrant.account_id) == row.account_id,
        col(RoleGrant.role) == row.role,
        sa.func.coalesce(RoleGrant.centre_id, 0) == (row.centre_id or 0),
        sa.func.coalesce(RoleGrant.region, "") == (row.region or ""),
    )


def _trace(action: str, row: RoleGrant) -> Trace:
    return Trace(action, "account", row.account_id, row.centre_id, (row.role.value,))
