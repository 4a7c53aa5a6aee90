"""Who can own conversations of a centre today."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.centres.tables import Centre
from core.permissions import Permission
from core.staff.actor import staff_member_of
from core.staff.roles import RIGHTS, Reach, Role
from core.staff.tables import Account, RoleGrant
from core.use_case import StaffMember, Tx

_ANSWERING = tuple(role for role, rights in RIGHTS.items() if Permission.REPLY in rights)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff as a choice in a form."""

    account_id: int
    name: str


def colleague_at(
    tx: Tx, account_id: int | None, centre_id: int, right: Permission = Permission.REPLY
) -> StaffMember | None:
    """The member of staff, if not disabled and with this right (to answer families) in this centre."""
    account = None if account_id is None else tx.session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return None
    member = staff_member_of(tx.session, account)
    if right not in member.permissions:
        return None
    centres = member.within(frozenset({right})).centres
    return member if centres is None or centre_id in centres else None


def colleagues_of(tx: Tx, centre_id: int, right: Permission = Permission.REPLY) -> tuple[Colleague, ...]:
    """Everybody with this right (to answer families) in this centre, by name."""
    return _with(tx, centre_id, [role for role, rights in RIGHTS.items() if right in rights])


def curators_of(tx: Tx, centre_id: int) -> tuple[Colleague, ...]:
    """Curators of this centre, by name: heads and people on duty answer too, but new families are not given to them."""
    return _with(tx, centre_id, [Role.CURATOR])


def _with(tx: Tx, centre_id: int, roles: Collection[Role]) -> tuple[Colleague, ...]:
    here = sa.or_(
        col(RoleGrant.reach) == Reach.ALL,
        col(RoleGrant.centre_id) == centre_id,
        col(RoleGrant.region) == select(Centre.region).where(col(Centre.id) == centre_id).scalar_subquery(),
    )
    query = (
        select(Account.id, Account.name)
        .join(RoleGrant)
        .where(col(Account.disabled_at).is_(None), col(RoleGrant.role).in_(roles), here)
        .distinct()
        .order_by(col(Account.name), col(Account.id))
    )
    return tuple(Colleague(account_id, name) for account_id, name in tx.session.exec(query) if account_id is not None)


def workplaces_of(tx: Tx, account_id: int) -> tuple[int, ...]:
    """Centres whose families this member of staff can answer."""
    account = tx.session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return ()
    member = staff_member_of(tx.session, account)
    if Permission.REPLY not in member.permissions:
        return ()
    centres = member.within(frozenset({Permission.REPLY})).centres
    if centres is None:
        return tuple(each for each in tx.session.exec(select(Centre.id).order_by(col(Centre.id))) if each is not None)
    return tuple(sorted(centres))
