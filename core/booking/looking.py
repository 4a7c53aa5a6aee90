"""One look before a booking: is the remembered schedule still right, who is busy, what does this person hold already.

One statement on the raw driver, because hundreds may look at the same second and all but one will be refused (P5).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy import bindparam

from core.booking.hours import Span
from core.booking.states import Status
from core.booking.tables import Appointment, Occupancy, ScheduleToken, Service
from core.centres.tables import Centre
from core.storage.schema import Record
from core.storage.wire import Statement
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
    """What one look showed. `token` and `zone` tell which schedule is right; `own_hold` is this person's own."""

    centre_id: int
    zone: str
    opened: bool
    centre: str
    address: str | None
    phone: str | None
    token: str | None
    own_hold: int | None
    busy: tuple[Busy, ...]


def look(tx: Tx, service_id: int, holder: str, resources: frozenset[int], within: Span) -> Sight | None:
    """Look at `resources` within a span; None when there is no such service."""
    wire = tx.wire
    rows = wire.rows(
        _look(len(resources)),
        service=service_id,
        holder=holder,
        since=wire.moment(within.starts_at),
        until=wire.moment(within.ends_at),
        **{f"resource_{number}": each for number, each in enumerate(resources)},
    )
    if not rows:
        return None
    busy = tuple(
        Busy(resource, Span(wire.instant(starts), wire.instant(ends)), appointment, held and wire.instant(held))
        for *_, resource, starts, ends, appointment, held in rows
        if resource is not None
    )
    centre_id, zone, opened, centre, address, phone, token, own_hold = rows[0][:8]
    return Sight(centre_id, zone, bool(opened), centre, address, phone, token, own_hold, busy)


def _columns(record: type[Record]) -> sa.FromClause:
    return Record.metadata.tables[str(record.__tablename__)]


@cache
def _look(count: int) -> Statement:
    """The statement for so many resources."""
    service, centre, token = _columns(Service), _columns(Centre), _columns(ScheduleToken)
    taken, visit = _columns(Occupancy), _columns(Appointment)
    held = visit.alias("held")
    own = sa.select(sa.func.max(held.c.id)).where(
        held.c.holder == bindparam("holder"),
        held.c.service_id == bindparam("service"),
        held.c.status == sa.literal_column(f"'{Status.HELD}'"),
    )
    among = taken.c.resource_id.in_([bindparam(f"resource_{number}", type_=sa.BigInteger) for number in range(count)])
    overlaps = sa.and_(
        among if count else sa.false(),
        taken.c.starts_at < bindparam("until"),
        taken.c.ends_at > bindparam("since"),
    )
    query = (
        sa.select(
            service.c.centre_id,
            *(centre.c[name] for name in ("time_zone", "opened", "name", "address", "phone")),
            token.c.token,
            own.scalar_subquery().label("own_hold"),
            *(taken.c[name] for name in ("resource_id", "starts_at", "ends_at", "appointment_id")),
            visit.c.held_until,
        )
        .select_from(service)
        .join(centre, centre.c.id == service.c.centre_id)
        .outerjoin(token, token.c.centre_id == centre.c.id)
        .outerjoin(taken, overlaps)
        .outerjoin(visit, visit.c.id == taken.c.appointment_id)
        .where(service.c.id == bindparam("service"))
    )
    return Statement(lambda _: query)
