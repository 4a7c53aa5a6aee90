"""Writing a new appointment together with the time it takes: one statement on PostgreSQL, few on SQLite (P5)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import ARRAY

from core.booking.choosing import Choice
from core.booking.tables import Appointment, Occupancy
from core.storage.schema import Record, UtcDateTime
from core.storage.wire import Statement
from core.use_case import Tx

_appointment = Record.metadata.tables[str(Appointment.__tablename__)]
_occupancy = Record.metadata.tables[str(Occupancy.__tablename__)]
_SPAN = ("appointment_id", "resource_id", "starts_at", "ends_at")
_since, _until = (bindparam(name, type_=UtcDateTime()) for name in ("takes_from", "takes_until"))
_new = (
    sa.insert(_appointment)
    .values({column.name: bindparam(column.name) for column in _appointment.columns if column.name != "id"})
    .returning(_appointment.c.id)
)


def _new_with_spans() -> sa.Insert:
    """The appointment and its spans in one go; the trigger of `occupancy` makes racing writers wait their turn."""
    new = _new.cte("new")
    each = sa.func.unnest(bindparam("resources", type_=ARRAY(sa.BigInteger)))
    spans = sa.insert(_occupancy).from_select(list(_SPAN), sa.select(new.c.id, each, _since, _until))
    return spans.returning(_occupancy.c.appointment_id)


_NEW = Statement(lambda _: _new)
_NEW_WITH_SPANS = Statement(lambda _: _new_with_spans())
_SPAN_OF_NEW = Statement(
    lambda _: sa.insert(_occupancy).values(
        appointment_id=bindparam("appointment_id"),
        resource_id=bindparam("resource_id"),
        starts_at=_since,
        ends_at=_until,
    )
)


def put_down(tx: Tx, choice: Choice, row: dict[str, Any]) -> int:
    """Write `row` (every column of `Appointment` but its id) and take its time; returns the id.

    Raises what `racing` understands.
    """
    wire = tx.wire
    kept = {name: wire.moment(value) if isinstance(value, datetime) else value for name, value in row.items()}
    takes = {"takes_from": wire.moment(choice.takes.starts_at), "takes_until": wire.moment(choice.takes.ends_at)}
    if wire.dialect == "postgresql":
        return int(wire.rows(_NEW_WITH_SPANS, resources=choice.resources, **kept, **takes)[0][0])
    appointment_id = int(wire.rows(_NEW, **kept)[0][0])
    for each in choice.resources:
        wire.run(_SPAN_OF_NEW, appointment_id=appointment_id, resource_id=each, **takes)
    return appointment_id
