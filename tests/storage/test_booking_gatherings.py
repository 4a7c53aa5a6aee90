"""Clubs, events and open-door days: never one too many, and a freed place goes to exactly one (F12, B3)."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.booking.enrolment import (
    EnoughPlaces,
    Enrol,
    EnrolmentInfo,
    GiveUp,
    ReadEnrolments,
    WrongAge,
    enrol,
    give_up,
    read_enrolments,
)
from core.booking.gathering_days import (
    ReadAttendance,
    RecordAttendance,
    RemindOfMeetings,
    read_attendance,
    record_attendance,
    remind_of_meetings,
)
from core.booking.gathering_letters import GATHERING_KIND, KIND
from core.booking.gatherings import (
    CloseGathering,
    ReadGathering,
    ReadGatherings,
    UnknownGathering,
    close_gathering,
    read_gathering,
    read_gatherings,
)
from core.booking.states import Standing
from core.families.settings import ChooseCentre, choose_centre
from core.messaging.letters import Address, Letter, Text
from core.messaging.outbox import Claimed, Lane, Later, Send, Skip, Verdict
from core.messaging.tables import outbox
from core.storage.database import Database, Unit
from core.use_case import Adult, Forbidden, Store
from tests.booking_crowd import count
from tests.households import OPERATOR, a_centre, a_club, a_family, a_town, a_visitor, registrar
from tests.stores import TEST, Clock

TOLD = sa.text("SELECT count(*) FROM outbox WHERE kind = 'gathering'")
TOO_MANY = sa.text(
    "SELECT count(*) FROM gathering g WHERE g.taken <> (SELECT count(*) FROM enrolment e"
    " WHERE e.gathering_id = g.id AND e.standing = 'enrolled') OR g.taken > g.capacity"
)
"""The oracle: gatherings whose number of taken places is not the number of people who have one."""
SKIPPED_BUT_WAITED_FOR = sa.text(
    "SELECT count(*) FROM gathering g WHERE g.taken < g.capacity"
    " AND EXISTS (SELECT 1 FROM enrolment e WHERE e.gathering_id = g.id AND e.standing = 'waiting')"
)
"""A place stands empty while somebody waits for it."""


async def _enrol(store: Store, club: int, family: Adult, age: int = 8) -> EnrolmentInfo:
    return await store.write(enrol, Enrol(club, age), family)


async def test_F12_the_eleventh_of_ten_waits_and_one_freed_place_promotes_and_tells_exactly_one(
    store: Store, database: Database
) -> None:
    club = await a_club(store, await a_town(store))
    families = [await a_family(store) for _ in range(10)]
    places = [await _enrol(store, club.id, family) for family in families]
    eleventh, twelfth = await a_family(store), await a_family(store)
    waiting = [await _enrol(store, club.id, family) for family in (eleventh, twelfth)]
    assert {one.standing for one in places} == {Standing.ENROLLED}
    assert [(one.standing, one.ahead) for one in waiting] == [(Standing.WAITING, 0), (Standing.WAITING, 1)]
    assert await count(database, TOLD) == 0, "who enrolled saw it on the screen, who waits is told nothing"
    freed = await store.write(give_up, GiveUp(places[3].ticket), families[3])
    assert freed.promoted == waiting[0].ticket
    assert await count(database, TOLD) == 1
    [mine] = (await store.read(read_enrolments, ReadEnrolments(), eleventh)).entries
    [still] = (await store.read(read_enrolments, ReadEnrolments(), twelfth)).entries
    assert (mine.standing, still.standing, still.ahead) == (Standing.ENROLLED, Standing.WAITING, 0)
    assert (await store.write(give_up, GiveUp(places[3].ticket), families[3])).promoted is None, "twice changes nothing"
    assert await count(database, TOO_MANY) == 0


@pytest.mark.parametrize("seed", range(3))
async def test_B3_a_crowd_never_gets_more_than_the_places_and_freed_places_add_up(
    store: Store, database: Database, seed: int
) -> None:
    club = await a_club(store, await a_town(store), capacity=7)
    families, dice = [await a_family(store) for _ in range(30)], random.Random(seed)

    async def come_and_go(family: Adult) -> None:
        place = await _enrol(store, club.id, family)
        if dice.random() < 0.6:
            await store.write(give_up, GiveUp(place.ticket), family)

    await asyncio.gather(*(come_and_go(family) for family in families))
    listed = await store.read(read_enrolments, ReadEnrolments(gathering_id=club.id), registrar(club.centre_id))
    enrolled = [one for one in listed.entries if one.standing is Standing.ENROLLED]
    assert len(enrolled) == min(7, len(listed.entries))
    assert await count(database, TOO_MANY) == await count(database, SKIPPED_BUT_WAITED_FOR) == 0


async def test_B3_the_schema_refuses_one_too_many_whatever_writes_it(store: Store, database: Database) -> None:
    await a_club(store, await a_town(store), capacity=1)
    with pytest.raises(sa.exc.IntegrityError):
        await database.write(lambda unit: unit.connection.execute(sa.text("UPDATE gathering SET taken = 2")))


async def test_F12_the_age_rule_and_the_limit_of_a_family_hold(store: Store) -> None:
    club, family = await a_club(store, await a_town(store)), await a_family(store)
    for age in (5, 13, None):
        with pytest.raises(WrongAge):
            await store.write(enrol, Enrol(club.id, age), family)
    for age in range(6, 11):
        await _enrol(store, club.id, family, age)
    with pytest.raises(EnoughPlaces):
        await _enrol(store, club.id, family)


async def test_F12_families_see_what_is_offered_and_only_their_own_places(store: Store) -> None:
    town = await a_town(store)
    club, family = await a_club(store, town), await a_family(store)
    place = await _enrol(store, club.id, family)
    seen = (await store.read(read_gatherings, ReadGatherings(town.centre_id), a_visitor())).entries
    assert [one.title for one in seen] == ["Шахматы"] and len(seen[0].meetings) == 4
    assert (await store.read(read_enrolments, ReadEnrolments(), await a_family(store))).entries == ()
    with pytest.raises(Forbidden):
        await store.write(give_up, GiveUp(place.ticket), await a_family(store))
    await store.write(close_gathering, CloseGathering(club.id), registrar(town.centre_id))
    assert (await store.read(read_gatherings, ReadGatherings(town.centre_id), a_visitor())).entries == ()
    with pytest.raises(UnknownGathering):
        await _enrol(store, club.id, await a_family(store))


async def test_F12_staff_free_a_place_also_of_a_family_that_has_chosen_another_centre(store: Store) -> None:
    town, elsewhere, family = await a_town(store), await a_centre(store, "drugoj"), await a_family(store)
    club = await a_club(store, town)
    place = await _enrol(store, club.id, family)
    await store.write(choose_centre, ChooseCentre(elsewhere, "Europe/Moscow"), family)
    with pytest.raises(Forbidden):
        await store.write(give_up, GiveUp(place.ticket), registrar(elsewhere))
    await store.write(give_up, GiveUp(place.ticket), registrar(town.centre_id))
    assert (await store.read(read_enrolments, ReadEnrolments(), family)).entries == ()


async def test_F12_everybody_enrolled_is_reminded_once_and_whoever_left_not_at_all(
    store: Store, database: Database, clock: Clock
) -> None:
    club = await a_club(store, await a_town(store))
    stays, leaves = await _enrol(store, club.id, await a_family(store)), await a_family(store)
    left = await _enrol(store, club.id, leaves)
    clock.now = club.meetings[0].starts_at - timedelta(hours=30)
    for _ in range(3):
        await store.write(remind_of_meetings, RemindOfMeetings(), OPERATOR)
    assert await count(database, TOLD) == 2
    await store.write(give_up, GiveUp(left.ticket), leaves)
    claimed = await database.read(lambda unit: unit.connection.execute(sa.select(outbox)).all())
    verdicts = {
        row.subject: await database.write(
            lambda unit, row=row: GATHERING_KIND.guard(store.open(unit, TEST), _claim(row))
        )
        for row in claimed
        if row.kind == KIND
    }
    about = f"{club.meetings[0].id}:0"
    assert isinstance(verdicts[f"reminder:{stays.family_id}:{about}"], Send)
    assert isinstance(verdicts[f"reminder:{left.family_id}:{about}"], Skip)


async def test_F12_no_letter_of_a_club_comes_at_night_or_after_the_meeting_has_begun(
    store: Store, database: Database, clock: Clock
) -> None:
    club = await a_club(store, await a_town(store), capacity=1)
    first, second = await a_family(store), await a_family(store)
    place, _ = await _enrol(store, club.id, first), await _enrol(store, club.id, second)
    await store.write(give_up, GiveUp(place.ticket), first)
    [row] = [each for each in await database.read(_queued) if each.kind == KIND]
    claimed = replace(_claim(row), letter=Letter(Text("gathering-place-letter")))

    async def verdict() -> Verdict:
        return await database.write(lambda unit: GATHERING_KIND.guard(store.open(unit, TEST), claimed))

    starts_at = club.meetings[0].starts_at
    clock.now = (starts_at - timedelta(days=2)).replace(hour=20)  # 23:00 in Moscow
    assert isinstance(await verdict(), Later)
    clock.now = starts_at - timedelta(minutes=5)
    assert isinstance(await verdict(), Send)
    clock.now = starts_at
    assert isinstance(await verdict(), Skip)
    assert await count(database, TOLD) == 2, "the place is told with the next meeting instead"


async def test_F12_a_letter_to_whoever_reads_no_more_or_of_another_kind_tells_nobody_of_a_later_meeting(
    store: Store, database: Database, clock: Clock
) -> None:
    club = await a_club(store, await a_town(store), capacity=1)
    first, second = await a_family(store), await a_family(store)
    place, _ = await _enrol(store, club.id, first), await _enrol(store, club.id, second)
    await store.write(give_up, GiveUp(place.ticket), first)
    [row] = [each for each in await database.read(_queued) if each.kind == KIND]
    news = replace(_claim(row), letter=Letter(Text("gathering-place-letter")))
    reminder = replace(news, letter=Letter(Text("gathering-reminder-letter")))

    async def verdict(claimed: Claimed) -> Verdict:
        return await database.write(lambda unit: GATHERING_KIND.guard(store.open(unit, TEST), claimed))

    clock.now = club.meetings[0].starts_at - timedelta(hours=3)
    left = replace(news, address=Address(news.address.channel, news.address.external_id + 1_000_000))
    assert isinstance(await verdict(left), Skip)
    assert isinstance(await verdict(reminder), Send), "one that was due when the house was updated"
    clock.now = club.meetings[0].starts_at
    assert isinstance(await verdict(reminder), Skip)
    assert await count(database, TOLD) == 1, "nobody is told anything else instead"


async def test_F12_staff_record_who_came_and_correct_it(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    club, staff = await a_club(store, town), registrar(town.centre_id)
    one, two = [await _enrol(store, club.id, await a_family(store)) for _ in range(2)]
    meeting = club.meetings[0]
    with pytest.raises(UnknownGathering):
        await store.write(record_attendance, RecordAttendance(meeting.id, frozenset()), staff)
    clock.now = meeting.starts_at + timedelta(minutes=5)
    await store.write(record_attendance, RecordAttendance(meeting.id, frozenset({one.ticket})), staff)
    recorded = await store.write(record_attendance, RecordAttendance(meeting.id, frozenset({two.ticket})), staff)
    assert (recorded.came, recorded.enrolled) == (1, 2)
    [sheet] = (await store.read(read_attendance, ReadAttendance(club.id), staff)).entries
    assert sheet.came == {two.ticket}
    assert len((await store.read(read_gathering, ReadGathering(club.id), staff)).meetings) == 4


def _queued(unit: Unit) -> Sequence[sa.Row[tuple[object, ...]]]:
    return unit.connection.execute(sa.select(outbox)).all()


def _claim(row: sa.Row[tuple[object, ...]]) -> Claimed:
    return Claimed(row.id, row.kind, Lane.APPOINTMENT, Address(row.channel, row.chat_id), row.subject, 1, Letter(None))
