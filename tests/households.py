"""Families and centres for tests, in words: `a_family(store)`, `a_town(store)`, `town.book(...)`."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.booking.appointments import Visit
from core.booking.confirm import Book, book
from core.booking.gatherings import AddGathering, GatheringInfo, MeetingTime, add_gathering
from core.booking.hold import Hold, hold
from core.booking.hours import Hours, WeekLine
from core.booking.staffing import AddResource, AddService, Assign, add_resource, add_service, assign
from core.booking.states import GatheringKind, HoursKind, Mode, ResourceKind
from core.booking.working_time import SetWeek, set_week
from core.centres.opening import EnterCentre, OpenCentre, enter_centre, open_centre
from core.families.consenting import Agreement, GiveConsent, Joined, give_consent
from core.families.tables import ConsentPurpose
from core.messaging.letters import TELEGRAM
from core.permissions import Permission
from core.use_case import Adult, StaffMember, Store, System, Visitor

OPERATOR = System("operator")
KEEPING_DATA = Agreement(ConsentPurpose.PERSONAL_DATA, "2026-11", "a" * 64)
_accounts = itertools.count(70_001)


def a_visitor(external_id: int | None = None) -> Visitor:
    """Somebody who has just written for the first time."""
    return Visitor(TELEGRAM, external_id or next(_accounts))


async def a_family(
    store: Store, *, who: Visitor | None = None, centre_id: int | None = None, zone: str = "Europe/Moscow"
) -> Adult:
    """A family of one adult who has just consented; returns that adult as an actor."""
    joined = await joined_family(store, who=who, centre_id=centre_id, zone=zone)
    return joined.actor


async def joined_family(
    store: Store, *, who: Visitor | None = None, centre_id: int | None = None, zone: str = "Europe/Moscow"
) -> Joined:
    """The same, with the family's ticket."""
    return await store.write(give_consent, GiveConsent((KEEPING_DATA,), centre_id, zone), who or a_visitor())


def registrar(*centres: int) -> StaffMember:
    """Staff who book and read appointments of these centres."""
    rights = {
        Permission.READ_FAMILY,
        Permission.CORRECT_FACT,
        Permission.REPLY,
        Permission.READ_APPOINTMENTS,
        Permission.MANAGE_APPOINTMENTS,
        Permission.MANAGE_SCHEDULE,
    }
    return StaffMember(501, "Регистратор", frozenset(rights), frozenset(centres))


def weekdays(*hours: tuple[int, int], lunch: tuple[int, int] | None = None) -> tuple[WeekLine, ...]:
    """Monday to Friday with these hours of the clock: `weekdays((9, 18), lunch=(13, 14))`."""
    work = [WeekLine(day, Hours(first * 60, last * 60)) for day in range(1, 6) for first, last in hours]
    pauses = [lunch] if lunch else []
    breaks = [
        WeekLine(day, Hours(first * 60, last * 60), HoursKind.BREAK) for day in range(1, 6) for first, last in pauses
    ]
    return tuple(work + breaks)


@dataclass(frozen=True, slots=True)
class Town:
    """An open centre with one service and its specialists."""

    store: Store
    centre_id: int
    service_id: int
    specialists: tuple[int, ...]
    zone: ZoneInfo
    rooms: tuple[int, ...] = ()

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """The instant of a time on the centre's wall."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone).astimezone(UTC)

    def wish(self, starts_at: datetime, *, specialist: int | None = None, mode: Mode = Mode.PLACE) -> Hold:
        """What somebody asks for."""
        return Hold(self.service_id, mode, starts_at, specialist)

    async def hold(self, who: Adult | Visitor, starts_at: datetime, *, specialist: int | None = None) -> Visit:
        """Somebody chooses a time."""
        return await self.store.write(hold, self.wish(starts_at, specialist=specialist), who)

    async def book(
        self,
        who: Adult | StaffMember,
        starts_at: datetime,
        *,
        specialist: int | None = None,
        mode: Mode = Mode.PLACE,
        family_id: int | None = None,
    ) -> Visit:
        """Somebody chooses and confirms a time; staff for a family."""
        wish = replace(self.wish(starts_at, specialist=specialist, mode=mode), family_id=family_id)
        return await self.store.write(book, Book(wish), who)


async def a_centre(store: Store, slug: str = "primernyj", zone: str = "Europe/Moscow", *, opened: bool = True) -> int:
    """A centre in the books; returns its id."""
    entry = EnterCentre(slug, "LEN", "Семейный центр «Пример»", zone, address="Примерск, улица Сада, 1", demo=True)
    centre = await store.write(enter_centre, entry, OPERATOR)
    await store.write(open_centre, OpenCentre(centre.id, opened), OPERATOR)
    return centre.id


async def a_town(
    store: Store,
    *,
    slug: str = "primernyj",
    zone: str = "Europe/Moscow",
    specialists: int = 1,
    rooms: int = 0,
    minutes: int = 60,
    week: tuple[WeekLine, ...] | None = None,
    horizon_days: int = 30,
    step_minutes: int | None = None,
    buffer_minutes: int = 0,
) -> Town:
    """An open centre with a lawyer's service, by default one lawyer, Monday to Friday 9-18 with lunch at 13."""
    centre_id = await a_centre(store, slug, zone)
    service = await store.write(
        add_service,
        AddService(
            centre_id,
            "lawyer",
            "Консультация юриста",
            minutes,
            frozenset(Mode),
            step_minutes=step_minutes,
            buffer_minutes=buffer_minutes,
            travel_minutes=30,
            horizon_days=horizon_days,
        ),
        OPERATOR,
    )
    doors = [await _a_room(store, centre_id, number) for number in range(1, rooms + 1)]
    people = [
        await _a_specialist(store, centre_id, service.service_id, n, doors, week or weekdays((9, 18), lunch=(13, 14)))
        for n in range(specialists)
    ]
    return Town(store, centre_id, service.service_id, tuple(people), ZoneInfo(zone), tuple(doors))


async def a_club(store: Store, town: Town, *, capacity: int = 10, weeks: int = 4) -> GatheringInfo:
    """A chess club for children of 6 to 12, on Thursdays from 16 to 17."""
    thursdays = [date(2026, 11, 26) + timedelta(weeks=number) for number in range(weeks)]
    times = tuple(MeetingTime(town.at(day, 16), town.at(day, 17)) for day in thursdays)
    club = AddGathering(
        town.centre_id, GatheringKind.CLUB, "Шахматы", "Учимся играть", "зал 2", capacity, times, ages=(6, 12)
    )
    return await store.write(add_gathering, club, OPERATOR)


async def _a_specialist(
    store: Store, centre_id: int, service_id: int, number: int, doors: list[int], week: tuple[WeekLine, ...]
) -> int:
    person = await store.write(add_resource, AddResource(centre_id, f"Юрист {number + 1}"), OPERATOR)
    door = doors[number % len(doors)] if doors else None
    await store.write(assign, Assign(service_id, person.resource_id, door), OPERATOR)
    await store.write(set_week, SetWeek(person.resource_id, week), OPERATOR)
    return person.resource_id


async def _a_room(store: Store, centre_id: int, number: int) -> int:
    room = await store.write(add_resource, AddResource(centre_id, f"кабинет {number}", ResourceKind.ROOM), OPERATOR)
    return room.resource_id
