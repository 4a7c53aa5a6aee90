"""Moving a visit: the same row changes its time in one transaction, so there is never a second visit nor none (B2).

The old time is given back only together with winning the new one; whoever loses the new time keeps the old.
"""

from dataclasses import dataclass
from datetime import datetime

from core.booking.appointments import Visit, reach, visit_of
from core.booking.change_letters import take_back_news, tell_of_change
from core.booking.choosing import Choice, Wanted, choose, stands
from core.booking.clock_faces import wall_clock
from core.booking.occupying import occupy, racing, vacate
from core.booking.outings import redirect, settlement_of
from core.booking.refusals import NotNow
from core.booking.reminders import forget_reminders, remind
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.booking.waiting import serve
from core.booking.waiting_rows import take_turn_if_anybody_waits
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Reschedule:
    """A visit and its new start (UTC). `specialist_id=None` takes whoever is free.

    `mode=None` keeps the mode and, unless another one is named, the settlement. With a mode it is said anew where a
    home or village visit goes; `settlement_id=None`: where the centre is.
    """

    ticket: str
    starts_at: datetime
    mode: Mode | None = None
    specialist_id: int | None = None
    settlement_id: int | None = None


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def reschedule(tx: Tx, command: Reschedule) -> Visit:
    """Move a confirmed visit. Raises `SlotRefused` (the old time stays) or `NotNow`.

    A family whose visit the centre moves is written to at once; `told` of the result says whether it can be.
    """
    row = reach(tx, command.ticket)
    if row.status is not Status.CONFIRMED:
        raise NotNow(row.status.value)
    assert row.id is not None
    take_turn_if_anybody_waits(tx, row.centre_id)
    wanted = _wish(tx, row, command)
    choice = choose(tx, wanted)
    stands(tx, choice)
    forget_reminders(tx, row)
    known = take_back_news(tx, row)
    vacate(tx, row.id)
    _move(tx, row, wanted, choice)
    with racing():
        tx.session.flush()
        occupy(tx, row.id, choice.resources, choice.takes)
    redirect(tx, row.id, choice)
    visit = tell_of_change(tx, visit_of(tx, row), known, row.adult_id)
    remind(tx, visit, row.adult_id)
    serve(tx, row.centre_id)
    publish(tx, row.centre_id, "appointment.changed", f"appointment:{row.id}")
    return visit


def _wish(tx: Tx, row: Appointment, command: Reschedule) -> Wanted:
    mode, settlement, whom = command.mode or row.mode, command.settlement_id, command.specialist_id
    if command.mode is None and settlement is None:
        settlement = settlement_of(tx, row)
    where = settlement if mode.away else None
    return Wanted(
        row.service_id, mode, command.starts_at, whom, row.id, where, row.family_id, others_come=row.others_come
    )


def _move(tx: Tx, row: Appointment, wanted: Wanted, choice: Choice) -> None:
    zone = choice.offer.zone
    row.mode, row.starts_at, row.ends_at = wanted.mode, wanted.starts_at, wanted.starts_at + choice.offer.shape.length
    row.specialist_id, row.room_id = choice.chair.specialist_id, choice.room_id
    row.time_zone, row.wall_start = zone.key, wall_clock(wanted.starts_at.astimezone(zone))
    row.version, row.changed_at = row.version + 1, tx.now
    tx.session.add(row)
