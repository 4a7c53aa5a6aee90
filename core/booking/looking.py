"""One look before a booking: is the remembered schedule still right, who is busy, what does this person hold already.

One statement on the raw driver, because hundreds may look at the same second and all but one will be refused (P5).
Where a server is asked, those who come together look together.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import ARRAY

from core.booking.hours import Span
from core.booking.states import BOOKED, Status
from core.booking.tables import Appointment, Occupancy, ScheduleToken, Service
from core.centres.tables import Centre
from core.storage.schema import Record, UtcDateTime
from core.storage.wire import Statement, Wire, as_rows, rows_of
from core.use_case import Tx


@dataclass(frozen=True, slots=True)
class Busy:
    """A resource taken by an appointment (None: by a meeting of a club); `held_until` while it is only held."""

    resource_id: int
    span: Span
    appointment_id: int | None
    held_until: datetime | None

    def over(self, now: datetime) -> bool:
        """A hold whose time is over: its row stands, but it holds nothing any more."""
        return self.held_until is not None and self.held_until <= now


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look showed. `token` and `zone` tell which schedule is right; `own_hold` is this person's own one of the
    service, `own_visit` the ticket of the family's visit in the wanted hour."""

    centre_id: int
    zone: str
    opened: bool
    centre: str
    address: str | None
    phone: str | None
    token: str | None
    own_hold: int | None
    own_visit: str | None
    busy: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """Whoever wants a time: what `holder` holds of the service, and whether the family is at a visit in these `hours`;
    one that is `moving` is not in its own way."""

    holder: str
    family_id: int | None
    hours: Span
    moving: int | None


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look is for: `resources` within a span, and what whoever wants it has already."""

    service_id: int
    mine: Mine
    resources: frozenset[int]
    within: Span


def look(tx: Tx, glance: Glance) -> Sight | None:
    """Look; None when there is no such service."""
    wire, mine = tx.wire, glance.mine
    theirs = {} if mine.family_id is None else _theirs(mine, wire.moment)
    rows = wire.rows(
        _look(len(glance.resources), bool(theirs)),
        service=glance.service_id,
        holder=mine.holder,
        since=wire.moment(glance.within.starts_at),
        until=wire.moment(glance.within.ends_at),
        **theirs,
        **{f"resource_{number}": each for number, each in enumerate(glance.resources)},
    )
    return _sight(wire, rows) if rows else None


def _theirs(mine: Mine, moment: Callable[[datetime], Any]) -> dict[str, Any]:
    """What is asked about a family's own visits; whoever has no family yet has none, and is not asked about (P5)."""
    comes, goes = moment(mine.hours.starts_at), moment(mine.hours.ends_at)
    return {"family": mine.family_id, "moving": mine.moving or 0, "comes": comes, "goes": goes}


def look_for_all(tx: Tx, glances: Sequence[Glance]) -> list[Sight | None]:
    """Look for many at once, on PostgreSQL; what each sees, in their order."""
    rows: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    families = any(glance.mine.family_id is not None for glance in glances)
    wishes = [
        {
            "number": number,
            "service": glance.service_id,
            "holder": glance.mine.holder,
            **(_theirs(glance.mine, lambda moment: moment) if families else {}),
            "resources": list(glance.resources),
            "since": glance.within.starts_at,
            "until": glance.within.ends_at,
        }
        for number, glance in enumerate(glances)
    ]
    for *row, number in tx.wire.rows(_LOOK_FOR_ALL[families], wishes=as_rows(wishes)):
        rows[number].append(tuple(row))
    return [_sight(tx.wire, rows[number]) if number in rows else None for number in range(len(glances))]


def _sight(wire: Wire, rows: list[tuple[Any, ...]]) -> Sight:
    busy = tuple(
        Busy(resource, Span(wire.instant(starts), wire.instant(ends)), appointment, held and wire.instant(held))
        for *_, resource, starts, ends, appointment, held in rows
        if resource is not None
    )
    centre_id, zone, opened, centre, address, phone, token, own_hold, own_visit = rows[0][:9]
    return Sight(centre_id, zone, bool(opened), centre, address, phone, token, own_hold, own_visit, busy)


def _table(record: type[Record]) -> sa.FromClause:
    return Record.metadata.tables[str(record.__tablename__)]


_service, _centre, _token = _table(Service), _table(Centre), _table(ScheduleToken)
_taken, _visit = _table(Occupancy), _table(Appointment)
_held, _own = _visit.alias("held"), _visit.alias("own")
_OF_TAKEN = [_taken.c[name] for name in ("resource_id", "starts_at", "ends_at", "appointment_id")]


def _own_hold(holder: sa.ColumnElement[str], service: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    standing = _held.c.status == sa.literal_column(f"'{Status.HELD}'")
    return (
        sa.select(sa.func.max(_held.c.id))
        .where(_held.c.holder == holder, _held.c.service_id == service, standing)
        .scalar_subquery()
    )


def _own_visit(
    family: sa.ColumnElement[int],
    moving: sa.ColumnElement[int],
    comes: sa.ColumnElement[datetime],
    goes: sa.ColumnElement[datetime],
) -> sa.ScalarSelect[str]:
    """The family's visit in the wanted hour; nobody's family has none."""
    booked = sa.or_(*(_own.c.status == sa.literal_column(f"'{status}'") for status in BOOKED))
    stands = sa.and_(booked, ~_own.c.others_come)
    return (
        sa.select(sa.func.max(_own.c.ticket))
        .where(_own.c.family_id == family, stands, _own.c.starts_at < goes, _own.c.ends_at > comes, _own.c.id != moving)
        .scalar_subquery()
    )


def _seen(
    own_hold: sa.ScalarSelect[int], own_visit: sa.ColumnElement[Any], *busy: sa.ColumnElement[Any]
) -> list[sa.ColumnElement[Any]]:
    """The columns of one row of a look, as `_sight` reads them."""
    of_centre = (_centre.c[name] for name in ("time_zone", "opened", "name", "address", "phone"))
    own = own_hold.label("own_hold"), own_visit.label("own_visit")
    return [_service.c.centre_id, *of_centre, _token.c.token, *own, *busy]


@cache
def _look(count: int, family: bool) -> Statement:
    """The statement for so many resources, and for somebody who has a family or has none."""
    service: sa.BindParameter[int] = bindparam("service")
    among = _taken.c.resource_id.in_([bindparam(f"resource_{number}", type_=sa.BigInteger) for number in range(count)])
    overlaps = sa.and_(
        among if count else sa.false(),
        _taken.c.starts_at < bindparam("until"),
        _taken.c.ends_at > bindparam("since"),
    )
    asked: list[sa.BindParameter[Any]] = [bindparam(name) for name in ("family", "moving", "comes", "goes")]
    own_visit = _own_visit(*asked) if family else sa.null()
    query = (
        sa.select(*_seen(_own_hold(bindparam("holder"), service), own_visit, *_OF_TAKEN, _visit.c.held_until))
        .select_from(_service)
        .join(_centre, _centre.c.id == _service.c.centre_id)
        .outerjoin(_token, _token.c.centre_id == _centre.c.id)
        .outerjoin(_taken, overlaps)
        .outerjoin(_visit, _visit.c.id == _taken.c.appointment_id)
        .where(_service.c.id == service)
    )
    return Statement(lambda _: query)


_WISH: list[sa.ColumnElement[Any]] = [
    sa.column("number", sa.Integer),
    sa.column("service", sa.BigInteger),
    sa.column("holder", sa.Text),
    sa.column("resources", ARRAY(sa.BigInteger)),
    sa.column("since", UtcDateTime),
    sa.column("until", UtcDateTime),
]
_THEIRS: list[sa.ColumnElement[Any]] = [
    sa.column("family", sa.BigInteger),
    sa.column("moving", sa.BigInteger),
    sa.column("comes", UtcDateTime),
    sa.column("goes", UtcDateTime),
]


def _look_for_all(families: bool) -> Statement:
    """The same for many, each with the own resources and span."""
    wish = rows_of("wishes", "wish", [*_WISH, *(_THEIRS if families else ())])
    held_until = sa.select(_visit.c.held_until).where(_visit.c.id == _taken.c.appointment_id).scalar_subquery()
    busy = (
        sa.select(*_OF_TAKEN, held_until.label("held_until"))
        .where(
            _taken.c.resource_id == sa.any_(wish.c.resources),
            _taken.c.starts_at < wish.c.until,
            _taken.c.ends_at > wish.c.since,
        )
        .lateral("busy")
    )
    own_visit = _own_visit(*(wish.c[column.name] for column in _THEIRS)) if families else sa.null()
    query = (
        sa.select(*_seen(_own_hold(wish.c.holder, wish.c.service), own_visit, *busy.c), wish.c.number)
        .select_from(wish)
        .join(_service, _service.c.id == wish.c.service)
        .join(_centre, _centre.c.id == _service.c.centre_id)
        .outerjoin(_token, _token.c.centre_id == _centre.c.id)
        .outerjoin(busy, sa.true())
    )
    return Statement(lambda _: query)


_LOOK_FOR_ALL = {families: _look_for_all(families) for families in (False, True)}
"""Whether anybody of the crowd has a family."""
