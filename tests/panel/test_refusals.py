"""A refused form says why in itself, takes the focus and keeps what was typed: these pages are long (C8, F7)."""

import re
from datetime import date, timedelta

from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.states import GatheringKind
from core.staff.grants import Place
from core.staff.roles import Role
from tests.households import OPERATOR, a_family, a_town, joined_family
from tests.outings import a_driving_town
from tests.panel.office import Office

HERE = Place(centre="primernyj")
SAID = 'role="alert" tabindex="-1" autofocus>'


def _day(office: Office, ahead: int) -> date:
    return office.clock.now.date() + timedelta(days=ahead)


def _box(page: str, title: str) -> str:
    """The section of the page with this title; the only one in which something is refused."""
    box = page.partition(f'aria-labelledby="{title}"')[2].partition("</section>")[0]
    assert page.count(SAID) == 1 and box.count(SAID) == 1, title
    return box


def _form(page: str, deed: str) -> str:
    """The refused one of the forms of this deed."""
    forms = [form for form in re.findall(r"<form.*?</form>", page, re.S) if f'name="deed" value="{deed}"' in form]
    assert page.count(SAID) == 1
    [refused] = [form for form in forms if SAID in form]
    return refused


async def test_F7_each_form_of_a_visit_says_itself_why_it_was_refused(office: Office) -> None:
    driving = await a_driving_town(office.store, specialists=1)
    town = driving.town
    taken = await town.book(await a_family(office.store), town.at(_day(office, 1), 15))
    visit = await driving.book(await a_family(office.store, centre_id=town.centre_id), _day(office, 1), 10, driving.far)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, path = await office.at_work("zoya"), f"/visits/{visit.ticket}"
    box = _box(await zoya.sends(path, 409, deed="phone", phone="8 900"), "phone-title")
    assert 'value="8 900" aria-invalid="true"' in box
    long = "дом " * 100
    box = _box(await zoya.sends(path, 409, deed="address", address=long), "address-title")
    assert f'value="{long}" aria-invalid="true"' in box
    slot = f"{int(taken.starts_at.timestamp()) // 60}@{town.specialists[0]}"
    _box(await zoya.sends(path, 409, deed="move", slot=slot), "move-title")
    await zoya.sends(path, deed="cancel")
    refused = await zoya.sends(path, 409, deed="phone", phone="8 900 123-45-67")
    assert refused.index(SAID) < refused.index("for-family"), "no form is left to say it in"
    await zoya.close()


async def test_F7_booking_says_in_the_form_that_was_sent_why_not(office: Office) -> None:
    town = await a_town(office.store)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, form = await office.at_work("zoya"), f"/book?centre={town.centre_id}"
    refused = await zoya.sends(form, 409, deed="enter", centre=town.centre_id, phone="900")
    assert "<details open><summary>У семьи" in refused or "<details open>" in refused
    assert 'value="900" aria-invalid="true"' in _form(refused, "enter")
    family = await joined_family(office.store, centre_id=town.centre_id)
    asked = f"{form}&family={family.ticket}&service={town.service_id}&mode=place"
    refused = await zoya.sends(asked, 409, deed="phone", phone="900")
    assert (
        'value="900" aria-invalid="true"'
        in refused.partition('<details id="phone" open>')[2].partition("</details>")[0]
    )
    taken = await town.book(await a_family(office.store), town.at(_day(office, 1), 15))
    slot = f"{int(taken.starts_at.timestamp()) // 60}@{town.specialists[0]}"
    book = {"deed": "book", "service": town.service_id, "mode": "place", "slot": slot}
    _box(await zoya.sends(asked, 409, **book), "when-title")
    wish = {"deed": "wait", "service": town.service_id, "mode": "place", "part": "evening"}
    refused = await zoya.sends(asked, 409, **wish, specialist=10**9)
    box = _box(refused, "when-title").partition("<details open>")[2]
    assert SAID in box and '<option value="evening" selected>' in box
    await zoya.close()


async def test_C8_of_many_equal_forms_of_the_outings_the_refused_one_says_why(office: Office) -> None:
    driving = await a_driving_town(office.store, specialists=1)
    await office.hire("galina", Role.HEAD, HERE)
    galina, here = await office.at_work("galina"), f"/centres/{driving.town.centre_id}/outings"
    names = re.findall(r'<input type="hidden" name="name" value="([^"]+)">', await galina.text(here))
    assert len(names) > 1
    for name in names:
        refused = await galina.sends(here, 422, deed="settlement-change", name=name, way=7)
        form = _form(refused, "settlement-change")
        assert f'value="{name}"' in form and 'value="7"' in form and "checked" not in form, "as it was sent"
    refused = await galina.sends(here, 422, deed="settlement", name="Дальнее", way=7)
    assert 'value="Дальнее"' in _form(refused, "settlement")
    refused = await galina.sends(here, 422, deed="crew-change", crew=driving.crew_id, name=" ")
    assert f'name="crew" value="{driving.crew_id}"' in _form(refused, "crew-change")
    await galina.close()


async def test_F12_a_club_says_at_the_family_or_at_the_meeting_why_not(office: Office) -> None:
    town = await a_town(office.store)
    times = tuple(MeetingTime(town.at(_day(office, day), 16), town.at(_day(office, day), 17)) for day in (2, 3))
    new = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал", 5, times, (6, 12))
    club = await office.store.write(add_gathering, new, OPERATOR)
    family = await joined_family(office.store, centre_id=town.centre_id)
    await office.hire("zoya", Role.CURATOR, HERE)
    zoya, path = await office.at_work("zoya"), f"/gatherings/{club.id}"
    form = _form(await zoya.sends(path, 409, deed="enrol", family=family.ticket, age=3), "enrol")
    assert f'value="{family.ticket}"' in form and 'value="3" aria-invalid="true"' in form
    form = _form(await zoya.sends(path, 409, deed="enrol", family="NOSUCH22", age=8), "enrol")
    assert 'value="NOSUCH22" aria-invalid="true"' in form and 'value="8"' in form
    second = club.meetings[1]
    again = {"day": _day(office, 2).isoformat(), "starts": "16:00", "ends": "17:00", "place": "зал", "room": ""}
    refused = await zoya.sends(path, 409, deed="move", meeting=second.id, **again)
    [details] = re.findall(r"<details open>.*?</details>", refused, re.S)
    assert SAID in details and f'name="meeting" value="{second.id}"' in details
    assert refused.count(SAID) == 1
    await zoya.close()
