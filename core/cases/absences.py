"""A curator who is away has a substitute: families are answered, and nothing has to be moved there and back.

A curator enters the own absence; whoever plans the centre's hours enters it for somebody who fell ill. Days are whole
days of the centre's calendar.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.cases.colleagues import Colleague, colleague_at, colleagues_of, workplaces_of
from core.cases.conversations import names_of, row_id, staff
from core.cases.desk_tables import Absence
from core.cases.refusals import NoSuchColleague
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Forbidden, Tx, use_case


@dataclass(frozen=True, slots=True)
class PlanAbsence:
    """`account_id` is away from the first to the last of these days (both included); `substitute_id` answers."""

    account_id: int
    substitute_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Away:
    """One planned or running absence. Instants are UTC."""

    absence_id: int
    account_id: int
    name: str
    substitute: str
    since: datetime
    until: datetime


@use_case(Permission.TRANSFER_CASE, Permission.MANAGE_SCHEDULE)
def plan_absence(tx: Tx, command: PlanAbsence) -> Away:
    """Enter it. Raises `NoSuchColleague`, or `Forbidden` for somebody else's without the right to plan hours."""
    _require_right(tx, command.account_id)
    centre = _shared_centre(tx, command)
    if centre is None or command.account_id == command.substitute_id or command.first > command.last:
        raise NoSuchColleague
    row = Absence(
        account_id=command.account_id,
        substitute_id=command.substitute_id,
        since=_midnight(command.first, centre),
        until=_midnight(command.last + timedelta(days=1), centre),
    )
    tx.session.add(row)
    tx.session.flush()
    record(tx, Trace("absence.plan", "account", command.account_id, row_id(centre)))
    _announce(tx, command.account_id)
    return _away(tx, [row])[0]


def _require_right(tx: Tx, account_id: int) -> None:
    if account_id != staff(tx).account_id and Permission.MANAGE_SCHEDULE not in staff(tx).permissions:
        raise Forbidden("only the own absence")


def _shared_centre(tx: Tx, command: PlanAbsence) -> Centre | None:
    """A centre where both answer families, inside the reach of the right the actor uses."""
    reach = staff(tx).centres if command.account_id == staff(tx).account_id else _planned(tx)
    for centre_id in workplaces_of(tx, command.account_id):
        if (reach is None or centre_id in reach) and colleague_at(tx, command.substitute_id, centre_id):
            return tx.session.get(Centre, centre_id)
    return None


def _planned(tx: Tx) -> frozenset[int] | None:
    """Centres whose hours the actor plans (None: all); answering families elsewhere lends nothing to this right."""
    return staff(tx).within(frozenset({Permission.MANAGE_SCHEDULE})).centres


def _midnight(day: date, centre: Centre) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(centre.time_zone))


@dataclass(frozen=True, slots=True)
class ReadAbsences:
    """Of the acting person, and of everybody for whom this person plans hours or stands in."""


@dataclass(frozen=True, slots=True)
class Absences:
    """Running and coming, by beginning."""

    entries: tuple[Away, ...]


@dataclass(frozen=True, slots=True)
class EndAbsence:
    """Somebody is back earlier, or does not go."""

    absence_id: int


@use_case(Permission.TRANSFER_CASE, Permission.MANAGE_SCHEDULE)
def end_absence(tx: Tx, command: EndAbsence) -> Absences:
    """Remove it; from now on the curator answers alone. Raises `Forbidden`."""
    row = tx.session.get(Absence, command.absence_id)
    if row is not None:
        _require_right(tx, row.account_id)
        if row.account_id != staff(tx).account_id and not _within_reach(tx, row.account_id):
            raise Forbidden("a curator of another centre")
        tx.session.delete(row)
        record(tx, Trace("absence.end", "account", row.account_id))
        tx.session.flush()
        _announce(tx, row.account_id)
    return absences(tx, ReadAbsences())


def _announce(tx: Tx, account_id: int) -> None:
    """Whose families somebody answers changes lists and counters, in whatever centre they work."""
    publish(tx, None, "absence.changed", f"account:{account_id}")


def _within_reach(tx: Tx, account_id: int) -> bool:
    reach = _planned(tx)
    return reach is None or bool(reach & set(workplaces_of(tx, account_id)))


@use_case(Permission.TRANSFER_CASE, Permission.MANAGE_SCHEDULE)
def absences(tx: Tx, query: ReadAbsences) -> Absences:
    """What is planned and not over."""
    rows = tx.session.exec(select(Absence).where(col(Absence.until) > tx.now).order_by(col(Absence.since))).all()
    return Absences(tuple(_away(tx, [row for row in rows if _concerns_me(tx, row)])))


def _concerns_me(tx: Tx, row: Absence) -> bool:
    me = staff(tx)
    plans = Permission.MANAGE_SCHEDULE in me.permissions and _within_reach(tx, row.account_id)
    return me.account_id in (row.account_id, row.substitute_id) or plans


def _away(tx: Tx, rows: list[Absence]) -> list[Away]:
    names = names_of(tx, [number for row in rows for number in (row.account_id, row.substitute_id)])
    return [
        Away(row_id(row), row.account_id, names[row.account_id], names[row.substitute_id], row.since, row.until)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """Who can stand in, and who can be away, in the actor's centres."""

    colleagues: tuple[Colleague, ...]
    absentees: tuple[Colleague, ...]
    """The actor, and everybody whose hours the actor plans."""
    for_others: bool
    """The actor plans hours, and so enters absences of colleagues."""


@use_case(Permission.TRANSFER_CASE)
def whom_to_choose(tx: Tx, query: ReadAbsences) -> Choice:
    """Names for the form. Somebody with rights everywhere chooses among everybody."""
    me = staff(tx)
    plans = Permission.MANAGE_SCHEDULE in me.permissions
    near, planned = _answering(tx, me.centres), _answering(tx, _planned(tx)) if plans else {}
    own = {number: each for number, each in near.items() if number == me.account_id}
    return Choice(_by_name(near | planned), _by_name(own | planned), plans)


def _answering(tx: Tx, reach: frozenset[int] | None) -> dict[int, Colleague]:
    centres = workplaces_of(tx, staff(tx).account_id) if reach is None else sorted(reach)
    return {each.account_id: each for centre_id in centres for each in colleagues_of(tx, centre_id)}


def _by_name(found: dict[int, Colleague]) -> tuple[Colleague, ...]:
    return tuple(sorted(found.values(), key=lambda each: (each.name, each.account_id)))
