"""A centre that drives out, for tests: two settlements, a crew, and people to hire who may or may not drive."""

from dataclasses import dataclass
from datetime import date

from core.booking.appointments import Visit
from core.booking.confirm import Book, book
from core.booking.crews import EnterSettlement, JoinCrew, LinkAccount, enter_settlement, join_crew, link_account
from core.booking.hits import Hit
from core.booking.hold import Hold
from core.booking.hours import Hours
from core.booking.staffing import AddResource, add_resource
from core.booking.states import Mode, ResourceKind
from core.booking.village_days import PlanVillageDay, plan_village_day
from core.centres.tables import Centre
from core.staff.accounts import AccountId, NewAccount, add_account
from core.staff.actor import staff_member_of
from core.staff.grants import Grant, Place, grant_role
from core.staff.roles import Role
from core.staff.tables import Account
from core.storage.database import Unit
from core.use_case import Adult, StaffMember, Store
from tests.households import OPERATOR, Town, a_town

NEAR, FAR = 15, 60
"""Minutes one way."""


@dataclass(frozen=True, slots=True)
class Drivers:
    """A town whose first specialist drives out with the crew; the second one works there too, but never drives."""

    town: Town
    crew_id: int
    near: int
    far: int

    async def book(
        self, who: Adult, day: date, hour: int, settlement: int | None, mode: Mode = Mode.HOME, *, minute: int = 0
    ) -> Visit:
        """Somebody books a visit, out of the house unless another mode is named."""
        wish = Hold(self.town.service_id, mode, self.town.at(day, hour, minute), settlement_id=settlement)
        return await self.town.store.write(book, Book(wish), who)

    async def village_day(self, day: date, settlement: int, first: int, last: int) -> Hit:
        """The crew spends these hours of the clock there."""
        hours = Hours(first * 60, last * 60)
        return await self.town.store.write(
            plan_village_day, PlanVillageDay(self.crew_id, settlement, day, hours), OPERATOR
        )


async def a_driving_town(store: Store, *, specialists: int = 2, **shape: int) -> Drivers:
    """A centre with a crew and two settlements, one near and one far."""
    town = await a_town(store, specialists=specialists, **shape)
    crew = await store.write(add_resource, AddResource(town.centre_id, "Бригада 1", ResourceKind.CREW), OPERATOR)
    near = await store.write(enter_settlement, EnterSettlement(town.centre_id, "Ближнее", NEAR), OPERATOR)
    far = await store.write(enter_settlement, EnterSettlement(town.centre_id, "Дальнее", FAR), OPERATOR)
    await store.write(join_crew, JoinCrew(town.specialists[0], crew.resource_id), OPERATOR)
    return Drivers(town, crew.resource_id, near.settlement_id, far.settlement_id)


async def hired(store: Store, login: str, role: Role, centre: str) -> StaffMember:
    """Somebody with a role at a centre, as an actor."""
    account = await store.write(add_account, NewAccount(login, login.title(), "x", False), OPERATOR)
    await store.write(grant_role, Grant(account.account_id, role, Place(centre=centre)), OPERATOR)

    def look(unit: Unit) -> StaffMember:
        return staff_member_of(unit.session, unit.session.get_one(Account, account.account_id))

    return await store.database.read(look)


async def slug_of(store: Store, centre_id: int) -> str:
    """The centre's slug, for giving roles there."""
    return await store.database.read(lambda unit: unit.session.get_one(Centre, centre_id).slug)


async def link(store: Store, specialist_id: int, who: StaffMember | AccountId | None) -> None:
    """Say whose sign-in a specialist has."""
    account = who.account_id if who is not None else None
    await store.write(link_account, LinkAccount(specialist_id, account), OPERATOR)
