"""Who is on duty: the week, single days, nights, zones, and people who have left (C12)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from core.duty.refusals import CannotBeOnDuty, ShiftUnclear
from core.duty.roster import PutOnDuty, Roster, RosterOf, ShiftId, put_on_duty, read_roster, remove_shift
from core.duty.shifts import RosterLine, on_duty
from core.duty.states import Line
from core.staff.roles import Role
from core.staff.tables import Account, AuditEntry
from core.storage.database import Database, Unit
from core.use_case import Forbidden
from tests.desks import Curator, Desk, desk_at
from tests.stores import Clock, store_over

MOSCOW, KAMCHATKA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kamchatka")
MONDAY = date(2026, 11, 23)


def week(account_id: int | None, starts: int = 9, ends: int = 18, *, weekday: int = 1) -> RosterLine:
    return RosterLine(account_id, Line.FIRST, weekday, None, starts * 60, ends * 60)


def once(account_id: int | None, day: date, starts: int = 9, ends: int = 18) -> RosterLine:
    return RosterLine(account_id, Line.FIRST, None, day, starts * 60, ends * 60)


def there(roster: list[RosterLine], moment: str, zone: ZoneInfo = MOSCOW) -> list[int]:
    return [who for _, who in on_duty(roster, datetime.fromisoformat(moment).replace(tzinfo=zone), zone)]


def test_a_shift_begins_on_its_minute_and_ends_on_its_minute() -> None:
    assert there([week(7)], "2026-11-23 08:59:59") == []
    assert there([week(7)], "2026-11-23 09:00") == [7]
    assert there([week(7)], "2026-11-23 17:59:59") == [7]
    assert there([week(7)], "2026-11-23 18:00") == []
    assert there([week(7)], "2026-11-24 12:00") == []


def test_a_night_goes_on_after_midnight() -> None:
    night = week(7, 21, 8)

    assert there([night], "2026-11-23 23:30") == there([night], "2026-11-24 07:59") == [7]
    assert there([night], "2026-11-24 08:00") == there([night], "2026-11-23 07:00") == []


def test_a_day_of_its_own_replaces_the_week_even_by_nobody() -> None:
    assert there([week(7), once(8, MONDAY)], "2026-11-23 12:00") == [8]
    assert there([week(7), once(None, MONDAY)], "2026-11-23 12:00") == []
    assert there([week(7), once(None, MONDAY)], "2026-11-30 12:00") == [7]


def test_the_clock_is_that_of_the_centre() -> None:
    at_nine_in_kamchatka = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)

    assert on_duty([week(7)], at_nine_in_kamchatka, KAMCHATKA) == ((Line.FIRST, 7),)
    assert on_duty([week(7)], at_nine_in_kamchatka, MOSCOW) == ()


@pytest.fixture
async def desk(database: Database, clock: Clock) -> Desk:
    return await desk_at(store_over(database, clock))


async def look(desk: Desk, by: Curator) -> Roster:
    return await desk.store.read(read_roster, RosterOf(desk.centre_id), by.actor)


def mondays(desk: Desk, who: Curator, line: Line = Line.FIRST) -> PutOnDuty:
    return PutOnDuty(desk.centre_id, who.actor.account_id, line, (1,), None, 9 * 60, 18 * 60)


async def test_a_head_puts_people_on_duty_and_takes_them_off_and_the_audit_knows(
    desk: Desk, database: Database
) -> None:
    head, galina = await desk.curator("Вера", Role.HEAD), await desk.curator("Галина", Role.DUTY)

    put = await desk.store.write(put_on_duty, mondays(desk, galina), head.actor)
    assert [each.name for each in (await look(desk, head)).now] == ["Галина"]

    await desk.store.write(remove_shift, ShiftId(put.shift_ids[0]), head.actor)
    assert (await look(desk, head)).now == ()

    def deeds(unit: Unit) -> list[str]:
        return list(unit.session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all())

    assert await database.read(deeds) == ["duty.shift_added", "duty.shift_removed"]


async def test_nobody_without_the_right_to_answer_here_is_put_on_duty(desk: Desk) -> None:
    elsewhere = await desk_at(desk.store, "drugoy")
    head, stranger = await desk.curator("Вера", Role.HEAD), await elsewhere.curator("Чужая", Role.DUTY)
    observer = await desk.curator("Наблюдатель", Role.OBSERVER)

    for who in (stranger, observer):
        with pytest.raises(CannotBeOnDuty):
            await desk.store.write(put_on_duty, mondays(desk, who), head.actor)
    with pytest.raises(Forbidden):
        await desk.store.write(put_on_duty, mondays(desk, head), (await elsewhere.curator("Х", Role.HEAD)).actor)


@pytest.mark.parametrize("days", [(), (0,), (8,)])
async def test_a_line_without_a_clear_day_is_refused(desk: Desk, days: tuple[int, ...]) -> None:
    head = await desk.curator("Вера", Role.HEAD)

    with pytest.raises(ShiftUnclear):
        command = PutOnDuty(desk.centre_id, head.actor.account_id, Line.FIRST, days, None, 540, 1080)
        await desk.store.write(put_on_duty, command, head.actor)


async def test_somebody_who_has_left_is_on_no_duty_though_the_line_stands(desk: Desk, database: Database) -> None:
    head, galina = await desk.curator("Вера", Role.HEAD), await desk.curator("Галина", Role.DUTY)
    await desk.store.write(put_on_duty, mondays(desk, galina), head.actor)

    def leave(unit: Unit) -> None:
        account = unit.session.get_one(Account, galina.actor.account_id)
        account.disabled_at = datetime(2026, 11, 20, tzinfo=UTC)

    await database.write(leave)

    found = await look(desk, head)
    assert found.now == ()
    assert [line.able for line in found.shifts] == [False]
