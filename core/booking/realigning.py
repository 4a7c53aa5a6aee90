"""When the law moves a time zone, visits and meetings stay at the hour they were promised for (B9).

Both store the wall clock they were promised on. After an update of the zone database the instants of those ahead are
computed anew from it; families need no new promise, only reminders and calendar files get the new instant. (A club's
reminder of the former version stays unsent, and `remind_of_meetings` queues the new one.) All of them give their time
back first and take it anew then, so that one never meets the former time of another; visits of one family, which have
nothing to give back, go in an order in which none meets the former time of the next. What finds its hour taken by
something that does not move stays where it is, and `hits.py` names it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.appointments import Visit, visit_of
from core.booking.clock_faces import instant_on
from core.booking.gathering_tables import Gathering, Meeting
from core.booking.hours import Span
from core.booking.occupying import expire_holds, occupy, occupy_room, racing, vacate, vacate_room
from core.booking.reminders import forget_reminders, remind
from core.booking.states import ACTIVE, BOOKED, Status
from core.booking.tables import Appointment, Occupancy
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Realign:
    """A centre whose zone may have changed."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Realigned:
    """The visits and how many meetings whose instant moved; their wall clocks did not. `left`: how many of both could
    not be given their hour."""

    visits: tuple[Visit, ...]
    meetings: int
    left: int


@dataclass(frozen=True, slots=True)
class Move:
    """A visit or meeting that is promised for another instant than it stands at, with what it keeps busy, and when.

    `resources` are in the order in which they are taken.
    """

    row: Appointment | Meeting
    instant: datetime
    resources: tuple[int, ...]
    taken: Span

    @property
    def by(self) -> timedelta:
        """How far it goes; negative: it will be sooner."""
        return self.instant - self.row.starts_at

    @property
    def target(self) -> Span:
        """What it will keep busy."""
        return _later(self.taken, self.by)

    @property
    def standing(self) -> list[tuple[str, Span]]:
        """Who and what is busy with it now, and when: resources, and the family while it is there."""
        whole = [(_resource(each), self.taken) for each in self.resources]
        if isinstance(self.row, Appointment) and self.row.status in BOOKED and not self.row.others_come:
            whole.append((_family(self.row.family_id), Span(self.row.starts_at, self.row.ends_at)))
        return whole

    @property
    def going(self) -> list[tuple[str, Span]]:
        """The same where it goes."""
        return [(whose, _later(span, self.by)) for whose, span in self.standing]


@use_case(Permission.SYSTEM)
def realign(tx: Tx, command: Realign) -> Realigned:
    """Bring the instants of what is ahead back to the promised wall clocks. Doing it twice changes nothing."""
    expire_holds(tx, col(Appointment.centre_id) == command.centre_id)
    moves = _moves(tx, [*_visits(tx, command.centre_id), *_meetings(tx, command.centre_id)])
    going = settle(moves, _standing(tx, moves))
    for move in going:
        _give_back(tx, move)
    with racing():
        visits = [visit for move in in_turn(going) if (visit := _go(tx, move)) is not None]
    if going:
        publish(tx, command.centre_id, "schedule.changed", f"centre:{command.centre_id}")
    visits.sort(key=lambda visit: (visit.starts_at, visit.id))
    return Realigned(tuple(visits), len(going) - len(visits), len(moves) - len(going))


def settle(moves: Sequence[Move], standing: Mapping[str, Sequence[Span]]) -> list[Move]:
    """Those that can go without meeting what stands (by resource or family), one that goes, or one that therefore
    stays. Pure."""
    going, staying = list(moves), list[Move]()
    while True:
        busy = defaultdict(list, {whose: list(spans) for whose, spans in standing.items()})
        for move in staying:
            _add(busy, move.standing)
        stuck = [move for move in going if not _finds_room(busy, move)]
        if not stuck:
            return going
        going = [move for move in going if move not in stuck]
        staying += stuck


def in_turn(going: Sequence[Move]) -> list[Move]:
    """Those that become later the last one first, then those that become sooner the first one first. Pure."""
    later, sooner = ([move for move in going if (move.by > timedelta(0)) is late] for late in (True, False))
    return sorted(later, key=_begins, reverse=True) + sorted(sooner, key=_begins)


def _begins(move: Move) -> datetime:
    return move.row.starts_at


def _finds_room(busy: defaultdict[str, list[Span]], move: Move) -> bool:
    if any(target.overlaps(span) for whose, target in move.going for span in busy[whose]):
        return False
    _add(busy, move.going)
    return True


def _add(busy: defaultdict[str, list[Span]], spans: Iterable[tuple[str, Span]]) -> None:
    for whose, span in spans:
        busy[whose].append(span)


def _later(span: Span, by: timedelta) -> Span:
    return Span(span.starts_at + by, span.ends_at + by)


def _resource(resource_id: int) -> str:
    return f"resource {resource_id}"


def _family(family_id: int | None) -> str:
    return f"family {family_id}"


def _visits(tx: Tx, centre_id: int) -> list[tuple[Appointment | Meeting, datetime]]:
    """Visits and holds ahead with the instants they are promised for."""
    rows = tx.session.exec(
        select(Appointment)
        .where(
            Appointment.centre_id == centre_id,
            col(Appointment.status).in_(ACTIVE),
            Appointment.starts_at > tx.now,
        )
        .order_by(col(Appointment.starts_at))
        .with_for_update()
    ).all()
    return [(row, instant_on(row.wall_start, ZoneInfo(row.time_zone))) for row in rows]


def _meetings(tx: Tx, centre_id: int) -> list[tuple[Appointment | Meeting, datetime]]:
    zone = ZoneInfo(tx.session.get_one(Centre, centre_id).time_zone)
    rows = tx.session.exec(
        select(Meeting)
        .join(Gathering, col(Gathering.id) == col(Meeting.gathering_id))
        .where(Gathering.centre_id == centre_id, Meeting.starts_at > tx.now, col(Meeting.called_off).is_(False))
        .order_by(col(Meeting.starts_at))
        .with_for_update(of=Meeting)
    ).all()
    return [(row, instant_on(row.wall_start, zone)) for row in rows]


def _moves(tx: Tx, promised: Sequence[tuple[Appointment | Meeting, datetime]]) -> list[Move]:
    return [Move(row, instant, *_taken(tx, row)) for row, instant in promised if instant != row.starts_at]


def _taken(tx: Tx, row: Appointment | Meeting) -> tuple[tuple[int, ...], Span]:
    """Whoever and whatever is busy with it, and when. A meeting without a room keeps nothing busy."""
    by = Occupancy.appointment_id if isinstance(row, Appointment) else Occupancy.meeting_id
    mine = select(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at).where(by == row.id)
    found = tx.session.exec(mine.order_by(col(Occupancy.resource_id))).all()
    span = Span(found[0][1], found[0][2]) if found else Span(row.starts_at, row.ends_at)
    return tuple(resource for resource, _, _ in found), span


def _standing(tx: Tx, moves: Sequence[Move]) -> dict[str, list[Span]]:
    """What else keeps the same resources and families busy from now on or where something would go."""
    standing: defaultdict[str, list[Span]] = defaultdict(list)
    own = {(resource, move.taken.starts_at) for move in moves for resource in move.resources}
    since = min((move.target.starts_at for move in moves), default=tx.now)
    rows = tx.session.exec(
        select(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at).where(
            col(Occupancy.resource_id).in_({resource for resource, _ in own}), Occupancy.ends_at > since
        )
    )
    for resource, starts_at, ends_at in rows:
        if (resource, starts_at) not in own:
            standing[_resource(resource)].append(Span(starts_at, ends_at))
    visits = [move.row for move in moves if isinstance(move.row, Appointment)]
    others = select(Appointment.family_id, Appointment.starts_at, Appointment.ends_at).where(
        col(Appointment.family_id).in_({row.family_id for row in visits} - {None}),
        col(Appointment.id).not_in([row.id for row in visits]),
        col(Appointment.status).in_(BOOKED),
        ~col(Appointment.others_come),
        Appointment.ends_at > since,
    )
    for family, starts_at, ends_at in tx.session.exec(others):
        standing[_family(family)].append(Span(starts_at, ends_at))
    return standing


def _give_back(tx: Tx, move: Move) -> None:
    assert move.row.id is not None
    if isinstance(move.row, Appointment):
        vacate(tx, move.row.id)
    else:
        vacate_room(tx, move.row.id)


def _go(tx: Tx, move: Move) -> Visit | None:
    """Take the new time; answers with a visit's new shape."""
    row, target, by = move.row, move.target, move.by
    assert row.id is not None
    if isinstance(row, Appointment):
        return _shift(tx, row, move, target)
    row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
    row.version, row.changed_at = row.version + 1, tx.now
    tx.session.add(row)
    tx.session.flush()
    for room in move.resources:
        occupy_room(tx, row.id, room, target)
    return None


def _shift(tx: Tx, row: Appointment, move: Move, target: Span) -> Visit:
    by = move.by
    if row.status is Status.CONFIRMED:
        forget_reminders(tx, row)
    row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
    row.version, row.changed_at = row.version + 1, tx.now
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    occupy(tx, row.id, move.resources, target)
    visit = visit_of(tx, row)
    if row.status is Status.CONFIRMED:
        remind(tx, visit, row.adult_id)
    return visit
