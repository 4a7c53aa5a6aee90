"""What the waiting list writes: a time is kept for you until …, and: you have left the list.

The letter stands on a locked screen and names no service. It is looked at again when it is sent: an offer that is over
by then is never told, so nobody reads "free" about a time that is not (B11).
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from core.booking.appointments import Visit
from core.booking.clock_faces import clock_faces
from core.booking.states import Status
from core.booking.tables import Appointment
from core.booking.waiting_tables import Waiting
from core.centres.tables import Centre
from core.families.addresses import addresses_of_adult, addresses_of_family
from core.families.tables import Family
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outcome, Outgoing, Send, Skip, State, Verdict, enqueue
from core.use_case import Tx

OFFER_KIND = "waiting_offer"
LEFT_KIND = "waiting_left"
TAKE_OFFER, DECLINE_OFFER = "offer-take:", "offer-no:"
"""What the buttons under an offer ask for; the ticket of the kept time follows."""
TIME_TO_READ = timedelta(minutes=3)
"""An offer that is over sooner than this is not told any more."""


def tell_of_offer(tx: Tx, row: Waiting, visit: Visit) -> None:
    """Queue the letter about a kept time to the adult who waits, else to the first of the family."""
    for address in _where(tx, row)[:1]:
        _queue(tx, OFFER_KIND, address, _offer_letter(tx, row, visit), f"waiting:{row.id}:{visit.id}")


def tell_of_leaving(tx: Tx, row: Waiting) -> None:
    """Queue the letter that the family waits no longer."""
    centre = tx.session.get_one(Centre, row.centre_id)
    letter = Letter(Text("waiting-left-letter", {"centre": centre.name}))
    for address in _where(tx, row)[:1]:
        _queue(tx, LEFT_KIND, address, letter, f"waiting:{row.id}:left")


def _where(tx: Tx, row: Waiting) -> tuple[Address, ...]:
    if row.adult_id is not None:
        return addresses_of_adult(tx, row.adult_id)
    return addresses_of_family(tx, row.family_id)


def _queue(tx: Tx, kind: str, address: Address, letter: Letter, subject: str) -> None:
    enqueue(tx, Outgoing(kind, Lane.APPOINTMENT, address, letter, dedup_key=subject, subject=subject))


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


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    held = tx.session.get(Appointment, int(claimed.subject.rpartition(":")[2]))
    if held is None or held.status is not Status.HELD or held.held_until is None:
        return Skip("the time is not kept any more")
    return Send() if held.held_until - tx.now >= TIME_TO_READ else Skip("too late to read it")


def _on_result(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    """An offer counts as missed only when it was told."""
    appointment_id = int(claimed.subject.rpartition(":")[2])
    row = tx.session.exec(select(Waiting).where(Waiting.appointment_id == appointment_id)).first()
    if row is not None and outcome.state in (State.SENT, State.UNKNOWN):
        row.told = True
        tx.session.add(row)


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    return Send()


WAITING_KINDS = {OFFER_KIND: Kind(_guard, _on_result), LEFT_KIND: Kind(_always)}
"""For the table of kinds in `app`."""
