"""Letting a held time go at once, so that another family need not wait for the ten minutes to pass.

Apart from `cancel` on purpose: whoever changes their mind on the confirmation screen gives back a hold and nothing
else, even when that screen is old and the hold has become a visit meanwhile.
"""

from dataclasses import dataclass

from core.booking.appointments import reach
from core.booking.occupying import end
from core.booking.states import Status
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class LetGo:
    """The ticket of a hold."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Released:
    """`was_held` is false when there was no hold to give back (any more)."""

    was_held: bool


@use_case(Permission.ANYBODY, Permission.MANAGE_APPOINTMENTS)
def let_go(tx: Tx, command: LetGo) -> Released:
    """End the hold; a confirmed visit stays as it is. Raises `UnknownAppointment` for somebody else's."""
    row = reach(tx, command.ticket)
    if row.status is not Status.HELD:
        return Released(False)
    end(tx, row, Status.EXPIRED)
    return Released(True)
