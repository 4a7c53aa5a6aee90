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
from core.booking.outings import send_out
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
    `settlement_id`: where a home or village visit goes; None: where the centre is.
    """

    service_id: int
    mode: Mode
    starts_at: datetime
    specialist_id: int | None = None
    family_id: int | None = None
    settlement_id: int | None = None


@use_case(Permission.ANYBODY, Permission.MANAGE_APPOINTMENTS)
def hold(tx: Tx, command: Hold) -> Visit:
    """Keep the time for ten minutes. Raises `SlotRefused` with the reason and where to look instead."""
    return take_time(tx, wish_of(command), guest_of(tx, command), tx.now + HOLD_FOR)


@dataclass(frozen=True, slots=True)
class Guest:
    """For whom time is taken; `holder` is the digest of whoever chose it, no family: not consented yet."""

    holder: str
    family_id: int | None
    adult_id: int | None


def wish_of(command: Hold) -> Wanted:
    """The time a command asks for."""
    wish = (command.service_id, command.mode, command.starts_at, command.specialist_id)
    return Wanted(*wish, settlement_id=command.settlement_id)


def guest_of(tx: Tx, command: Hold) -> Guest:
    """An adult comes for the own family, staff name one, a visitor has none yet. Raises what `reach_family` does."""
    adult = tx.actor if isinstance(tx.actor, Adult) else None
    family_id = adult.family_id if adult else command.family_id
    if family_id is not None:
        reach_family(tx, family_id)
    return Guest(holder_of(tx), family_id, adult.adult_id if adult else None)


def take_time(tx: Tx, wanted: Wanted, guest: Guest, held_until: datetime | None) -> Visit:
    """The one way a new appointment comes into the books: held, or confirmed at once when `held_until` is None.

    What the guest holds of the service already is let go. Raises `SlotRefused`.
    """
    choice = choose(tx, wanted, guest.holder)
    _let_go(tx, choice.sight.own_hold)
    ordinal = free_ordinal(tx, guest.family_id, wanted.service_id) if guest.family_id is not None else None
    if guest.family_id is not None and ordinal is None:
        raise wanted.refused(Reason.LIMIT)
    row = {**_columns(tx, wanted, choice), **_of_guest(guest), "ordinal": ordinal, **_standing(held_until)}
    try:
        with racing():
            appointment_id = put_down(tx, choice, row)
    except LostRace as lost:
        raise wanted.refused(Reason.LIMIT if lost.limit else Reason.TAKEN) from lost
    send_out(tx, appointment_id, choice)
    return _visit(choice, wanted, appointment_id, row)


def _of_guest(guest: Guest) -> dict[str, Any]:
    return {"holder": guest.holder, "family_id": guest.family_id, "adult_id": guest.adult_id}


def _standing(held_until: datetime | None) -> dict[str, Any]:
    return {"status": (Status.HELD if held_until else Status.CONFIRMED).value, "held_until": held_until}


def _columns(tx: Tx, wanted: Wanted, choice: Choice) -> dict[str, Any]:
    """The new row, but for whose it is and whether it is only held."""
    zone = choice.offer.zone
    return {
        "ticket": new_ticket(),
        "centre_id": choice.offer.centre_id,
        "service_id": wanted.service_id,
        "specialist_id": choice.chair.specialist_id,
        "room_id": choice.room_id,
        "mode": wanted.mode.value,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.starts_at + choice.offer.shape.length,
        "time_zone": zone.key,
        "wall_start": wall_clock(wanted.starts_at.astimezone(zone)),
        "version": 0,
        "changed_at": tx.now,
        "arrived_at": None,
    }


def _visit(choice: Choice, wanted: Wanted, appointment_id: int, row: dict[str, Any]) -> Visit:
    """What `one_visit` would read back, from what is known already."""
    service, names, seen = choice.offer.service, choice.offer.schedule.names, choice.sight
    settlement = choice.offer.settlement_id
    return Visit(
        id=appointment_id,
        status=Status(row["status"]),
        service=service.title,
        speciality=service.speciality,
        specialist=names[choice.chair.specialist_id],
        room=names[choice.room_id] if choice.room_id is not None else None,
        mode=wanted.mode,
        centre=seen.centre,
        centre_address=seen.address,
        centre_phone=seen.phone,
        settlement_id=choice.offer.settlement_id,
        settlement=choice.offer.schedule.destinations[settlement].name if settlement is not None else None,
        crew=names[choice.crew_id] if choice.crew_id is not None else None,
        **{name: row[name] for name in _AS_WRITTEN},
    )


def wall_clock(local: datetime) -> str:
    """A wall-clock minute as it is promised and stored: "2026-11-24T10:00"."""
    return f"{local:%Y-%m-%dT%H:%M}"


def _let_go(tx: Tx, own_hold: int | None) -> None:
    """One person holds one time of a service: choosing another lets the first go."""
    if own_hold is None:
        return
    row = tx.session.get(Appointment, own_hold, with_for_update=True, populate_existing=True)
    if row is not None and row.status is Status.HELD:
        end(tx, row, Status.EXPIRED)
