"""Who can answer for a centre today: the colleagues an alarm may wake."""

from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from core.centres.tables import Centre
from core.duty.shifts import RosterLine, on_duty
from core.duty.states import Line
from core.duty.tables import DutyShift
from core.permissions import Permission
from core.staff.actor import staff_member_of
from core.staff.roles import Role
from core.staff.tables import Account, RoleGrant
from core.use_case import StaffMember, Tx


def colleagues(session: Session, centre_id: int, right: Permission = Permission.REPLY) -> dict[int, StaffMember]:
    """Members of staff who are not disabled and hold `right` in this centre, by account."""
    accounts = session.exec(select(Account).where(col(Account.disabled_at).is_(None)).order_by(col(Account.name)))
    members = (staff_member_of(session, account) for account in accounts.all())
    return {member.account_id: member for member in members if _reaches(member, right, centre_id)}


def _reaches(member: StaffMember, right: Permission, centre_id: int) -> bool:
    if right not in member.permissions:
        return False
    centres = member.within(frozenset({right})).centres
    return centres is None or centre_id in centres


def leads(tx: Tx, centre_id: int) -> tuple[int, ...]:
    """Heads whose office reaches this centre."""
    heads = set(tx.session.exec(select(RoleGrant.account_id).where(col(RoleGrant.role) == Role.HEAD)).all())
    return tuple(each for each in colleagues(tx.session, centre_id, Permission.ANSWER_CRISIS) if each in heads)


def roster_of(tx: Tx, centre_id: int) -> tuple[RosterLine, ...]:
    """Every line of a centre's roster."""
    rows = tx.session.exec(select(DutyShift).where(col(DutyShift.centre_id) == centre_id).order_by(col(DutyShift.id)))
    return tuple(
        RosterLine(row.account_id, row.line, row.weekday, row.day, row.starts_minute, row.ends_minute) for row in rows
    )


def on_duty_now(tx: Tx, centre_id: int, line: Line = Line.FIRST) -> tuple[int, ...]:
    """Accounts on duty at this moment who may still answer for the centre."""
    there = on_duty(roster_of(tx, centre_id), tx.now, zone_of(tx, centre_id))
    if not there:
        return ()
    able = colleagues(tx.session, centre_id)
    return tuple(account_id for on_line, account_id in there if on_line is line and account_id in able)


def zone_of(tx: Tx, centre_id: int) -> ZoneInfo:
    """The centre's time zone."""
    return ZoneInfo(tx.session.get_one(Centre, centre_id).time_zone)
