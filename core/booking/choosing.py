"""From a wanted time to a specialist who is free then, or to the reason why there is none.

Shared by everything that takes time: holding, moving, booking by staff.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col

from core.booking.free import NearestSlots
from core.booking.hours import Span
from core.booking.looking import Busy, Glance, Mine, Sight, look
from core.booking.occupying import expire_holds, in_order
from core.booking.refusals import Reason, SlotRefused
from core.booking.schedule import Offer, Schedule, days_between, gathered, span_of_days
from core.booking.slots import Chair, fits, spoilt
from core.booking.states import Mode
from core.booking.tables import Appointment
from core.booking.timetable import chair_at, remembered, standing_schedule, valid
from core.storage.database import Crossed
from core.use_case import Tx


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit somebody wants. `moving` is the id of the appointment that would move there.

    `settlement_id`: where a home or village visit goes; None: where the centre is. `family_id`: who comes, as far as
    it is known: it can be at one visit at a time, unless `others_come` (`Appointment`).
    """

    service_id: int
    mode: Mode
    starts_at: datetime
    specialist_id: int | None = None
    moving: int | None = None
    settlement_id: int | None = None
    family_id: int | None = None
    others_come: bool = False

    @property
    def whose_hours(self) -> int | None:
        """The family whose other visits are in the way."""
        return None if self.others_come else self.family_id

    @property
    def instead(self) -> NearestSlots:
        """Where to look when it cannot be had."""
        return NearestSlots(
            self.service_id,
            self.mode,
            specialist_id=self.specialist_id,
            not_before=self.starts_at,
            moving=self.moving,
            settlement_id=self.settlement_id,
            family_id=self.whose_hours if self.moving is None else None,
        )

    def refused(self, reason: Reason, standing: str | None = None) -> SlotRefused:
        """The refusal of this wish; `standing` is the family's own visit in that hour."""
        return SlotRefused(reason, self.instead, standing)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who will see the family, where, and the whole time it takes; `sight` is what was seen when choosing."""

    offer: Offer
    sight: Sight
    chair: Chair
    takes: Span

    @property
    def resources(self) -> list[int]:
        """Specialist and room or crew, in the order in which they are taken."""
        return in_order(self.chair.specialist_id, self.chair.along_id)

    @property
    def room_id(self) -> int | None:
        """The room the family comes to."""
        return None if self.offer.mode.away else self.chair.along_id

    @property
    def crew_id(self) -> int | None:
        """The crew that drives to the family."""
        return self.chair.along_id if self.offer.mode.away else None


def choose(tx: Tx, wanted: Wanted, holder: str = "") -> Choice:
    """A specialist who works and is free then: whose day this spoils least, then the least busy. Raises `SlotRefused`.

    What `holder` holds of the service counts as free: it will be let go.
    """
    choice = pick(tx, wanted, *_seen(tx, wanted, holder))
    over = in_the_way(choice, tx.now)
    if over:
        expire_holds(tx, col(Appointment.id).in_(over))
    return choice


def stands(tx: Tx, choice: Choice) -> None:
    """See to it that the choice is right until this transaction is over. Raises `Crossed`: choose anew."""
    if standing_schedule(tx, choice.offer.centre_id).token != choice.offer.schedule.token:
        raise Crossed("the schedule was changed meanwhile")


def pick(tx: Tx, wanted: Wanted, offer: Offer, sight: Sight) -> Choice:
    """The choice by what was seen, without another look. Raises `SlotRefused`, `Forbidden` outside the own centres."""
    tx.require_centre(offer.centre_id)
    window = offer.window(tx.now)
    if wanted.starts_at < window.starts_at:
        raise wanted.refused(Reason.TOO_SOON)
    if wanted.starts_at >= window.ends_at:
        raise wanted.refused(Reason.TOO_FAR)
    if sight.own_visit is not None:
        raise wanted.refused(Reason.OWN_VISIT, sight.own_visit)
    chair, takes = _free_chair(tx, wanted, offer, sight)
    return Choice(offer, sight, chair, takes)


def in_the_way(choice: Choice, now: datetime) -> set[int]:
    """Expired holds that still have rows on the chosen time."""
    over = (one.appointment_id for one in choice.sight.busy if _stands_on(one, choice) and one.over(now))
    return {appointment for appointment in over if appointment is not None}


def glance_of(wanted: Wanted, holder: str, schedule: Schedule | None) -> tuple[Offer | None, Glance]:
    """What to look at if this is the schedule; without an offer in it, only at which schedule it should be."""
    offer = schedule.offer(wanted.service_id, wanted.mode, wanted.settlement_id) if schedule else None
    ends_at = wanted.starts_at + offer.shape.length if offer is not None else wanted.starts_at
    mine = Mine(holder, wanted.whose_hours, Span(wanted.starts_at, ends_at), wanted.moving)
    return offer, Glance(wanted.service_id, mine, *_where_to_look(wanted, offer))


def is_current(schedule: Schedule | None, sight: Sight) -> bool:
    """Whether this is the schedule of the centre by what was seen."""
    return schedule is not None and (schedule.token, schedule.zone.key) == (sight.token or "", sight.zone)


def _seen(tx: Tx, wanted: Wanted, holder: str) -> tuple[Offer, Sight]:
    """Look with the remembered schedule; when it proves to be an old one, read it anew and look again."""
    schedule = remembered(wanted.service_id)
    while True:
        offer, glance = glance_of(wanted, holder, schedule)
        sight = look(tx, glance)
        if sight is None or not sight.opened:
            raise wanted.refused(Reason.NOT_OFFERED)
        if is_current(schedule, sight):
            break
        schedule = valid(tx, sight.centre_id, sight.token, sight.zone)
    if offer is None:
        raise wanted.refused(Reason.NOT_OFFERED)
    return offer, sight


def _where_to_look(wanted: Wanted, offer: Offer | None) -> tuple[frozenset[int], Span]:
    """Whom, and when: a named specialist only at that time, several the whole day, for who has least to do."""
    if offer is None:
        return frozenset(), Span(wanted.starts_at, wanted.starts_at)
    seats = offer.seats(wanted.specialist_id)
    resources = frozenset(resource for seat in seats for resource in seat if resource is not None)
    if wanted.specialist_id is not None:
        return resources, offer.shape.occupies(wanted.starts_at)
    return resources, span_of_days(days_between(wanted.starts_at, wanted.starts_at, offer.zone), offer.zone)


def _free_chair(tx: Tx, wanted: Wanted, offer: Offer, sight: Sight) -> tuple[Chair, Span]:
    takes = offer.shape.occupies(wanted.starts_at)
    days = days_between(takes.starts_at, takes.ends_at, offer.zone)
    own = {wanted.moving, sight.own_hold} - {None}
    others = (one for one in sight.busy if one.appointment_id not in own)
    busy = gathered((one.resource_id, one.span) for one in others if not one.over(tx.now))
    chairs = [chair_at(offer, *seat, days, busy) for seat in offer.seats(wanted.specialist_id)]
    working = [chair for chair in chairs if fits(chair, offer.shape, wanted.starts_at)]
    if not working:
        raise wanted.refused(Reason.OUTSIDE_HOURS)
    free = [chair for chair in working if not any(takes.overlaps(span) for span in chair.busy)]
    if not free:
        raise wanted.refused(Reason.TAKEN)
    return _best(free, takes, offer) if len(free) > 1 else free[0], takes


def _best(free: list[Chair], takes: Span, offer: Offer) -> Chair:
    """Nobody knows who comes later; a rest too short for anything is lost for all of them (B5)."""

    def cost(chair: Chair) -> tuple[timedelta, int, int]:
        lost = spoilt(chair, takes, offer.schedule.shortest(chair.specialist_id))
        return lost, len(chair.busy), chair.specialist_id

    return min(free, key=cost)


def _stands_on(one: Busy, choice: Choice) -> bool:
    return one.resource_id in choice.resources and one.span.overlaps(choice.takes)
