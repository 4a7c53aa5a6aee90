"""Reminders as letters in the outbox: queued with the visit, looked at again at the moment of sending (B10).

A reminder names the version of the visit it was written for. Cancelling or moving raises the version, so that a stale
one can never leave, even when it was claimed a moment before. The text stands on a locked screen: it names no service.
"""

from zoneinfo import ZoneInfo

from core.booking.appointments import Visit
from core.booking.clock_faces import clock_faces
from core.booking.reminder_times import Notice, due_at, morning_after, reminder_times
from core.booking.states import Status
from core.booking.tables import Appointment
from core.families.addresses import addresses_of_adult, adults_of
from core.families.tables import Family
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Later, Outgoing, Send, Skip, Verdict, enqueue, withdraw
from core.use_case import Tx

KIND = "appointment_reminder"
OPEN_VISIT = "visit:"
"""What the button under a reminder asks for; the ticket follows."""
_KEYS = {Notice.DAY_BEFORE: "reminder-day-before", Notice.HOURS_BEFORE: "reminder-hours-before"}


def remind(tx: Tx, visit: Visit, adult_id: int | None) -> None:
    """Queue the reminders of a confirmed visit."""
    assert visit.family_id is not None
    zone = ZoneInfo(tx.session.get_one(Family, visit.family_id).time_zone)
    addresses = who_is_reminded(tx, visit.family_id, adult_id)
    for reminder in reminder_times(visit.starts_at, zone, tx.now):
        for address in addresses:
            letter = _letter(visit, reminder.notice, zone)
            enqueue(
                tx,
                Outgoing(
                    kind=KIND,
                    lane=Lane.APPOINTMENT,
                    address=address,
                    letter=letter,
                    dedup_key=f"{subject_of(visit.id, visit.version)} {reminder.notice} {mark_of(tx, address)}",
                    subject=subject_of(visit.id, visit.version),
                    due_at=reminder.due_at,
                ),
            )


def forget_reminders(tx: Tx, row: Appointment) -> None:
    """Withdraw what is queued for the present version. Call it before the version grows."""
    assert row.id is not None
    withdraw(tx, subject_of(row.id, row.version), "the visit changed")


def subject_of(appointment_id: int, version: int) -> str:
    """What a reminder is about: a visit in one of its versions."""
    return f"appointment:{appointment_id}:{version}"


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    _, appointment_id, version = claimed.subject.split(":")
    row = tx.session.get(Appointment, int(appointment_id))
    if row is None or row.status is not Status.CONFIRMED or row.version != int(version):
        return Skip("the visit changed")
    if row.starts_at <= tx.now:
        return Skip("the visit has begun")
    return _when_late(tx, claimed, row)


def _when_late(tx: Tx, claimed: Claimed, row: Appointment) -> Verdict:
    """After an outage: never at night, and one reminder instead of two that would leave together."""
    zone = ZoneInfo(tx.session.get_one(Family, row.family_id).time_zone)
    body = claimed.letter.body
    nearer = due_at(Notice.HOURS_BEFORE, row.starts_at, zone)
    if isinstance(body, Text) and body.key == _KEYS[Notice.DAY_BEFORE] and nearer <= tx.now:
        return Skip("the nearer reminder says it")
    morning = morning_after(tx.now, zone)
    if morning is None:
        return Send()
    return Later(morning) if morning < row.starts_at else Skip("only the night is left before the visit")


REMINDER_KIND = Kind(_guard)
"""For the table of kinds in `app`, under `KIND`."""


def _letter(visit: Visit, notice: Notice, family_zone: ZoneInfo) -> Letter:
    faces = clock_faces(visit.starts_at, ZoneInfo(visit.time_zone), family_zone, visit.mode)
    return Letter(
        Text(_KEYS[notice], {"centre": visit.centre, "mode": visit.mode.value, **faces.as_args()}),
        ((Button(Text("reminder-open"), action=f"{OPEN_VISIT}{visit.ticket}"),),),
    )


def who_is_reminded(tx: Tx, family_id: int, adult_id: int | None) -> list[Address]:
    """Where letters about a visit go: to the adult who booked, else to every adult of the family."""
    adults = (adult_id,) if adult_id is not None else adults_of(tx, family_id)
    return [address for adult in adults for address in addresses_of_adult(tx, adult)[:1]]


def mark_of(tx: Tx, address: Address) -> str:
    """One reader in the key of a letter."""
    return tx.vault.digest("reminder", f"{address.channel}:{address.external_id}")[:12]
