"""Reminders leave the outbox only for the visit they were written for; working time changes name whom they hit."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from core.booking.cancel import Cancel, cancel
from core.booking.hits import FindHit, find_hit
from core.booking.hours import Hours
from core.booking.refusals import SlotRefused
from core.booking.reminders import KIND, REMINDER_KIND, subject_of
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import DayKind, Mode
from core.booking.working_time import (
    ChangeDay,
    SetCentreDay,
    SetWeek,
    change_day,
    set_centre_day,
    set_week,
)
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.outbox import Claimed, Lane, Send, Skip, Verdict, open_letter
from core.messaging.tables import outbox
from core.storage.database import Database, Unit
from core.storage.wire import from_micros
from core.texts import Texts
from core.use_case import Store, System
from tests.households import a_family, a_town, registrar, weekdays
from tests.stores import Clock

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
MOSCOW = ZoneInfo("Europe/Moscow")


async def _waiting(database: Database) -> list[str]:
    """When the reminders still waiting will leave, on Moscow's clock."""
    query = (
        sa.select(outbox.c.due_at).where(outbox.c.kind == KIND, outbox.c.state == "pending").order_by(outbox.c.due_at)
    )
    rows = await database.read(lambda unit: unit.connection.execute(query).all())
    return [f"{from_micros(due).astimezone(MOSCOW):%d %H:%M}" for (due,) in rows]


async def _verdict(store: Store, subject: str) -> Verdict:
    claimed = Claimed(1, KIND, Lane.APPOINTMENT, Address(TELEGRAM, 1), subject, 1, Letter(None))
    return await store.database.write(lambda unit: REMINDER_KIND.guard(store.open(unit, System("sender")), claimed))


async def test_B10_a_confirmed_visit_is_reminded_of_twice_by_day(store: Store, database: Database) -> None:
    town = await a_town(store)
    await town.book(await a_family(store), town.at(THURSDAY, 9))
    assert await _waiting(database) == ["25 09:00", "25 20:00"]


async def test_B10_the_familys_own_night_counts_not_the_centres(store: Store, database: Database) -> None:
    town = await a_town(store)
    await town.book(await a_family(store, zone="Asia/Kamchatka"), town.at(THURSDAY, 16))
    assert await _waiting(database) == ["25 11:00", "26 11:00"], "20:00 in Kamchatka, before either night"


async def test_B10_nothing_is_said_about_a_hold(store: Store, database: Database) -> None:
    town = await a_town(store)
    await town.hold(await a_family(store), town.at(THURSDAY, 9))
    assert await _waiting(database) == []


async def test_B10_a_cancelled_visit_is_never_reminded_of(store: Store, database: Database) -> None:
    town = await a_town(store)
    family = await a_family(store)
    visit = await town.book(family, town.at(THURSDAY, 14))
    assert await _verdict(store, subject_of(visit.id, visit.version)) == Send()
    await store.write(cancel, Cancel(visit.ticket), family)
    assert await _waiting(database) == []
    assert isinstance(await _verdict(store, subject_of(visit.id, visit.version)), Skip)


async def test_B10_a_moved_visit_is_reminded_of_at_its_new_time_only(store: Store, database: Database) -> None:
    town = await a_town(store)
    family = await a_family(store)
    visit = await town.book(family, town.at(THURSDAY, 14))
    moved = await store.write(reschedule, Reschedule(visit.ticket, town.at(THURSDAY, 17)), family)
    assert await _waiting(database) == ["25 17:00", "26 15:00"]
    assert isinstance(await _verdict(store, subject_of(visit.id, visit.version)), Skip)
    assert await _verdict(store, subject_of(moved.id, moved.version)) == Send()


async def test_B10_a_reminder_that_was_late_never_follows_the_visit(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14))
    clock.now = visit.starts_at
    assert isinstance(await _verdict(store, subject_of(visit.id, visit.version)), Skip)


async def test_B8_an_overridden_day_lists_the_visits_it_hits(store: Store) -> None:
    town = await a_town(store)
    staff = registrar(town.centre_id)
    hit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    await town.book(await a_family(store), town.at(THURSDAY, 10))
    closed = await store.write(set_centre_day, SetCentreDay(town.centre_id, TUESDAY, DayKind.OFF), staff)
    assert [visit.ticket for visit in closed.visits] == [hit.ticket]
    again = await store.write(set_centre_day, SetCentreDay(town.centre_id, TUESDAY, None), staff)
    assert again.visits == ()


async def test_C8_hours_of_one_day_and_of_the_week_name_whom_they_hit(store: Store) -> None:
    town = await a_town(store)
    staff, person = registrar(town.centre_id), town.specialists[0]
    morning = await town.book(await a_family(store), town.at(TUESDAY, 9))
    evening = await town.book(await a_family(store), town.at(THURSDAY, 17))
    ill = ChangeDay(town.centre_id, TUESDAY, person, closed_hours=(Hours(0, 720),))
    assert [visit.ticket for visit in (await store.write(change_day, ill, staff)).visits] == [morning.ticket]
    shorter = await store.write(set_week, SetWeek(person, weekdays((9, 16))), staff)
    assert [visit.ticket for visit in shorter.visits] == [morning.ticket, evening.ticket]
    well = ChangeDay(town.centre_id, TUESDAY, person)
    assert [visit.ticket for visit in (await store.write(change_day, well, staff)).visits] == [evening.ticket]
    assert (await store.read(find_hit, FindHit(town.centre_id), staff)).visits[0].ticket == evening.ticket


async def test_C8_a_closed_room_is_not_offered_and_names_whom_it_hits(store: Store) -> None:
    town = await a_town(store, rooms=1)
    staff = registrar(town.centre_id)
    visit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    repair = ChangeDay(town.centre_id, TUESDAY, town.rooms[0], closed_hours=(Hours(540, 780),))
    assert [each.ticket for each in (await store.write(change_day, repair, staff)).visits] == [visit.ticket]
    with pytest.raises(SlotRefused):
        await town.book(await a_family(store), town.at(TUESDAY, 11))
    by_phone = await town.book(await a_family(store), town.at(TUESDAY, 11), mode=Mode.PHONE)
    assert by_phone.room is None


@pytest.mark.parametrize("mode", [Mode.PLACE, Mode.VIDEO])
async def test_C14_a_reminder_reads_well_and_names_no_service(store: Store, database: Database, mode: Mode) -> None:
    town = await a_town(store)
    await town.book(await a_family(store, zone="Asia/Kamchatka"), town.at(THURSDAY, 9), mode=mode)
    keys = sa.select(outbox.c.dedup_key, outbox.c.payload).where(outbox.c.kind == KIND)
    rows = await database.read(lambda unit: unit.connection.execute(keys).all())
    texts = Texts([path.read_text(encoding="utf-8") for path in Path("data/texts/ru").glob("*.ftl")])

    def body(unit: Unit, key: str, payload: bytes) -> str:
        letter = open_letter(store.open(unit, System("sender")), key, payload)
        assert isinstance(letter.body, Text) and texts.plain(letter.buttons[0][0].label)
        return texts.plain(letter.body)

    for key, payload in rows:
        said = await database.read(lambda unit, key=key, payload=payload: body(unit, key, payload))
        assert "26 ноября" in said and "09:00" in said and "юрист" not in said.lower()
        assert ("18:00" in said) == (mode is Mode.VIDEO), "the family's own clock is told for a remote visit"
    assert len(rows) == 2
