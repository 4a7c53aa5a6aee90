"""Giving a visit back. The time is free for others in the same moment."""

from dataclasses import dataclass

from core.booking.appointments import Visit, reach, visit_of
from core.booking.change_letters import take_back_news, tell_of_change
from core.booking.occupying import end
from core.booking.refusals import NotNow
from core.booking.reminders import forget_reminders
from core.booking.states import FOLLOWS, Status
from core.booking.waiting import serve
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Cancel:
    """The ticket of a hold or a visit."""

    ticket: str


@use_case(Permission.ANYBODY, Permission.MANAGE_APPOINTMENTS)
def cancel(tx: Tx, command: Cancel) -> Visit:
    """Cancel; doing it twice changes nothing. Raises `NotNow` when the visit has taken place or is under way.

    A family whose visit the centre cancels is written to at once; `told` of the result says whether it can be.
    A hold is nobody's visit yet: it runs out at once and leaves no cancelled visit behind.
    """
    row = reach(tx, command.ticket)
    if row.status is Status.HELD:
        end(tx, row, Status.EXPIRED)
    if row.status in (Status.CANCELLED, Status.EXPIRED):
        return visit_of(tx, row)
    if Status.CANCELLED not in FOLLOWS.get(row.status, frozenset()):
        raise NotNow(row.status.value)
    forget_reminders(tx, row)
    known = take_back_news(tx, row)
    row.version += 1
    end(tx, row, Status.CANCELLED)
    visit = tell_of_change(tx, visit_of(tx, row), known, row.adult_id)
    serve(tx, row.centre_id)
    publish(tx, row.centre_id, "appointment.changed", f"appointment:{row.id}")
    return visit
