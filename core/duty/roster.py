"""The duty roster of a centre: who is there when, by the centre's wall clock. Kept by whoever keeps its schedule."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.centres.tables import Centre
from core.duty.people import colleagues, leads, on_duty_now, zone_of
from core.duty.refusals import CannotBeOnDuty, NoSuchShift, ShiftUnclear
from core.duty.states import Line
from core.duty.tables import DutyShift, StaffChat
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.tables import Account
from core.use_case import Tx, use_case

_MINUTES = range(24 * 60)


@dataclass(frozen=True, slots=True)
class PutOnDuty:
    """Lines for the roster: one for each of `weekdays` (1 is Monday), or one for `day`; `account_id` None: nobody then.

    Minutes since midnight; an end not after the beginning is on the next day.
    """

    centre_id: int
    account_id: int | None
    line: Line
    weekdays: tuple[int, ...]
    day: date | None
    starts_minute: int
    ends_minute: int


@dataclass(frozen=True, slots=True)
class ShiftId:
    """A line of a roster that exists."""

    shift_id: int


@dataclass(frozen=True, slots=True)
class Put:
    """The new lines."""

    shift_ids: tuple[int, ...]


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def put_on_duty(tx: Tx, command: PutOnDuty) -> Put:
    """Put somebody on duty. Raises `ShiftUnclear`, `CannotBeOnDuty`, `Forbidden`."""
    tx.require_centre(command.centre_id)
    _require_clear(command)
    if command.account_id is not None and command.account_id not in colleagues(tx.session, command.centre_id):
        raise CannotBeOnDuty
    rows = [_row(command, weekday) for weekday in command.weekdays or (None,)]
    tx.session.add_all(rows)
    tx.session.flush()
    for row in rows:
        _note(tx, "duty.shift_added", row)
    return Put(tuple(row.id or 0 for row in rows))


def _row(command: PutOnDuty, weekday: int | None) -> DutyShift:
    return DutyShift(
        centre_id=command.centre_id,
        account_id=command.account_id,
        line=command.line,
        weekday=weekday,
        day=command.day,
        starts_minute=command.starts_minute,
        ends_minute=command.ends_minute,
    )


def _require_clear(command: PutOnDuty) -> None:
    week_or_day = bool(command.weekdays) != (command.day is not None)
    nobody = command.account_id is None and command.day is None
    weekdays = all(1 <= weekday <= 7 for weekday in command.weekdays)
    minutes = command.starts_minute in _MINUTES and 1 <= command.ends_minute <= len(_MINUTES)
    if not week_or_day or nobody or not weekdays or not minutes:
        raise ShiftUnclear


@use_case(Permission.MANAGE_SCHEDULE)
def remove_shift(tx: Tx, command: ShiftId) -> ShiftId:
    """Take a line out of the roster. Raises `NoSuchShift`, `Forbidden`."""
    row = tx.session.get(DutyShift, command.shift_id)
    if row is None:
        raise NoSuchShift
    tx.require_centre(row.centre_id)
    tx.session.delete(row)
    _note(tx, "duty.shift_removed", row)
    return command


def _note(tx: Tx, action: str, row: DutyShift) -> None:
    assert row.id is not None
    record(tx, Trace(action, "duty_shift", row.id, row.centre_id, fields=("account", "line", "day", "hours")))
    publish(tx, row.centre_id, "duty.changed", f"duty:{row.centre_id}")


@dataclass(frozen=True, slots=True)
class RosterOf:
    """The roster of one centre."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A line as people read it; `name` None: nobody that day."""

    shift_id: int
    name: str | None
    line: Line
    weekday: int | None
    day: date | None
    starts_minute: int
    ends_minute: int
    able: bool
    """False: this person may not answer families here any more, and is not woken."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be put on duty; `reachable`: an alarm finds them in a messenger as well."""

    account_id: int
    name: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """The whole roster, and who is there now. `today` is the centre's calendar day."""

    centre_id: int
    centre: str
    time_zone: str
    today: date
    shifts: tuple[ShiftLine, ...]
    colleagues: tuple[Colleague, ...]
    now: tuple[Colleague, ...]
    second: tuple[Colleague, ...]
    leads: tuple[Colleague, ...]


@use_case(Permission.MANAGE_SCHEDULE, Permission.READ_INBOX)
def read_roster(tx: Tx, query: RosterOf) -> Roster:
    """The roster of a centre of one's own; days that are over are left out. Raises `Forbidden`."""
    tx.require_centre(query.centre_id)
    centre, zone = tx.session.get_one(Centre, query.centre_id), zone_of(tx, query.centre_id)
    today = tx.now.astimezone(zone).date()
    people = _people(tx, query.centre_id)
    return Roster(
        centre_id=query.centre_id,
        centre=centre.name,
        time_zone=centre.time_zone,
        today=today,
        shifts=_shifts(tx, query.centre_id, today, people),
        colleagues=tuple(people.values()),
        now=tuple(people[each] for each in on_duty_now(tx, query.centre_id)),
        second=tuple(people[each] for each in on_duty_now(tx, query.centre_id, Line.SECOND)),
        leads=tuple(people[each] for each in leads(tx, query.centre_id)),
    )


def _people(tx: Tx, centre_id: int) -> dict[int, Colleague]:
    reachable = set(tx.session.exec(select(StaffChat.account_id)).all())
    able = colleagues(tx.session, centre_id)
    return {each: Colleague(each, member.name, each in reachable) for each, member in able.items()}


def _shifts(tx: Tx, centre_id: int, today: date, people: dict[int, Colleague]) -> tuple[ShiftLine, ...]:
    query = select(DutyShift, Account.name).outerjoin(Account).where(col(DutyShift.centre_id) == centre_id)
    rows = [(row, name) for row, name in tx.session.exec(query).all() if row.day is None or row.day >= today]
    rows.sort(key=lambda each: (each[0].day or date.min, each[0].weekday or 0, each[0].line, each[0].starts_minute))
    return tuple(
        ShiftLine(
            shift_id=row.id or 0,
            name=name,
            line=row.line,
            weekday=row.weekday,
            day=row.day,
            starts_minute=row.starts_minute,
            ends_minute=row.ends_minute,
            able=row.account_id is None or row.account_id in people,
        )
        for row, name in rows
    )
