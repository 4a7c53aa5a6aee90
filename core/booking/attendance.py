"""What happened to a visit: the family came, it is done, or nobody came. Recorded by staff."""

from dataclasses import dataclass

from core.booking.appointments import Visit, reach, visit_of
from core.booking.occupying import end
from core.booking.refusals import NotNow
from core.booking.reminders import forget_reminders
from core.booking.states import ACTIVE, FOLLOWS, Status
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Attend:
    """A visit and what became of it: `ARRIVED`, `DONE` or `NO_SHOW`."""

    ticket: str
    status: Status


@use_case(Permission.MANAGE_APPOINTMENTS)
def attend(tx: Tx, command: Attend) -> Visit:
    """Record it. Raises `NotNow` when this cannot follow the present status; repeating it changes nothing."""
    row = reach(tx, command.ticket)
    if row.status is command.status:
        return visit_of(tx, row)
    recordable = command.status in (Status.ARRIVED, Status.DONE, Status.NO_SHOW)
    if not recordable or command.status not in FOLLOWS.get(row.status, frozenset()):
        raise NotNow(row.status.value)
    forget_reminders(tx, row)
    if command.status in ACTIVE:
        row.status, row.arrived_at, row.changed_at = command.status, tx.now, tx.now
        tx.session.add(row)
    else:
        end(tx, row, command.status)
    visit = visit_of(tx, row)
    publish(tx, row.centre_id, "appointment.changed", f"appointment:{row.id}")
    return visit
