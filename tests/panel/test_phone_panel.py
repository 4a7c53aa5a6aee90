"""Staff write a family's number down and read it where they have to ring: the list of calls, a visit, the route sheet,
the waiting list; four figures elsewhere, and each full reading leaves a trace (C15, F7, B15, D1, D13)."""

import re
from datetime import date, timedelta

import sqlalchemy as sa

from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.states import GatheringKind, Mode
from core.cases.hiding import HideConversation, hide_conversation
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.families.phone import KeepPhone, ReadMyPhone, keep_phone, read_my_phone
from core.messaging.letters import Address
from core.staff.grants import Place
from core.staff.roles import Role
from core.staff.tables import AuditEntry
from tests.households import KEEPING_DATA, OPERATOR, a_family, a_town, a_visitor, joined_family, weekdays
from tests.outings import a_driving_town, link
from tests.panel.office import Office

HERE = Place(centre="primernyj")
TYPED, SPOKEN, LINK, MASKED = "8 900 123-45-67", "+7 900 123-45-67", 'href="tel:+79001234567"', "••• 45-67"


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)


async def _readings(office: Office) -> list[tuple[str, int, int | None]]:
    """Kind and id of what was read, and by whom."""
    query = sa.select(AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.account_id).where(
        sa.column("action") == "phone.read"
    )
    return await office.store.database.read(lambda unit: [tuple(row) for row in unit.connection.execute(query)])


async def test_C15_a_family_is_entered_with_its_number_and_its_visit_shows_it(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, form = await office.at_work("zoya"), f"/book?centre={town.centre_id}"
    refused = await zoya.sends(form, 409, deed="enter", centre=town.centre_id, phone="900")
    assert "Не похоже на телефон" in refused and 'value="900"' in refused, "nothing is lost"
    where = await zoya.sends(form, deed="enter", centre=town.centre_id, phone=TYPED)
    shown = await zoya.text(f"{where}&service={town.service_id}&mode=place")
    assert MASKED in shown and SPOKEN not in shown
    slot = re.findall(r'name="slot" value="([\d@]+)"', shown)[-1]
    path = await zoya.sends(where, deed="book", service=town.service_id, mode="place", slot=slot)
    shown = await zoya.text(path)
    assert LINK in shown and SPOKEN in shown
    assert {kind for kind, _, who in await _readings(office) if who == office.accounts["zoya"]} == {"appointment"}
    await zoya.close()


async def test_C15_the_list_of_calls_names_the_number_and_says_where_there_is_none(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, form = await office.at_work("zoya"), f"/book?centre={town.centre_id}"
    for hour, phone in ((15, TYPED), (16, "")):
        where = await zoya.sends(form, deed="enter", centre=town.centre_id, phone=phone)
        at = int(town.at(_day(office, 1), hour).timestamp()) // 60
        slots = re.findall(
            rf'name="slot" value="({at}@?\d*)"',
            await zoya.text(f"{where}&service={town.service_id}&mode=place&day={_day(office, 1)}"),
        )
        await zoya.sends(where, deed="book", service=town.service_id, mode="place", slot=slots[0])
    await zoya.close()
    office.clock.now = town.at(_day(office, 1), 15) - timedelta(hours=22)
    zoya = await office.at_work("zoya")
    shown = await zoya.text(f"/appointments?centre={town.centre_id}")
    calls = shown.partition('id="calls-title"')[2].partition("</section>")[0]
    assert "Позвонить: 2" in calls and LINK in calls and "телефона нет" in calls
    await zoya.close()


async def test_F7_booking_by_phone_asks_for_the_number_and_the_visit_shows_it(office: Office) -> None:
    town = await a_town(office.store)
    family = await joined_family(office.store, centre_id=town.centre_id)
    await office.hire("lidia", Role.SPECIALIST, HERE)
    lidia = await office.at_work("lidia")
    form = f"/book?centre={town.centre_id}&family={family.ticket}&service={town.service_id}&mode="
    assert "а номера нет" not in await lidia.text(f"{form}place")
    shown = await lidia.text(f"{form}phone")
    assert "а номера нет" in shown and 'name="phone" type="tel"' in shown
    assert "Не похоже на телефон" in await lidia.sends(f"{form}phone", 409, deed="phone", phone="завтра скажут")
    shown = await lidia.text(await lidia.sends(f"{form}phone", deed="phone", phone=TYPED))
    assert "а номера нет" not in shown and MASKED in shown and SPOKEN not in shown
    slot = re.findall(r'name="slot" value="([\d@]+)"', shown)[0]
    path = await lidia.sends(f"{form}phone", deed="book", service=town.service_id, mode="phone", slot=slot)
    assert SPOKEN in await lidia.text(path)
    refused = await lidia.sends(path, 409, deed="phone", phone="8 900")
    assert "Не похоже на телефон" in refused and 'value="8 900"' in refused
    await lidia.sends(path, deed="phone", phone="+375 29 123-45-99")
    assert "+375291234599" in await lidia.text(path)
    await lidia.sends(path, deed="forget-phone")
    shown = await lidia.text(path)
    assert "телефона нет" in shown and "Узнайте его у семьи" in shown
    await lidia.close()


async def test_B15_the_route_sheet_opens_the_number_to_whoever_drives_and_to_nobody_else(office: Office) -> None:
    driving = await a_driving_town(office.store, specialists=1)
    town, day = driving.town, _day(office, 1)
    family = await a_family(office.store, centre_id=town.centre_id)
    await office.store.write(keep_phone, KeepPhone(TYPED), family)
    visit = await driving.book(family, day, 10, driving.far)
    await office.hire("olga", Role.SPECIALIST, HERE)
    await office.hire("galina", Role.HEAD, HERE)
    await link(office.store, town.specialists[0], office.person("olga"))
    pages = (f"/routes?centre={town.centre_id}&day={day}", f"/visits/{visit.ticket}")
    for login, sees in (("olga", True), ("galina", False)):
        browser = await office.at_work(login)
        for path in (*pages, f"/appointments?centre={town.centre_id}&day={day}"):
            shown = await browser.text(path)
            assert (SPOKEN in shown, MASKED in shown) == (sees, not sees), (login, path)
        await browser.close()
    assert set(await _readings(office)) == {("appointment", visit.id, office.accounts["olga"])}


async def test_C15_a_family_without_a_messenger_that_is_offered_a_time_can_be_rung(office: Office) -> None:
    town = await a_town(office.store, week=weekdays((9, 18)), horizon_days=3)
    office.clock.now = town.at(_day(office, 0), 10)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, form = await office.at_work("zoya"), f"/book?centre={town.centre_id}"
    where = await zoya.sends(form, deed="enter", centre=town.centre_id, phone=TYPED)
    await zoya.sends(where, deed="wait", service=town.service_id, mode="place", part="any")
    shown = await zoya.text(f"/waiting?centre={town.centre_id}")
    assert "позвоните: бот этой семье не пишет" in shown and LINK in shown
    assert {kind for kind, _, _ in await _readings(office)} == {"waiting"}
    await zoya.close()


async def test_C15_whom_no_letter_about_a_club_reaches_can_be_rung_while_it_goes_on(office: Office) -> None:
    town = await a_town(office.store)
    times = (MeetingTime(town.at(_day(office, 2), 16), town.at(_day(office, 2), 17)),)
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал 2", 5, times)
    number = (await office.store.write(add_gathering, club, OPERATOR)).id
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, form = await office.at_work("zoya"), f"/book?centre={town.centre_id}"
    tickets = []
    for phone in (TYPED, ""):
        where = await zoya.sends(form, deed="enter", centre=town.centre_id, phone=phone)
        tickets.append(where.rpartition("family=")[2][:8])
        await zoya.sends(f"/gatherings/{number}", deed="enrol", family=tickets[-1])
    shown = await zoya.text(f"/gatherings/{number}")
    assert shown.count(LINK) == 1 and shown.count("телефона нет") == 1
    assert {kind for kind, _, _ in await _readings(office)} == {"family"}
    await zoya.close()
    office.clock.now = town.at(_day(office, 3), 10)
    zoya = await office.at_work("zoya")
    shown = await zoya.text(f"/gatherings/{number}")
    assert LINK not in shown and MASKED in shown, "it is over: nobody has to ring"
    await zoya.close()


async def test_F7_of_two_adults_staff_name_one_and_the_number_and_the_visit_are_that_ones(office: Office) -> None:
    town = await a_town(office.store)
    his = await joined_family(office.store, centre_id=town.centre_id)
    await office.store.write(keep_phone, KeepPhone(TYPED), his.actor)
    code = (await office.store.write(invite_adult, InviteAdult(), his.actor)).code
    hers = await office.store.write(join_family, JoinFamily(code, (KEEPING_DATA,)), a_visitor())
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya = await office.at_work("zoya")
    form = f"/book?centre={town.centre_id}&family={his.ticket}&service={town.service_id}&mode=phone"
    shown = await zoya.text(form)
    assert MASKED not in shown and "первого взрослого" in shown and "второго взрослого" in shown
    await zoya.sends(form, 400, deed="phone", phone="8 911 765-43-21")
    await zoya.sends(form, 400, deed="forget-phone", adult=his.adult_id)
    where = await zoya.sends(form, deed="phone", phone="8 911 765-43-21", adult=hers.adult_id)
    shown = await zoya.text(where)
    assert "••• 43-21" in shown and MASKED not in shown
    slot = re.findall(r'name="slot" value="([\d@]+)"', shown)[0]
    path = await zoya.sends(where, deed="book", service=town.service_id, mode="phone", slot=slot)
    shown = await zoya.text(path)
    assert "+7 911 765-43-21" in shown and "второго взрослого" not in shown
    await zoya.sends(where, deed="forget-phone", adult=his.adult_id)
    assert "Узнайте его у семьи" in await zoya.text(path), "what was shown is wiped, whatever is ticked"
    kept = await office.store.read(read_my_phone, ReadMyPhone(), his.actor)
    assert kept.masked == MASKED
    slot = re.findall(r'name="slot" value="([\d@]+)"', await zoya.text(form))[-1]
    path = await zoya.sends(form, deed="book", service=town.service_id, mode="phone", slot=slot)
    shown = await zoya.text(path)
    assert MASKED not in shown and "второго взрослого" in shown
    await zoya.sends(path, 400, deed="phone", phone=TYPED)
    await zoya.sends(path, deed="phone", phone="8 911 765-43-21", adult=hers.adult_id)
    shown = await zoya.text(path)
    assert "+7 911 765-43-21" in shown and "второго взрослого" not in shown
    await zoya.close()


async def test_E7_staff_are_not_urged_to_ask_a_family_that_hid_its_conversation_for_a_number(office: Office) -> None:
    town, who = await a_town(office.store), a_visitor()
    family = await joined_family(office.store, who=who, centre_id=town.centre_id)
    visit = await town.book(family.actor, town.at(_day(office, 1), 15), mode=Mode.PHONE)
    hide = HideConversation(Address(who.channel, who.external_id), town.centre_id)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, needed = await office.at_work("zoya"), "Узнайте его у семьи"
    form = f"/book?centre={town.centre_id}&family={family.ticket}&service={town.service_id}&mode=phone"
    for path in (f"/visits/{visit.ticket}", form):
        assert needed in await zoya.text(path)
    await office.store.write(hide_conversation, hide, family.actor)
    for path in (f"/visits/{visit.ticket}", form):
        assert needed not in await zoya.text(path)
    await zoya.close()
