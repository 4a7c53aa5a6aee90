"""Every screen of the bot has a window, and every window renders: for a newcomer and for the fullest family there is,
with the longest names, measures and ids of the real catalogue, through the real dialogs into the strict sandbox.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiogram.fsm.state import StatesGroup

from bot import states
from bot.dialogs import build_dialogs
from bot.dialogs.gatherings.windows import FROM_VISITS
from bot.dialogs.phone import AFTER_BOOKING
from bot.dialogs.questionnaire.said_children import write_children
from bot.states import (
    Appointments,
    Booking,
    Card,
    Consent,
    Gatherings,
    Menu,
    MyData,
    Notice,
    Person,
    Phone,
    Place,
    Plan,
    Proposals,
    Questionnaire,
    Result,
    Search,
    Settings,
    Urgent,
)
from core.booking.appointments import Visit
from core.booking.check_in import Outcome
from core.booking.confirm import Book, book
from core.booking.enrolment import Enrol, enrol
from core.booking.free import NearestSlots, nearest_slots
from core.booking.gatherings import ReadGathering, read_gathering
from core.booking.hold import Hold, hold
from core.booking.home_address import WriteAddress, write_address
from core.booking.listing import ReadServices, read_services
from core.booking.meeting_changes import CallOffMeeting, MoveMeeting, call_off_meeting, move_meeting
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.refusals import Reason
from core.booking.states import Mode
from core.cases.call_person import CallPerson, call_person
from core.centres.opening import CentreInfo, FindCentres, find_centres
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.needs import ChooseNeeds, choose_needs
from core.families.plan import AddStep, ReadPlan, SaveToPlan, Step, add_step, read_plan, save_to_plan
from core.families.received import MarkReceived, mark_received
from core.families.tables import ConsentPurpose, StepDoer
from core.families.topics import Topic
from core.messaging.letters import TELEGRAM, Address
from core.outreach.campaigns.segments import SEGMENT, Moved, Segment
from core.outreach.campaigns.states import Repeat
from core.outreach.campaigns.tables import Campaign
from core.outreach.changes.directions import Move
from core.outreach.changes.moves import rules_of
from core.outreach.changes.tables import CatalogueChange, ToldOfChange
from core.outreach.coming import Turn
from core.outreach.tables import ComingChange, NoticeLine
from core.outreach.tables import Notice as NoticeRow
from core.permissions import Permission
from core.staff.accounts import Login, find_account
from core.storage.database import Unit
from core.triage.births import Birth
from core.triage.facts import REGISTRY, Fact, Shape
from core.triage.needs import Need
from core.triage.profile import Band, Child, Pregnancy, Value
from core.triage.said_ages import RetryReason
from core.use_case import Adult, StaffMember, Visitor
from sandbox.client_person import ClientPerson
from sandbox.client_views import Shown
from tests.dialogs.gallery import Gallery, Hung, open_gallery
from tests.dialogs.town import OPERATOR, Town
from tests.households import a_family, registrar

SESSION = pytest.mark.asyncio(loop_scope="session")

GROUPS = [group for group in vars(states).values() if isinstance(group, type) and issubclass(group, StatesGroup)]
STATES = {state for group in GROUPS for state in group.__all_states__}
TODAY = date(2026, 11, 23)
BIRTHS = [(TODAY.replace(day=1) - timedelta(days=400 * number), timedelta(days=20)) for number in range(15)]
CHILDREN = tuple(Child(Birth(first, first + length), True) for first, length in BIRTHS)
EVERYTHING = "пособие выплата ребёнок жильё ипотека многодетная "
PERSON, URGENT = "🙋", "🆘"
ROOM_IN_A_ROW = {1: 64, 2: 28, 3: 14}
"""Characters a button may have beside so many others: more is cut to «…» on a phone."""


@dataclass
class Fullest:
    """A family with everything, at a centre whose every name is as long as it can be; and a newcomer."""

    gallery: Gallery
    town: Town
    family: ClientPerson
    adult: Adult
    centre: CentreInfo
    booked: Visit
    held: Visit
    driven: Visit
    settlement: int
    paired: int
    newcomer: ClientPerson
    notice: int
    news: int
    club: int
    place: str
    """The family's place in the club."""

    @property
    def longest(self) -> str:
        """The measure with the longest id, which stands in buttons."""
        return max((one.id for one in self.town.house.live.current.catalogue.measures), key=len)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def fullest(town: Town) -> AsyncIterator[Fullest]:
    mother, newcomer = await town.newcomer("М" * 64), await town.newcomer("Н" * 64)
    await mother.start()
    await newcomer.start()
    slug, store = await town.longest_centre(), town.house.store
    [centre] = (await store.read(find_centres, FindCentres(slug=slug), OPERATOR)).entries
    adult = await a_family(store, who=Visitor(TELEGRAM, mother.person.id), centre_id=centre.id, zone="Asia/Kamchatka")
    await store.write(record_answers, RecordAnswers(tuple(_answers())), adult)
    await store.write(choose_needs, ChooseNeeds(tuple(Need)[:3]), adult)
    await _longest_plan(town, adult, centre.id)
    await store.write(call_person, CallPerson(Address(TELEGRAM, mother.person.id), centre.id), adult)
    [service] = (await store.read(read_services, ReadServices(centre.id), adult)).entries
    free = (await store.read(nearest_slots, NearestSlots(service.id, Mode.VIDEO, 2), adult)).slots
    booked = await store.write(book, Book(Hold(service.id, Mode.VIDEO, free[0].starts_at)), adult)
    settlement = await town.crew(centre.id, service.specialists[0].id, "У" * 80)
    names = {"specialist_name": "Ъ" * 120, "room_name": "Ь" * 120}
    another = await town.service("Ё" * 120, centre_id=centre.id, modes=frozenset({Mode.HOME}), **names)
    query = NearestSlots(another, Mode.HOME, 1, settlement_id=settlement)
    [to_home] = (await store.read(nearest_slots, query, adult)).slots
    wish = Hold(another, Mode.HOME, to_home.starts_at, settlement_id=settlement)
    driven = await store.write(book, Book(wish), adult)
    await store.write(write_address, WriteAddress(driven.ticket, "Э" * 300), adult)
    later = (await store.read(nearest_slots, NearestSlots(service.id, Mode.PLACE, 1), adult)).slots
    await store.write(join_waiting, JoinWaiting(service.id, Mode.PLACE), adult)
    held = await store.write(hold, Hold(service.id, Mode.PLACE, later[0].starts_at), adult)
    notice = await _longest_notice(town, adult)
    news = await _longest_news(town, adult)
    club = await town.club(centre.id, "Д" * 120, "Ф" * 600, "З" * 120)
    await _unlike_each_other(town, club)
    places = [await store.write(enrol, Enrol(club, age), adult) for age in range(5)]
    paired = await town.service("Ш" * 120, centre_id=centre.id, **names)
    async with open_gallery(town) as gallery:
        visits = (booked, held, driven, settlement, paired)
        yield Fullest(
            gallery, town, mother.person, adult, centre, *visits, newcomer.person, notice, news, club, places[0].ticket
        )


async def _unlike_each_other(town: Town, club: int) -> None:
    """Every meeting but the first is somewhere else and at another hour, and one is called off.

    Before anybody is enrolled: a letter would stand in the chat among the windows.
    """
    staff = StaffMember(1, "Регистратор", frozenset({Permission.MANAGE_APPOINTMENTS}), None)
    meetings = (await town.house.store.read(read_gathering, ReadGathering(club), OPERATOR)).meetings
    for number, one in enumerate(meetings[1:]):
        starts = one.starts_at + timedelta(hours=1)
        move = MoveMeeting(one.id, starts, starts + timedelta(hours=1), f"{number}{'Ж' * 119}")
        await town.write(move_meeting, move, staff)
    await town.write(call_off_meeting, CallOffMeeting(meetings[-1].id), staff)


def _answers() -> Iterator[Statement]:
    said: dict[Shape, Value] = {
        Shape.YES_NO: True,
        Shape.REGION: "KAM",
        Shape.CHILDREN: CHILDREN,
        Shape.WEEKS: Pregnancy.of_weeks(20, TODAY),
        Shape.INCOME_BAND: Band(0.5, 1.0),
    }
    return (Statement(fact, said[spec.shape]) for fact, spec in REGISTRY.items())


async def _longest_plan(town: Town, adult: Adult, centre_id: int) -> None:
    measures = [one for one in town.house.live.current.catalogue.measures if one.region in (None, "KAM")]
    await town.write(save_to_plan, SaveToPlan(tuple(one.id for one in measures)), adult)
    for one in measures[::2]:
        await town.write(mark_received, MarkReceived(one.id, True), adult)
    for doer in StepDoer:
        await town.write(add_step, AddStep(adult.family_id, "очень подробно " * 300, doer), registrar(centre_id))


async def _longest_notice(town: Town, adult: Adult) -> int:
    """A notice about the forty longest titles there are; returns its number."""
    measures = sorted(town.house.live.current.catalogue.measures, key=lambda one: -len(one.title))[:40]

    def told(unit: Unit) -> int:
        notice = NoticeRow(adult_id=adult.adult_id, lead=30, on_day=TODAY, created_at=town.house.store.clock())
        unit.session.add(notice)
        unit.session.flush()
        for one in measures:
            change = ComingChange(
                family_id=adult.family_id, measure_id=one.id, turn=Turn.DEADLINE, ordinal=1, on_day=TODAY
            )
            unit.session.add(change)
            unit.session.flush()
            unit.session.add(NoticeLine(change_id=change.id, adult_id=adult.adult_id, lead=30, notice_id=notice.id))
        assert notice.id is not None
        return notice.id

    return await town.house.database.write(told)


async def _longest_news(town: Town, adult: Adult) -> int:
    """A letter about an edition in which every measure is new; returns its campaign's number."""
    catalogue = town.house.live.current.catalogue
    measures, rules = {one.id: one.title for one in catalogue.measures}, rules_of(catalogue.measures)
    account = await town.write(find_account, Login("vera"), OPERATOR)
    now = town.house.store.clock()

    def told(unit: Unit) -> int:
        known = {"edition": "new", "compared": catalogue.version, "before": {}, "rules": rules}
        change = CatalogueChange(**known, measures=measures, noted_at=now)
        unit.session.add(change)
        unit.session.flush()
        assert change.id is not None
        segment = SEGMENT.dump_python(Segment(moved=Moved(change.id, Move.GAINS)), mode="json")
        campaign = Campaign(
            title="Новое",
            topic=Topic.MEASURES,
            words="Новое",
            segment=segment,
            repeat=Repeat.SKIP,
            author_id=account.account_id,
            test_code="NEWSNEWS",
            starts_at=now,
            valid_until=now + timedelta(days=1),
            created_at=now,
        )
        unit.session.add(campaign)
        unit.session.flush()
        assert campaign.id is not None
        for one in measures:
            row = ToldOfChange(
                adult_id=adult.adult_id, measure_id=one, edition="new", campaign_id=campaign.id, outbox_id=10**9
            )
            unit.session.add(row)
        return campaign.id

    return await town.house.database.write(told)


def _windows_of_a_family(home: Fullest, steps: list[int], groups: int) -> Iterator[Hung]:
    booking = {"centre": home.centre.id, "service": home.booked.service_id, "mode": "video"}
    moving = {**booking, "moving": home.booked.ticket, "wanted": 30_000_000, "giver": home.booked.specialist_id}
    yield from (Hung(Menu.main), Hung(Menu.about), Hung(Place.region))
    yield from (Hung(Place.centre, data={"region": code}) for code in ("KAM", "LEN", "KYA", "CHE", "TYU"))
    yield from (Hung(Consent.ask), Hung(Consent.declined), Hung(Search.ask))
    yield from (Hung(state, {"measure": home.longest}) for state in (Card.main, Card.details, Card.since))
    yield from _questions()
    yield from (Hung(Result.overview), Hung(Result.overview, data={"saved": True}), Hung(Result.documents))
    yield from (Hung(Result.refusals, data={"page": page}) for page in range(3))
    yield Hung(Result.received)
    yield from (Hung(Result.group, data={"group": group, "page": page}) for group in range(groups) for page in range(3))
    for words in (EVERYTHING * 20, "ъ" * 1_000, "<&>" * 300):
        yield from (Hung(Search.found, data={"words": words, "page": page}) for page in range(3))
        yield Hung(Search.refine, data={"words": words})
    yield from (
        Hung(Booking.service),
        Hung(Booking.mode, data=booking),
        Hung(Booking.whom, data=booking),
        Hung(Booking.declined),
    )
    for choice in (booking, moving):
        yield from (Hung(state, data=choice) for state in (Booking.nearest, Booking.day, Booking.gone))
        yield Hung(Booking.time, data={**choice, "day": _local_day(home.booked)})
    yield from (
        Hung(Booking.gone, data={**booking, **_refused(home, reason), "refused": reason.value}) for reason in Reason
    )
    yield Hung(Booking.confirm, data={**booking, "ticket": home.held.ticket})
    yield Hung(Booking.confirm, data=moving)
    yield from (Hung(Booking.booked, data={**choice, "ticket": home.booked.ticket}) for choice in (booking, moving))
    yield from (Hung(state, data=booking) for state in (Booking.wait, Booking.wait_consent, Booking.wait_declined))
    yield Hung(Booking.waiting, data=booking)
    yield from _pairs(home)
    yield from (Hung(Booking.settlement, data={**booking, "mode": mode}) for mode in ("home", "village"))
    yield from (
        Hung(Booking.nearest, data={**booking, "mode": mode, "settlement": home.settlement})
        for mode in ("home", "village")
    )
    yield from (
        Hung(Booking.address, data={"ticket": home.driven.ticket, **extra})
        for extra in ({}, {"alone": True}, {"fault": "address-too-long"})
    )
    yield Hung(Booking.booked, data={**booking, "ticket": home.driven.ticket})
    yield from (Hung(Phone.ask), Hung(Phone.ask, AFTER_BOOKING), Hung(Phone.ask, data={"fault": True}))
    yield from (
        Hung(Appointments.here, data={"outcome": outcome.value, "tickets": [home.booked.ticket] * seen})
        for outcome in Outcome
        for seen in ((0,) if outcome in (Outcome.NOT_BOOKED, Outcome.UNKNOWN_CODE) else (1, 2))
    )
    yield Hung(Appointments.waiting, data={"waiting": str(booking["service"])})
    yield Hung(Gatherings.list)
    yield from (Hung(state, data={"gathering": home.club}) for state in (Gatherings.one, Gatherings.age))
    yield Hung(Gatherings.one, data={"gathering": home.club, FROM_VISITS: True, "left": home.club})
    yield Hung(Gatherings.leave, data={"gathering": home.club, "leaving": home.place})
    yield Hung(Gatherings.consent, data={"gathering": home.club})
    yield Hung(Appointments.list)
    yield from (
        Hung(state, {"ticket": visit.ticket})
        for state in (Appointments.one, Appointments.cancel)
        for visit in (home.booked, home.held, home.driven)
    )
    yield from (Hung(Person.ask), Hung(Person.called), Hung(Person.hand_over), Hung(Urgent.kinds), Hung(Urgent.card))
    yield from (Hung(Proposals.list), Hung(Proposals.write))
    yield from (Hung(Plan.list, data={"page": page}) for page in range(20))
    yield from (Hung(Plan.step, data={"step": step}) for step in steps)
    yield from (
        Hung(MyData.main),
        Hung(MyData.erase),
        Hung(MyData.erased, {"ticket": "ABCD2345"}),
        Hung(MyData.consents),
    )
    yield from (Hung(MyData.consent, {"purpose": purpose.value}) for purpose in ConsentPurpose)
    yield Hung(Notice.main, {"notice": str(home.notice)})
    yield Hung(Notice.news, {"news": str(home.news)})
    settings = (Settings.main, Settings.language, Settings.family, Settings.code, Settings.join)
    yield from (Hung(state) for state in settings)


def _refused(home: Fullest, reason: Reason) -> dict[str, str | None]:
    """Why a time was refused; a visit of the family's own that is in the way is named."""
    return {"reason": reason.value, "standing": home.booked.ticket if reason is Reason.OWN_VISIT else None}


def _pairs(home: Fullest) -> Iterator[Hung]:
    pair, both = {"pair": [home.booked.service_id, home.paired]}, {"tickets": [home.held.ticket] * 2}
    yield from (Hung(Booking.pair, data=data) for data in ({}, {"pair": [home.paired]}))
    yield Hung(Booking.pair_times, data=pair)
    yield from (
        Hung(Booking.pair_times, data={**pair, "pair_refused": {**_refused(home, reason), "service": home.paired}})
        for reason in Reason
    )
    yield from (Hung(Booking.pair_confirm, data=both), Hung(Booking.pair_declined, data=pair))
    yield Hung(Booking.pair_booked, data=both)


def _questions() -> Iterator[Hung]:
    yield Hung(Questionnaire.needs)
    yield Hung(Questionnaire.resume)
    children = write_children(CHILDREN)
    yes_no = [fact.value for fact, spec in REGISTRY.items() if spec.shape is Shape.YES_NO]
    for fact in yes_no:
        yield Hung(Questionnaire.choice, data={"again": [fact]})
    for fact in Fact:
        yield Hung(Questionnaire.why, data={"again": [fact.value]})
    yield Hung(Questionnaire.why, data={"again": yes_no})
    yield Hung(Questionnaire.several, data={"again": yes_no})
    yield Hung(Questionnaire.income, data={"again": [Fact.INCOME_PER_HEAD_RATIO.value]})
    yield Hung(Questionnaire.region, data={"again": [Fact.REGION.value]})
    yield from (
        Hung(Questionnaire.children, data={"children": children, "retry": reason.value}) for reason in RetryReason
    )
    yield from (Hung(Questionnaire.child_age, data={"year": year}) for year in (TODAY.year, 2015, TODAY.year - 18))
    yield from (Hung(Questionnaire.weeks, data={"retry": reason.value}) for reason in RetryReason)
    yield Hung(Questionnaire.answers)
    yield Hung(Questionnaire.paused)
    yield Hung(Questionnaire.which_child, data={"children": children})


def _windows_of_a_newcomer(home: Fullest) -> Iterator[Hung]:
    nowhere: dict[str, Any] = {}
    here: dict[str, Any] = {"region": "KAM", "centre_id": home.centre.id}
    for visit in (nowhere, {"region": "KYA"}, here):
        yield from (
            Hung(state, visit=visit)
            for state in (Menu.main, Person.ask, Urgent.kinds, Booking.service, Settings.main, MyData.main, Plan.list)
        )
    yield from (
        Hung(state)
        for state in (Consent.ask, Appointments.list, Gatherings.list, Settings.family, Settings.code, Settings.join)
    )


def _longest_steps(steps: tuple[Step, ...]) -> list[int]:
    return [step.id for step in steps if step.measure_id is None] + [step.id for step in steps if step.measure_id][:20]


def _local_day(visit: Visit) -> str:
    return (visit.starts_at + timedelta(hours=12)).date().isoformat()


def too_much(shown: Shown, buttons_seen: int) -> Iterator[str]:
    """What Telegram, a phone or a reader would stumble over."""
    rows = shown.raw.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if not 0 < len(shown.text.encode("utf-16-le")) // 2 <= 4_096:
        yield f"{len(shown.text)} characters"
    if not 0 < buttons_seen <= 100:
        yield f"{buttons_seen} buttons"
    yield from (
        f"callback data {b['callback_data']!r}" for b in buttons if len(b.get("callback_data", "").encode()) > 64
    )
    if raw := re.search(r"\bNone\b|\{\s*\$?\w+\s*\}|</?(b|i|s|code|blockquote)>|&(lt|gt|amp|quot);", shown.text):
        yield f"{raw[0]!r} stands in the text"
    for row in rows:
        room = ROOM_IN_A_ROW.get(len(row), 8)
        yield from (
            f"button {b['text']!r} in a row of {len(row)}" for b in row if not 0 < len(b["text"].strip()) <= room
        )
        yield from (f"button {b['text']!r}" for b in row if re.search(r"None|[{}]|</?[a-z]|&\w+;", b["text"]))


def test_every_screen_has_exactly_one_window() -> None:
    windows = [state for dialog in build_dialogs() for state in dialog.windows]

    assert len(windows) == len(set(windows))
    assert set(windows) == STATES


@SESSION
async def test_every_window_renders_with_the_longest_there_is(fullest: Fullest) -> None:
    plan = await fullest.town.house.store.read(read_plan, ReadPlan(fullest.adult.family_id), fullest.adult)
    hung = list(_windows_of_a_family(fullest, _longest_steps(plan.steps), groups=4))
    assert {each.state for each in hung} == STATES, "a screen nobody looks at"
    faults = await _look(fullest.gallery, fullest.family, hung)
    faults += await _look(fullest.gallery, fullest.newcomer, list(_windows_of_a_newcomer(fullest)))

    assert faults == [], "\n".join(faults)


@SESSION
async def test_F6_every_measure_has_a_card_that_fits(fullest: Fullest) -> None:
    measures = fullest.town.house.live.current.catalogue.measures
    cards = [Hung(Card.main, {"measure": one.id}) for one in measures]
    papers = [Hung(Card.details, {"measure": one.id}) for one in measures]

    faults = await _look(fullest.gallery, fullest.newcomer, [*cards, *papers])
    faults += await _look(
        fullest.gallery,
        fullest.family,
        [card for card, one in zip(cards, measures, strict=True) if one.region in (None, "KAM")],
    )
    assert faults == [], "\n".join(faults)


@SESSION
async def test_a_need_that_has_emptied_meanwhile_leads_to_the_menu(fullest: Fullest) -> None:
    shown = await fullest.gallery.show(fullest.family, Hung(Result.group, data={"group": 99}))

    assert "Я рядом" in shown.text


async def _look(gallery: Gallery, person: ClientPerson, hung: list[Hung]) -> list[str]:
    faults: dict[str, None] = {}
    for each in hung:
        shown = await gallery.show(person, each)
        labels = [label for row in shown.buttons for label in row] or await person.reply_buttons()
        found = [
            *too_much(shown, len(labels)),
            *(f"no way to {door}" for door in (PERSON, URGENT) if not _leads(door, each, labels)),
        ]
        faults.update(dict.fromkeys(f"{each.state.state}: {fault}" for fault in found))
    return list(faults)


def _leads(door: str, hung: Hung, labels: list[str]) -> bool:
    """On every screen a person and urgent help are one tap away; urgent help itself is already there."""
    if door == URGENT and hung.state in (Urgent.kinds, Urgent.card):
        return True
    return any(door in label for label in labels)
