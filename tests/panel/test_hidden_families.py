"""A family that hid its conversation: the panel says so wherever somebody might ring it or expect a letter to leave,
whether a number is known or not, and urges nobody to get in touch (E7)."""

from datetime import date, timedelta

from core.booking.enrolment import Enrol, enrol
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.states import GatheringKind, Mode
from core.cases.hiding import HideConversation, hide_conversation
from core.families.phone import KeepPhone, keep_phone
from core.messaging.letters import Address
from core.staff.grants import Place
from core.staff.roles import Role
from tests.desks import Desk
from tests.households import OPERATOR, Town, a_family, a_town, a_visitor
from tests.outings import a_driving_town
from tests.panel.office import Browser, Office
from tests.panel.test_whom_to_call import close_tomorrow

HERE = Place(centre="primernyj")
SILENT = "семья скрыла переписку: звонить может быть опасно"
URGING = ("телефона нет", "а номера нет", "позвоните</span>", "без мессенджера:", "Семье придёт")


async def test_E7_a_visit_by_phone_of_a_hidden_family_without_a_number_warns_and_asks_for_none(office: Office) -> None:
    town = await a_town(office.store)
    family = await _hidden(office, town)
    visit = await town.book(family, town.at(_day(office, 1), 10), mode=Mode.PHONE)
    zoya = await _zoya(office)
    ticket = await _ticket(zoya, visit.ticket)
    visit_page = await zoya.text(f"/visits/{visit.ticket}")
    assert visit_page.count("и письмо ей не придёт") == 2, "neither moving nor cancelling promises a letter"
    form = f"/book?centre={town.centre_id}&family={ticket}&service={town.service_id}&mode=phone"
    agenda = f"/appointments?centre={town.centre_id}&day={_day(office, 1)}"
    for shown in (visit_page, await zoya.text(form), await zoya.text(agenda)):
        assert SILENT in shown
        assert [words for words in URGING if words in shown] == []
    await close_tomorrow(office, town)
    await office.hire("galina", Role.HEAD, HERE)
    galina = await office.at_work("galina")
    shown = await galina.text(f"/centres/{town.centre_id}")
    assert SILENT in shown and "телефона нет" not in shown
    await zoya.close()
    await galina.close()


async def test_E7_the_sheet_a_family_takes_home_does_not_tell_that_it_hid_its_conversation(office: Office) -> None:
    town = await a_town(office.store)
    visit = await town.book(await _hidden(office, town), town.at(_day(office, 1), 10))
    zoya = await _zoya(office)
    assert f'<span class="tag danger no-print">{SILENT}' in await zoya.text(f"/visits/{visit.ticket}")
    await zoya.close()


async def test_E7_a_club_shows_which_of_its_families_no_letter_reaches_because_it_hid(office: Office) -> None:
    town = await a_town(office.store)
    times = (MeetingTime(town.at(_day(office, 2), 16), town.at(_day(office, 2), 17)),)
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал 2", 5, times)
    number = (await office.store.write(add_gathering, club, OPERATOR)).id
    await office.store.write(enrol, Enrol(number), await _hidden(office, town))
    await office.store.write(enrol, Enrol(number), await a_family(office.store, centre_id=town.centre_id))
    zoya = await _zoya(office)
    shown = await zoya.text(f"/gatherings/{number}")
    assert shown.count(SILENT) == 1 and "телефона нет" not in shown
    await zoya.close()


async def test_E7_the_route_sheet_warns_whoever_drives_to_a_hidden_family(office: Office) -> None:
    driving = await a_driving_town(office.store, specialists=1)
    day = _day(office, 1)
    await driving.book(await _hidden(office, driving.town), day, 10, driving.far)
    zoya = await _zoya(office)
    shown = await zoya.text(f"/routes?centre={driving.town.centre_id}&day={day}")
    assert SILENT in shown and "пишет в мессенджере" not in shown
    await zoya.close()


async def test_E7_the_card_beside_the_conversation_warns_too(office: Office) -> None:
    town = await a_town(office.store)
    desk = Desk(office.store, town.centre_id)
    person = await desk.adult()
    await person.call()
    conversation = (await person.say("Здравствуйте")).conversation_id
    await office.store.write(keep_phone, KeepPhone("8 900 123-45-67"), person.actor)
    zoya = await _zoya(office)
    card = f"/conversations/{conversation}/family"
    assert SILENT not in await zoya.text(card)
    await office.store.write(hide_conversation, HideConversation(person.address, town.centre_id), person.actor)
    shown = await zoya.text(card)
    assert SILENT in shown and "••• 45-67" in shown
    await zoya.close()


async def _hidden(office: Office, town: Town):
    """A family that reads letters and hid its conversation; nobody knows its number."""
    who = a_visitor()
    family = await a_family(office.store, who=who, centre_id=town.centre_id)
    hide = HideConversation(Address(who.channel, who.external_id), town.centre_id)
    await office.store.write(hide_conversation, hide, family)
    return family


async def _zoya(office: Office) -> Browser:
    await office.hire("zoya", Role.CURATOR, HERE)
    return await office.at_work("zoya")


async def _ticket(browser: Browser, visit: str) -> str:
    return (await browser.text(f"/visits/{visit}")).partition("Семья ")[2][:8]


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)
