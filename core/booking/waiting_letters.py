"""What the waiting list writes: a time is kept for you until …, and: you have left the list.

The letter stands on a locked screen and names no service. It is looked at again when it is sent: an offer that is over
by then is never told, so nobody reads "free" about a time that is not (B11).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from core.booking.appointments import Visit
from core.booking.clock_faces import clock_faces
from core.booking.reminder_times import morning_after
from core.booking.states import Status
from core.booking.tables import Appointment
from core.booking.waiting_tables import Waiting
from core.centres.tables import Centre
from core.duty.unsafe import is_unsafe
from core.families.addresses import addresses_of_adult, addresses_of_family
from core.families.tables import Adult, ChannelAddress, Family
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Lane, Later, Outgoing, Send, Skip, Verdict, enqueue
from core.use_case import Tx

OFFER_KIND = "waiting_offer"
LEFT_KIND = "waiting_left"
TAKE_OFFER, DECLINE_OFFER = "offer-take:", "offer-no:"
"""What the buttons under an offer ask for; the ticket of the kept time follows."""
TIME_TO_READ = timedelta(minutes=3)
"""An offer that is over sooner than this is not told any more."""
TOO_LATE = "too late to read it"
"""Why an offer was not told; not the family's doing."""


def tell_of_offer(tx: Tx, row: Waiting, visit: Visit) -> None:
    """Queue the letter about a kept time to the adult who waits, else to the first of the family."""
    for address in readers(tx, row)[:1]:
        subject = f"waiting:{row.id}:{visit.id}"
        _queue(tx, OFFER_KIND, address, _offer_letter(tx, row, visit), subject, f"{subject}:{visit.ticket}")


def tell_of_leaving(tx: Tx, row: Waiting) -> None:
    """Queue the letter that the family waits no longer."""
    centre = tx.session.get_one(Centre, row.centre_id)
    letter = Letter(Text("waiting-left-letter", {"centre": centre.name}))
    subject = f"waiting_left:{row.family_id}"
    once = f"{subject}:{row.service_id}:{row.joined_at.isoformat()}"  # ids of rows come again on SQLite
    for address in readers(tx, row)[:1]:
        _queue(tx, LEFT_KIND, address, letter, subject, once)


def has_no_messenger(tx: Tx, row: Waiting) -> bool:
    """No letter ever reaches this family: staff call it. Whoever blocked the bot is another matter."""
    of_family = select(ChannelAddress.id).join(Adult).where(Adult.family_id == row.family_id)
    return tx.session.exec(of_family).first() is None


def readers(tx: Tx, row: Waiting) -> tuple[Address, ...]:
    """Where letters to whoever waits can go, the first one first."""
    if row.adult_id is not None:
        return addresses_of_adult(tx, row.adult_id)
    return addresses_of_family(tx, row.family_id)


def is_hidden(tx: Tx, row: Waiting) -> bool:
    """The family hid its conversation: nothing reaches it until a person clears that (E7)."""
    return any(is_unsafe(tx, address) for address in readers(tx, row))


def _queue(tx: Tx, kind: str, address: Address, letter: Letter, subject: str, once: str) -> None:
    enqueue(tx, Outgoing(kind, Lane.APPOINTMENT, address, letter, dedup_key=once, subject=subject))


def _offer_letter(tx: Tx, row: Waiting, visit: Visit) -> Letter:
    family_zone, zone = ZoneInfo(tx.session.get_one(Family, row.family_id).time_zone), ZoneInfo(visit.time_zone)
    faces = clock_faces(visit.starts_at, zone, family_zone, visit.mode)
    assert visit.held_until is not None
    until = f"{visit.held_until.astimezone(family_zone):%H:%M}"
    args = {"centre": visit.centre, "mode": visit.mode.value, "until": until, **faces.as_args()}
    return Letter(
        Text("waiting-offer-letter", args),
        (
            (Button(Text("waiting-offer-take"), action=f"{TAKE_OFFER}{visit.ticket}"),),
            (Button(Text("waiting-offer-no"), action=f"{DECLINE_OFFER}{visit.ticket}"),),
        ),
    )


def offer_guard(tx: Tx, claimed: Claimed) -> Verdict:
    """Only while the time is kept and somebody is awake to read it."""
    held = tx.session.get(Appointment, int(claimed.subject.rpartition(":")[2]))
    if held is None or held.status is not Status.HELD or held.held_until is None or held.family_id is None:
        return Skip("the time is not kept any more")
    morning = _morning(tx, held.family_id)
    if held.held_until - (morning or tx.now) < TIME_TO_READ:
        return Skip(TOO_LATE)
    return Later(morning) if morning is not None else Send()


def left_guard(tx: Tx, claimed: Claimed) -> Verdict:
    """By day, while there is such a family."""
    family_id = int(claimed.subject.rpartition(":")[2])
    if tx.session.get(Family, family_id) is None:
        return Skip("the family is gone")
    morning = _morning(tx, family_id)
    return Later(morning) if morning is not None else Send()


def _morning(tx: Tx, family_id: int) -> datetime | None:
    """When the night is over where the family lives; None by day."""
    return morning_after(tx.now, ZoneInfo(tx.session.get_one(Family, family_id).time_zone))
