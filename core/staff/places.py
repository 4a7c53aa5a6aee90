"""The centres a member of staff works for, with their clocks."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class Workplace:
    """One centre; `today` is the calendar day there."""

    centre_id: int
    name: str
    time_zone: str
    today: date


@dataclass(frozen=True, slots=True)
class Workplaces:
    """Opened centres the actor sees appointments of, by name."""

    entries: tuple[Workplace, ...]


@use_case(Permission.READ_APPOINTMENTS)
def my_workplaces(tx: Tx, _: None) -> Workplaces:
    """Where the actor's agenda is. Rights over every centre give every opened one."""
    return _own_places(tx)


@use_case(Permission.READ_INBOX)
def my_inboxes(tx: Tx, _: None) -> Workplaces:
    """Where the actor answers families."""
    return _own_places(tx)


@use_case(Permission.MANAGE_SCHEDULE)
def my_schedules(tx: Tx, _: None) -> Workplaces:
    """Where the actor keeps the hours and the duty roster."""
    return _own_places(tx)


def _own_places(tx: Tx) -> Workplaces:
    query = select(Centre).where(col(Centre.opened)).order_by(col(Centre.name), col(Centre.id))
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        query = query.where(col(Centre.id).in_(tx.actor.centres))
    return Workplaces(tuple(_workplace(tx, row) for row in tx.session.exec(query)))


def _workplace(tx: Tx, row: Centre) -> Workplace:
    assert row.id is not None
    return Workplace(row.id, row.name, row.time_zone, tx.now.astimezone(ZoneInfo(row.time_zone)).date())
