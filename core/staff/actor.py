"""From an account and its grants to the actor that use cases see."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.centres.tables import Centre
from core.permissions import Permission
from core.staff.roles import RIGHTS, Reach, Role
from core.staff.tables import Account, RoleGrant
from core.use_case import StaffMember

Centres = frozenset[int] | None
"""Ids of centres; None means every centre, also ones founded later."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role with the centres it reaches today."""

    role: Role
    centres: Centres


def staff_member(account_id: int, name: str, held: Iterable[Held]) -> StaffMember:
    """The actor with every right kept to the centres it was granted for."""
    reach: dict[Permission, Centres] = {Permission.ANYBODY: frozenset()}
    for grant in held:
        for right in RIGHTS[grant.role]:
            reach[right] = _joined(reach.get(right, frozenset()), grant.centres)
    everywhere = _all_of(reach.values())
    return StaffMember(account_id, name, frozenset(reach), everywhere, tuple(sorted(reach.items(), key=_by_right)))


def staff_member_of(session: Session, account: Account) -> StaffMember:
    """The actor for a stored account; a region's grant reaches the centres that region has now."""
    assert account.id is not None
    grants = session.exec(select(RoleGrant).where(col(RoleGrant.account_id) == account.id)).all()
    return staff_member(account.id, account.name, [Held(grant.role, _centres(session, grant)) for grant in grants])


def _centres(session: Session, grant: RoleGrant) -> Centres:
    match grant.reach:
        case Reach.ALL:
            return None
        case Reach.REGION:
            found = session.exec(select(Centre.id).where(col(Centre.region) == grant.region)).all()
            return frozenset(centre_id for centre_id in found if centre_id is not None)
        case Reach.CENTRE:
            assert grant.centre_id is not None
            return frozenset({grant.centre_id})


def _joined(first: Centres, second: Centres) -> Centres:
    return None if first is None or second is None else first | second


def _all_of(reaches: Iterable[Centres]) -> Centres:
    joined: Centres = frozenset()
    for centres in reaches:
        joined = _joined(joined, centres)
    return joined


def _by_right(item: tuple[Permission, Centres]) -> str:
    return item[0].value
