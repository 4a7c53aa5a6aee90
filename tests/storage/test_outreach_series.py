"""One campaign for many centres, how it went, and what one family would see of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from admin.chart import HEIGHT, WIDTH, chart_of
from core.catalog.conditions import ChildYoungerThan
from core.families.household import UnknownFamily
from core.families.settings import MuteTopic, mute_topic
from core.families.tables import Family
from core.outreach.campaigns.copying import (
    Copied,
    CopyToCentres,
    LaunchingSeries,
    Series,
    approve_series,
    copy_to_centres,
)
from core.outreach.campaigns.course import MOST, per_minute, points_of, with_point
from core.outreach.campaigns.drafting import draft_campaign
from core.outreach.campaigns.launching import FOUR_EYES_ABOVE, CampaignId
from core.outreach.campaigns.previewing import FamilyPreview, PreviewFamily, Previewing
from core.outreach.campaigns.refusals import OwnEyes, TestFirst
from core.outreach.campaigns.segments import Segment
from core.outreach.campaigns.states import CampaignState
from core.staff.actor import staff_member_of
from core.staff.roles import Reach, Role
from core.staff.tables import Account, RoleGrant
from core.storage.database import Database, Unit
from core.use_case import Adult, Forbidden, StaffMember
from tests.desks import NewAccount, NewCentre, found_centre, hire
from tests.measures import a_measure
from tests.proactive import TICKER, Newsroom, Outreach, a_newsroom, catalogue_of
from tests.stores import Clock

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
EMBEDDED = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
UNTIL_3 = a_measure(ChildYoungerThan(36), "until-3")
ZONES = {"tyumen": "Asia/Yekaterinburg", "kamchatka": "Asia/Kamchatka"}


@dataclass
class Network:
    """A region's head office: a newsroom whose staff reach every centre, and two centres further east."""

    newsroom: Newsroom
    east: dict[str, int]

    @property
    def outreach(self) -> Outreach:
        return self.newsroom.outreach

    async def copies(self, campaign: CampaignId) -> Copied:
        return await self.newsroom.store.write(
            copy_to_centres, CopyToCentres(campaign.campaign_id, MOSCOW), self.newsroom.author
        )

    async def launch(self, campaign: CampaignId) -> Series:
        case = LaunchingSeries(self.outreach.matcher).launch()
        return await self.newsroom.store.write(case, campaign, self.newsroom.author)

    async def states(self, campaign: CampaignId) -> set[CampaignState]:
        return {one.state for one in (await self.newsroom.page(campaign)).copies}


@pytest.fixture
async def network(database: Database) -> AsyncIterator[Network]:
    newsroom = await a_newsroom(Outreach(database, Clock(NOON), catalogue_of(UNTIL_3)))
    east = {
        slug: await newsroom.store.write(found_centre, NewCentre(slug, time_zone=zone), TICKER)
        for slug, zone in ZONES.items()
    }
    people = [await database.write(lambda unit, name=name: _everywhere(unit, name)) for name in ("Главная", "Вторая")]
    yield Network(replace(newsroom, author=people[0], second=people[1]), east)


def _everywhere(unit: Unit, name: str) -> StaffMember:
    account = Account(login=name, name=name, password_hash="-", created_at=NOON)
    unit.session.add(account)
    unit.session.flush()
    unit.session.add(RoleGrant(account_id=account.id, role=Role.HEAD, reach=Reach.ALL))
    unit.session.flush()
    return staff_member_of(unit.session, account)


async def test_C7_copies_begin_at_the_same_hour_of_each_centres_own_wall(network: Network) -> None:
    at_ten = datetime(2026, 11, 24, 10, 0, tzinfo=MOSCOW)
    source = await network.newsroom.draft(starts_at=at_ten, valid_until=at_ten + timedelta(days=6))

    assert (await network.copies(source)).count == 2
    copies = (await network.newsroom.page(source)).copies

    assert {one.zone for one in copies} == {"Europe/Moscow", *ZONES.values()}
    assert {one.starts_at.astimezone(ZoneInfo(one.zone or "")).hour for one in copies} == {10}
    assert len({one.starts_at for one in copies}) == 3


async def test_copies_are_made_once_and_keep_the_test_of_their_words(network: Network) -> None:
    source = await network.newsroom.draft()
    await network.copies(source)

    assert (await network.copies(source)).count == 0
    first = (await network.newsroom.page(source)).copies[1]
    assert (await network.copies(CampaignId(first.id))).count == 0, "a copy is no new series"
    page = await network.newsroom.page(CampaignId(first.id))
    assert page.tested_at is not None and page.words == network.newsroom.text().words


async def test_C12_what_nobody_has_read_yet_is_not_copied(network: Network) -> None:
    drafted = await network.newsroom.store.write(draft_campaign, network.newsroom.text(), network.newsroom.author)

    with pytest.raises(TestFirst):
        await network.copies(CampaignId(drafted.campaign_id))


async def test_all_copies_are_launched_together_and_a_centre_without_readers_is_left_alone(network: Network) -> None:
    await network.outreach.family(1, centre_id=network.newsroom.centre_id)
    await network.outreach.family(2, "Asia/Kamchatka", centre_id=network.east["kamchatka"])
    source = await network.newsroom.draft()
    await network.copies(source)

    assert await network.launch(source) == Series(2, 1)
    states = {one.centre: one.state for one in (await network.newsroom.page(source)).copies}
    assert states["tyumen"] is CampaignState.DRAFT and states["kamchatka"] is CampaignState.SCHEDULED


@EMBEDDED
async def test_C12_a_mailing_split_into_copies_is_still_one_for_the_second_pair_of_eyes(network: Network) -> None:
    half = FOUR_EYES_ABOVE // 2 + 1
    await network.outreach.crowd(half, centre_id=network.newsroom.centre_id)
    await network.outreach.crowd(half, centre_id=network.east["tyumen"], first=half + 1)
    source = await network.newsroom.draft()
    await network.copies(source)

    assert await network.launch(source) == Series(2, 1)
    assert CampaignState.AWAITS in await network.states(source)
    assert await network.newsroom.feed() == 0
    with pytest.raises(OwnEyes):
        await network.newsroom.store.write(approve_series, source, network.newsroom.author)
    assert await network.newsroom.store.write(approve_series, source, network.newsroom.second) == Series(2, 0)
    assert await network.states(source) == {CampaignState.SCHEDULED, CampaignState.DRAFT}


@EMBEDDED
async def test_C12_copies_launched_one_by_one_count_together_too(network: Network) -> None:
    half = FOUR_EYES_ABOVE // 2 + 1
    await network.outreach.crowd(half, centre_id=network.newsroom.centre_id)
    await network.outreach.crowd(half, centre_id=network.east["tyumen"], first=half + 1)
    source = await network.newsroom.draft()
    await network.copies(source)
    copy = next(one for one in (await network.newsroom.page(source)).copies if one.centre == "tyumen")

    assert (await network.newsroom.launch(source)).state is CampaignState.SCHEDULED
    assert (await network.newsroom.launch(CampaignId(copy.id))).state is CampaignState.AWAITS


async def test_C12_a_head_of_one_centre_copies_to_nobody_elses(network: Network) -> None:
    source = await network.newsroom.draft()
    store, own = network.newsroom.store, network.newsroom.centre_id
    head = await store.write(hire, NewAccount("Глава", Role.HEAD, own), TICKER)

    assert (await store.write(copy_to_centres, CopyToCentres(source.campaign_id, MOSCOW), head)).count == 0
    await network.copies(source)
    case = LaunchingSeries(network.outreach.matcher).launch()
    await network.outreach.family(1, "Asia/Kamchatka", centre_id=network.east["kamchatka"])
    assert await store.write(case, source, head) == Series(0, 1), "only the own draft is tried"


async def _preview(network: Network, campaign: CampaignId, family: Adult, who: StaffMember) -> FamilyPreview:
    ticket = await network.outreach.database.read(lambda unit: unit.session.get_one(Family, family.family_id).ticket)
    case = Previewing(network.outreach.matcher).preview()
    return await network.newsroom.store.write(case, PreviewFamily(campaign.campaign_id, ticket.lower()), who)


async def test_C12_for_one_family_it_is_said_what_it_would_get_and_why_not(network: Network) -> None:
    outreach, centre_id, author = network.outreach, network.newsroom.centre_id, network.newsroom.author
    reached, muted, other = [await outreach.family(number, centre_id=centre_id) for number in (1, 2, 3)]
    away = await outreach.family(4, centre_id=network.east["tyumen"])
    for family in (reached, muted, away):
        await outreach.born(family, date(2025, 5, 5))
    await outreach.store.write(mute_topic, MuteTopic("clubs", True), muted)
    campaign = await network.newsroom.draft(segment=Segment(child_from=0, child_to=2))

    reasons = [(await _preview(network, campaign, one, author)).readers for one in (reached, muted, other, away)]

    assert reasons == [(None,), ("topic_muted",), ("others",), ("elsewhere",)]


async def test_D1_a_family_is_previewed_only_by_who_writes_campaigns_and_may_read_it(network: Network) -> None:
    store, centre_id = network.newsroom.store, network.newsroom.centre_id
    family = await network.outreach.family(1, centre_id=centre_id)
    campaign = await network.newsroom.draft()
    editor, curator = [
        await store.write(hire, NewAccount(role, role, centre_id), TICKER) for role in (Role.EDITOR, Role.CURATOR)
    ]
    elsewhere = await store.write(hire, NewAccount("Другая", Role.HEAD, network.east["tyumen"]), TICKER)

    for who in (editor, curator, elsewhere):
        with pytest.raises(Forbidden):
            await _preview(network, campaign, family, who)
    case = Previewing(network.outreach.matcher).preview()
    with pytest.raises(UnknownFamily):
        await store.write(case, PreviewFamily(campaign.campaign_id, "NOSUCH22"), network.newsroom.author)


async def test_the_course_of_a_campaign_climbs_to_everybody(network: Network) -> None:
    for number in range(1, 7):
        await network.outreach.family(number, centre_id=network.newsroom.centre_id)
    campaign = await network.newsroom.running()
    for _ in range(6):
        network.outreach.clock.forward(seconds=12)
        await network.outreach.settle(await network.outreach.claim(1))
        await network.newsroom.feed()

    page = await network.newsroom.page(campaign)

    settled = [point.settled for point in page.course]
    assert settled[0] == 0 and settled[-1] == 6 and settled == sorted(settled)
    chart = chart_of(page.course, page.size, running=False)
    assert chart is not None
    assert chart.line.startswith(f"0.0,{float(HEIGHT)}") and chart.line.endswith(f"{float(WIDTH)},0.0")


def test_a_course_stays_small_however_long_a_campaign_runs() -> None:
    course = with_point(None, NOON, 0)
    for minute in range(1, 5_000):
        course = with_point(course, NOON + timedelta(minutes=minute), minute * 20)

    points = points_of(course)
    assert len(points) <= MOST
    assert points[-1].settled == 99_980 and [one.at for one in points] == sorted(one.at for one in points)
    assert per_minute(points) == 20


def test_a_chart_says_how_long_it_will_take() -> None:
    course = None
    for minute in range(4):
        course = with_point(course, NOON + timedelta(minutes=minute), minute * 25)

    chart = chart_of(points_of(course), 200, running=True)
    assert chart is not None and (chart.per_minute, chart.minutes_left) == (25, 5)
    assert chart_of(points_of(course)[:1], 200, running=True) is None
