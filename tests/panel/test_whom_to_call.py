"""Staff who must call know whom: the family's number, the way to it as far as they may go, and who has no messenger."""

from datetime import date, timedelta

import sqlalchemy as sa

from core.booking.appointments import Visit
from core.booking.confirm import Book, book
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.hold import Hold
from core.booking.hours import Hours
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.states import GatheringKind, Mode, PartOfDay
from core.booking.working_time import ChangeDay, change_day
from core.families.addresses import Reachability, note_reachability
from core.families.entering import EnterFamily, FamilyRef, enter_family
from core.messaging.letters import Address
from core.staff.grants import Grant, Place, grant_role
from core.staff.roles import Role
from core.staff.tables import AuditEntry
from tests.desks import Desk
from tests.households import KEEPING_DATA, OPERATOR, Town, a_family, a_town, a_visitor, weekdays
from tests.panel.office import OFFICE, Office

HERE, THERE = Place(centre="primernyj"), Place(centre="gatchina")


async def test_C15_pages_with_visits_name_the_family_and_mark_the_one_that_reads_no_messenger(office: Office) -> None:
    town = await a_town(office.store)
    family = await a_paper_family(office, town)
    visit = await booked(office, town, family, 10)
    await close_tomorrow(office, town)
    await office.hire("galina", Role.HEAD, HERE)
    galina = await office.at_work("galina")
    for path in (f"/visits/{visit.ticket}", agenda(office, town), f"/centres/{town.centre_id}"):
        shown = await galina.text(path)
        assert f'<span class="of-family">Семья {family.ticket} <span class="tag warn">без мессенджера' in shown, path
    shown = await galina.text(f"/visits/{visit.ticket}")
    assert "скажите ей новое время сами" in shown and "придёт новое напоминание" not in shown
    await galina.close()


async def test_C8_the_number_leads_to_the_conversation_or_to_the_case_as_far_as_one_may_read(office: Office) -> None:
    town, desk = await a_writing_town(office)
    person, conversation = await calls(desk)
    visit = await town.book(person, town.at(tomorrow(office), 10))
    await office.hire("zoya", Role.CURATOR, HERE)
    await office.hire("lidia", Role.SPECIALIST, HERE)
    await office.hire("both", Role.SPECIALIST, HERE)
    await office.store.write(grant_role, Grant(office.accounts["both"], Role.CURATOR, THERE), OFFICE)
    ways = {"zoya": f"/conversations/{conversation}", "lidia": "/cases/1", "both": "/cases/1"}
    for login, way in ways.items():
        browser = await office.at_work(login)
        for path in (f"/visits/{visit.ticket}", agenda(office, town)):
            shown = await browser.text(path)
            assert f'<span class="of-family"><a href="{way}">Семья ' in shown and "без мессенджера" not in shown, login
        await browser.close()


async def test_D1_who_answers_families_in_another_centre_reads_a_case_here_and_changes_nothing(office: Office) -> None:
    """A specialist reads the case of a family of the own centre; the right to write in it does not come along."""
    town, desk = await a_writing_town(office)
    await calls(desk)
    for login, role in (("both", Role.SPECIALIST), ("zoya", Role.CURATOR)):
        await office.hire(login, role, HERE)
    await office.store.write(grant_role, Grant(office.accounts["both"], Role.HEAD, THERE), OFFICE)
    both, zoya = await office.at_work("both"), await office.at_work("zoya")
    for path in ("/cases/1", "/cases/1/sheet"):
        assert 'action="/cases/1/goals"' in await zoya.text(path)
        shown = await both.text(path)
        assert "Случай " in shown and "/book?centre=" in shown, "what a specialist may do here"
        assert "/cases/1/goals" not in shown and "/conversations/" not in shown
    await both.sends("/cases/1/goals", 403, words="Работа")
    time = MeetingTime(town.at(tomorrow(office), 15), town.at(tomorrow(office), 16))
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал", 9, (time,))
    entered = await office.store.write(add_gathering, club, OPERATOR)
    for path in (f"/gatherings?centre={town.centre_id}", f"/gatherings/{entered.id}"):
        shown = await both.text(path)
        assert "Шахматы" in shown and "/offer" not in shown and 'name="capacity"' not in shown
    await both.close()
    await zoya.close()


async def test_C15_a_family_whose_adult_has_blocked_the_bot_is_marked_like_one_without_a_messenger(
    office: Office,
) -> None:
    """Reminders go to the adult who booked: when that one reads nothing any more, somebody must call."""
    town = await a_town(office.store)
    who = a_visitor()
    visit = await town.book(
        await a_family(office.store, who=who, centre_id=town.centre_id), town.at(tomorrow(office), 10)
    )
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya = await office.at_work("zoya")
    assert "без мессенджера" not in await zoya.text(f"/visits/{visit.ticket}")
    blocked = Reachability(Address(who.channel, who.external_id), True)
    await office.store.write(note_reachability, blocked, OPERATOR)
    assert "без мессенджера" in await zoya.text(f"/visits/{visit.ticket}")
    await zoya.close()


async def test_C8_whoever_keeps_the_hours_but_reads_no_appointments_sees_no_family(office: Office) -> None:
    """The hit list names the visits; whose they are is for those who read appointments, and reading it is noted."""
    town = await a_town(office.store)
    family = await a_paper_family(office, town)
    visit = await booked(office, town, family, 10)
    await close_tomorrow(office, town)
    await office.hire("root", Role.ADMINISTRATOR, HERE)
    await office.store.write(grant_role, Grant(office.accounts["root"], Role.SPECIALIST, THERE), OFFICE)
    root = await office.at_work("root")
    shown = await root.text(f"/centres/{town.centre_id}")
    assert visit.ticket in shown and family.ticket not in shown
    await root.close()
    await office.hire("galina", Role.HEAD, HERE)
    galina = await office.at_work("galina")
    await galina.text(f"/centres/{town.centre_id}")
    await galina.text(f"/visits/{visit.ticket}")
    await galina.close()

    def trail(unit):
        return {tuple(row) for row in unit.connection.execute(sa.select(AuditEntry.action, AuditEntry.account_id))}

    noted = await office.store.database.read(trail)
    assert {("hit.read", office.accounts["galina"]), ("visit.read", office.accounts["galina"])} <= noted
    assert ("hit.read", office.accounts["root"]) not in noted


async def test_F7_a_conversation_and_a_case_lead_to_booking_with_the_family_filled_in(office: Office) -> None:
    town, desk = await a_writing_town(office)
    person, conversation = await calls(desk)
    visit = await town.book(person, town.at(tomorrow(office), 10))
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya = await office.at_work("zoya")
    ticket = (await zoya.text(f"/visits/{visit.ticket}")).partition("Семья ")[2][:8]
    way = f"/book?centre={town.centre_id}&amp;family={ticket}"
    for path in (f"/conversations/{conversation}", "/cases/1"):
        assert f'href="{way}">Записать' in await zoya.text(path), path
    assert f'name="family" required maxlength="8" autocomplete="off" value="{ticket}"' in await zoya.text(
        way.replace("&amp;", "&")
    )
    await zoya.close()


def tomorrow(office: Office) -> date:
    return office.clock.now.date() + timedelta(days=1)


def agenda(office: Office, town: Town) -> str:
    return f"/appointments?centre={town.centre_id}&day={tomorrow(office)}"


async def a_writing_town(office: Office) -> tuple[Town, Desk]:
    """A centre with hours to which families write."""
    town = await a_town(office.store)
    return town, Desk(office.store, town.centre_id)


async def calls(desk: Desk):
    """An adult who has called a person; the actor and the conversation."""
    person = await desk.adult()
    await person.call()
    return person.actor, (await person.say("Здравствуйте")).conversation_id


async def a_paper_family(office: Office, town: Town) -> FamilyRef:
    """A family that signed on paper and reads no messenger."""
    return await office.store.write(enter_family, EnterFamily(town.centre_id, KEEPING_DATA), OFFICE)


async def booked(office: Office, town: Town, family: FamilyRef, hour: int) -> Visit:
    """Staff book tomorrow at `hour` for a family."""
    what = Hold(town.service_id, Mode.PLACE, town.at(tomorrow(office), hour), family_id=family.id)
    return await office.store.write(book, Book(what), OFFICE)


async def close_tomorrow(office: Office, town: Town) -> None:
    """The centre is closed all day, so that what is booked then is hit."""
    closed = ChangeDay(town.centre_id, tomorrow(office), closed_hours=(Hours(0, 1440),))
    await office.store.write(change_day, closed, OPERATOR)


async def test_C15_the_desk_of_the_day_says_whom_to_call_and_keeps_who_did(office: Office) -> None:
    town = await a_town(office.store)
    family = await a_paper_family(office, town)
    visit = await booked(office, town, family, 15)
    await office.hire("zoya", Role.CURATOR, HERE, "Зоя Петровна")
    zoya = await office.at_work("zoya")
    today = f"/appointments?centre={town.centre_id}"
    assert "Позвонить" not in await zoya.text(today)
    await zoya.close()
    elsewhere = agenda(office, town)
    office.clock.now = town.at(tomorrow(office), 15) - timedelta(hours=24)
    zoya = await office.at_work("zoya")
    shown = await zoya.text(today)
    assert "Позвонить: 1" in shown and f"Семья {family.ticket}" in shown and visit.ticket in shown
    assert "Позвонить" not in await zoya.text(elsewhere), "tomorrow's page is not the desk of the day"
    await zoya.sends(today, status="called", ticket=visit.ticket)
    assert "Позвонить" not in await zoya.text(today)
    assert "Напомнили по телефону: 23.11.2026, 15:00, Зоя Петровна" in await zoya.text(f"/visits/{visit.ticket}")
    await zoya.close()


async def test_C15_whoever_is_offered_a_time_and_has_neither_messenger_nor_number_can_still_be_found(
    office: Office,
) -> None:
    """Blocked the bot once the time was kept: only the conversation leads to the family."""
    town = await a_town(office.store, week=weekdays((9, 18)), horizon_days=3)
    office.clock.now = town.at(office.clock.now.date(), 10)
    desk = Desk(office.store, town.centre_id)
    person = await desk.adult()
    await person.call()
    conversation = (await person.say("Здравствуйте")).conversation_id
    wish = JoinWaiting(town.service_id, Mode.PLACE, PartOfDay.ANY)
    await office.store.write(join_waiting, wish, person.actor)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, waiting = await office.at_work("zoya"), f"/waiting?centre={town.centre_id}"
    shown = await zoya.text(waiting)
    assert "предложено" in shown and "телефона нет" not in shown
    await office.store.write(note_reachability, Reachability(person.address, True), OPERATOR)
    shown = await zoya.text(waiting)
    assert "позвоните: бот этой семье не пишет" in shown and "телефона нет" in shown
    assert f'<a href="/conversations/{conversation}">Семья ' in shown
    await zoya.close()
