"""At most two visits of one kind ahead per family (B12), so that nobody books the month empty.

The places are numbered 1 and 2 and the schema keeps the numbers apart; here a free number is found. What is over
takes no place: an expired hold, and a visit whose time has passed without anybody recording it.
"""

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.occupying import end, expire_holds
from core.booking.queries import ORDINALS, ask
from core.booking.states import BOOKED, Status
from core.booking.tables import BOOKINGS_PER_SERVICE, Appointment
from core.use_case import Tx


def free_ordinal(tx: Tx, family_id: int, service_id: int) -> int | None:
    """A free place of this family for this service, or None at the limit."""
    found = ordinal_at_once(tx, family_id, service_id)
    if found is None:
        _release_what_is_over(tx, col(Appointment.family_id) == family_id, col(Appointment.service_id) == service_id)
        found = ordinal_at_once(tx, family_id, service_id)
    return found


def ordinal_at_once(tx: Tx, family_id: int, service_id: int) -> int | None:
    """A place nobody has to give back first, or None."""
    taken = set(ask(tx, ORDINALS, family=family_id, service=service_id).scalars())
    return min(set(range(1, BOOKINGS_PER_SERVICE + 1)) - taken, default=None)


def _release_what_is_over(tx: Tx, *mine: sa.ColumnElement[bool]) -> None:
    expire_holds(tx, *mine)
    passed = tx.session.exec(
        select(Appointment).where(
            *mine,
            col(Appointment.status).in_(BOOKED),
            Appointment.ends_at <= tx.now,
        )
    )
    for row in passed.all():
        end(tx, row, Status.PASSED)
