"""Staff move and call off meetings of a club in the panel (F12)."""

import re
from datetime import date, timedelta

import sqlalchemy as sa

from core.booking.enrolment import Enrol, enrol
from core.booking.gatherings import AddGathering, GatheringInfo, MeetingTime, add_gathering
from core.booking.staffing import AddResource, add_resource
from core.booking.states import DayKind, GatheringKind, ResourceKind
from core.booking.working_time import SetCentreDay, set_centre_day
from core.families.entering import EnterFamily, enter_family
from core.messaging.tables import outbox
from core.staff.grants import Place
from core.staff.roles import Role
from tests.households import KEEPING_DATA, OPERATOR, Town, a_family, a_town, registrar
from tests.panel.office import Office

TOLD = sa.select(sa.func.count()).where(outbox.c.kind == "meeting_changed", outbox.c.state == "pending")


async def _a_club(office: Office, town: Town, room: int, hour: int = 16, weeks: int = 3) -> GatheringInfo:
    first = _day(office, 2)
    days = [first + timedelta(weeks=number) for number in range(weeks)]
    times = tuple(MeetingTime(town.at(day, hour), town.at(day, hour + 1)) for day in days)
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал 2", 5, times, room_id=room)
    return await office.store.write(add_gathering, club, OPERATOR)


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)


async def _told(office: Office) -> int:
    return int(await office.store.database.read(lambda unit: unit.connection.scalar(TOLD)) or 0)


async def test_F12_staff_move_one_meeting_with_its_room_and_call_another_off(office: Office) -> None:
    town = await a_town(office.store)
    hall = AddResource(town.centre_id, "зал", ResourceKind.ROOM)
    room = (await office.store.write(add_resource, hall, OPERATOR)).resource_id
    club, other = await _a_club(office, town, room), await _a_club(office, town, room, hour=18)
    await office.store.write(enrol, Enrol(club.id), await a_family(office.store, centre_id=town.centre_id))
    staff = registrar(town.centre_id)
    by_phone = await office.store.write(enter_family, EnterFamily(town.centre_id, KEEPING_DATA), staff)
    await office.store.write(enrol, Enrol(club.id, family_id=by_phone.id), staff)
    await office.hire("lidia", Role.CURATOR, Place(centre="primernyj"))
    lidia, here = await office.at_work("lidia"), f"/gatherings/{club.id}"
    first, second, third = club.meetings
    shown = await lidia.text(here)
    assert shown.count("без мессенджера: позвоните") == 1, "whom no letter reaches is called"
    assert "Отменить все встречи" not in shown, "a curator does not end a club"
    move = {"deed": "move", "meeting": first.id, "place": "зал 3", "room": room}
    times = {"day": _day(office, 2).isoformat(), "starts": "18:00", "ends": "19:00"}
    refused = await lidia.sends(here, 409, **move, **times)
    assert "Кабинет в одно из этих времён занят" in refused and 'value="зал 3"' in refused, "nothing typed is lost"
    assert f'name="starts" type="time" value="{times["starts"]}"' in refused
    away = {**times, "starts": "12:00", "ends": "11:00"}
    assert "конец — позже начала" in await lidia.sends(here, 409, **move, **away)
    again = {**times, "day": _day(office, 9).isoformat(), "starts": "16:00", "ends": "17:00"}
    assert "уже есть другая встреча" in await lidia.sends(here, 409, **move, **again)
    assert await _told(office) == 0
    await office.store.write(set_centre_day, SetCentreDay(town.centre_id, _day(office, 3), DayKind.OFF), OPERATOR)
    await lidia.sends(here, **move, **{**times, "day": _day(office, 3).isoformat()})
    await lidia.sends(here, deed="call-off", meeting=second.id)
    shown = await lidia.text(here)
    assert f"{_day(office, 3):%d.%m} 18:00–19:00</strong> · зал 3" in shown and "центр в этот день закрыт" in shown
    assert f'{_day(office, 9):%d.%m} 16:00–17:00</strong> <span class="tag warn">отменена' in shown
    assert await _told(office) == 2, "of each change the one family that reads letters"
    back = {"place": "зал 2", "day": _day(office, 9).isoformat(), "starts": "16:00", "ends": "17:00"}
    await lidia.sends(here, deed="move", meeting=second.id, room="", **back)
    assert await _told(office) == 1 and "отменена" not in await lidia.text(here), "undone before anybody had read it"
    office.clock.now = third.starts_at + timedelta(minutes=1)
    lidia = await office.at_work("lidia")
    assert "Так уже нельзя" in await lidia.sends(here, 409, deed="call-off", meeting=third.id)
    assert len(other.meetings) == 3
    await lidia.close()


async def test_F12_a_head_calls_a_whole_club_off(office: Office) -> None:
    town = await a_town(office.store)
    hall = AddResource(town.centre_id, "зал", ResourceKind.ROOM)
    room = (await office.store.write(add_resource, hall, OPERATOR)).resource_id
    club = await _a_club(office, town, room)
    for _ in range(6):
        await office.store.write(enrol, Enrol(club.id), await a_family(office.store, centre_id=town.centre_id))
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    galina, here = await office.at_work("galina"), f"/gatherings/{club.id}"
    assert "Каждая записанная семья" in await galina.text(here)
    await galina.sends(f"{here}/call-off")
    shown = await galina.text(here)
    assert len(re.findall("отменена", shown)) == 3 and "семьи не видят" in shown
    assert await _told(office) == 6, "one letter each, also to the one who waits"
    shown = await galina.text(f"/gatherings?centre={town.centre_id}")
    assert "все встречи прошли" not in shown and "встречи отменены" in shown
    await galina.close()
