"""Which family somebody may touch, and the family's own calendar.

Every use case on a family goes through `reach_family`: an adult reaches the own family, staff the families of the
own centres. A family that has chosen no centre is reached by those with rights over every centre.
"""

from datetime import date
from zoneinfo import ZoneInfo

from core.families.tables import AuthorKind, Family
from core.use_case import Adult, Forbidden, Refused, StaffMember, Tx


class UnknownFamily(Refused):
    """There is no such family (any more)."""


def reach_family(tx: Tx, family_id: int) -> Family:
    """The family's row, after checking that the actor may touch it. Raises `Forbidden` or `UnknownFamily`."""
    tx.require_family(family_id)
    family = tx.session.get(Family, family_id)
    if family is None:
        raise UnknownFamily(f"family {family_id}")
    if family.centre_id is not None:
        tx.require_centre(family.centre_id)
    elif isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        raise Forbidden("this family belongs to no centre yet")
    return family


def own_family(tx: Tx) -> Family:
    """The family of the adult who acts. Raises `Forbidden` for anybody else."""
    if not isinstance(tx.actor, Adult):
        raise Forbidden("only an adult of a family can do this")
    return reach_family(tx, tx.actor.family_id)


def today_of(tx: Tx, family: Family) -> date:
    """The calendar day where the family lives."""
    return tx.now.astimezone(ZoneInfo(family.time_zone)).date()


def author_of(tx: Tx) -> tuple[AuthorKind, int | None]:
    """Who acts, as history keeps it."""
    match tx.actor:
        case Adult(adult_id=adult_id):
            return AuthorKind.ADULT, adult_id
        case StaffMember(account_id=account_id):
            return AuthorKind.STAFF, account_id
        case _:
            return AuthorKind.SYSTEM, None
