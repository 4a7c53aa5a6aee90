"""From a wanted time to a specialist who is free then, or to the reason why there is none.

Shared by everything that takes time: holding, moving, booking by staff.
"""

from dataclasses import dataclass
from datetime import datetime

from core.booking.free import NearestSlots
from core.booking.hours import Span
from core.booking.occupying import clear_the_way, in_order
from core.booking.refusals import Reason, SlotRefused
from core.booking.slots import Chair, fits
from core.booking.states import Mode
from core.booking.timetable import Offer, chairs_of, days_between, offer_of
from core.use_case import Tx


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit somebody wants. `moving` is the id of the appointment that would move there."""

    service_id: int
    mode: Mode
    starts_at: datetime
    specialist_id: int | None = None
    moving: int | None = None

    @property
    def instead(self) -> NearestSlots:
        """Where to look when it cannot be had."""
        return NearestSlots(
            self.service_id,
            self.mode,
            specialist_id=self.specialist_id,
            not_before=self.starts_at,
            moving=self.moving,
        )

    def refused(self, reason: Reason) -> SlotRefused:
        """The refusal of this wish."""
        return SlotRefused(reason, self.instead)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who will see the family, where, and the whole time it takes."""

    offer: Offer
    chair: Chair
    takes: Span

    @property
    def resources(self) -> list[int]:
        """Specialist and room, in the order in which they are taken."""
        return in_order(self.chair.specialist_id, self.chair.room_id)


def choose(tx: Tx, wanted: Wanted) -> Choice:
    """A specialist who works and is free then, the least busy that day first. Raises `SlotRefused`."""
    offer = _open_offer(tx, wanted)
    days = days_between(wanted.starts_at, wanted.starts_at, offer.zone)
    chairs = chairs_of(tx, offer, days, wanted.specialist_id, wanted.moving)
    working = [chair for chair in chairs if fits(chair, offer.shape, wanted.starts_at)]
    if not working:
        raise wanted.refused(Reason.OUTSIDE_HOURS)
    takes = offer.shape.occupies(wanted.starts_at)
    free = [chair for chair in working if not any(_overlap(takes, busy) for busy in chair.busy)]
    if not free:
        raise wanted.refused(Reason.TAKEN)
    chair = min(free, key=lambda each: (len(each.busy), each.specialist_id))
    choice = Choice(offer, chair, takes)
    clear_the_way(tx, choice.resources, takes)
    return choice


def _open_offer(tx: Tx, wanted: Wanted) -> Offer:
    offer = offer_of(tx, wanted.service_id, wanted.mode)
    if offer is None:
        raise wanted.refused(Reason.NOT_OFFERED)
    tx.require_centre(offer.centre_id)
    window = offer.window(tx.now)
    if wanted.starts_at < window.starts_at:
        raise wanted.refused(Reason.TOO_SOON)
    if wanted.starts_at >= window.ends_at:
        raise wanted.refused(Reason.TOO_FAR)
    return offer


def _overlap(one: Span, other: Span) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
