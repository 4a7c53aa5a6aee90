"""Who can own conversations of a centre today."""

from core.permissions import Permission
from core.staff.actor import staff_member_of
from core.staff.tables import Account
from core.use_case import StaffMember, Tx


def colleague_at(tx: Tx, account_id: int | None, centre_id: int) -> StaffMember | None:
    """The member of staff, if not disabled and allowed to answer families of this centre."""
    account = None if account_id is None else tx.session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return None
    member = staff_member_of(tx.session, account)
    if Permission.REPLY not in member.permissions:
        return None
    centres = member.within(frozenset({Permission.REPLY})).centres
    return member if centres is None or centre_id in centres else None
