"""One plainly fictional centre for the sandbox, with hours, staff and services, so that everything can be tried.

It exists only in the sandbox's own database, which never meets a real token. Nothing here is about a real centre.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.booking.crews import (
    EnterSettlement,
    JoinCrew,
    LinkAccount,
    ReadCrews,
    enter_settlement,
    join_crew,
    link_account,
    read_crews,
)
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.hours import Hours, WeekLine
from core.booking.staffing import AddResource, AddService, Assign, add_resource, add_service, assign
from core.booking.states import GatheringKind, HoursKind, Mode, ResourceKind
from core.booking.village_days import PlanVillageDay, plan_village_day
from core.booking.working_time import SetWeek, set_week
from core.cases.templates import SaveTemplate, save_template
from core.centres.opening import EnterCentre, FindCentres, OpenCentre, enter_centre, find_centres, open_centre
from core.duty.roster import PutOnDuty, put_on_duty
from core.duty.states import Line
from core.staff.accounts import Login, NewAccount, add_account, find_account
from core.staff.grants import Grant, Place, grant_role
from core.staff.passwords import Passwords
from core.staff.roles import Role
from core.use_case import Store, System

_ACTOR = System("demo")
SLUG = "demo-romashka"
PASSWORD = "romashka-dlya-proby"  # noqa: S105 - opens only the sandbox, which listens on loopback
_WORKDAYS = range(1, 7)
_ON_DUTY = {Role.DUTY: Line.FIRST, Role.HEAD: Line.SECOND}
_DAY = Hours(9 * 60, 19 * 60)
_LUNCH = Hours(13 * 60, 14 * 60)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up member of staff."""

    login: str
    name: str
    role: Role


STAFF = (
    Person("anna", "Анна Примерова", Role.CURATOR),
    Person("boris", "Борис Выдумкин", Role.CURATOR),
    Person("galina", "Галина Недремлющая", Role.DUTY),
    Person("vera", "Вера Небылицына", Role.HEAD),
    Person("admin", "Администратор песочницы", Role.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A service of the demo centre and the made-up specialist who gives it."""

    speciality: str
    title: str
    specialist: str
    minutes: int
    modes: frozenset[Mode]


_WORKER = "Специалист Ольга Придуманова"
SERVICES = (
    Visit("lawyer", "Юрист", "Юрист Мария Сказкина", 30, frozenset({Mode.PLACE, Mode.PHONE})),
    Visit("psychologist", "Психолог", "Психолог Игорь Небывалов", 60, frozenset({Mode.PLACE, Mode.VIDEO})),
    Visit(
        "social",
        "Специалист по социальной работе",
        _WORKER,
        30,
        frozenset({Mode.PLACE, Mode.PHONE, Mode.HOME, Mode.VILLAGE}),
    ),
    Visit("speech_therapist", "Логопед", "Логопед Дарья Звукова", 30, frozenset({Mode.PLACE})),
)


TEMPLATES = (
    ("Что принести", "Здравствуйте! Помощь «{мера}».\n\nПринесите:\n{документы}\n\nКуда: {куда}"),
    ("Сколько и до какого срока", "{мера}\n\n{сумма}\n\nСрок: {срок}\n{источник}"),
    ("Я рядом", "Здравствуйте, я {куратор}. Читаю ваше сообщение и скоро отвечу. Номер обращения: {номер}."),
)


async def furnish(store: Store, passwords: Passwords) -> None:
    """Make the demo centre once; later starts find it."""
    if (await store.read(find_centres, FindCentres(slug=SLUG), _ACTOR)).entries:
        return
    entered = await store.write(
        enter_centre,
        EnterCentre(
            SLUG,
            "LEN",
            "Учебный центр «Ромашка» (выдуманный)",
            "Europe/Moscow",
            address="Выдуманный город, улица Примерная, 1, второй этаж",
            demo=True,
        ),
        _ACTOR,
    )
    await _staff(store, passwords, entered.id)
    for visit in SERVICES:
        await _service(store, entered.id, visit)
    await _drive_out(store, entered.id)
    await _write_templates(store, entered.id)
    hall = await store.write(add_resource, AddResource(entered.id, "зал на первом этаже", ResourceKind.ROOM), _ACTOR)
    await store.write(add_gathering, _club(entered.id, hall.resource_id, store.clock()), _ACTOR)
    await store.write(open_centre, OpenCentre(entered.id), _ACTOR)


def _club(centre_id: int, room_id: int, now: datetime) -> AddGathering:
    """A made-up club that meets on eight Saturdays."""
    zone = ZoneInfo("Europe/Moscow")
    saturday = now.astimezone(zone).date() + timedelta(days=7 - (now.astimezone(zone).date().isoweekday() + 1) % 7)
    starts = [
        datetime.combine(saturday + timedelta(weeks=number), time(11), tzinfo=zone).astimezone(UTC)
        for number in range(8)
    ]
    meetings = tuple(MeetingTime(start, start + timedelta(hours=1)) for start in starts)
    about = "Лепим и рисуем вместе с родителями. Всё нужное дадут на месте."
    return AddGathering(
        centre_id,
        GatheringKind.CLUB,
        "Мастерская «Пластилин»",
        about,
        "зал на первом этаже",
        10,
        meetings,
        ages=(4, 9),
        room_id=room_id,
    )


async def _staff(store: Store, passwords: Passwords, centre_id: int) -> None:
    password_hash = await passwords.hash(PASSWORD)
    for person in STAFF:
        account = await store.write(
            add_account, NewAccount(person.login, person.name, password_hash, must_change_password=False), _ACTOR
        )
        place = Place() if person.role is Role.ADMINISTRATOR else Place(centre=SLUG)
        await store.write(grant_role, Grant(account.account_id, person.role, place), _ACTOR)
        if person.role in _ON_DUTY:
            await store.write(put_on_duty, _always_there(centre_id, account.account_id, person.role), _ACTOR)


def _always_there(centre_id: int, account_id: int, role: Role) -> PutOnDuty:
    """So that an alarm finds somebody at whatever hour the sandbox is tried."""
    return PutOnDuty(centre_id, account_id, _ON_DUTY[role], tuple(range(1, 8)), None, 0, 24 * 60)


async def _drive_out(store: Store, centre_id: int) -> None:
    """A made-up settlement, a crew of the social worker, whom Anna plays, and one day there soon."""
    crew = await store.write(add_resource, AddResource(centre_id, "Бригада «Ромашка»", ResourceKind.CREW), _ACTOR)
    target = await store.write(enter_settlement, EnterSettlement(centre_id, "Выдуманная Слобода", 30), _ACTOR)
    found = (await store.read(read_crews, ReadCrews(centre_id), _ACTOR)).drivers
    [worker] = [one.id for one in found if one.name == _WORKER]
    anna = await store.write(find_account, Login("anna"), _ACTOR)
    await store.write(join_crew, JoinCrew(worker, crew.resource_id), _ACTOR)
    await store.write(link_account, LinkAccount(worker, anna.account_id), _ACTOR)
    day = (store.clock() + timedelta(days=9)).date()
    plan = PlanVillageDay(crew.resource_id, target.settlement_id, day, Hours(11 * 60, 15 * 60))
    await store.write(plan_village_day, plan, _ACTOR)


async def _write_templates(store: Store, centre_id: int) -> None:
    for title, body in TEMPLATES:
        await store.write(save_template, SaveTemplate(centre_id, title, body), _ACTOR)


async def _service(store: Store, centre_id: int, visit: Visit) -> None:
    room = await store.write(
        add_resource, AddResource(centre_id, f"Кабинет: {visit.title.lower()}", ResourceKind.ROOM), _ACTOR
    )
    specialist = await store.write(add_resource, AddResource(centre_id, visit.specialist), _ACTOR)
    await store.write(set_week, SetWeek(specialist.resource_id, _week()), _ACTOR)
    service = await store.write(
        add_service, AddService(centre_id, visit.speciality, visit.title, visit.minutes, visit.modes), _ACTOR
    )
    await store.write(assign, Assign(service.service_id, specialist.resource_id, room.resource_id), _ACTOR)


def _week() -> tuple[WeekLine, ...]:
    work = [WeekLine(day, _DAY) for day in _WORKDAYS]
    lunch = [WeekLine(day, _LUNCH, HoursKind.BREAK) for day in _WORKDAYS]
    return (*work, *lunch)
