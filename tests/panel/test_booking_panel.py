"""Staff set a centre up and open it, book for families with and without a messenger, move, cancel, keep the queue."""

import re
from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from core.booking.appointments import Visit
from core.booking.hold import hold
from core.booking.listing import ReadAgenda, ReadMyVisits, read_agenda, read_my_visits
from core.booking.staffing import AddService, Assign, Unassign, add_service, assign, unassign
from core.booking.states import Mode, Status
from core.booking.working_time import SetWeek, set_week
from core.centres.opening import FindCentres, OpenCentre, find_centres, open_centre
from core.families.entering import FindFamily, find_family
from core.families.tables import Family
from core.messaging.letters import TELEGRAM
from core.staff.grants import Place
from core.staff.roles import Role
from core.use_case import Visitor
from tests.households import OPERATOR, Town, a_family, a_town, registrar, weekdays
from tests.panel.office import OFFICE, Browser, Office


async def test_C8_a_head_enters_people_hours_rooms_and_services_and_opens_the_centre(office: Office) -> None:
    centre = await office.open_centre("sosnovy")
    await office.store.write(open_centre, OpenCentre(centre, False), OPERATOR)
    await office.hire("galina", Role.HEAD, Place(centre="sosnovy"))
    galina, here = await office.at_work("galina"), f"/centres/{centre}"
    shown = await galina.text(here)
    assert "не хватает" in shown and "специалиста" in shown and "Открыть запись для семей" not in shown
    await galina.sends(here, 422, deed="open", opened="yes")
    await galina.sends(here, deed="describe", address="Примерск, Лесная, 2", phone="")
    await galina.sends(here, deed="person", name="Юрист Мария")
    await galina.sends(here, deed="room", name="кабинет 5")
    shown = await galina.text(here)
    person, *_, room = re.findall(r'name="resource" value="(\d+)"', shown)
    week = {f"hours{day}": "9–13, 14-18" if day < 6 else "" for day in range(1, 8)}
    refused = await galina.sends(here, 422, deed="week", resource=person, **{**week, "hours1": "с утра"})
    assert "Не понял часы" in refused
    assert 'name="hours1" value="с утра"' in refused and 'name="hours2" value="9–13, 14-18"' in refused, (
        "nothing is lost"
    )
    refused = await galina.sends(here, 422, deed="day", day="2026-12-31", resource=person, closed="вечером", open="")
    assert 'value="вечером"' in refused and 'value="2026-12-31"' in refused and f'"{person}" selected' in refused
    await galina.sends(here, deed="week", resource=person, **week)
    service = {"title": "Юрист", "speciality": "lawyer", "minutes": 60, "buffer": 0, "travel": 0, "modes": "place"}
    await galina.sends(here, deed="service", **service)
    number = re.findall(r'name="service" value="(\d+)"', await galina.text(here))[0]
    await galina.sends(here, deed="assign", service=number, specialist=person, room=room)
    assert "09:00–13:00, 14:00–18:00" in await galina.text(here)
    await galina.sends(here, deed="open", opened="yes")
    [opened] = (await office.store.read(find_centres, FindCentres(centre_id=centre), OFFICE)).entries
    assert opened.opened and opened.address == "Примерск, Лесная, 2"
    await galina.close()


async def test_C8_a_change_of_hours_shows_the_visits_it_hits(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    visit = await town.book(await a_family(office.store), town.at(_day(office, 1), 10))
    galina = await office.at_work("galina")
    await galina.sends(
        f"/centres/{town.centre_id}", deed="day", day=_day(office, 1).isoformat(), resource="", all_day="yes"
    )
    shown = await galina.text(f"/centres/{town.centre_id}")
    assert "эти записи в него не попадают (1)" in shown and visit.ticket in shown
    await galina.close()


async def test_C9_a_family_without_a_messenger_is_entered_booked_moved_and_cancelled(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    book = f"/book?centre={town.centre_id}"
    assert "Семья без мессенджера" in await lidia.text(book)
    where = await lidia.sends(book, deed="enter", centre=town.centre_id)
    ticket = re.search(r"family=(\w{8})", where).group(1)  # type: ignore[union-attr]
    asked = f"{book}&family={ticket}&service={town.service_id}&mode=place"
    slots = re.findall(r'name="slot" value="([\d@]+)"', await lidia.text(asked))
    assert len(slots) == 12
    path = await lidia.sends(asked, deed="book", service=town.service_id, mode="place", slot=slots[0])
    assert "Записаны" in await lidia.text(path)
    other = re.findall(r'name="slot" value="([\d@]+)"', await lidia.text(path))[3]
    moved = await lidia.sends(path, deed="move", slot=other)
    assert "Сообщите ей сами" in await lidia.text(moved)
    family = await office.store.read(find_family, FindFamily(ticket), registrar(town.centre_id))
    mine = await office.store.read(read_my_visits, ReadMyVisits(family.id), registrar(town.centre_id))
    assert [_slot(visit) for visit in mine.entries] == [other]
    cancelled = await lidia.text(await lidia.sends(path, deed="cancel"))
    assert "Отменена" in cancelled and "Сообщите ей сами" in cancelled
    await lidia.close()


async def test_F7_staff_see_that_a_family_with_a_messenger_hears_of_the_change(office: Office) -> None:
    town = await a_town(office.store)
    visit = await town.book(await a_family(office.store), town.at(_day(office, 2), 10))
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    shown = await lidia.text(f"/visits/{visit.ticket}")
    assert "уходит письмо" not in shown
    assert f'href="/appointments?centre={visit.centre_id}&amp;day={visit.wall.date()}"' in shown, "the way back"
    slot = re.findall(r'name="slot" value="([\d@]+)"', await lidia.text(f"/visits/{visit.ticket}"))[0]
    assert "уходит письмо" in await lidia.text(await lidia.sends(f"/visits/{visit.ticket}", deed="move", slot=slot))
    assert "уходит письмо" in await lidia.text(await lidia.sends(f"/visits/{visit.ticket}", deed="cancel"))
    await lidia.close()


async def test_C9_a_time_taken_meanwhile_is_told_and_others_are_shown(office: Office) -> None:
    town = await a_town(office.store, week=weekdays((9, 12)))
    family = await a_family(office.store, centre_id=town.centre_id)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    ticket = await _ticket(office, family.family_id)
    asked = f"/book?centre={town.centre_id}&family={ticket}&service={town.service_id}&mode=place"
    slot = re.findall(r'name="slot" value="([\d@]+)"', await lidia.text(asked))[0]
    taken = datetime.fromtimestamp(int(slot.partition("@")[0]) * 60, UTC)
    await town.book(await a_family(office.store), taken)
    words = await lidia.sends(asked, 409, deed="book", service=town.service_id, mode="place", slot=slot)
    assert "Юрист 1, " in words and "только что занял" in words, "whom it was about"
    others = re.findall(r'name="slot" value="([\d@]+)"', words)
    assert slot not in others and len(others) >= 3
    asked_for_nobody = await lidia.text(f"/book?centre={town.centre_id}&family=NOSUCH22")
    assert "Такой семьи" in asked_for_nobody and 'value="NOSUCH22" aria-invalid="true" autofocus' in asked_for_nobody
    await lidia.close()


async def test_B11_staff_put_a_family_on_the_waiting_list_and_take_it_off(office: Office) -> None:
    town = await a_town(office.store)
    family = await a_family(office.store, centre_id=town.centre_id)
    ticket = await _ticket(office, family.family_id)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    asked = f"/book?centre={town.centre_id}&family={ticket}&service={town.service_id}&mode=place"
    await lidia.sends(asked, deed="wait", service=town.service_id, mode="place", part="evening")
    waiting = f"/waiting?centre={town.centre_id}"
    assert ticket in await lidia.text(waiting)
    await lidia.sends(waiting, deed="leave", family=ticket, service=town.service_id)
    assert "Никто не ждёт" in await lidia.text(waiting)
    await lidia.close()


async def test_B11_staff_call_a_family_without_a_messenger_and_answer_for_it(office: Office) -> None:
    town = await a_town(office.store, horizon_days=3)
    office.clock.now = town.at(_day(office, 0), 10)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    waiting = f"/waiting?centre={town.centre_id}"
    for _ in range(2):
        where = await lidia.sends(f"/book?centre={town.centre_id}", deed="enter", centre=town.centre_id)
        asked = f"{where}&service={town.service_id}&mode=place"
        await lidia.sends(asked, deed="wait", service=town.service_id, mode="place", part="any")
    listed = await lidia.text(waiting)
    assert listed.count("позвоните: бот этой семье не пишет") == 2 and "держим до 10:20" in listed
    first, second = re.findall(r'name="ticket" value="(\w{8})"', listed)
    await lidia.sends(waiting, deed="decline", ticket=first)
    assert f'value="{first}"' not in await lidia.text(waiting)
    assert "больше не держится" in await lidia.sends(waiting, 409, deed="decline", ticket=first)
    visit = await lidia.text(await lidia.sends(waiting, deed="take", ticket=second))
    assert "Записаны" in visit and second in visit and "Сообщите ей время и место" in visit
    assert (await lidia.text(f"/waiting/list?centre={town.centre_id}")).count('data-part="place-') == 1
    await lidia.sends(waiting, 400, deed="give-away", ticket=first)
    await lidia.close()


async def test_C9_the_week_shows_every_day_and_one_specialist_on_demand(office: Office) -> None:
    town = await a_town(office.store, specialists=2)
    first, second = town.specialists
    for specialist, ahead in ((first, 1), (second, 2)):
        await town.book(await a_family(office.store), town.at(_day(office, ahead), 10), specialist=specialist)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    week = f"/appointments?centre={town.centre_id}&view=week"
    shown = await lidia.text(week)
    assert "Юрист 1 ·" in shown or "Юрист 1</" in shown
    assert shown.count('class="visit ') == 2
    assert (await lidia.text(f"{week}&specialist={second}")).count('class="visit ') == 1
    agenda = await office.store.read(
        read_agenda, ReadAgenda(town.centre_id, _day(office, 0), _day(office, 6)), registrar(town.centre_id)
    )
    assert [visit.status for visit in agenda.entries] == [Status.CONFIRMED] * 2
    assert {visit.mode for visit in agenda.entries} == {Mode.PLACE}
    await lidia.close()


async def test_F7_the_button_books_the_specialist_it_names_though_another_would_be_taken_for_that_time(
    office: Office,
) -> None:
    """The page looks at whose whole week is emptier, booking without a name at whose day is: two different people."""
    town, lidia, asked, ticket = await _asking(office)
    first, second = town.specialists
    near, far = _day(office, 1), _day(office, 2)
    for day, hour, specialist in ((near, 9, second), (far, 9, first), (far, 10, first)):
        await town.book(await a_family(office.store), town.at(day, hour), specialist=specialist)
    eleven = town.at(near, 11)
    shown = _named(await lidia.text(asked))
    slot, name = next(one for one in shown if one[0].startswith(f"{_minute(eleven)}@"))
    assert (slot, name) == (f"{_minute(eleven)}@{second}", "Юрист 2")
    whoever = await office.store.write(hold, town.wish(eleven), Visitor(TELEGRAM, 1))
    assert whoever.specialist_id == first, "a booking that names nobody gets the other one"
    await lidia.sends(asked, deed="book", service=town.service_id, mode="place", slot=slot)
    assert [visit.specialist_id for visit in await _visits(office, town, ticket)] == [second]
    await lidia.close()


async def test_F7_a_specialist_is_chosen_for_the_family_and_a_time_without_a_person_books_nobody(
    office: Office,
) -> None:
    town, lidia, asked, ticket = await _asking(office)
    second = town.specialists[1]
    chosen = f"{asked}&specialist={second}"
    shown = await lidia.text(chosen)
    assert f'value="{second}" selected' in shown and "любой свободный" in shown
    slots = _named(shown)
    assert {name for _, name in slots} == {"Юрист 2"}
    booking = {"deed": "book", "service": town.service_id, "mode": "place"}
    await lidia.sends(chosen, 400, **booking, slot=slots[0][0].partition("@")[0])
    assert await _visits(office, town, ticket) == ()
    await lidia.sends(chosen, **booking, slot=slots[0][0])
    assert [visit.specialist for visit in await _visits(office, town, ticket)] == ["Юрист 2"]
    await lidia.close()


async def test_F7_a_taken_specialist_is_named_in_the_refusal_and_the_colleague_who_is_free_is_not_booked_instead(
    office: Office,
) -> None:
    town, lidia, asked, ticket = await _asking(office)
    first = town.specialists[0]
    ten = town.at(_monday(office), 10)
    await town.book(await a_family(office.store), ten, specialist=first)
    words = await lidia.sends(
        asked, 409, deed="book", service=town.service_id, mode="place", slot=f"{_minute(ten)}@{first}"
    )
    assert f"Юрист 1, {_monday(office):%d.%m} 10:00. Это время только что занял" in words
    offered = _named(words)
    assert offered[0] == (f"{_minute(ten)}@{town.specialists[1]}", "Юрист 2") and len(offered) >= 3
    assert await _visits(office, town, ticket) == ()
    await lidia.close()


async def test_F7_moving_keeps_the_specialist_unless_another_one_is_chosen(office: Office) -> None:
    town, lidia, asked, ticket = await _asking(office)
    second = town.specialists[1]
    monday = _monday(office)
    busy = town.at(monday, 10)
    slot = f"{_minute(busy)}@{second}"
    path = (await lidia.sends(asked, deed="book", service=town.service_id, mode="place", slot=slot)).partition("?")[0]
    shown = await lidia.text(path)
    assert {name for _, name in _named(shown)} == {"Юрист 2"} and f'value="{second}" selected' in shown
    later = next(value for value, _ in _named(shown) if value != slot)
    await lidia.sends(path, deed="move", slot=later)
    [visit] = await _visits(office, town, ticket)
    assert (_slot(visit), visit.specialist) == (later, "Юрист 2")
    other = await lidia.text(f"{path}?specialist={town.specialists[0]}")
    assert "Сейчас принимает Юрист 2" in other and {name for _, name in _named(other)} == {"Юрист 1"}
    await lidia.sends(path, deed="move", slot=_named(other)[0][0])
    [visit] = await _visits(office, town, ticket)
    assert visit.specialist == "Юрист 1"
    await lidia.close()


async def _asking(office: Office) -> tuple[Town, Browser, str, str]:
    """Two lawyers; Lidia looks for a time for a family. The centre, she, her page, the family's number."""
    town = await a_town(office.store, specialists=2)
    family = await a_family(office.store, centre_id=town.centre_id)
    ticket = await _ticket(office, family.family_id)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    asked = f"/book?centre={town.centre_id}&family={ticket}&service={town.service_id}&mode=place"
    return town, await office.at_work("lidia"), asked, ticket


async def _visits(office: Office, town: Town, ticket: str) -> tuple[Visit, ...]:
    staff = registrar(town.centre_id)
    family = await office.store.read(find_family, FindFamily(ticket), staff)
    return (await office.store.read(read_my_visits, ReadMyVisits(family.id), staff)).entries


def _named(page: str) -> list[tuple[str, str]]:
    """Value and name of every button with a time."""
    return re.findall(r'name="slot" value="([\d@]+)">.*?<span class="muted small">([^<]+)</span>', page)


def _slot(visit: Visit) -> str:
    return f"{_minute(visit.starts_at)}@{visit.specialist_id}"


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _monday(office: Office) -> date:
    """The Monday after the office's today."""
    today = office.clock.now.date()
    return today + timedelta(days=8 - today.isoweekday())


async def test_C8_the_empty_week_of_a_colleague_opens_and_says_when_she_is_free(office: Office) -> None:
    town = await a_town(office.store, specialists=2)
    first, second = town.specialists
    await town.book(await a_family(office.store), town.at(_day(office, 1), 10), specialist=first)
    await office.hire("lidia", Role.SPECIALIST, Place(centre="primernyj"))
    lidia = await office.at_work("lidia")
    week = f"/appointments?centre={town.centre_id}&view=week"
    assert f'<option value="{second}">Юрист 2' in await lidia.text(week)
    shown = await lidia.text(f"{week}&specialist={second}")
    assert f'<option value="{second}" selected>' in shown and "никто не записан" in shown
    free = "работает 09:00–13:00, 14:00–18:00 · весь день свободен"
    assert shown.count(free) == 5 and "Юрист 1</strong>" not in shown
    day = await lidia.text(f"/appointments?centre={town.centre_id}&day={_day(office, 1)}")
    assert "Юрист 1</strong> работает 09:00–13:00, 14:00–18:00 · свободно 09:00–10:00, 11:00–13:00, 14:00–18:00" in day
    await lidia.close()


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)


async def _ticket(office: Office, family_id: int) -> str:
    query = select(Family.ticket).where(Family.id == family_id)
    return str(await office.store.database.read(lambda unit: unit.session.exec(query).one()))


async def test_F12_a_head_enters_a_club_staff_enrol_a_family_and_record_who_came(office: Office) -> None:
    town = await a_town(office.store)
    family = await a_family(office.store, centre_id=town.centre_id)
    ticket = await _ticket(office, family.family_id)
    await office.hire("galina", Role.HEAD, Place(centre="primernyj"))
    galina, here = await office.at_work("galina"), f"/gatherings?centre={town.centre_id}"
    club = {"kind": "club", "title": "Шахматы", "about": "Учимся", "place": "зал 2", "capacity": 1, "first": 6}
    times = {"day": _day(office, 1).isoformat(), "starts": "16:00", "ends": "17:00", "weeks": 3}
    refused = await galina.sends(here, 422, **club, last="", **times)
    assert "Возраст укажите с двух сторон" in refused
    sent = {**club, **times}
    kept = [name for name in sent if f'name="{name}" value="{sent[name]}"' in refused]
    assert set(sent) - set(kept) == {"kind", "about"} and ">Учимся</textarea>" in refused, "nothing is lost"
    assert "должна быть впереди" in await galina.sends(here, 422, **club, last=12, **{**times, "day": "2020-01-01"})
    path = await galina.sends(here, **club, last=12, **times)
    assert "не подходит" in await galina.sends(path, 409, deed="enrol", family=ticket, age=3)
    await galina.sends(path, deed="enrol", family=ticket, age=8)
    await galina.sends(path, deed="enrol", family=ticket, age=9)
    shown = await galina.text(path)
    assert "Записаны: 1" in shown and "Ждут места: 1" in shown and "занято 1 из 1" in shown
    place = re.findall(r'name="ticket" value="(\w{8})"', shown)[0]
    await galina.sends(path, deed="give-up", ticket=place)
    shown = await galina.text(path)
    assert "ребёнку 9" in shown and "Ждут места" not in shown
    office.clock.now = town.at(_day(office, 1), 16, 30)
    galina = await office.at_work("galina")
    meeting = re.findall(r'value="came"><input type="hidden" name="meeting" value="(\d+)"', await galina.text(path))[0]
    came = re.findall(r'name="came" value="(\w{8})"', await galina.text(path))[0]
    await galina.sends(path, deed="came", meeting=meeting, came=came)
    assert "checked" in await galina.text(path)
    await galina.sends(f"{path}/offer", offered="no")
    assert "семьи не видят" in await galina.text(path)
    await galina.close()


async def test_B1_staff_are_told_which_other_visit_the_family_has_then(office: Office) -> None:
    town, lidia, asked, ticket = await _asking(office)
    staff = registrar(town.centre_id)
    family = await office.store.read(find_family, FindFamily(ticket), staff)
    what = AddService(town.centre_id, "psychologist", "Беседа с психологом", 45, frozenset({Mode.PLACE}))
    talk = (await office.store.write(add_service, what, OPERATOR)).service_id
    await office.store.write(assign, Assign(talk, town.specialists[0]), OPERATOR)
    ten = town.at(_monday(office), 10)
    standing = await town.book(staff, ten, specialist=town.specialists[1], family_id=family.id)
    there = asked.replace(f"service={town.service_id}", f"service={talk}")
    slot = f"{_minute(ten)}@{town.specialists[0]}"
    assert f'value="{slot}"' not in await lidia.text(f"{there}&day={_monday(office)}"), "it is not offered"
    words = await lidia.sends(there, 409, deed="book", service=talk, mode="place", slot=slot)
    assert "у семьи уже есть другая запись" in words
    assert f'href="/visits/{standing.ticket}">Консультация юриста, {_monday(office):%d.%m} 10:00' in words
    assert len(_named(words)) >= 3
    await lidia.close()


async def test_B1_staff_who_have_asked_book_a_second_visit_in_one_hour_for_somebody_else_of_the_family(
    office: Office,
) -> None:
    town, lidia, asked, ticket = await _asking(office)
    staff = registrar(town.centre_id)
    family = await office.store.read(find_family, FindFamily(ticket), staff)
    ten = town.at(_monday(office), 10)
    first = await town.book(staff, ten, specialist=town.specialists[1], family_id=family.id)
    slot = f"{_minute(ten)}@{town.specialists[0]}"
    seen = await lidia.text(f"{asked}&day={_monday(office)}")
    assert f'href="/visits/{first.ticket}"' in seen and f'value="{slot}"' not in seen
    there = f"{asked}&others=yes"
    assert f'value="{slot}"' in await lidia.text(f"{there}&day={_monday(office)}")
    await lidia.sends(there, deed="book", service=town.service_id, mode="place", slot=slot)
    visits = (await office.store.read(read_my_visits, ReadMyVisits(family.id), staff)).entries
    assert [visit.starts_at for visit in visits] == [ten, ten]
    await lidia.close()


async def test_B11_staff_put_a_family_on_the_list_for_one_specialist_and_the_list_says_so(office: Office) -> None:
    town, lidia, asked, _ = await _asking(office)
    second = town.specialists[1]
    shown = await lidia.text(f"{asked}&specialist={second}")
    assert shown.count(f'<option value="{second}" selected>Юрист 2</option>') == 2, "carried over into the wish"
    await office.store.write(set_week, SetWeek(second, ()), OPERATOR)
    wish = {"deed": "wait", "service": town.service_id, "mode": "place", "part": "any"}
    await lidia.sends(asked, **wish, specialist=second)
    listed = await lidia.text(f"/waiting?centre={town.centre_id}")
    assert "в любое время · Юрист 2" in listed and "предложено" not in listed
    assert "так больше не принимают" not in listed
    await office.store.write(unassign, Unassign(town.service_id, second), OPERATOR)
    assert "так больше не принимают" in await lidia.text(f"/waiting?centre={town.centre_id}")
    assert "Сюда сейчас не записывают" in await lidia.sends(asked, 409, **wish, specialist=999_001)
    await lidia.close()
