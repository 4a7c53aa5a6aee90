"""Writing new appointments together with the time they take: one statement on PostgreSQL, few on SQLite (P5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from core.booking.appointments import Visit
from core.booking.choosing import Choice, Wanted
from core.booking.clock_faces import wall_clock
from core.booking.states import Status
from core.booking.tables import Appointment, Occupancy
from core.storage.schema import Record, UtcDateTime
from core.storage.wire import Statement, as_rows, rows_of
from core.use_case import Tx

_appointment = Record.metadata.tables[str(Appointment.__tablename__)]
_occupancy = Record.metadata.tables[str(Occupancy.__tablename__)]
_WRITTEN: list[sa.ColumnElement[Any]] = [column for column in _appointment.columns if column.name != "id"]
_SPAN = ("appointment_id", "resource_id", "starts_at", "ends_at")
_AS_WRITTEN = (
    *("ticket", "version", "family_id", "service_id", "specialist_id", "starts_at", "ends_at", "time_zone"),
    *("held_until", "changed_at", "centre_id"),
)
"""Fields of `Visit` that stand in the row under the same name."""


@dataclass(frozen=True, slots=True)
class Guest:
    """For whom time is taken; `holder` is the digest of whoever chose it, no family: not consented yet."""

    holder: str
    family_id: int | None
    adult_id: int | None


@dataclass(frozen=True, slots=True)
class Taking:
    """A time that is about to be taken. `ordinal`: which of the family's places; `held_until`: None for a visit."""

    wanted: Wanted
    choice: Choice
    guest: Guest
    ordinal: int | None
    held_until: datetime | None
    ticket: str
    at: datetime

    def row(self) -> dict[str, Any]:
        """Every column of the new `Appointment` but its id."""
        zone, starts_at = self.choice.offer.zone, self.wanted.starts_at
        return {
            "ticket": self.ticket,
            "centre_id": self.choice.offer.centre_id,
            "service_id": self.wanted.service_id,
            "specialist_id": self.choice.chair.specialist_id,
            "room_id": self.choice.room_id,
            "family_id": self.guest.family_id,
            "adult_id": self.guest.adult_id,
            "holder": self.guest.holder,
            "ordinal": self.ordinal,
            "mode": self.wanted.mode.value,
            "status": (Status.HELD if self.held_until else Status.CONFIRMED).value,
            "starts_at": starts_at,
            "ends_at": starts_at + self.choice.offer.shape.length,
            "time_zone": zone.key,
            "wall_start": wall_clock(starts_at.astimezone(zone)),
            "held_until": self.held_until,
            "version": 0,
            "changed_at": self.at,
            "arrived_at": None,
            "others_come": self.wanted.others_come,
        }


def put_down(tx: Tx, takings: Sequence[Taking]) -> list[Visit]:
    """Write the appointments and take their time: all of them or none. Raises what `racing` understands."""
    if not takings:
        return []
    rows = [taking.row() for taking in takings]
    write = _in_one_statement if tx.wire.dialect == "postgresql" else _one_by_one
    ids = write(tx, takings, rows)
    return [_visit(taking, ids[taking.ticket], row) for taking, row in zip(takings, rows, strict=True)]


_NEW = Statement(
    lambda _: (
        sa.insert(_appointment)
        .values({column.name: bindparam(column.name) for column in _WRITTEN})
        .returning(_appointment.c.id)
    )
)
_SPAN_OF_NEW = Statement(
    lambda _: sa.insert(_occupancy).values(
        appointment_id=bindparam("appointment_id"),
        resource_id=bindparam("resource_id"),
        starts_at=bindparam("takes_from", type_=UtcDateTime()),
        ends_at=bindparam("takes_until", type_=UtcDateTime()),
    )
)


def _one_by_one(tx: Tx, takings: Sequence[Taking], rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    wire, ids = tx.wire, {}
    for taking, row in zip(takings, rows, strict=True):
        kept = {name: wire.moment(value) if isinstance(value, datetime) else value for name, value in row.items()}
        span = taking.choice.takes
        takes = {"takes_from": wire.moment(span.starts_at), "takes_until": wire.moment(span.ends_at)}
        ids[taking.ticket] = int(wire.rows(_NEW, **kept)[0][0])
        for each in taking.choice.resources:
            wire.run(_SPAN_OF_NEW, appointment_id=ids[taking.ticket], resource_id=each, **takes)
    return ids


_SPAN_COLUMNS: list[sa.ColumnElement[Any]] = [
    sa.column("of", sa.Text),
    sa.column("resource_id", sa.BigInteger),
    sa.column("takes_from", UtcDateTime),
    sa.column("takes_until", UtcDateTime),
]


def _all_at_once() -> sa.Select[Any]:
    """Appointments, and their spans found again by the ticket. Spans go in by resource and time: the trigger of
    `occupancy` makes racing writers wait their turn, and two crowds take turns in this order. Whoever takes and gives
    back in several steps may still meet a crowd head on; the server ends one of them, and it is run again."""
    new = (
        sa.insert(_appointment)
        .from_select([column.name for column in _WRITTEN], sa.select(rows_of("appointments", "new_row", _WRITTEN)))
        .returning(_appointment.c.id, _appointment.c.ticket)
        .cte("new")
    )
    span = rows_of("spans", "span", _SPAN_COLUMNS)
    spans = (
        sa.select(new.c.id, span.c.resource_id, span.c.takes_from, span.c.takes_until)
        .join_from(span, new, new.c.ticket == span.c.of)
        .order_by(span.c.resource_id, span.c.takes_from)
    )
    taken = sa.insert(_occupancy).from_select(list(_SPAN), spans).returning(_occupancy.c.appointment_id).cte("taken")
    return sa.select(new.c.ticket, new.c.id).add_cte(taken)


_ALL_AT_ONCE = Statement(lambda _: _all_at_once())


def _in_one_statement(tx: Tx, takings: Sequence[Taking], rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    spans = [
        {"of": each.ticket, "resource_id": resource, "takes_from": span.starts_at, "takes_until": span.ends_at}
        for each, span in ((taking, taking.choice.takes) for taking in takings)
        for resource in each.choice.resources
    ]
    return dict(tx.wire.rows(_ALL_AT_ONCE, appointments=as_rows(rows), spans=as_rows(spans)))


def _visit(taking: Taking, appointment_id: int, row: dict[str, Any]) -> Visit:
    """What `one_visit` would read back, from what is known already."""
    offer, seen = taking.choice.offer, taking.choice.sight
    names, settlement = offer.schedule.names, offer.settlement_id
    room, crew = taking.choice.room_id, taking.choice.crew_id
    return Visit(
        id=appointment_id,
        status=Status(row["status"]),
        service=offer.service.title,
        speciality=offer.service.speciality,
        specialist=names[taking.choice.chair.specialist_id],
        room=names[room] if room is not None else None,
        mode=taking.wanted.mode,
        centre=seen.centre,
        centre_address=seen.address,
        centre_phone=seen.phone,
        settlement_id=settlement,
        settlement=offer.schedule.destinations[settlement].name if settlement is not None else None,
        crew=names[crew] if crew is not None else None,
        **{name: row[name] for name in _AS_WRITTEN},
    )
