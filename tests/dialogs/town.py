"""People in front of the running bot: `anna = await town.newcomer("Анна")`, `await anna.tap("Записаться", …)`."""

import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from app.demo import SLUG
from app.house import House
from core.booking.crews import EnterSettlement, JoinCrew, enter_settlement, join_crew
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.hours import Hours, WeekLine
from core.booking.listing import ReadServices, read_services
from core.booking.staffing import AddResource, AddService, Assign, add_resource, add_service, assign
from core.booking.states import GatheringKind, Mode, ResourceKind
from core.booking.tables import Appointment, Service
from core.booking.village_days import PlanVillageDay, plan_village_day
from core.booking.working_time import ChangeDay, SetWeek, change_day, set_week
from core.centres.opening import (
    CentreInfo,
    EnterCentre,
    FindCentres,
    OpenCentre,
    enter_centre,
    find_centres,
    open_centre,
)
from core.families.addresses import WhoIs, who_is
from core.families.settings import ReadSettings, read_settings
from core.families.tables import Family
from core.messaging.letters import TELEGRAM, Address
from core.messaging.tables import outbox
from core.storage.database import Unit
from core.use_case import Adult, System, Visitor
from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.client_views import Shown

OPERATOR = System("operator")
REGION, CENTRE = "Ленинградская область", "Учебный центр «Ромашка» (выдуманный)"
BOOKING, VISITS, PLAN = "🗓 Записаться", "📅 Мои записи", "🧭 Мой план"
MENU, DATA, SETTINGS = "☰ Меню", "🔐 Мои данные", "⚙️ Настройки"
AGREE, CONFIRM = "✓ Даю согласие, запишите", "✓ Записаться"
WHOLE_DAY, FIRST_HOUR = Hours(9 * 60, 18 * 60), Hours(9 * 60, 10 * 60)
_numbers = itertools.count(1)


@dataclass
class Somebody:
    """A person with a thumb: taps are counted, and after each one the screen is awaited."""

    town: "Town"
    person: ClientPerson
    taps: int = 0
    window: Shown | None = None

    async def start(self, payload: str = "") -> Shown:
        """/start or a link."""
        await self.person.start(payload)
        self.window = await self.person.wait_for(lambda shown: bool(shown.buttons), 20)
        return self.window

    async def tap(self, button: str, then: str) -> Shown:
        """Tap a button and wait for a window with these words."""
        self.taps += 1
        await self.person.tap(button)
        self.window = await self.person.wait_for(then, 20)
        return self.window

    async def say(self, words: str, then: str) -> Shown:
        """Type something and wait for a window."""
        await self.person.say(words)
        self.window = await self.person.wait_for(then, 20)
        return self.window

    async def hear(self, notice: str) -> None:
        """Wait for a line at the top of the screen."""
        await self.person.wait_for_notice(notice, 20)

    async def to_services(self) -> None:
        """/start, region, centre, «Записаться»."""
        await self.start()
        await self.tap(REGION, "Какой центр вам ближе?")
        await self.tap(CENTRE, "Ваш центр")
        await self.tap(BOOKING, "К кому вас записать?")

    async def to_confirm(self, service: str = "Юрист", slot: int = 0) -> str:
        """Up to the confirmation of one of the nearest times; returns the time's label."""
        await self.to_services()
        await self.tap(service, "ближайшее свободное время")
        label = self.slots()[slot]
        await self.tap(label, "Проверьте")
        return label

    async def book(self, service: str = "Юрист") -> str:
        """A booked visit of somebody new; returns its number."""
        await self.to_confirm(service)
        shown = await self.tap(AGREE, "вы записаны")
        return ticket_of(shown)

    async def menu(self) -> Shown:
        """Back to the menu from anywhere."""
        return await self.tap(MENU, "Я рядом")

    def slots(self) -> list[str]:
        """The times on the buttons of the open window, top down."""
        assert self.window is not None
        return [row[0] for row in self.window.buttons if ":" in row[0]]

    def labels(self) -> list[str]:
        """Every button of the open window."""
        assert self.window is not None
        return [label for row in self.window.buttons for label in row]

    async def actor(self) -> Adult | Visitor:
        """Who this is for the centre."""
        return await self.town.house.store.read(who_is, WhoIs(Address(TELEGRAM, self.person.id)), OPERATOR)

    async def adult(self) -> Adult:
        """The same, once there is a family."""
        actor = await self.actor()
        assert isinstance(actor, Adult)
        return actor

    async def files(self) -> dict[str, str]:
        """Names and contents of the files the bot has sent."""
        found = {}
        for shown in await self.person.messages():
            if document := shown.raw.get("document"):
                content = await self.town.sandbox.file(document["file_id"])
                found[document["file_name"]] = content.decode()
        return found


@dataclass
class Town:
    """The running program and everybody in front of it."""

    house: House
    sandbox: SandboxClient
    centre: CentreInfo
    everybody: list[Somebody] = field(default_factory=list)
    extra_services: list[int] = field(default_factory=list)

    async def newcomer(self, name: str = "Марина") -> Somebody:
        """Somebody who has never written before."""
        somebody = Somebody(self, await self.sandbox.person(name))
        self.everybody.append(somebody)
        return somebody

    async def write(self, case: Any, command: Any, actor: Any = OPERATOR) -> Any:
        """A use case of the centre's side."""
        return await self.house.store.write(case, command, actor)

    async def rows(self) -> dict[str, int]:
        """How many rows each table of the database file has."""

        def count(unit: Unit) -> dict[str, int]:
            names = sa.inspect(unit.connection).get_table_names()
            counted = ((name, sa.select(sa.func.count()).select_from(sa.table(name))) for name in names)
            return {name: unit.connection.scalar(statement) or 0 for name, statement in counted}

        return await self.house.database.read(count)

    async def lying_open(self, *secrets: str) -> list[str]:
        """Every cell of the database in which one of these can be read, also as bytes or escaped."""
        wanted = [form for one in secrets for form in (one, json.dumps(one)[1:-1])]

        def look(unit: Unit) -> list[str]:
            names = sa.inspect(unit.connection).get_table_names()
            rows = [row for name in names for row in unit.connection.execute(sa.text(f'SELECT * FROM "{name}"'))]
            cells = (cell for row in rows for cell in row)
            told = (bytes(c).decode("utf-8", "ignore") if isinstance(c, bytes | memoryview) else str(c) for c in cells)
            return [cell for cell in told if any(form in cell for form in wanted)]

        return await self.house.database.read(look)

    async def appointments(self, family_id: int) -> list[Appointment]:
        """The family's appointments, whatever their status."""

        def find(unit: Unit) -> list[Appointment]:
            rows = unit.session.exec(select(Appointment).where(Appointment.family_id == family_id)).all()
            unit.session.expunge_all()
            return list(rows)

        return await self.house.database.read(find)

    async def ten_minutes_pass(self) -> None:
        """Every hold has just run out."""
        past = datetime.now(UTC) - timedelta(seconds=1)

        def expire(unit: Unit) -> None:
            statement = sa.update(Appointment).where(sa.column("status") == "held").values(held_until=past)
            unit.session.exec(statement)

        await self.house.database.write(expire)

    async def reminders_fall_due(self, chat_id: int) -> None:
        """The hour of every reminder queued for this person has come."""

        def hurry(unit: Unit) -> None:
            unit.session.exec(sa.update(outbox).where(outbox.c.chat_id == chat_id).values(due_at=0))

        await self.house.database.write(hurry)

    async def it_is_noon_for(self, adult: Adult) -> None:
        """The family lives where it is noon now, whatever the hour in which the tests run: nothing waits for day."""
        ahead = 12 - datetime.now(UTC).hour
        zone = f"Etc/GMT{-ahead:+d}"  # POSIX counts to the west

        def move(unit: Unit) -> None:
            unit.session.exec(sa.update(Family).where(col(Family.id) == adult.family_id).values(time_zone=zone))

        await self.house.database.write(move)

    async def notices_ring(self, chat_id: int) -> None:
        """It is day where this person lives: the letter leaves as a test of somebody who asked for it."""

        def ring(unit: Unit) -> None:
            unit.session.exec(
                sa.update(outbox)
                .where(outbox.c.chat_id == chat_id, outbox.c.kind == "notice")
                .values(kind="campaign_test", due_at=0)
            )

        await self.house.database.write(ring)

    async def service(
        self,
        title: str,
        *,
        centre_id: int | None = None,
        modes: frozenset[Mode] = frozenset({Mode.PLACE}),
        specialist_name: str = "Специалист Имя Фамилия",
        room_name: str = "кабинет 7",
        hours: Hours = WHOLE_DAY,
        **shape: Any,
    ) -> int:
        """One more service with a specialist of its own, in the demo centre if no other is named; returns its id."""
        store, centre_id = self.house.store, centre_id or self.centre.id
        room = AddResource(centre_id, room_name, ResourceKind.ROOM)
        room_id = (await store.write(add_resource, room, OPERATOR)).resource_id
        specialist = await store.write(add_resource, AddResource(centre_id, specialist_name), OPERATOR)
        week = tuple(WeekLine(day, hours) for day in range(1, 6))
        await store.write(set_week, SetWeek(specialist.resource_id, week), OPERATOR)
        offer = AddService(centre_id, "lawyer", title, shape.pop("minutes", 60), modes, **shape)
        service = await store.write(add_service, offer, OPERATOR)
        await store.write(assign, Assign(service.service_id, specialist.resource_id, room_id), OPERATOR)
        if centre_id == self.centre.id:
            self.extra_services.append(service.service_id)
        return service.service_id

    async def colleague(self, service_id: int, name: str, hours: Hours = WHOLE_DAY) -> int:
        """One more specialist of a service of the demo centre; returns their id."""
        specialist = (await self.write(add_resource, AddResource(self.centre.id, name))).resource_id
        await self.write(set_week, SetWeek(specialist, tuple(WeekLine(day, hours) for day in range(1, 6))))
        await self.write(assign, Assign(service_id, specialist))
        return int(specialist)

    async def specialists(self, *services: int) -> set[int]:
        """Who gives these services of the demo centre."""
        found = (await self.house.store.read(read_services, ReadServices(self.centre.id), OPERATOR)).entries
        return {person.id for one in found if one.id in services for person in one.specialists}

    async def crew(self, centre_id: int, specialist_id: int, settlement: str, way: int = 30) -> int:
        """A crew of one specialist and a settlement it drives to, with a day there soon; returns its id."""
        store = self.house.store
        crew = await store.write(add_resource, AddResource(centre_id, "Бригада", ResourceKind.CREW), OPERATOR)
        await store.write(join_crew, JoinCrew(specialist_id, crew.resource_id), OPERATOR)
        target = await store.write(enter_settlement, EnterSettlement(centre_id, settlement, way), OPERATOR)
        day = (store.clock() + timedelta(days=10)).date()
        plan = PlanVillageDay(crew.resource_id, target.settlement_id, day, Hours(10 * 60, 15 * 60))
        await store.write(plan_village_day, plan, OPERATOR)
        return target.settlement_id

    async def drive_no_more(self, centre_id: int, settlement: str) -> None:
        """The centre does not drive to this settlement any more."""
        await self.write(enter_settlement, EnterSettlement(centre_id, settlement, 0, served=False))

    async def tidy_up(self) -> None:
        """The demo centre offers again what it offered at first: the next test finds the same buttons."""
        while self.extra_services:
            await self.stop_offering(self.extra_services.pop())

    async def stop_offering(self, service_id: int) -> None:
        """The centre gives this service no more."""

        def stop(unit: Unit) -> None:
            unit.session.exec(sa.update(Service).where(sa.column("id") == service_id).values(offered=False))

        await self.house.database.write(stop)

    async def longest_centre(self) -> str:
        """An open centre whose every name is as long as it can be; returns its slug."""
        slug = f"d{next(_numbers)}".ljust(48, "d")
        entry = EnterCentre(slug, "KAM", "Ж" * 200, "Asia/Kamchatka", "Ш" * 300, "8" * 40, demo=True)
        centre = await self.house.store.write(enter_centre, entry, OPERATOR)
        await self.service(
            "Щ" * 120,
            centre_id=centre.id,
            modes=frozenset(Mode),
            specialist_name="Ы" * 120,
            room_name="Ю" * 120,
            minutes=30,
            step_minutes=5,
            travel_minutes=30,
        )
        await self.house.store.write(open_centre, OpenCentre(centre.id), OPERATOR)
        return slug

    async def kamchatka(self) -> CentreInfo:
        """An open centre nine hours ahead of Moscow that can be phoned with."""
        entry = EnterCentre("kamchatka-demo", "KAM", "Камчатский центр (выдуманный)", "Asia/Kamchatka", demo=True)
        centre = await self.house.store.write(enter_centre, entry, OPERATOR)
        await self.service("Связист", centre_id=centre.id, modes=frozenset({Mode.PHONE}))
        return await self.house.store.write(open_centre, OpenCentre(centre.id), OPERATOR)

    async def one_time_centre(self) -> str:
        """An open centre where it is about noon now and that has one time, tomorrow at ten; returns its slug."""
        ahead = 12 - datetime.now(UTC).hour
        slug, zone = f"odno-vremya-{next(_numbers)}", f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
        centre = await self.write(enter_centre, EnterCentre(slug, "KAM", f"Центр {slug} (выдуманный)", zone, demo=True))
        service = await self.service("Тьютор", centre_id=centre.id, horizon_days=1)
        await self.write(open_centre, OpenCentre(centre.id))
        found = (await self.house.store.read(read_services, ReadServices(centre.id), OPERATOR)).entries
        [tutor] = [person for one in found for person in one.specialists if one.id == service]
        await self.write(set_week, SetWeek(tutor.id, ()))
        tomorrow = datetime.now(ZoneInfo(zone)).date() + timedelta(days=1)
        await self.write(change_day, ChangeDay(centre.id, tomorrow, tutor.id, open_hours=(Hours(600, 660),)))
        return slug

    async def club(self, centre_id: int, title: str, about: str = "Учимся играть", place: str = "зал 2") -> int:
        """A club of two places for children up to 17 that meets eight times; returns its id."""
        first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
        starts = [first + timedelta(weeks=number) for number in range(8)]
        times = tuple(MeetingTime(start, start + timedelta(hours=1)) for start in starts)
        entry = AddGathering(centre_id, GatheringKind.CLUB, title, about, place, 2, times, ages=(0, 17))
        return int((await self.write(add_gathering, entry)).id)

    async def centre_of(self, adult: Adult) -> int:
        """The centre this family has chosen."""
        centre_id = (await self.house.store.read(read_settings, ReadSettings(), adult)).centre_id
        assert centre_id is not None
        return centre_id

    async def closed_centre(self, name: str, phone: str | None) -> CentreInfo:
        """A centre in the books that takes no bookings yet."""
        entry = EnterCentre(f"zakryt-{next(_numbers)}", "KAM", name, "Asia/Kamchatka", phone=phone, demo=True)
        centre = await self.house.store.write(enter_centre, entry, OPERATOR)
        await self.house.store.write(open_centre, OpenCentre(centre.id, False), OPERATOR)
        return centre


async def open_town(house: House, sandbox: SandboxClient) -> Town:
    """The demo centre with its staff."""
    found = await house.store.read(find_centres, FindCentres(slug=SLUG), OPERATOR)
    return Town(house, sandbox, found.entries[0])


def ticket_of(shown: Shown) -> str:
    """The visit's number in a window."""
    return shown.text.partition("Номер записи: ")[2][:8]
