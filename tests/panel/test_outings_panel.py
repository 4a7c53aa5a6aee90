"""A head sends a crew out, the crew prints its route, and only those who drive read where to (B15, C8); the code at the
entrance (F7)."""

import re
from datetime import date, timedelta

import sqlalchemy as sa

from core.booking.check_in import PAYLOAD, CheckIn, Outcome, check_in
from core.booking.home_address import WriteAddress, write_address
from core.booking.listing import ReadVisit, read_visit
from core.booking.states import Mode, Status
from core.staff.grants import Place
from core.staff.roles import Role
from core.staff.tables import AuditEntry
from tests.households import a_family, a_town, joined_family, registrar
from tests.outings import a_driving_town, link
from tests.panel.office import Office

ADDRESS = "улица Заречная, дом 7"
HERE = Place(centre="primernyj")


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)


async def test_C8_a_head_enters_settlements_a_crew_and_a_village_day_and_takes_it_back(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("galina", Role.HEAD, HERE)
    lidia = await office.hire("lidia", Role.SPECIALIST, HERE)
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}/outings"
    assert f'href="{here}"' in await galina.text(f"/centres/{town.centre_id}")
    assert "кратно пяти" in await galina.sends(here, 422, deed="settlement", name="Дальнее", way=7)
    await galina.sends(here, deed="settlement", name="Дальнее", way=60, served="yes")
    await galina.sends(here, deed="crew", name="Бригада 1")
    shown = await galina.text(here)
    crew = re.findall(r'name="crew" value="(\d+)"', shown)[0]
    settlement = re.findall(r'<select name="settlement"><option value="(\d+)"', shown)[0]
    driver = re.findall(r'name="driver" value="(\d+)"', shown)[0]
    await galina.sends(here, deed="driver", driver=driver, crew=crew, account=lidia)
    assert f'<option value="{lidia}" selected>' in await galina.text(here)
    day = _day(office, 1).isoformat()
    plan = {"deed": "day", "day": day, "settlement": settlement, "crew": crew}
    refused = await galina.sends(here, 422, **plan, hours="с утра")
    assert "Не понял часы" in refused and f'value="{day}"' in refused, "nothing is lost"
    await galina.sends(here, **plan, hours="11–15")
    shown = await galina.text(here)
    assert "11:00–15:00 · Бригада 1" in shown
    await galina.sends(here, deed="settlement", name="Ближнее", way=15, served="yes")
    other = re.findall(r'<option value="(\d+)"[^>]*>Ближнее', await galina.text(here))[0]
    refused = await galina.sends(here, 422, **{**plan, "settlement": other}, hours="11–15")
    assert "уже едет в другой посёлок" in refused
    visit_day = f"/book?centre={town.centre_id}&service={town.service_id}&mode=village&day={day}"
    family = await joined_family(office.store, centre_id=town.centre_id)
    shown = await galina.text(f"{visit_day}&family={family.ticket}")
    assert "Дальнее" in shown and "Ближнее" not in shown.partition("panel")[0], "only where a day is planned"
    slot = re.findall(r'name="slot" value="([\d@]+)"', shown)[0]
    booked = {"deed": "book", "service": town.service_id, "mode": "village", "slot": slot, "settlement": settlement}
    path = await galina.sends(f"{visit_day}&family={family.ticket}", **booked)
    visit = await office.store.read(
        read_visit, ReadVisit(path.rpartition("/")[2].partition("?")[0]), registrar(town.centre_id)
    )
    assert (visit.mode, visit.settlement, visit.crew) == (Mode.VILLAGE, "Дальнее", "Бригада 1")
    await galina.sends(here, deed="drop", crew=crew, day=day)
    assert visit.ticket in await galina.text(here), "whose visit it hits is shown"
    await galina.close()


async def test_B15_the_route_sheet_has_addresses_for_the_crew_and_for_nobody_else(office: Office) -> None:
    driving = await a_driving_town(office.store, specialists=1)
    town, day = driving.town, _day(office, 1)
    family = await joined_family(office.store, centre_id=town.centre_id)
    visit = await driving.book(family.actor, day, 10, driving.far)
    await driving.book(await a_family(office.store), day, 15, driving.near, minute=15)
    await office.store.write(write_address, WriteAddress(visit.ticket, ADDRESS), family.actor)
    for login, role in (("olga", Role.SPECIALIST), ("galina", Role.HEAD), ("zoya", Role.CURATOR)):
        await office.hire(login, role, HERE)
    await link(office.store, town.specialists[0], office.person("olga"))
    sheet = f"/routes?centre={town.centre_id}&day={day}&crew={driving.crew_id}"
    olga = await office.at_work("olga")
    shown = await olga.text(sheet)
    assert re.search(r"10:00.*Дальнее.*Заречная.*15:15.*Ближнее", shown) and family.ticket in shown
    assert "После выезда уничтожьте" in shown and "пишет в мессенджере" in shown
    assert ADDRESS in await olga.text(f"/visits/{visit.ticket}")
    await olga.close()
    for login in ("galina", "zoya"):
        browser = await office.at_work(login)
        places = (sheet, f"/visits/{visit.ticket}", f"/appointments?centre={town.centre_id}&day={day}")
        for path in places:
            assert "Заречная" not in await browser.text(path), (login, path)
        assert "его видят те, кто едет" in await browser.text(sheet)
        await browser.close()

    def trail(unit):
        query = sa.select(AuditEntry.action, AuditEntry.account_id)
        return {tuple(row) for row in unit.connection.execute(query)}

    actions = await office.store.database.read(trail)
    assert ("address.read", office.accounts["olga"]) in actions and ("route.read", office.accounts["zoya"]) in actions
    assert ("address.read", office.accounts["zoya"]) not in actions


async def test_B15_staff_write_an_address_down_from_the_telephone_and_do_not_read_it_back(office: Office) -> None:
    driving = await a_driving_town(office.store)
    visit = await driving.book(await a_family(office.store), _day(office, 1), 10, driving.far)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, path = await office.at_work("zoya"), f"/visits/{visit.ticket}"
    assert "спросите у семьи" in await zoya.text(path)
    assert "Адрес пустой" in await zoya.sends(path, 409, deed="address", address="  ")
    await zoya.sends(path, deed="address", address=ADDRESS)
    shown = await zoya.text(path)
    assert "его видят те, кто едет" in shown and "Заречная" not in shown
    await zoya.sends(path, deed="forget-address")
    assert "спросите у семьи" in await zoya.text(path)
    await zoya.close()


async def test_F7_the_poster_carries_the_code_that_marks_a_family_as_arrived_and_reception_sees_it(
    office: Office,
) -> None:
    town = await a_town(office.store)
    family = await a_family(office.store)
    visit = await town.book(family, town.at(_day(office, 1), 10))
    await office.hire("lidia", Role.SPECIALIST, HERE)
    lidia = await office.at_work("lidia")
    shown = await lidia.text(f"/poster?centre={town.centre_id}")
    [link_shown] = re.findall(r"https://t\.me/(\S+?)<", shown)
    assert "<svg" in shown and link_shown.startswith(f"romashka_bot?start={PAYLOAD}")
    office.clock.now = town.at(_day(office, 1), 9, 45)
    code = link_shown.partition(PAYLOAD)[2]
    assert (await office.store.write(check_in, CheckIn(code), family)).outcome is Outcome.ARRIVED
    lidia = await office.at_work("lidia")
    agenda = await lidia.text(f"/appointments/list?centre={town.centre_id}")
    assert f'class="visit {Status.ARRIVED}"' in agenda and visit.ticket in agenda
    await lidia.close()


async def test_a_club_takes_a_room_in_the_panel_and_a_taken_one_is_explained(office: Office) -> None:
    town = await a_town(office.store, rooms=1)
    await town.book(await a_family(office.store), town.at(_day(office, 1), 16))
    await office.hire("galina", Role.HEAD, HERE)
    galina, here = await office.at_work("galina"), f"/gatherings?centre={town.centre_id}"
    club = {"kind": "club", "title": "Шахматы", "place": "кабинет 1", "capacity": 5, "first": "", "last": ""}
    times = {"day": _day(office, 1).isoformat(), "starts": "16:00", "ends": "17:00", "weeks": 2}
    refused = await galina.sends(here, 422, **club, **times, room=town.rooms[0])
    assert "Кабинет в одно из этих времён занят" in refused and f'value="{town.rooms[0]}" selected' in refused
    path = await galina.sends(here, **club, **{**times, "starts": "17:00", "ends": "18:00"}, room=town.rooms[0])
    assert "Шахматы" in await galina.text(path)
    await galina.close()
