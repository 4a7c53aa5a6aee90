"""Choosing a time keeps it for ten minutes, so that nobody loses it while reading the consent (F1, F7).

A hold is busy for everybody else. One person holds one time per service: choosing another lets the first go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.booking.appointments import Visit
from core.booking.choosing import Choice, Wanted, choose
from core.booking.holders import holder_of
from core.booking.limits import free_ordinal
from core.booking.occupying import LostRace, end, racing
from core.booking.refusals import Reason
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.booking.taking import put_down
from core.families.household import reach_family
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Adult, Tx, use_case

HOLD_FOR = timedelta(minutes=10)
_AS_WRITTEN = (
    *("ticket", "version", "family_id", "service_id", "specialist_id", "starts_at", "ends_at", "time_zone"),
    *("held_until", "changed_at", "centre_id"),
)
"""Fields of `Visit` that stand in the row under the same name."""


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
    return take_time(tx, command, Status.HELD)


def take_time(tx: Tx, command: Hold, status: Status) -> Visit:
    """The one way a new appointment comes into the books, held or confirmed at once. Raises `SlotRefused`."""
    wanted = Wanted(command.service_id, command.mode, command.starts_at, command.specialist_id)
    holder = holder_of(tx)
    choice = choose(tx, wanted, holder)
    _let_go(tx, choice.sight.own_hold)
    family_id = _for_whom(tx, command)
    ordinal = free_ordinal(tx, family_id, command.service_id) if family_id is not None else None
    if family_id is not None and ordinal is None:
        raise wanted.refused(Reason.LIMIT)
    row = {**_columns(tx, wanted, choice, status), "holder": holder, "family_id": family_id, "ordinal": ordinal}
    try:
        with racing():
            appointment_id = put_down(tx, choice, row)
    except LostRace as lost:
        raise wanted.refused(Reason.LIMIT if lost.limit else Reason.TAKEN) from lost
    return _visit(choice, wanted, appointment_id, row)


def _columns(tx: Tx, wanted: Wanted, choice: Choice, status: Status) -> dict[str, Any]:
    """The new row, but for whose it is."""
    zone = choice.offer.zone
    return {
        "ticket": new_ticket(),
        "centre_id": choice.offer.centre_id,
        "service_id": wanted.service_id,
        "specialist_id": choice.chair.specialist_id,
        "room_id": choice.chair.room_id,
        "adult_id": tx.actor.adult_id if isinstance(tx.actor, Adult) else None,
        "mode": wanted.mode.value,
        "status": status.value,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.starts_at + choice.offer.shape.length,
        "time_zone": zone.key,
        "wall_start": wall_clock(wanted.starts_at.astimezone(zone)),
        "held_until": tx.now + HOLD_FOR if status is Status.HELD else None,
        "version": 0,
        "changed_at": tx.now,
        "arrived_at": None,
    }


def _visit(choice: Choice, wanted: Wanted, appointment_id: int, row: dict[str, Any]) -> Visit:
    """What `one_visit` would read back, from what is known already."""
    service, names, seen = choice.offer.service, choice.offer.schedule.names, choice.sight
    return Visit(
        id=appointment_id,
        status=Status(row["status"]),
        service=service.title,
        speciality=service.speciality,
        specialist=names[choice.chair.specialist_id],
        room=names[choice.chair.room_id] if choice.chair.room_id is not None else None,
        mode=wanted.mode,
        centre=seen.centre,
        centre_address=seen.address,
        centre_phone=seen.phone,
        **{name: row[name] for name in _AS_WRITTEN},
    )


def wall_clock(local: datetime) -> str:
    """A wall-clock minute as it is promised and stored: "2026-11-24T10:00"."""
    return f"{local:%Y-%m-%dT%H:%M}"


def _for_whom(tx: Tx, command: Hold) -> int | None:
    family_id = tx.actor.family_id if isinstance(tx.actor, Adult) else command.family_id
    if family_id is not None:
        reach_family(tx, family_id)
    return family_id


def _let_go(tx: Tx, own_hold: int | None) -> None:
    """One person holds one time of a service: choosing another lets the first go."""
    if own_hold is None:
        return
    row = tx.session.get(Appointment, own_hold, with_for_update=True, populate_existing=True)
    if row is not None and row.status is Status.HELD:
        end(tx, row, Status.EXPIRED)
