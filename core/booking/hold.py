"""Choosing a time keeps it for ten minutes, so that nobody loses it while reading the consent (F1, F7).

A hold is busy for everybody else. One person holds one time per service: choosing another lets the first go.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.booking.appointments import Visit
from core.booking.choosing import Wanted, choose, glance_of, in_the_way, is_current, pick, stands
from core.booking.holders import holder_of
from core.booking.limits import free_ordinal, ordinal_at_once
from core.booking.looking import Busy, Glance, Sight, look_for_all
from core.booking.occupying import end, racing
from core.booking.outings import send_out
from core.booking.refusals import Reason
from core.booking.schedule import Offer
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.booking.taking import Guest, Taking, put_down
from core.booking.timetable import remembered
from core.families.addresses import adults_of
from core.families.household import reach_family
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Adult, Forbidden, Refused, StaffMember, Tx, use_case

HOLD_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Hold:
    """A time somebody chose (UTC instant). `specialist_id=None`: anybody who is free then.

    `family_id` is for staff who book for a family; an adult books for the own family, a visitor for nobody yet. They
    may name one of its adults (`adult_id`): the visit is that adult's, whom letters and calls go to.
    `settlement_id`: where a home or village visit goes; None: where the centre is. `others_come`, for staff too: the
    family has another visit in that hour, and somebody else comes to this one.
    """

    service_id: int
    mode: Mode
    starts_at: datetime
    specialist_id: int | None = None
    family_id: int | None = None
    settlement_id: int | None = None
    others_come: bool = False
    adult_id: int | None = None


def wish_of(command: Hold, guest: Guest) -> Wanted:
    """The time a command asks for, and for whom."""
    wish = (command.service_id, command.mode, command.starts_at, command.specialist_id)
    where, others_come = command.settlement_id, command.others_come
    return Wanted(*wish, settlement_id=where, family_id=guest.family_id, others_come=others_come)


def guest_of(tx: Tx, command: Hold) -> Guest:
    """An adult comes for the own family, staff name one, a visitor has none yet.

    Raises what `reach_family` does, `Forbidden` when somebody who is not staff says who comes or names a stranger.
    """
    if (command.others_come or command.adult_id is not None) and not isinstance(tx.actor, StaffMember):
        raise Forbidden("staff say who comes, after asking")
    adult = tx.actor if isinstance(tx.actor, Adult) else None
    family_id = adult.family_id if adult else command.family_id
    if family_id is not None:
        reach_family(tx, family_id)
    if command.adult_id is not None and (family_id is None or command.adult_id not in adults_of(tx, family_id)):
        raise Forbidden("this adult is of another family")
    return Guest(holder_of(tx), family_id, adult.adult_id if adult else command.adult_id)


def take_time(tx: Tx, wanted: Wanted, guest: Guest, held_until: datetime | None) -> Visit:
    """The one way a new appointment comes into the books: held, or confirmed at once when `held_until` is None.

    What the guest holds of the service already is let go. Raises `SlotRefused`.
    """
    choice = choose(tx, wanted, guest.holder)
    if held_until is None:
        stands(tx, choice)
    _let_go(tx, choice.sight.own_hold)
    ordinal = free_ordinal(tx, guest.family_id, wanted.service_id) if guest.family_id is not None else None
    if guest.family_id is not None and ordinal is None:
        raise wanted.refused(Reason.LIMIT)
    taking = Taking(wanted, choice, guest, ordinal, held_until, new_ticket(), tx.now)
    with racing():
        visit = put_down(tx, [taking])[0]
    send_out(tx, visit.id, choice)
    return visit


def _let_go(tx: Tx, own_hold: int | None) -> None:
    """One person holds one time of a service: choosing another lets the first go."""
    if own_hold is None:
        return
    row = tx.session.get(Appointment, own_hold, with_for_update=True, populate_existing=True)
    if row is not None and row.status is Status.HELD:
        end(tx, row, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One of a crowd, and what to look at for it."""

    tx: Tx
    wanted: Wanted
    guest: Guest
    offer: Offer
    glance: Glance


@dataclass(frozen=True, slots=True)
class _Taken:
    """What others of the same crowd have got a moment before."""

    guests: set[tuple[str | int, int]] = field(default_factory=set)
    busy: defaultdict[int, list[Busy]] = field(default_factory=lambda: defaultdict(list))

    def add(self, taking: Taking) -> None:
        self.guests.update(_as_guest(taking.guest, taking.wanted.service_id))
        for each in taking.choice.resources:
            self.busy[each].append(Busy(each, taking.choice.takes, None, None))

    def seen_by(self, glance: Glance) -> Iterator[Busy]:
        """What a look would show of it if it were written already."""
        for one in (one for resource in glance.resources for one in self.busy.get(resource, ())):
            if one.span.starts_at < glance.within.ends_at and glance.within.starts_at < one.span.ends_at:
                yield one


def hold_for_all(calls: Sequence[tuple[Tx, Hold]]) -> list[Visit | Refused | None]:
    """`hold` for a crowd at once: one look for all, one write for all who get their time (P5).

    What is more than a plain new time is left for `hold`: an earlier hold to let go, an expired one in the way, a
    schedule that has changed, a family at its limit, a visit out of the house.
    """
    answers: list[Visit | Refused | None] = [None] * len(calls)
    asked: dict[int, _Asked] = {}
    for number, (tx, command) in enumerate(calls):
        try:
            plain = _asked(tx, command)
        except Refused as no:
            answers[number] = no
        else:
            asked |= {number: plain} if plain else {}
    if not asked:
        return answers
    first, taken, takings = calls[0][0], _Taken(), dict[int, Taking]()
    sights = look_for_all(first, [each.glance for each in asked.values()])
    for (number, each), sight in zip(asked.items(), sights, strict=True):
        try:
            taking = _plainly(each, sight, taken)
        except Refused as no:
            answers[number] = no
        else:
            if taking is not None:
                takings[number] = taking
                taken.add(taking)
    with racing():
        visits = put_down(first, list(takings.values()))
    for number, visit in zip(takings, visits, strict=True):
        answers[number] = visit
    return answers


def _asked(tx: Tx, command: Hold) -> _Asked | None:
    guest = guest_of(tx, command)
    wanted = wish_of(command, guest)
    offer, glance = glance_of(wanted, guest.holder, remembered(wanted.service_id))
    return None if offer is None or wanted.mode.away else _Asked(tx, wanted, guest, offer, glance)


def _plainly(each: _Asked, sight: Sight | None, taken: _Taken) -> Taking | None:
    """The time this one of the crowd gets. Raises `SlotRefused`; None: not plain."""
    wanted, guest, offer = each.wanted, each.guest, each.offer
    if sight is None or not (sight.opened and is_current(offer.schedule, sight)) or sight.own_hold is not None:
        return None
    if not taken.guests.isdisjoint(_as_guest(guest, wanted.service_id)):
        return None
    choice = pick(each.tx, wanted, offer, replace(sight, busy=(*sight.busy, *taken.seen_by(each.glance))))
    if in_the_way(choice, each.tx.now):
        return None
    ordinal = None
    if guest.family_id is not None:
        ordinal = ordinal_at_once(each.tx, guest.family_id, wanted.service_id)
        if ordinal is None:
            return None
    return Taking(wanted, choice, guest, ordinal, each.tx.now + HOLD_FOR, new_ticket(), each.tx.now)


def _as_guest(guest: Guest, service_id: int) -> set[tuple[str | int, int]]:
    """One hold per person and service, and one number per visit of a family, are the schema's rules."""
    return {(whose, service_id) for whose in (guest.holder, guest.family_id) if whose is not None}


@use_case(Permission.ANYBODY, Permission.MANAGE_APPOINTMENTS, crowd=hold_for_all)
def hold(tx: Tx, command: Hold) -> Visit:
    """Keep the time for ten minutes. Raises `SlotRefused` with the reason and where to look instead."""
    guest = guest_of(tx, command)
    return take_time(tx, wish_of(command, guest), guest, tx.now + HOLD_FOR)
