"""The address of a home visit: the family leaves it, whoever drives reads it, others see that there is one (B15)."""

import dataclasses
import json
from datetime import date

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.booking.appointments import Visit
from core.booking.attendance import Attend, attend
from core.booking.cancel import Cancel, cancel
from core.booking.crews import JoinCrew, join_crew
from core.booking.home_address import (
    ForgetAddress,
    HomeAddress,
    NoAddress,
    ReadAddress,
    WriteAddress,
    forget_address,
    read_address,
    write_address,
)
from core.booking.listing import ReadAgenda, ReadMyVisits, ReadVisit, read_agenda, read_my_visits, read_visit
from core.booking.refusals import NotNow, UnknownAppointment
from core.booking.reschedule import Reschedule, reschedule
from core.booking.route_sheet import ReadRoute, read_route
from core.booking.staffing import ChangeResource, UnknownResource, change_resource
from core.booking.states import Mode, Status
from core.booking.sweeping import Sweep, sweep
from core.families.erasing import EraseMe, erasing
from core.families.exporting import ExportMyData, as_json, exporting
from core.staff.roles import Role
from core.storage.database import Database
from core.use_case import Adult, Forbidden, StaffMember, Store
from tests.booking_crowd import count
from tests.households import OPERATOR, a_centre, a_family, registrar
from tests.outings import Drivers, a_driving_town, hired, link, slug_of
from tests.stores import Clock

TUESDAY = date(2026, 11, 24)
ADDRESS = "улица Заречная, дом 7, вход со двора"
ADDRESSES = sa.text("SELECT count(*) FROM outing WHERE address_sealed IS NOT NULL")
SEES_APPOINTMENTS = (Role.CURATOR, Role.SPECIALIST, Role.DUTY, Role.HEAD)


@dataclasses.dataclass
class Journey:
    """A home visit whose address is known."""

    driving: Drivers
    family: Adult
    visit: Visit

    async def seen_by(self, who: StaffMember) -> HomeAddress:
        """What somebody of the staff is told."""
        return await self.driving.town.store.read(read_address, ReadAddress(self.visit.ticket), who)


@pytest.fixture
async def journey(store: Store) -> Journey:
    driving = await a_driving_town(store, specialists=2)
    family = await a_family(store, centre_id=driving.town.centre_id)
    visit = await driving.book(family, TUESDAY, 10, driving.far)
    kept = await store.write(write_address, WriteAddress(visit.ticket, f"  {ADDRESS} "), family)
    assert kept.known
    return Journey(driving, family, visit)


@pytest.mark.parametrize("role", SEES_APPOINTMENTS)
async def test_B15_whoever_drives_reads_the_address_and_the_same_role_that_does_not_drive_does_not(
    store: Store, journey: Journey, role: Role
) -> None:
    """Roles x (the visit's specialist, one of its crew, of the centre but not driving, of another centre)."""
    town = journey.driving.town
    here, other = await slug_of(store, town.centre_id), "drugoj"
    await a_centre(store, other)
    specialist, mate, idle = [await hired(store, f"{role}-{name}", role, here) for name in ("one", "mate", "idle")]
    stranger = await hired(store, f"{role}-stranger", role, other)
    await link(store, town.specialists[0], specialist)
    await link(store, town.specialists[1], mate)
    await store.write(join_crew, JoinCrew(town.specialists[1], journey.driving.crew_id), OPERATOR)
    for driver in (specialist, mate):
        assert await journey.seen_by(driver) == HomeAddress(True, ADDRESS)
    assert await journey.seen_by(idle) == HomeAddress(True, None)
    with pytest.raises(Forbidden):
        await journey.seen_by(stranger)
    for who, expected in ((specialist, ADDRESS), (mate, ADDRESS), (idle, None)):
        route = await store.read(read_route, ReadRoute(town.centre_id, TUESDAY), who)
        [stop] = route.stops
        assert (stop.address, stop.address_known, route.mine) == (expected, True, expected is not None)


@pytest.mark.parametrize("role", [role for role in Role if role not in SEES_APPOINTMENTS])
async def test_B15_roles_without_appointments_reach_no_address_even_when_they_are_named_for_the_crew(
    store: Store, journey: Journey, role: Role
) -> None:
    town = journey.driving.town
    who = await hired(store, f"{role}-one", role, await slug_of(store, town.centre_id))
    with pytest.raises(Forbidden):
        await journey.seen_by(who)
    with pytest.raises(Forbidden):
        await store.read(read_route, ReadRoute(town.centre_id, TUESDAY), who)
    with pytest.raises(UnknownResource):
        await link(store, town.specialists[0], who)


async def test_B15_a_specialist_who_left_the_crew_or_the_centre_reads_nothing_any_more(
    store: Store, journey: Journey
) -> None:
    town = journey.driving.town
    mate = await hired(store, "mate", Role.SPECIALIST, await slug_of(store, town.centre_id))
    await link(store, town.specialists[1], mate)
    await store.write(join_crew, JoinCrew(town.specialists[1], journey.driving.crew_id), OPERATOR)
    assert (await journey.seen_by(mate)).words == ADDRESS
    await store.write(change_resource, ChangeResource(town.specialists[1], "Юрист 2", works=False), OPERATOR)
    assert (await journey.seen_by(mate)).words is None
    await store.write(change_resource, ChangeResource(town.specialists[1], "Юрист 2", works=True), OPERATOR)
    await store.write(join_crew, JoinCrew(town.specialists[1], None), OPERATOR)
    assert (await journey.seen_by(mate)).words is None


async def test_B15_no_view_list_event_letter_or_audit_carries_the_address(
    store: Store, journey: Journey, database: Database
) -> None:
    town, staff = journey.driving.town, registrar(journey.driving.town.centre_id)
    shown = [
        await store.read(read_visit, ReadVisit(journey.visit.ticket), staff),
        await store.read(read_agenda, ReadAgenda(town.centre_id, TUESDAY, TUESDAY), staff),
        await store.read(read_my_visits, ReadMyVisits(journey.family.family_id), staff),
        await store.read(read_my_visits, ReadMyVisits(journey.family.family_id), journey.family),
        await store.read(read_route, ReadRoute(town.centre_id, TUESDAY), staff),
    ]
    assert "Заречная" not in repr(shown) and "address_known=True" in repr(shown)

    def every_cell(unit) -> list[str]:
        names = sa.inspect(unit.connection).get_table_names()
        rows = [row for name in names for row in unit.connection.execute(sa.text(f'SELECT * FROM "{name}"'))]
        return [repr(bytes(cell) if isinstance(cell, memoryview) else cell) for row in rows for cell in row]

    cells = await database.read(every_cell)
    secret = repr(ADDRESS.encode())[2:-1]
    assert len(cells) > 50
    assert [cell for cell in cells if "Заречная" in cell or secret in cell] == [], "sealed wherever it lies"
    trail = sa.text("SELECT action, fields, digest_before, digest_after FROM audit_entry WHERE action LIKE 'address.%'")
    rows = [tuple(row) for row in await database.read(lambda unit: unit.connection.execute(trail).all())]
    assert rows == [("address.write", "address", None, None)]


async def test_B15_the_family_finds_its_address_in_its_own_data_and_erasing_leaves_nothing(
    store: Store, journey: Journey, database: Database
) -> None:
    stranger = await a_family(store)
    own = json.loads(as_json(await store.read(exporting(FAMILY_PARTS), ExportMyData(), journey.family)))
    assert [visit["address"] for visit in own["appointment"]] == [ADDRESS]
    assert "Заречная" not in as_json(await store.read(exporting(FAMILY_PARTS), ExportMyData(), stranger))
    await store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), journey.family)
    assert await count(database, sa.text("SELECT count(*) FROM outing")) == 0


async def test_B15_only_the_family_and_those_who_book_write_it_and_only_for_a_visit_somebody_drives_to(
    store: Store, journey: Journey
) -> None:
    town, ticket = journey.driving.town, journey.visit.ticket
    stranger = await a_family(store)
    staff = await hired(store, "olga", Role.CURATOR, await slug_of(store, town.centre_id))
    with pytest.raises(UnknownAppointment):
        await store.write(write_address, WriteAddress(ticket, "чужой адрес"), stranger)
    with pytest.raises(Forbidden):
        await store.write(write_address, WriteAddress(ticket, "чужой адрес"), registrar())
    with pytest.raises(Forbidden):
        await store.read(read_address, ReadAddress(ticket), journey.family)  # type: ignore[arg-type]
    for words in ("", "   ", "й" * 301):
        with pytest.raises(NoAddress):
            await store.write(write_address, WriteAddress(ticket, words), journey.family)
    at_centre = await town.book(stranger, town.at(TUESDAY, 16))
    with pytest.raises(NotNow):
        await store.write(write_address, WriteAddress(at_centre.ticket, ADDRESS), stranger)
    assert (await store.write(write_address, WriteAddress(ticket, "сказали по телефону"), staff)).known
    assert (await journey.seen_by(staff)).words is None, "who writes it down does not read it back"
    assert not (await store.write(forget_address, ForgetAddress(ticket), journey.family)).known


async def test_B15_moving_keeps_the_address_going_elsewhere_or_staying_at_the_centre_drops_it(
    store: Store, journey: Journey, database: Database
) -> None:
    town, ticket, family = journey.driving.town, journey.visit.ticket, journey.family
    await store.write(reschedule, Reschedule(ticket, town.at(TUESDAY, 15)), family)
    driver = await hired(store, "driver", Role.SPECIALIST, await slug_of(store, town.centre_id))
    await link(store, town.specialists[0], driver)
    assert (await journey.seen_by(driver)).words == ADDRESS
    elsewhere = Reschedule(ticket, town.at(TUESDAY, 15, 15), settlement_id=journey.driving.near)
    assert not (await store.write(reschedule, elsewhere, family)).address_known
    await store.write(write_address, WriteAddress(ticket, ADDRESS), family)
    await store.write(reschedule, Reschedule(ticket, town.at(TUESDAY, 17), Mode.PLACE), family)
    assert await count(database, ADDRESSES) == 0


@pytest.mark.parametrize("ending", ["cancelled", "done", "passed"])
async def test_B15_an_address_is_forgotten_when_the_visit_is_over(
    store: Store, journey: Journey, clock: Clock, database: Database, ending: str
) -> None:
    staff = registrar(journey.driving.town.centre_id)
    driver = await hired(store, "driver", Role.SPECIALIST, await slug_of(store, journey.driving.town.centre_id))
    await link(store, journey.driving.town.specialists[0], driver)
    if ending == "cancelled":
        await store.write(cancel, Cancel(journey.visit.ticket), journey.family)
    else:
        clock.now = journey.visit.starts_at
        if ending == "done":
            await store.write(attend, Attend(journey.visit.ticket, Status.DONE), staff)
        clock.forward(days=2)
    if ending != "passed":
        assert await journey.seen_by(driver) == HomeAddress(False, None), "not even before housekeeping"
    await store.write(sweep, Sweep(), OPERATOR)
    assert await count(database, ADDRESSES) == 0
