"""A head changes the centre's schedule: closes days, rooms and services, and sees whom that hits (C8, B8, B1)."""

import re
from datetime import date, timedelta

from core.booking.free import FreeTimes, free_times
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.setup import ReadSetup, read_setup
from core.booking.states import GatheringKind, Mode
from core.staff.grants import Place
from core.staff.roles import Role
from tests.households import OPERATOR, a_family, a_town, joined_family, registrar
from tests.panel.office import OFFICE, Browser, Office


async def test_B8_a_head_overrides_a_day_sees_whom_that_hits_and_takes_it_back(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    day, other = _day(office, 1), _day(office, 2)
    visit = await town.book(await a_family(office.store), town.at(day, 10))
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}"
    shown = await galina.text(here)
    assert "Пока всё по календарю" in shown and "по Москве" in shown and "Europe/" not in shown
    own = {"deed": "calendar", "day": day.isoformat()}
    assert await _led_to(galina, here, **own, kind="off") == f"{here}#hit"
    shown = await galina.text(here)
    assert f"{day:%d.%m.%Y}" in shown and visit.ticket in shown and "Пока всё по календарю" not in shown
    assert await _led_to(galina, here, **{**own, "day": other.isoformat()}, kind="shortened") == f"{here}#hit"
    assert re.findall(r"·\s(\w+)[^<]*</div>\s*<form", await galina.text(here)) == ["выходной", "короткий"]
    assert await _led_to(galina, here, **own, kind="working") == f"{here}#calendar", "nobody is hit any more"
    await galina.sends(here, **own, kind="")
    shown = await galina.text(here)
    assert f"<strong>{day:%d.%m.%Y}" not in shown and f"<strong>{other:%d.%m.%Y}" in shown
    await galina.sends(here, 400, **own, kind="maybe")
    refused = await galina.sends(here, 422, deed="calendar", day="2025-12-31", kind="off")
    assert "уже прошёл" in refused and 'value="2025-12-31"' in refused and '"off" selected' in refused
    await galina.close()


async def test_B8_a_holiday_the_centre_works_on_can_be_booked_and_a_shortened_day_ends_an_hour_earlier(
    office: Office,
) -> None:
    town = await a_town(office.store, horizon_days=60)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}"
    holiday = date(2026, 12, 31)

    async def hours(day: date) -> list[int]:
        query = FreeTimes(town.service_id, Mode.PLACE, day)
        slots = (await office.store.read(free_times, query, OFFICE)).slots
        return [slot.starts_at.astimezone(town.zone).hour for slot in slots]

    assert await hours(holiday) == []
    await galina.sends(here, deed="calendar", day=holiday.isoformat(), kind="working")
    assert await hours(holiday) == [9, 10, 11, 12, 14, 15, 16, 17]
    await galina.sends(here, deed="calendar", day=holiday.isoformat(), kind="shortened")
    assert await hours(holiday) == [9, 10, 11, 12, 14, 15, 16]
    await galina.close()


async def test_B8_only_whoever_keeps_the_schedule_overrides_a_day(office: Office) -> None:
    town, elsewhere = await a_town(office.store), await office.open_centre("drugoj")
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    await office.hire("galina", Role.HEAD, Place(centre="drugoj"))
    own = {"deed": "calendar", "day": _day(office, 1).isoformat(), "kind": "off"}
    for login in ("lidia", "galina"):
        browser = await office.at_work(login)
        await browser.sends(f"/centres/{town.centre_id}", 403, **own)
        await browser.close()
    query = ReadSetup(town.centre_id)
    assert (await office.store.read(read_setup, query, registrar(town.centre_id, elsewhere))).own_days == ()


async def test_C8_whoever_retires_a_person_a_room_or_a_service_sees_the_visits_and_meetings_that_hits(
    office: Office,
) -> None:
    town = await a_town(office.store, rooms=1)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    visit = await town.book(await a_family(office.store), town.at(_day(office, 1), 10))
    time = MeetingTime(town.at(_day(office, 2), 15), town.at(_day(office, 2), 16))
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "1", 9, (time,), room_id=town.rooms[0])
    entered = await office.store.write(add_gathering, club, OPERATOR)
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}"
    person = {"deed": "resource", "resource": town.specialists[0], "name": "Юрист 1"}
    room = {"deed": "resource", "resource": town.rooms[0], "name": "кабинет 1"}
    assert visit.ticket not in await galina.text(here)
    assert await _led_to(galina, here, **person) == f"{here}#hit"
    shown = await galina.text(here)
    assert visit.ticket in shown and "специалист не работает" in shown and "Шахматы" not in shown
    assert await _led_to(galina, here, **person, works="yes") == f"{here}#resource", "nobody is hit any more"
    await galina.sends(here, **room)
    shown = await galina.text(here)
    assert visit.ticket in shown and shown.count("кабинет закрыт") == 2
    assert f'<a href="/gatherings/{entered.id}">Шахматы</a>' in shown
    await galina.sends(here, **room, works="yes")
    await galina.sends(here, deed="week", resource=town.specialists[0], hours1="16–18")
    assert visit.ticket in await galina.text(here)
    await galina.sends(here, deed="stop", service=town.service_id)
    assert "эту услугу специалист больше не ведёт" in await galina.text(here)
    await galina.close()


async def test_C8_a_head_changes_a_service_and_takes_a_specialist_off_it(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    visit = await town.book(await a_family(office.store), town.at(_day(office, 1), 10))
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}"
    change = {"deed": "service-change", "service": town.service_id, "title": "Юрист", "minutes": 45, "step": 15}
    meant = {"about": "Пособия и жильё", "first": 3, "last": 7}
    whole = {**change, **meant, "buffer": 10, "travel": 20, "notice": 120, "horizon": 14, "modes": "place"}
    for slip, problem in (
        ({"step": 7}, "кратно пяти"),
        ({"horizon": 0}, "от 1 до 365"),
        ({"title": " "}, "название"),
        ({"last": ""}, "с двух сторон"),
    ):
        refused = await galina.sends(here, 422, **{**whole, **slip})
        assert problem in refused and 'name="notice" type="number" min="0" max="10080" value="120"' in refused
    assert "Консультация юриста" in await galina.text(here), "nothing was changed"
    assert await _led_to(galina, here, **whole) == f"{here}#service", "nobody is hit"
    [service] = (await office.store.read(read_setup, ReadSetup(town.centre_id), registrar(town.centre_id))).services
    facts = service.facts
    assert (facts.title, facts.minutes, facts.step_minutes, facts.buffer_minutes) == ("Юрист", 45, 15, 10)
    assert (facts.travel_minutes, facts.notice_minutes, facts.horizon_days) == (20, 120, 14)
    assert (facts.about, facts.age_from, facts.age_to) == ("Пособия и жильё", 3, 7)
    off = {"deed": "unassign", "service": town.service_id, "specialist": town.specialists[0]}
    assert await _led_to(galina, here, **off) == f"{here}#hit"
    shown = await galina.text(here)
    assert visit.ticket in shown and "больше не ведёт" in shown and "никто не ведёт" in shown
    await galina.close()


async def test_C8_a_head_sees_who_comes_in_a_way_before_taking_it_from_a_service(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    first = await town.book(await a_family(office.store), town.at(_day(office, 1), 10), mode=Mode.PHONE)
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}"
    change = {"deed": "service-change", "service": town.service_id, "title": "Юрист", "minutes": 60, "step": 60}
    whole = {**change, "buffer": 0, "travel": 30, "notice": 60, "horizon": 30}

    async def given() -> tuple[Mode, ...]:
        query = ReadSetup(town.centre_id)
        [service] = (await office.store.read(read_setup, query, registrar(town.centre_id))).services
        return service.modes

    assert "Отметьте хотя бы один способ" in await galina.sends(here, 422, **whole)
    asked = await galina.sends(here, 422, **whole, modes="place")
    assert first.ticket in asked and "Ничего ещё не изменено" in asked and "Всё равно изменить" in asked
    assert f'name="shown" value="{first.ticket} "' in asked
    problem = '<p class="bar bar-problem" role="alert" tabindex="-1" autofocus>'
    said = re.findall(r'name="deed" value="([\w-]+)">\s*' + problem, asked)
    assert said == ["service-change"], "in the form itself: the page is long"
    assert await given() == tuple(Mode), "shown first"
    late = await town.book(await a_family(office.store), town.at(_day(office, 1), 11), mode=Mode.PHONE)
    again = await galina.sends(here, 422, **whole, modes="place", shown=first.ticket)
    assert late.ticket in again, "somebody booked while the head was reading"
    both = f"{first.ticket} {late.ticket}"
    assert await _led_to(galina, here, **whole, modes="place", shown=both) == f"{here}#hit"
    assert await given() == (Mode.PLACE,)
    shown = await galina.text(here)
    assert first.ticket in shown and shown.count("так на эту услугу больше не записывают") == 2
    assert await _led_to(galina, here, **whole, modes="phone") == f"{here}#service", "nobody comes to the place"
    assert await given() == (Mode.PHONE,)
    await galina.close()


async def test_B1_the_page_says_that_nobody_can_come_to_a_room_out_of_use(office: Office) -> None:
    town = await a_town(office.store, rooms=1)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    galina, here = await office.at_work("galina"), f"/centres/{town.centre_id}"
    assert "очно не записаться" not in await galina.text(here)
    await galina.sends(here, deed="resource", resource=town.rooms[0], name="кабинет 1")
    assert "очно не записаться, назначьте другой" in await galina.text(here)
    family = await joined_family(office.store, centre_id=town.centre_id)
    asked = f"/book?centre={town.centre_id}&family={family.ticket}&service={town.service_id}&mode="
    assert 'name="slot"' not in await galina.text(f"{asked}place")
    assert 'name="slot"' in await galina.text(f"{asked}phone")
    await galina.close()


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)


async def _led_to(browser: Browser, path: str, **fields: str | int) -> str:
    """Where the page opens after a form, with the part of it."""
    await browser.open("/account")
    return (await browser.post(path, **fields)).history[0].headers["Location"]
