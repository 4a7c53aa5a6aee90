"""The law moves a zone, the zone database is updated, and everybody is still expected at the promised hour (B9)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.run import keep_promised_hours
from core.booking.appointments import Visit
from core.booking.cancel import Cancel, cancel
from core.booking.gatherings import AddGathering, MeetingTime, ReadGatherings, add_gathering, read_gatherings
from core.booking.hits import FindHit, Hit, Why, find_hit
from core.booking.listing import ReadAgenda, read_agenda
from core.booking.realigning import Realign, Realigned, realign
from core.booking.reminders import KIND
from core.booking.states import GatheringKind, Mode
from core.messaging.tables import outbox
from core.storage.database import Database
from core.storage.wire import from_micros
from core.use_case import Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import OPERATOR, Town, a_family, a_town, registrar, weekdays
from tests.zones import law

TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
ZONE = "Asia/Krasnoyarsk"
HOUR = timedelta(hours=1)
BARE_MEETINGS = sa.text(
    "SELECT count(*) FROM meeting m JOIN occupancy o ON o.meeting_id = m.id"
    " WHERE o.starts_at <> m.starts_at OR o.ends_at <> m.ends_at"
)
"""A room that is busy at another time than its meeting."""


async def _club(store: Store, town: Town, day: date, *hours: int, room: bool = True) -> None:
    times = tuple(MeetingTime(town.at(day, hour), town.at(day, hour) + HOUR) for hour in hours)
    where = town.rooms[0] if room else None
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "", 9, times, room_id=where)
    await store.write(add_gathering, club, OPERATOR)


async def _realigned(store: Store, town: Town) -> Realigned:
    return await store.write(realign, Realign(town.centre_id), OPERATOR)


async def _hit(store: Store, town: Town) -> Hit:
    return await store.read(find_hit, FindHit(town.centre_id), registrar(town.centre_id))


async def _ahead(store: Store, town: Town) -> list[Visit]:
    agenda = ReadAgenda(town.centre_id, TUESDAY, THURSDAY)
    return list((await store.read(read_agenda, agenda, registrar(town.centre_id))).entries)


async def _reminders(database: Database) -> list[datetime]:
    query = sa.select(outbox.c.due_at).where(outbox.c.kind == KIND, outbox.c.state == "pending")
    rows = await database.read(lambda unit: unit.connection.execute(query).all())
    return sorted(from_micros(due) for (due,) in rows)


@pytest.mark.parametrize("hours", [8, 6])
async def test_B9_an_updated_zone_database_moves_no_wall_clock_of_visits_or_clubs(
    store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    town = await a_town(store, zone=ZONE, rooms=1, week=weekdays((8, 18)))
    family = await a_family(store, zone=ZONE)
    other = await a_family(store, zone=ZONE)
    before = await town.book(other, town.at(TUESDAY, 10))
    visits = [
        await town.book(family, town.at(THURSDAY, 10)),
        await town.book(family, town.at(THURSDAY, 11)),
        await town.book(other, town.at(THURSDAY, 14), mode=Mode.PHONE),
    ]
    await _club(store, town, THURSDAY, 9, 12, 13)
    await _club(store, town, THURSDAY, 17, room=False)
    due, by = await _reminders(database), HOUR * (7 - hours)
    assert await _realigned(store, town) == Realigned((), 0, 0), "nothing has changed yet"
    with law(tmp_path, monkeypatch, ZONE, (7, hours), datetime(2026, 11, 24, 17, tzinfo=UTC)):
        moved = await _realigned(store, town)
        assert (moved.meetings, moved.left) == (4, 0)
        assert [visit.wall.strftime("%H:%M") for visit in moved.visits] == ["10:00", "11:00", "14:00"]
        assert [visit.starts_at for visit in moved.visits] == [visit.starts_at + by for visit in visits]
        assert before in await _ahead(store, town), "it comes before the law"
        zone = (await _ahead(store, town))[0].wall.tzinfo
        clubs = (await store.read(read_gatherings, ReadGatherings(town.centre_id), OPERATOR)).entries
        met = [meeting.starts_at.astimezone(zone).hour for club in clubs for meeting in club.meetings]
        assert sorted(met) == [9, 12, 13, 17]
        assert await count(database, OVERLAPS) == await count(database, BARE) == 0
        assert await count(database, BARE_MEETINGS) == 0
        assert sorted(await _reminders(database)) == sorted(
            moment + by if moment > datetime(2026, 11, 24, 17, tzinfo=UTC) else moment for moment in due
        )
        assert await _hit(store, town) == Hit((), ())
        assert await _realigned(store, town) == Realigned((), 0, 0), "twice changes nothing"


async def test_B9_what_finds_its_hour_taken_stays_and_is_named_instead_of_stopping_the_start(
    store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await a_town(store, zone=ZONE, rooms=1, week=weekdays((0, 24)))
    night = await a_family(store, zone=ZONE)
    await _club(store, town, THURSDAY, 0, 3, 6)
    first = await town.book(night, town.at(THURSDAY, 1))
    second, free = [await town.book(await a_family(store, zone=ZONE), town.at(THURSDAY, hour)) for hour in (2, 5)]
    with law(tmp_path, monkeypatch, ZONE, (7, 8), town.at(THURSDAY, 0)):
        moved = await _realigned(store, town)
        assert [visit.ticket for visit in moved.visits] == [free.ticket]
        assert (moved.meetings, moved.left) == (1, 3), (
            "the hour after midnight is left out; those after it come too near"
        )
        hit = await _hit(store, town)
        assert [(one.visit.ticket, one.why) for one in hit.entries] == [
            (first.ticket, Why.CLOCK),
            (second.ticket, Why.CLOCK),
        ]
        assert [(one.starts_at, one.why) for one in hit.meetings] == [(town.at(THURSDAY, 3), Why.CLOCK)]
        assert await count(database, OVERLAPS) == await count(database, BARE) == 0
        assert await count(database, BARE_MEETINGS) == 0
        await store.write(cancel, Cancel(first.ticket), night)
        later = await _realigned(store, town)
        assert ([visit.ticket for visit in later.visits], later.meetings, later.left) == ([second.ticket], 1, 0)
        assert await _hit(store, town) == Hit((), ())


async def test_B9_when_the_catalogue_corrects_a_centres_zone_its_clubs_meet_at_the_hour_that_was_announced(
    store: Store, database: Database
) -> None:
    town = await a_town(store, zone=ZONE)
    await _club(store, town, THURSDAY, 16, room=False)
    corrected = sa.text("UPDATE centre SET time_zone = 'Asia/Irkutsk'")
    await database.write(lambda unit: unit.connection.execute(corrected))
    assert (await _realigned(store, town)).meetings == 1
    [club] = (await store.read(read_gatherings, ReadGatherings(town.centre_id), OPERATOR)).entries
    assert [meeting.starts_at for meeting in club.meetings] == [town.at(THURSDAY, 15)]


async def test_B9_a_visit_that_would_meet_another_of_its_family_at_its_promised_hour_stays_and_is_named(
    store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is at a centre whose clock does not move."""
    town = await a_town(store, zone=ZONE, week=weekdays((8, 18)))
    elsewhere = await a_town(store, slug="drugoj", week=weekdays((0, 24)))
    family = await a_family(store, zone=ZONE)
    moves = await town.book(family, town.at(THURSDAY, 10))
    await elsewhere.book(family, moves.starts_at - HOUR)
    with law(tmp_path, monkeypatch, ZONE, (7, 8), datetime(2026, 11, 24, 17, tzinfo=UTC)):
        moved = await _realigned(store, town)
        assert (moved.visits, moved.left) == ((), 1)
        assert [(one.visit.ticket, one.why) for one in (await _hit(store, town)).entries] == [(moves.ticket, Why.CLOCK)]
        assert await count(database, OVERLAPS) == await count(database, BARE) == 0


@pytest.mark.parametrize("hours", [8, 6])
async def test_B9_visits_of_a_family_one_after_the_other_at_two_centres_all_go(
    store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """Each goes to where the next one stood, and the centres are brought in line one after the other."""
    towns = [await a_town(store, slug=slug, zone=ZONE, week=weekdays((8, 18))) for slug in ("odin", "drugoj")]
    family = await a_family(store, zone=ZONE)
    visits = [await towns[number % 2].book(family, towns[0].at(THURSDAY, 10 + number)) for number in range(4)]
    centres = [town.centre_id for town in towns]
    with law(tmp_path, monkeypatch, ZONE, (7, hours), datetime(2026, 11, 24, 17, tzinfo=UTC)):
        assert await keep_promised_hours(store, centres) == {}
        now = [one for town in towns for one in await _ahead(store, town)]
        by = HOUR * (7 - hours)
        assert {one.ticket: one.starts_at for one in now} == {one.ticket: one.starts_at + by for one in visits}
        assert await count(database, OVERLAPS) == await count(database, BARE) == 0
