"""Housekeeping of booking, for a tick: nothing depends on when it runs, or whether it did.

Expired holds are free for everybody already (`timetable.py`); here their rows are closed, and a day later the digest of
whoever held them is dropped: until then a late confirmation is told the truth. Visits nobody recorded are marked. The
address of a visit that is over is forgotten.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select, update

from core.booking.occupying import end, expire_holds
from core.booking.outings import forget_addresses
from core.booking.states import BOOKED, Status
from core.booking.tables import Appointment
from core.permissions import Permission
from core.use_case import Tx, use_case

PASSED_AFTER = timedelta(hours=12)
HOLDER_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Once."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many holds expired and how many visits passed unrecorded."""

    expired: int
    passed: int


@use_case(Permission.SYSTEM)
def sweep(tx: Tx, command: Sweep) -> Swept:
    """Close what time has closed."""
    expired = expire_holds(tx, in_passing=True)
    tx.session.exec(
        update(Appointment)
        .where(
            col(Appointment.status) == Status.EXPIRED,
            col(Appointment.holder) != "",
            col(Appointment.changed_at) <= tx.now - HOLDER_KEPT,
        )
        .values(holder="")
    )
    unrecorded = tx.session.exec(
        select(Appointment)
        .where(
            col(Appointment.status).in_(BOOKED),
            Appointment.ends_at <= tx.now - PASSED_AFTER,
        )
        .with_for_update(skip_locked=True)
    ).all()
    for row in unrecorded:
        end(tx, row, Status.PASSED)
    forget_addresses(tx)
    return Swept(expired, len(unrecorded))
