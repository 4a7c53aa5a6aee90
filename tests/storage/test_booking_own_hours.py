"""A family is in one place at one hour, whatever it books there, how and through whom (B1, F7)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from core.booking.appointments import Visit
from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, Confirm, book, confirm
from core.booking.family_hours import Standing, standing_visit
from core.booking.free import FreeDays, FreeTimes, NearestSlots, free_days, free_times, nearest_slots
from core.booking.hold import Hold, hold
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.refusals import Reason, SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.staffing import AddResource, AddService, Assign, add_resource, add_service, assign
from core.booking.states import Mode
from core.booking.together import BookTogether, PairedSlots, book_together, paired_slots
from core.booking.working_time import SetWeek, set_week
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.storage.database import Database
from core.use_case import Forbidden, Store
from tests.booking_crowd import count
from tests.households import KEEPING_DATA, OPERATOR, Town, a_family, a_town, a_visitor, registrar, weekdays
from tests.stores import store_over

TUESDAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)
DOUBLES = sa.text(
    "SELECT count(*) FROM appointment a JOIN appointment b ON a.family_id = b.family_id AND a.id < b.id"
    " WHERE a.status IN ('confirmed', 'arrived') AND b.status IN ('confirmed', 'arrived')"
    " AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
)
"""The oracle: pairs of visits of one family that share a moment."""


@dataclass(frozen=True, slots=True)
class Both:
    """A lawyer (9 to 18, an hour) and a psychologist (9 to 18, 45 minutes) in one centre."""

    town: Town
    psychologist: int

    def talk(self, starts_at: datetime, mode: Mode = Mode.PLACE) -> Hold:
        """A talk with the psychologist."""
        return Hold(self.psychologist, mode, starts_at)


async def a_centre_of_two(store: Store, **town: int) -> Both:
    lawyers = await a_town(store, week=weekdays((9, 18)), **town)
    modes = frozenset({Mode.PLACE, Mode.PHONE, Mode.VIDEO})
    what = AddService(lawyers.centre_id, "psychologist", "Беседа с психологом", 45, modes, step_minutes=15)
    service = (await store.write(add_service, what, OPERATOR)).service_id
    for number in range(2):
        somebody = AddResource(lawyers.centre_id, f"Психолог {number + 1}")
        person = (await store.write(add_resource, somebody, OPERATOR)).resource_id
        await store.write(assign, Assign(service, person), OPERATOR)
        await store.write(set_week, SetWeek(person, weekdays((9, 18))), OPERATOR)
    return Both(lawyers, service)


def outcome(answers: Sequence[Visit | BaseException]) -> list[str]:
    """How attempts ended, sorted."""
    return sorted("visit" if isinstance(answer, Visit) else str(answer) for answer in answers)


async def test_B1_somebody_else_of_the_family_comes_when_staff_say_so_and_keeps_it_from_nothing(store: Store) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    staff, ten = replace(registrar(), centres=None), both.town.at(TUESDAY, 10)
    first = await both.town.book(family, ten)
    wish = replace(both.talk(ten), others_come=True)
    with pytest.raises(Forbidden):
        await store.write(book, Book(wish), family)
    second = await store.write(book, Book(replace(wish, family_id=family.family_id)), staff)

    moved = await store.write(reschedule, Reschedule(second.ticket, ten + timedelta(minutes=15)), staff)
    assert moved.starts_at == ten + timedelta(minutes=15), "it still stands aside"
    at_two = await store.write(reschedule, Reschedule(first.ticket, both.town.at(TUESDAY, 14)), family)
    with pytest.raises(SlotRefused) as refused:
        await store.write(book, Book(both.talk(at_two.starts_at)), family)
    assert refused.value.reason is Reason.OWN_VISIT, "an ordinary visit is where the family is"


async def test_B1_a_visit_others_come_to_is_offered_the_hours_of_the_familys_own_visits(store: Store) -> None:
    both, family, stranger = await a_centre_of_two(store), await a_family(store), await a_family(store)
    staff, ten = replace(registrar(), centres=None), both.town.at(TUESDAY, 10)
    first = await both.town.book(family, ten)
    aside = replace(both.talk(both.town.at(TUESDAY, 14)), others_come=True, family_id=family.family_id)
    second = await store.write(book, Book(aside), staff)
    day = FreeTimes(both.psychologist, Mode.PLACE, TUESDAY, moving=second.id)
    for who in (staff, family):
        assert ten in {slot.starts_at for slot in (await store.read(free_times, day, who)).slots}
    own = await both.town.book(stranger, both.town.at(TUESDAY, 11))
    theirs = (await store.read(free_times, day, stranger)).slots
    assert own.starts_at not in {slot.starts_at for slot in theirs}, "a visit of another family opens nothing"
    assert await store.read(standing_visit, Standing(first.starts_at, first.ends_at, second.id), family) is None
    assert await store.read(standing_visit, Standing(first.starts_at, first.ends_at), family) == first.ticket
    assert await store.read(standing_visit, Standing(second.starts_at, second.ends_at, first.id), family) is None
    assert await store.read(standing_visit, Standing(first.starts_at, first.ends_at), a_visitor()) is None


@pytest.mark.parametrize("mode", [Mode.PLACE, Mode.PHONE, Mode.VIDEO])
@pytest.mark.parametrize("minutes", [-30, 0, 45])
async def test_B1_a_second_visit_in_the_same_hour_is_refused_with_the_first_one_and_times_instead(
    store: Store, database: Database, mode: Mode, minutes: int
) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    first = await both.town.book(family, both.town.at(TUESDAY, 10))
    wish = both.talk(first.starts_at + timedelta(minutes=minutes), mode)
    for attempt in (store.write(book, Book(wish), family), store.write(hold, wish, family)):
        with pytest.raises(SlotRefused) as refused:
            await attempt
        assert (refused.value.reason, refused.value.standing) == (Reason.OWN_VISIT, first.ticket)
    instead = (await store.read(nearest_slots, refused.value.instead, family)).slots
    assert len(instead) == 3
    assert all(slot.ends_at <= first.starts_at or first.ends_at <= slot.starts_at for slot in instead)
    assert await count(database, DOUBLES) == 0


async def test_B1_an_hour_that_begins_when_the_other_ends_is_no_double(store: Store) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    first = await both.town.book(family, both.town.at(TUESDAY, 10))
    after = await store.write(book, Book(both.talk(first.ends_at)), family)
    before = await store.write(book, Book(both.talk(first.starts_at - timedelta(minutes=45))), family)
    assert before.ends_at == first.starts_at and after.starts_at == first.ends_at


async def test_B1_the_rule_is_the_familys_whichever_adult_books(store: Store) -> None:
    both, mother = await a_centre_of_two(store), await a_family(store)
    invitation = await store.write(invite_adult, InviteAdult(), mother)
    father = (await store.write(join_family, JoinFamily(invitation.code, (KEEPING_DATA,)), a_visitor())).actor
    first = await both.town.book(mother, both.town.at(TUESDAY, 10))
    with pytest.raises(SlotRefused, match=Reason.OWN_VISIT):
        await store.write(book, Book(both.talk(first.starts_at)), father)


async def test_B1_hours_of_the_familys_own_visits_are_not_offered_to_it(store: Store) -> None:
    both, other = await a_centre_of_two(store), await a_family(store)
    family = await a_family(store, centre_id=both.town.centre_id)
    first = await both.town.book(family, both.town.at(TUESDAY, 10))
    day = FreeTimes(both.psychologist, Mode.PHONE, TUESDAY)
    mine = {slot.starts_at for slot in (await store.read(free_times, day, family)).slots}
    theirs = {slot.starts_at for slot in (await store.read(free_times, day, other)).slots}
    quarter = timedelta(minutes=15)
    assert theirs - mine == {first.starts_at + quarter * number for number in (-2, -1, 0, 1, 2, 3)}
    staff = registrar(both.town.centre_id)
    for_it = await store.read(free_times, replace(day, family_id=family.family_id), staff)
    assert {slot.starts_at for slot in for_it.slots} == mine
    month = FreeDays(both.psychologist, Mode.PHONE, 2026, 11)
    [less], [more] = [
        [one.times for one in (await store.read(free_days, month, who)).days if one.day == TUESDAY]
        for who in (family, other)
    ]
    assert more - less == 6


async def test_F7_pairs_around_an_own_visit_are_not_offered_and_others_are_booked(store: Store) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    first = await both.town.book(family, both.town.at(TUESDAY, 9), mode=Mode.PHONE)
    found = await store.read(paired_slots, PairedSlots(both.town.service_id, both.psychologist), family)
    for pair in found.pairs:
        assert all(leg.slot.starts_at >= first.ends_at or leg.slot.ends_at <= first.starts_at for leg in pair)
    one, other = (
        Hold(leg.service_id, Mode.PLACE, leg.slot.starts_at, leg.slot.specialist_id) for leg in found.pairs[0]
    )
    visits = await store.write(book_together, BookTogether(one, other), family)
    assert visits.first.ends_at <= visits.second.starts_at


async def test_B1_staff_are_refused_the_same_for_a_family(store: Store) -> None:
    both = await a_centre_of_two(store)
    family = await a_family(store, centre_id=both.town.centre_id)
    first = await both.town.book(family, both.town.at(TUESDAY, 10))
    wish = replace(both.talk(first.starts_at, Mode.PHONE), family_id=family.family_id)
    with pytest.raises(SlotRefused) as refused:
        await store.write(book, Book(wish), registrar(both.town.centre_id))
    assert (refused.value.reason, refused.value.standing) == (Reason.OWN_VISIT, first.ticket)
    assert refused.value.instead.family_id == family.family_id


async def test_B2_a_visit_does_not_move_onto_another_one_and_is_not_in_its_own_way(store: Store) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    first = await both.town.book(family, both.town.at(TUESDAY, 10))
    talk = await store.write(book, Book(both.talk(both.town.at(TUESDAY, 14))), family)
    with pytest.raises(SlotRefused, match=Reason.OWN_VISIT):
        await store.write(reschedule, Reschedule(talk.ticket, first.starts_at), family)
    a_bit_later = talk.starts_at + timedelta(minutes=15)
    assert (await store.write(reschedule, Reschedule(talk.ticket, a_bit_later), family)).starts_at == a_bit_later
    seen = NearestSlots(both.psychologist, Mode.PLACE, 1, not_before=a_bit_later, moving=talk.id)
    assert (await store.read(nearest_slots, seen, family)).slots[0].starts_at == a_bit_later


async def test_B1_of_two_held_times_in_one_hour_the_one_confirmed_first_is_the_visit(store: Store) -> None:
    both, visitor = await a_centre_of_two(store), a_visitor()
    at_ten = both.town.at(TUESDAY, 10)
    lawyer, talk = await both.town.hold(visitor, at_ten), await store.write(hold, both.talk(at_ten), visitor)
    family = await a_family(store, who=visitor)
    visit = await store.write(confirm, Confirm(talk.ticket), family)
    with pytest.raises(SlotRefused) as refused:
        await store.write(confirm, Confirm(lawyer.ticket), family)
    assert (refused.value.reason, refused.value.standing) == (Reason.OWN_VISIT, visit.ticket)
    await store.write(cancel, Cancel(visit.ticket), family)
    assert (await store.write(confirm, Confirm(lawyer.ticket), family)).starts_at == at_ten


async def test_B1_two_taps_at_once_leave_one_visit(database: Database) -> None:
    here, there = store_over(database), store_over(database)
    both = await a_centre_of_two(here, specialists=2)
    families = [await a_family(here) for _ in range(8)]
    times = [both.town.at(TUESDAY + timedelta(days=day), hour) for day in range(2) for hour in (9, 11, 13, 15)]
    for family, at in zip(families, times, strict=True):
        lawyer, talk = Book(both.town.wish(at)), Book(both.talk(at, Mode.PHONE))
        answers = await asyncio.gather(
            here.write(book, lawyer, family), there.write(book, talk, family), return_exceptions=True
        )
        assert outcome(answers) == [Reason.OWN_VISIT, "visit"]
    assert await count(database, DOUBLES) == 0


async def test_B1_two_confirmations_at_once_leave_one_visit(database: Database) -> None:
    here, there = store_over(database), store_over(database)
    both, family = await a_centre_of_two(here), await a_family(here)
    for hour in (9, 11):
        at = both.town.at(TUESDAY, hour)
        held = [await both.town.hold(family, at), await here.write(hold, both.talk(at), family)]
        answers = await asyncio.gather(
            *(one.write(confirm, Confirm(each.ticket), family) for one, each in zip((here, there), held, strict=True)),
            return_exceptions=True,
        )
        assert outcome(answers) == [Reason.OWN_VISIT, "visit"]
    assert await count(database, DOUBLES) == 0


async def test_B1_a_crowd_is_told_of_its_own_visits_too(database: Database) -> None:
    store = store_over(database)
    both = await a_centre_of_two(store)
    families = [await a_family(store) for _ in range(4)]
    times = [both.town.at(TUESDAY, hour) for hour in (9, 11, 13, 15)]
    booked = [await both.town.book(family, at) for family, at in zip(families, times, strict=True)]
    await store.read(nearest_slots, NearestSlots(both.psychologist, Mode.PHONE), a_visitor())
    wishes = [(both.talk(at, Mode.PHONE), family) for family, at in zip(families, times, strict=True)]
    elsewhen = [(both.talk(at + HOUR, Mode.PHONE), family) for family, at in zip(families, times, strict=True)]
    answers = await asyncio.gather(
        *(store.write(hold, what, who) for what, who in [*wishes, *elsewhen]), return_exceptions=True
    )
    assert outcome(answers[:4]) == [Reason.OWN_VISIT] * 4 and outcome(answers[4:]) == ["visit"] * 4
    standing = [answer.standing for answer in answers[:4] if isinstance(answer, SlotRefused)]
    assert standing == [visit.ticket for visit in booked]


async def test_B1_a_double_written_past_the_use_cases_is_refused_by_the_schema(
    store: Store, database: Database
) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    first = await both.town.book(family, both.town.at(TUESDAY, 10))
    talk = await store.write(book, Book(both.talk(first.ends_at)), family)
    sooner = sa.text("UPDATE appointment SET starts_at = :at WHERE id = :id").bindparams(
        sa.bindparam("at", talk.starts_at - timedelta(minutes=5), sa.DateTime(timezone=True)), id=talk.id
    )
    with pytest.raises(sa.exc.IntegrityError):
        await database.write(lambda unit: unit.connection.execute(sooner))


async def test_B11_a_family_that_waits_is_offered_the_first_time_at_which_it_can_come(store: Store) -> None:
    both, family = await a_centre_of_two(store), await a_family(store)
    first = await both.town.book(family, both.town.at(TUESDAY, 9), mode=Mode.PHONE)
    place = await store.write(join_waiting, JoinWaiting(both.psychologist, Mode.PHONE), family)
    assert place.offered_at is not None
    assert place.offered_at >= first.ends_at or place.offered_at + timedelta(minutes=45) <= first.starts_at
