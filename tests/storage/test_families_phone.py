"""The number at which a family is rung: sealed, open to whoever has to ring, four figures for everybody else, gone with
the family (C15, F7, B15, D7, D9, E7)."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.booking.appointments import Visit
from core.booking.calling import ReadCalls, read_calls
from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, Confirm, book, confirm
from core.booking.contacts import (
    Contact,
    Number,
    ReadContacts,
    ReadVisitNumber,
    VisitNumber,
    Whose,
    WriteNumber,
    read_contacts,
    read_visit_number,
    write_number,
)
from core.booking.hold import hold
from core.booking.refusals import NotNow, UnknownAppointment
from core.booking.route_sheet import ReadRoute, read_route
from core.booking.states import Mode
from core.cases.hiding import HideConversation, hide_conversation
from core.families.entering import EnterFamily, FamilyRef, enter_family
from core.families.erasing import EraseFamily, erasing
from core.families.exporting import ExportMyData, HeldBack, as_json, exporting
from core.families.household import UnknownFamily
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.families.phone import (
    EnterPhone,
    ForgetPhone,
    KeepPhone,
    KnownPhone,
    NoPhone,
    NumberByAgreement,
    PhoneOf,
    ReadMyPhone,
    WhichAdult,
    enter_phone,
    forget_phone,
    keep_phone,
    read_family_phone,
    read_my_phone,
)
from core.messaging.letters import Address
from core.staff.accounts import AccountId, disable_account
from core.staff.roles import Role
from core.storage.database import Database, Unit
from core.use_case import Adult, Forbidden, StaffMember, Store
from tests.booking_crowd import count
from tests.households import KEEPING_DATA, OPERATOR, Town, a_centre, a_family, a_town, a_visitor, registrar
from tests.outings import a_driving_town, hired, link, slug_of
from tests.stores import Clock

TUESDAY = date(2026, 11, 24)
TYPED, KEPT, SPOKEN, MASKED = "8 (900) 123-45-67", "+79001234567", "+7 900 123-45-67", "••• 45-67"
OPEN, SHUT = Number(MASKED, SPOKEN), Number(MASKED, None)
OTHER, OTHER_OPEN = "8 911 765-43-21", Number("••• 43-21", "+7 911 765-43-21")
PHONES = sa.text("SELECT count(*) FROM adult WHERE phone_sealed IS NOT NULL")
SEES_APPOINTMENTS = (Role.CURATOR, Role.SPECIALIST, Role.DUTY, Role.HEAD)
EXPORT, ERASING = exporting(FAMILY_PARTS), erasing(FAMILY_PARTS)


async def contact(store: Store, visit: Visit, who: StaffMember) -> Contact:
    return (await store.read(read_contacts, ReadContacts((visit.id,)), who)).by_visit[visit.id]


async def on_paper(store: Store, town: Town, by: StaffMember, phone: str = TYPED) -> FamilyRef:
    """A family without a messenger, entered with its number."""
    family: FamilyRef = await store.write(enter_family, EnterFamily(town.centre_id, KEEPING_DATA, phone), by)
    return family


async def somebody(store: Store, town: Town) -> StaffMember:
    """A curator of the town."""
    return await hired(store, "zoya", Role.CURATOR, await slug_of(store, town.centre_id))


async def with_phone(store: Store, town: Town) -> Adult:
    """A family that writes and has told its number."""
    family = await a_family(store, centre_id=town.centre_id)
    await store.write(keep_phone, KeepPhone(TYPED), family)
    return family


async def test_C15_a_call_task_of_a_family_without_a_messenger_has_a_number_to_ring(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    staff = await somebody(store, town)
    family = await on_paper(store, town, staff)
    visit = await town.book(staff, town.at(TUESDAY, 15), family_id=family.id)
    clock.now = town.at(TUESDAY, 15) - timedelta(hours=20)
    [due] = (await store.read(read_calls, ReadCalls(town.centre_id), staff)).entries
    assert await contact(store, due, staff) == Contact(family.id, family.ticket, False, OPEN)
    await store.write(cancel, Cancel(visit.ticket), staff)
    assert (await contact(store, visit, staff)).number == OPEN, "somebody has to say that it need not come"
    clock.now = town.at(TUESDAY, 16)
    assert (await contact(store, visit, staff)).number == SHUT


async def test_C15_a_family_that_tells_no_number_is_entered_all_the_same_and_may_tell_it_later(store: Store) -> None:
    town = await a_town(store)
    staff = await somebody(store, town)
    family = await on_paper(store, town, staff, "  ")
    visit = await town.book(staff, town.at(TUESDAY, 15), family_id=family.id)
    assert (await contact(store, visit, staff)).number is None
    for nonsense in ("не помню", "900"):
        with pytest.raises(NoPhone):
            await store.write(enter_phone, EnterPhone(family.id, nonsense), staff)
        with pytest.raises(NoPhone):
            await on_paper(store, town, staff, nonsense)
    assert (await store.write(enter_phone, EnterPhone(family.id, TYPED), staff)).known
    assert await store.read(read_family_phone, PhoneOf(family.id), staff) == KnownPhone(MASKED)
    assert (await contact(store, visit, staff)).number == OPEN
    assert (await store.write(write_number, WriteNumber(visit.ticket, "+375 29 123-45-99"), staff)).known
    assert (await contact(store, visit, staff)).number == Number("••• 45-99", "+375291234599")
    assert not (await store.write(enter_phone, EnterPhone(family.id, " "), staff)).known
    assert (await contact(store, visit, staff)).number is None


@pytest.mark.parametrize("role", SEES_APPOINTMENTS)
async def test_F7_the_number_of_a_conversation_by_phone_is_open_to_the_centre_before_it_and_to_nobody_after(
    store: Store, role: Role
) -> None:
    town = await a_town(store)
    family = await with_phone(store, town)
    here, other = await slug_of(store, town.centre_id), "drugoj"
    await a_centre(store, other)
    near, far = await hired(store, "near", role, here), await hired(store, "far", role, other)
    by_phone = await town.book(family, town.at(TUESDAY, 10), mode=Mode.PHONE)
    at_centre = await town.book(family, town.at(TUESDAY, 11))
    assert (await contact(store, by_phone, near)).number == OPEN
    assert (await contact(store, at_centre, near)).number == SHUT, "nobody has to ring about it"
    asked = ReadContacts((by_phone.id, at_centre.id))
    assert (await store.read(read_contacts, asked, far)).by_visit == {}
    await store.write(cancel, Cancel(by_phone.ticket), family)
    assert (await contact(store, by_phone, near)).number == SHUT


@pytest.mark.parametrize("role", [role for role in Role if role not in SEES_APPOINTMENTS])
async def test_B15_roles_without_appointments_reach_no_number(store: Store, role: Role) -> None:
    town = await a_town(store)
    family = await with_phone(store, town)
    visit = await town.book(family, town.at(TUESDAY, 10), mode=Mode.PHONE)
    who = await hired(store, "somebody", role, await slug_of(store, town.centre_id))
    for ask in (
        store.read(read_contacts, ReadContacts((visit.id,)), who),
        store.read(read_family_phone, PhoneOf(family.family_id), who),
        store.write(write_number, WriteNumber(visit.ticket, TYPED), who),
        store.write(enter_phone, EnterPhone(family.family_id, TYPED), who),
    ):
        with pytest.raises(Forbidden):
            await ask


async def test_B15_whoever_drives_reads_the_number_of_a_home_visit_and_others_see_four_figures(store: Store) -> None:
    driving = await a_driving_town(store, specialists=1)
    town = driving.town
    family = await with_phone(store, town)
    visit = await driving.book(family, TUESDAY, 10, driving.far)
    here = await slug_of(store, town.centre_id)
    driver, idle = [await hired(store, name, Role.SPECIALIST, here) for name in ("driver", "idle")]
    await link(store, town.specialists[0], driver)
    for who, expected in ((driver, OPEN), (idle, SHUT)):
        assert (await contact(store, visit, who)).number == expected
        [stop] = (await store.read(read_route, ReadRoute(town.centre_id, TUESDAY), who)).stops
        assert stop.number == expected


async def test_B15_a_number_is_entered_only_by_those_who_book_and_only_for_families_of_the_own_centre(
    store: Store,
) -> None:
    town, other = await a_town(store), await a_centre(store, "drugoj")
    family, stranger = await with_phone(store, town), registrar(other)
    visit = await town.book(family, town.at(TUESDAY, 10), mode=Mode.PHONE)
    for ask in (
        store.write(enter_phone, EnterPhone(family.family_id, TYPED), stranger),
        store.write(write_number, WriteNumber(visit.ticket, TYPED), stranger),
        store.read(read_family_phone, PhoneOf(family.family_id), stranger),
        store.write(keep_phone, KeepPhone(TYPED), registrar(town.centre_id)),
    ):
        with pytest.raises(Forbidden):
            await ask
    with pytest.raises(UnknownFamily):
        await store.write(enter_phone, EnterPhone(10**6, TYPED), registrar(town.centre_id))
    with pytest.raises(UnknownAppointment):
        await store.write(write_number, WriteNumber("NOSUCH22", TYPED), registrar(town.centre_id))
    await store.write(cancel, Cancel(visit.ticket), family)
    with pytest.raises(NotNow):
        await store.write(write_number, WriteNumber(visit.ticket, TYPED), registrar(town.centre_id))


async def a_couple(store: Store, town: Town) -> tuple[Adult, Adult]:
    """She has told no number, he has: `TYPED`. He has joined first."""
    him = await with_phone(store, town)
    code = (await store.write(invite_adult, InviteAdult(), him)).code
    her = (await store.write(join_family, JoinFamily(code, (KEEPING_DATA,)), a_visitor())).actor
    return her, him


async def test_E7_nobody_is_rung_about_the_visit_of_the_other_adult_and_wiping_it_wipes_only_what_is_shown(
    store: Store,
) -> None:
    town = await a_town(store)
    staff, (her, him) = await somebody(store, town), await a_couple(store, town)
    visit = await town.book(her, town.at(TUESDAY, 10), mode=Mode.PHONE)
    assert (await contact(store, visit, staff)).number is None, "his number is not hers"
    assert not (await store.write(write_number, WriteNumber(visit.ticket, ""), staff)).known
    assert await store.read(read_my_phone, ReadMyPhone(), him) == KnownPhone(MASKED)
    await store.write(write_number, WriteNumber(visit.ticket, OTHER), staff)
    assert (await contact(store, visit, staff)).number == OTHER_OPEN
    assert await store.read(read_my_phone, ReadMyPhone(), him) == KnownPhone(MASKED)
    assert not (await store.write(write_number, WriteNumber(visit.ticket, ""), staff)).known
    assert (await contact(store, visit, staff)).number is None
    assert await store.read(read_my_phone, ReadMyPhone(), him) == KnownPhone(MASKED)


async def test_E7_in_the_chat_each_adult_sees_the_own_number_only_under_the_own_visits(store: Store) -> None:
    town = await a_town(store)
    her, him = await a_couple(store, town)
    hers = ReadVisitNumber((await town.book(her, town.at(TUESDAY, 10), mode=Mode.PHONE)).ticket)
    assert await store.read(read_visit_number, hers, her) == VisitNumber(Whose.OWN)
    assert await store.read(read_visit_number, hers, him) == VisitNumber(Whose.OTHER)
    await store.write(keep_phone, KeepPhone(OTHER), her)
    assert await store.read(read_visit_number, hers, her) == VisitNumber(Whose.OWN, "••• 43-21")
    assert await store.read(read_visit_number, hers, him) == VisitNumber(Whose.OTHER)
    by_staff = await town.book(
        registrar(town.centre_id), town.at(TUESDAY, 12), mode=Mode.PHONE, family_id=her.family_id
    )
    for who in (her, him):
        assert await store.read(read_visit_number, ReadVisitNumber(by_staff.ticket), who) == VisitNumber(
            Whose.BY_AGREEMENT
        )
    with pytest.raises(UnknownAppointment):
        await store.read(read_visit_number, hers, await a_family(store))


async def test_F7_staff_name_one_of_two_adults_for_a_number_and_no_other_number_is_touched(store: Store) -> None:
    town = await a_town(store)
    staff, (her, him) = await somebody(store, town), await a_couple(store, town)
    ids = (him.adult_id, her.adult_id)
    assert await store.read(read_family_phone, PhoneOf(her.family_id), staff) == KnownPhone(None, adults=ids)
    for words in (OTHER, ""):
        with pytest.raises(WhichAdult):
            await store.write(enter_phone, EnterPhone(her.family_id, words), staff)
    stranger = await a_family(store, centre_id=town.centre_id)
    with pytest.raises(WhichAdult):
        await store.write(enter_phone, EnterPhone(her.family_id, OTHER, stranger.adult_id), staff)
    await store.write(enter_phone, EnterPhone(her.family_id, OTHER, her.adult_id), staff)
    assert await store.read(read_my_phone, ReadMyPhone(), her) == KnownPhone("••• 43-21")
    assert await store.read(read_my_phone, ReadMyPhone(), him) == KnownPhone(MASKED)
    seen = await store.read(read_family_phone, PhoneOf(her.family_id, her.adult_id), staff)
    assert seen == KnownPhone("••• 43-21", adults=ids)


async def test_F7_a_visit_booked_by_staff_is_that_adults_who_was_named_before_it_or_with_the_number(
    store: Store,
) -> None:
    town = await a_town(store)
    staff, (her, _) = await somebody(store, town), await a_couple(store, town)
    wish = town.wish(town.at(TUESDAY, 10), mode=Mode.PHONE)
    visit = await store.write(book, Book(replace(wish, family_id=her.family_id)), staff)
    seen = await contact(store, visit, staff)
    assert (seen.number, len(seen.adults)) == (None, 2), "whose it is nobody has said"
    with pytest.raises(WhichAdult):
        await store.write(write_number, WriteNumber(visit.ticket, OTHER), staff)
    await store.write(write_number, WriteNumber(visit.ticket, OTHER, her.adult_id), staff)
    seen = await contact(store, visit, staff)
    assert (seen.number, seen.adults) == (OTHER_OPEN, ())
    later = replace(town.wish(town.at(TUESDAY, 12), mode=Mode.PHONE), family_id=her.family_id)
    named = await store.write(book, Book(replace(later, adult_id=her.adult_id)), staff)
    assert (await contact(store, named, staff)).number == OTHER_OPEN
    for who, wrong in ((staff, await a_family(store)), (her, her)):
        with pytest.raises(Forbidden):
            await store.write(book, Book(replace(later, adult_id=wrong.adult_id)), who)


async def test_B15_a_number_is_open_to_the_specialist_who_rings_and_not_to_every_colleague(store: Store) -> None:
    town = await a_town(store)
    here = await slug_of(store, town.centre_id)
    rings, idle = [await hired(store, name, Role.SPECIALIST, here) for name in ("rings", "idle")]
    family = await with_phone(store, town)
    wish = town.wish(town.at(TUESDAY, 10), mode=Mode.PHONE, specialist=town.specialists[0])
    held = await store.write(hold, wish, family)
    assert (await contact(store, held, idle)).number == SHUT, "nothing is agreed upon yet"
    visit = await store.write(confirm, Confirm(held.ticket), family)
    assert (await contact(store, visit, idle)).number == OPEN, (
        "somebody has to ring, and the specialist signs in nowhere"
    )
    await link(store, town.specialists[0], rings)
    assert (await contact(store, visit, rings)).number == OPEN
    assert (await contact(store, visit, idle)).number == SHUT
    await store.write(disable_account, AccountId(rings.account_id), OPERATOR)
    assert (await contact(store, visit, idle)).number == OPEN, "who has left rings nobody"


async def test_D9_the_family_sees_changes_exports_and_wipes_its_number(store: Store, database: Database) -> None:
    family = await a_family(store)
    assert await store.read(read_my_phone, ReadMyPhone(), family) == KnownPhone(None)
    with pytest.raises(NoPhone):
        await store.write(keep_phone, KeepPhone("потом скажу"), family)
    await store.write(keep_phone, KeepPhone("8 911 765-43-21"), family)
    await store.write(keep_phone, KeepPhone(TYPED), family)
    assert await store.read(read_my_phone, ReadMyPhone(), family) == KnownPhone(MASKED)
    told = json.loads(as_json(await store.read(EXPORT, ExportMyData(), family)))
    assert [adult["phone"] for adult in told["adult"]] == [KEPT]
    assert not (await store.write(forget_phone, ForgetPhone(), family)).known
    assert await store.read(read_my_phone, ReadMyPhone(), family) == KnownPhone(None)
    assert await count(database, PHONES) == 0


async def test_D9_erasing_a_family_takes_its_number(store: Store, database: Database) -> None:
    town = await a_town(store)
    family = await on_paper(store, town, await somebody(store, town))
    assert await count(database, PHONES) == 1
    await store.write(ERASING.erase_family, EraseFamily(family.id), OPERATOR)
    assert await count(database, PHONES) == 0


async def test_D7_no_cell_and_no_trace_holds_the_number(store: Store, database: Database) -> None:
    town = await a_town(store)
    family = await with_phone(store, town)
    visit = await town.book(family, town.at(TUESDAY, 10), mode=Mode.PHONE)
    await store.write(write_number, WriteNumber(visit.ticket, KEPT), await somebody(store, town))

    def every_cell(unit: Unit) -> list[str]:
        names = sa.inspect(unit.connection).get_table_names()
        rows = [row for name in names for row in unit.connection.execute(sa.text(f'SELECT * FROM "{name}"'))]
        return [repr(bytes(cell) if isinstance(cell, memoryview) else cell) for row in rows for cell in row]

    cells = await database.read(every_cell)
    assert len(cells) > 50
    assert [cell for cell in cells if any(part in cell for part in ("9001234567", "123-45-67", "45-67"))] == []
    trail = sa.text("SELECT action, fields, digest_before, digest_after FROM audit_entry WHERE action LIKE 'phone.%'")
    rows = [tuple(row) for row in await database.read(lambda unit: unit.connection.execute(trail).all())]
    assert rows == [("phone.write", "phone", None, None)] * 2


async def test_E7_where_the_conversation_was_hidden_nothing_of_the_number_is_shown_and_nobody_rings(
    store: Store,
) -> None:
    town, who = await a_town(store), a_visitor()
    family = await a_family(store, who=who, centre_id=town.centre_id)
    await store.write(keep_phone, KeepPhone(TYPED), family)
    visit = await town.book(family, town.at(TUESDAY, 10), mode=Mode.PHONE)
    hide = HideConversation(Address(who.channel, who.external_id), town.centre_id)
    await store.write(hide_conversation, hide, family)
    assert await store.read(read_my_phone, ReadMyPhone(), family) == KnownPhone(None, silent=True)
    with pytest.raises(HeldBack):
        await store.read(EXPORT, ExportMyData(), family)
    about = await store.read(read_visit_number, ReadVisitNumber(visit.ticket), family)
    assert about == VisitNumber(Whose.BY_AGREEMENT)
    found = await contact(store, visit, registrar(town.centre_id))
    assert found.silent and found.number == SHUT


async def test_E7_after_hiding_only_staff_change_the_number(store: Store, database: Database) -> None:
    town, who = await a_town(store), a_visitor()
    family = await a_family(store, who=who, centre_id=town.centre_id)
    await store.write(keep_phone, KeepPhone(TYPED), family)
    hide = HideConversation(Address(who.channel, who.external_id), town.centre_id)
    await store.write(hide_conversation, hide, family)
    with pytest.raises(NumberByAgreement):
        await store.write(keep_phone, KeepPhone(OTHER), family)
    with pytest.raises(NumberByAgreement):
        await store.write(forget_phone, ForgetPhone(), family)
    staff = await somebody(store, town)
    assert await store.read(read_family_phone, PhoneOf(family.family_id), staff) == KnownPhone(MASKED, silent=True)
    await store.write(enter_phone, EnterPhone(family.family_id, OTHER), staff)
    seen = await store.read(read_family_phone, PhoneOf(family.family_id), staff)
    assert seen == KnownPhone("••• 43-21", silent=True)
