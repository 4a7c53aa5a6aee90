"""A page offers nothing that answers "no right to that": rights are asked for in the centre a thing belongs to (D1)."""

import re
from datetime import timedelta

from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.states import GatheringKind
from core.staff.grants import Grant, Place, grant_role
from core.staff.roles import Role
from tests.households import OPERATOR, Town, a_town, joined_family
from tests.outings import a_driving_town
from tests.panel.furniture import a_draft
from tests.panel.office import OFFICE, Browser, Office
from tests.panel.test_whom_to_call import close_tomorrow, tomorrow

HERE, THERE = Place(centre="primernyj"), Place(centre="gatchina")
OF_VISITS = re.compile(r'href="(/(?:visits|waiting|routes|gatherings)\b[^"]*)"')


async def test_D1_whoever_keeps_the_hours_and_reads_visits_elsewhere_gets_no_links_to_the_visits_here(
    office: Office,
) -> None:
    driving = await a_driving_town(office.store, specialists=1)
    town = driving.town
    family = await joined_family(office.store, centre_id=town.centre_id)
    visit = await town.book(family.actor, town.at(tomorrow(office), 10))
    await a_club_at(office, town)
    await close_tomorrow(office, town)
    await office.hire("root", Role.ADMINISTRATOR, HERE)
    await office.store.write(grant_role, Grant(office.accounts["root"], Role.SPECIALIST, THERE), OFFICE)
    await office.hire("galina", Role.HEAD, HERE)
    pages = (f"/centres/{town.centre_id}", f"/centres/{town.centre_id}/outings")
    for login, follows in (("root", False), ("galina", True)):
        browser = await office.at_work(login)
        for path in pages:
            shown = await browser.text(path)
            assert visit.ticket in shown and "Шахматы" in shown, "the words stay"
            links = OF_VISITS.findall(shown.partition("<main")[2])
            assert bool(links) is follows, (login, path)
            for way in links:
                assert (await browser.open(way.replace("&amp;", "&"))).status == 200, way
        await browser.close()


async def test_D1_visits_of_the_family_at_another_centre_are_named_without_a_link(office: Office) -> None:
    town, other = await a_town(office.store), await a_town(office.store, slug="drugoj")
    family = await joined_family(office.store, centre_id=town.centre_id)
    here = await town.book(family.actor, town.at(tomorrow(office), 10))
    there = await other.book(family.actor, other.at(tomorrow(office), 15))
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya = await office.at_work("zoya")
    shown = await zoya.text(f"/book?centre={town.centre_id}&family={family.ticket}&service={town.service_id}")
    assert f'href="/visits/{here.ticket}"' in shown
    assert "15:00, Консультация юриста" in shown and there.ticket not in shown
    await zoya.close()


async def test_D1_a_meeting_of_another_centre_is_refused_as_such_and_not_as_an_unknown_family(office: Office) -> None:
    town, other = await a_town(office.store), await a_town(office.store, slug="drugoj")
    mine, foreign = await a_club_at(office, town), await a_club_at(office, other)
    stranger = await joined_family(office.store, centre_id=other.centre_id)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, path = await office.at_work("zoya"), f"/gatherings/{mine.id}"
    refused = await zoya.sends(path, 403, deed="call-off", meeting=foreign.meetings[0].id)
    assert "Такой семьи" not in refused
    assert "Такой семьи в вашем центре нет" in await zoya.sends(path, 409, deed="enrol", family=stranger.ticket)
    await zoya.close()


async def test_D1_what_one_may_do_with_a_mailing_is_asked_for_in_its_centre(office: Office) -> None:
    number = await a_draft(office)
    await office.hire("both", Role.EDITOR, Place(centre="tikhvin"))
    await office.store.write(grant_role, Grant(office.accounts["both"], Role.HEAD, THERE), OFFICE)
    for login, looks in (("both", False), ("drafting", True)):
        browser: Browser = await office.at_work(login)
        shown = await browser.text(f"/campaigns/{number}")
        assert ("Что увидит эта семья" in shown) is looks, login
        await browser.close()


async def a_club_at(office: Office, town: Town):
    """Chess tomorrow at four."""
    start = town.at(tomorrow(office), 16)
    club = AddGathering(
        town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал", 9, (MeetingTime(start, start + timedelta(hours=1)),)
    )
    return await office.store.write(add_gathering, club, OPERATOR)
