"""The waiting list: one family at a time is kept a time for twenty minutes, then it is the next one's turn (B11).

Whoever gives time back serves the list in the same transaction, so nobody can snatch it in between; a tick serves it
too, for offers that ran out and for hours that were added. Whoever waits for one specialist, or for a visit in the own
settlement, is offered nothing else. Nothing is offered at night where the family lives, and a letter that could not
leave while the time was kept does not leave at all (`waiting_letters.py`). A family without a messenger is called by
staff: it is offered a time only while somebody works at the centre. A family that hid its conversation is passed by and
keeps its place, and nothing counts against it, until a person clears that (E7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.choosing import Wanted
from core.booking.family_hours import own_hours
from core.booking.hits import why_not
from core.booking.hold import take_time
from core.booking.hours import Span
from core.booking.refusals import SlotRefused
from core.booking.reminder_times import by_day
from core.booking.schedule import days_between
from core.booking.slots import Slot, apart_from, slots_of
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.booking.taking import Guest
from core.booking.timetable import chairs_of, offer_of, schedule_of
from core.booking.waiting_letters import (
    LEFT_KIND,
    OFFER_KIND,
    TOO_LATE,
    has_no_messenger,
    is_hidden,
    left_guard,
    offer_guard,
    readers,
    tell_of_leaving,
    tell_of_offer,
)
from core.booking.waiting_rows import drop_waiting, give_back, place_offered, take_turn
from core.booking.waiting_tables import PassedOver, Waiting
from core.families.tables import Family
from core.messaging.events import publish
from core.messaging.outbox import Claimed, Kind, Outcome, State
from core.permissions import Permission
from core.storage.database import Crossed
from core.use_case import Tx, use_case

OFFER_FOR = timedelta(minutes=20)
MISSED_AT_MOST = 2
"""After so many unanswered offers the family leaves the list, and is told so."""


@dataclass(frozen=True, slots=True)
class ServeWaiting:
    """Once, every centre."""


@dataclass(frozen=True, slots=True)
class Served:
    """How many families were offered a time."""

    offers: int


@use_case(Permission.SYSTEM)
def serve_waiting(tx: Tx, command: ServeWaiting) -> Served:
    """End offers that ran out and offer what is free, centre by centre."""
    centres = tx.session.exec(select(Waiting.centre_id).distinct().order_by(col(Waiting.centre_id))).all()
    return Served(sum(serve(tx, centre_id) for centre_id in centres))


def serve(tx: Tx, centre_id: int) -> int:
    """Let the waiting list of a centre move on; returns how many offers were made. Flushes first."""
    tx.session.flush()
    queue = select(Waiting.service_id).where(Waiting.centre_id == centre_id).distinct()
    services = tx.session.exec(queue.order_by(col(Waiting.service_id))).all()
    if not services:
        return 0
    take_turn(tx, centre_id)
    made = sum(_serve_service(tx, service_id) for service_id in services)
    if made:
        publish(tx, centre_id, "waiting.changed", f"centre:{centre_id}")
    return made


def _serve_service(tx: Tx, service_id: int) -> int:
    _settle(tx, _queue(tx, service_id, col(Waiting.appointment_id).is_not(None)))
    choosing = _choosing(tx, service_id)
    queue = _queue(tx, service_id, col(Waiting.appointment_id).is_(None))
    return _hand_out(tx, service_id, [row for row in queue if row.holder not in choosing])


def _choosing(tx: Tx, service_id: int) -> set[str]:
    """Who holds a time of this service just now: an offer would take it from under their thumb."""
    held = select(Appointment.holder).where(Appointment.service_id == service_id, Appointment.status == Status.HELD)
    return set(tx.session.exec(held.where(col(Appointment.held_until) > tx.now)).all())


def _queue(tx: Tx, service_id: int, condition: object) -> Sequence[Waiting]:
    query = select(Waiting).where(Waiting.service_id == service_id, condition)  # type: ignore[arg-type]
    return tx.session.exec(query.order_by(col(Waiting.id)).execution_options(populate_existing=True)).all()


def _settle(tx: Tx, offered: Iterable[Waiting]) -> None:
    """End offers whose time is over or that fit the schedule no longer, and forget those that ended otherwise.

    Nobody has missed a time that could not be had.
    """
    for row in offered:
        held = tx.session.get_one(Appointment, row.appointment_id, populate_existing=True)
        fits = why_not(tx, held, schedule_of(tx, row.centre_id)) is None
        if fits and held.status is Status.HELD and held.held_until is not None and held.held_until > tx.now:
            continue
        assert held.id is not None
        give_back(tx, held.id)  # may wait for somebody who takes it at this moment
        if place_offered(tx, held.id) is not None:
            _end_offer(tx, row, held, missed=row.told and fits)


def _end_offer(tx: Tx, row: Waiting, held: Appointment, *, missed: bool) -> None:
    """The next family's turn; after too many missed offers this one leaves the list."""
    pass_over(tx, row, held)
    row.missed += missed
    if row.missed >= MISSED_AT_MOST:
        tell_of_leaving(tx, row)
        drop_waiting(tx, [row.id])


def pass_over(tx: Tx, row: Waiting, held: Appointment) -> None:
    """The kept time goes back and is not offered to this family again."""
    assert row.id is not None
    _take_back(tx, row, held)
    tx.session.merge(PassedOver(waiting_id=row.id, starts_at=held.starts_at))
    tx.session.flush()


def _take_back(tx: Tx, row: Waiting, held: Appointment) -> None:
    """The kept time is kept no longer; the family has its place as before."""
    assert held.id is not None
    publish(tx, row.centre_id, "waiting.changed", f"centre:{row.centre_id}")
    give_back(tx, held.id)
    row.appointment_id, row.told = None, False
    tx.session.add(row)
    tx.session.flush()


def _can_be_told(tx: Tx, row: Waiting) -> bool:
    """It is day where the family lives, and it reads letters or somebody is at work who calls it."""
    if is_hidden(tx, row):
        return False
    zone = ZoneInfo(tx.session.get_one(Family, row.family_id).time_zone)
    if by_day(tx.now, zone) != tx.now:
        return False
    return bool(readers(tx, row)) or (has_no_messenger(tx, row) and _somebody_is_in(tx, row.centre_id))


def _somebody_is_in(tx: Tx, centre_id: int) -> bool:
    """One of the centre's people is there for as long as an offer stands."""
    schedule, until = schedule_of(tx, centre_id), tx.now + OFFER_FOR
    today = days_between(tx.now, until, schedule.zone)
    spans = [span for person in schedule.specialists for span in schedule.working(person, today)]
    return any(span.starts_at <= tx.now and until <= span.ends_at for span in spans)


def _hand_out(tx: Tx, service_id: int, queue: Sequence[Waiting]) -> int:
    """Offer free times down the queue, each to the first whom it suits and who can be told of it now."""
    free, made = dict[tuple[Mode, int | None], list[Slot]](), 0
    for row in queue:
        where = row.mode, row.settlement_id
        if where not in free:
            free[where] = _free(tx, service_id, *where)
        slot = _suiting(tx, free[where], row) if free[where] else None
        if slot is not None and _can_be_told(tx, row) and _keep(tx, slot, row):
            free.clear()
            made += 1
    return made


def _free(tx: Tx, service_id: int, mode: Mode, settlement_id: int | None) -> list[Slot]:
    """Every free time with every specialist that leaves twenty minutes to think."""
    offer = offer_of(tx, service_id, mode, settlement_id)
    if offer is None:
        return []
    window = offer.window(tx.now)
    within = Span(window.starts_at + OFFER_FOR, window.ends_at)
    chairs = chairs_of(tx, offer, days_between(within.starts_at, within.ends_at, offer.zone))
    return slots_of(chairs, offer.shape, within)


def _suiting(tx: Tx, free: Sequence[Slot], row: Waiting) -> Slot | None:
    """The first of these times that is what the family waits for, and at which it can come."""
    zone = schedule_of(tx, row.centre_id).zone
    own = own_hours(tx, row.family_id, Span(free[0].starts_at, max(slot.ends_at for slot in free)))
    return next((slot for slot in apart_from(own, free) if _suits(tx, slot, row, zone)), None)


def _suits(tx: Tx, slot: Slot, row: Waiting, zone: ZoneInfo) -> bool:
    if row.specialist_id is not None and row.specialist_id != slot.specialist_id:
        return False
    if not row.part.covers(slot.starts_at.astimezone(zone).hour):
        return False
    return tx.session.get(PassedOver, (row.id, slot.starts_at)) is None


def _keep(tx: Tx, slot: Slot, row: Waiting) -> bool:
    """Keep the time for this family and write to it; False when it cannot have it (its limit, a lost race)."""
    wanted = Wanted(
        row.service_id,
        row.mode,
        slot.starts_at,
        slot.specialist_id,
        settlement_id=row.settlement_id,
        family_id=row.family_id,
    )
    until: datetime = tx.now + OFFER_FOR
    try:
        with tx.session.begin_nested():
            visit = take_time(tx, wanted, Guest(row.holder, row.family_id, row.adult_id), until)
    except (SlotRefused, Crossed):
        return False
    row.appointment_id, row.told = visit.id, False
    tx.session.add(row)
    tx.session.flush()
    tell_of_offer(tx, row, visit)
    return True


def _on_result(tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
    """An offer that was told may be missed; one that cannot be told is over at once, or it would block the queue."""
    appointment_id = int(claimed.subject.rpartition(":")[2])
    held = tx.session.get(Appointment, appointment_id)
    if held is None or held.status is not Status.HELD:
        return
    take_turn(tx, held.centre_id)
    row = place_offered(tx, appointment_id)
    if row is None:
        return
    if outcome.state in (State.SENT, State.UNKNOWN):
        row.told = True
        tx.session.add(row)
    elif outcome.state in (State.BLOCKED, State.FAILED, State.SKIPPED):
        if outcome.state is State.SKIPPED and is_hidden(tx, row):
            _take_back(tx, row, held)
        else:
            _end_offer(tx, row, held, missed=outcome.reason != TOO_LATE)
        serve(tx, held.centre_id)


WAITING_KINDS = {OFFER_KIND: Kind(offer_guard, _on_result), LEFT_KIND: Kind(left_guard)}
"""For the table of kinds in `app`."""
