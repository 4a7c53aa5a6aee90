"""Choosing a time keeps it for ten minutes, so that nobody loses it while reading the consent (F1, F7).

A hold is busy for everybody else. One person holds one time per service: choosing another lets the first go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking.appointments import Visit, one_visit
from core.booking.choosing import Choice, Wanted, choose
from core.booking.holders import holder_of
from core.booking.limits import free_ordinal
from core.booking.occupying import LostRace, end, occupy, racing, tick_of
from core.booking.queries import HELD_BY, NEW_APPOINTMENT, TAKEN_AT, ask
from core.booking.refusals import Reason
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.families.household import reach_family
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Adult, Tx, use_case

HOLD_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Hold:
    """A time somebody chose (UTC instant). `specialist_id=None`: anybody who is free then.

    `family_id` is for staff who book for a family; an adult books for the own family, a visitor for nobody yet.
    """

    service_id: int
    mode: Mode
    starts_at: datetime
    specialist_id: int | None = None
    family_id: int | None = None


@use_case(Permission.ANYBODY, Permission.MANAGE_APPOINTMENTS)
def hold(tx: Tx, command: Hold) -> Visit:
    """Keep the time for ten minutes. Raises `SlotRefused` with the reason and where to look instead."""
    wanted = Wanted(command.service_id, command.mode, command.starts_at, command.specialist_id)
    holder = holder_of(tx)
    _refuse_a_crowd(tx, wanted, holder)
    _let_go_of_earlier(tx, holder, command.service_id)
    choice = choose(tx, wanted)
    family_id = _for_whom(tx, command)
    ordinal = free_ordinal(tx, family_id, command.service_id) if family_id is not None else None
    if family_id is not None and ordinal is None:
        raise wanted.refused(Reason.LIMIT)
    held = {**_columns(tx, wanted, choice), "holder": holder, "family_id": family_id, "ordinal": ordinal}
    try:
        with racing():
            appointment_id = ask(tx, NEW_APPOINTMENT, **held).scalar_one()
            occupy(tx, appointment_id, choice.resources, choice.takes)
    except LostRace as lost:
        raise wanted.refused(Reason.LIMIT if lost.limit else Reason.TAKEN) from lost
    return one_visit(tx, appointment_id)


def _columns(tx: Tx, wanted: Wanted, choice: Choice) -> dict[str, object]:
    """The new row, but for whose it is."""
    zone = choice.offer.zone
    return {
        "ticket": new_ticket(),
        "centre_id": choice.offer.centre_id,
        "service_id": wanted.service_id,
        "specialist_id": choice.chair.specialist_id,
        "room_id": choice.chair.room_id,
        "adult_id": tx.actor.adult_id if isinstance(tx.actor, Adult) else None,
        "mode": wanted.mode,
        "status": Status.HELD,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.starts_at + choice.offer.shape.length,
        "time_zone": zone.key,
        "wall_start": wall_clock(wanted.starts_at.astimezone(zone)),
        "held_until": tx.now + HOLD_FOR,
        "version": 0,
        "changed_at": tx.now,
    }


def _refuse_a_crowd(tx: Tx, wanted: Wanted, holder: str) -> None:
    """When hundreds want the same time, all but one are answered by a single look."""
    if wanted.specialist_id is None:
        return
    where = {"resource": wanted.specialist_id, "tick": tick_of(wanted.starts_at), "holder": holder, "now": tx.now}
    if ask(tx, TAKEN_AT, **where).first() is not None:
        raise wanted.refused(Reason.TAKEN)


def wall_clock(local: datetime) -> str:
    """A wall-clock minute as it is promised and stored: "2026-11-24T10:00"."""
    return f"{local:%Y-%m-%dT%H:%M}"


def _for_whom(tx: Tx, command: Hold) -> int | None:
    family_id = tx.actor.family_id if isinstance(tx.actor, Adult) else command.family_id
    if family_id is not None:
        reach_family(tx, family_id)
    return family_id


def _let_go_of_earlier(tx: Tx, holder: str, service_id: int) -> None:
    for held in ask(tx, HELD_BY, holder=holder, service=service_id).scalars().all():
        row = tx.session.get(Appointment, held, with_for_update=True, populate_existing=True)
        if row is not None and row.status is Status.HELD:
            end(tx, row, Status.EXPIRED)
