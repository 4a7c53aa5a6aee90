"""Families who agreed to be written to first, their answers, and what would reach them: for tests of outreach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from app.house import KINDS
from core.catalog.files import CONTENT, load_catalogue
from core.catalog.measures import Measure
from core.catalog.snapshot import Catalogue
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.tables import Adult as AdultRow
from core.families.tables import ChannelAddress, Consent, ConsentPurpose, DataKey, Family
from core.families.topics import Topic
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Address
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed, Kinds, State
from core.messaging.tables import outbox
from core.outreach.campaigns.drafting import DraftCampaign, SendTest, draft_campaign, send_test
from core.outreach.campaigns.feeding import Feed, feed
from core.outreach.campaigns.launching import CampaignId, Launched, Launching
from core.outreach.campaigns.reading import CampaignPage, read_campaign
from core.outreach.campaigns.segments import Segment
from core.outreach.campaigns.states import Repeat
from core.outreach.planning import PlanDue, Planned, Planner
from core.staff.roles import Role
from core.storage.database import Database, Unit
from core.texts import Texts
from core.triage.births import Birth
from core.triage.evaluation import Matcher
from core.triage.facts import Evasion, Fact
from core.triage.profile import Child, Value
from core.use_case import Adult, StaffMember, Store, System, Visitor
from tests.desks import NewAccount, hire
from tests.households import KEEPING_DATA, a_centre
from tests.stores import Clock, vault

SENDER, TICKER = System("sender"), System("ticker")
WRITING_FIRST = Agreement(ConsentPurpose.PROACTIVE, "2026-11", "b" * 64)


def product_catalogue() -> Catalogue:
    """The content as families see it."""
    return load_catalogue(CONTENT)


def catalogue_of(*measures: Measure, version: str = "test") -> Catalogue:
    """A catalogue of these measures alone."""
    return Catalogue(version, (), measures, (), (), (), (), ())


def texts() -> Texts:
    """The product's own words."""
    folder = Path(__file__).parents[1] / "data" / "texts" / "ru"
    return Texts([path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ftl"))])


@dataclass
class Outreach:
    """One installation that writes first: a clock, a content that may change, and a sender's hand."""

    database: Database
    clock: Clock
    catalogue: Catalogue
    kinds: Kinds = field(default_factory=lambda: KINDS)
    _matchers: dict[str, Matcher] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = Store(self.database, self.clock, lambda: self.catalogue, vault(), MEMOS)
        self.delivery = Delivery(self.kinds)
        self.planner = Planner(self.matcher)

    def matcher(self) -> Matcher:
        """The rules of the content in force."""
        version = self.catalogue.version
        return self._matchers.setdefault(version, Matcher(self.catalogue.measures))

    async def family(
        self, account: int, zone: str = "Europe/Moscow", *, agrees: bool = True, centre_id: int | None = None
    ) -> Adult:
        """A family of one adult who reads at `account`."""
        agreements = (KEEPING_DATA, WRITING_FIRST) if agrees else (KEEPING_DATA,)
        joined = await self.store.write(
            give_consent, GiveConsent(agreements, centre_id, zone), Visitor(TELEGRAM, account)
        )
        return joined.actor

    async def crowd(self, count: int, *, centre_id: int, zone: str = "Europe/Moscow", first: int = 1) -> None:
        """Many families at once, each of one adult who agrees and reads at accounts from `first` on."""
        await self.database.write(lambda unit: a_crowd(unit, count, centre_id, zone, first, self.clock()))

    async def says(self, family: Adult, **facts: Value | Evasion) -> None:
        """What the family answers, by the names of the facts."""
        statements = tuple(Statement(Fact(name), said) for name, said in facts.items())
        await self.store.write(record_answers, RecordAnswers(statements), family)

    async def born(self, family: Adult, *days: date) -> None:
        """The family's children, by their birthdays."""
        await self.says(family, children=tuple(Child(Birth.on(day), False) for day in days))

    async def plan(self) -> Planned:
        """The planner's round, until nothing is due."""
        families = letters = 0
        case = self.planner.plan_due()
        while (done := await self.store.write(case, PlanDue(), TICKER)).families:
            families, letters = families + done.families, letters + done.letters
        return Planned(families, letters)

    async def claim(self, most: int = 50) -> tuple[Claimed, ...]:
        """What a sender would send now."""
        return await self.store.write(self.delivery.claim(), ClaimLetters(TELEGRAM, "hand", most), SENDER)

    async def settle(self, claimed: Iterable[Claimed], state: State = State.SENT) -> None:
        """How the claimed letters ended."""
        results = tuple(Settle(one, state, one.id if state is State.SENT else None) for one in claimed)
        await self.store.write(self.delivery.settle(), results, SENDER)

    async def deliver(self) -> list[Claimed]:
        """Everything that may leave now, until nothing is left."""
        sent: list[Claimed] = []
        while claimed := await self.claim():
            await self.settle(claimed)
            sent += claimed
        return sent

    async def outbox(self, *states: State) -> Sequence[sa.Row[tuple[str, str, str | None, int]]]:
        """Kind, state, reason and due time of the letters there are."""
        query = sa.select(outbox.c.kind, outbox.c.state, outbox.c.reason, outbox.c.due_at).order_by(outbox.c.id)
        if states:
            query = query.where(outbox.c.state.in_([state.value for state in states]))
        return await self.database.read(lambda unit: unit.connection.execute(query).all())

    def at(self, moment: datetime) -> None:
        """Move the clock."""
        self.clock.now = moment


def a_crowd(unit: Unit, count: int, centre_id: int, zone: str, first: int, now: datetime) -> None:
    """Rows of `count` families, consents included; their keys open nothing, because they have said nothing."""
    numbers = range(first, first + count)
    keys = [{"id": 10**6 + number, "wrapped": b"-"} for number in numbers]
    families = [
        {
            "id": 10**6 + number,
            "ticket": f"{number:08}",
            "data_key_id": 10**6 + number,
            "centre_id": centre_id,
            "time_zone": zone,
            "created_at": now,
        }
        for number in numbers
    ]
    adults = [{"id": 10**6 + number, "family_id": 10**6 + number, "joined_at": now} for number in numbers]
    addresses = [{"channel": TELEGRAM, "external_id": number, "adult_id": 10**6 + number} for number in numbers]
    consents = [
        {
            "adult_id": 10**6 + number,
            "purpose": ConsentPurpose.PROACTIVE,
            "version": "1",
            "text_hash": "b" * 64,
            "channel": TELEGRAM,
            "given_at": now,
        }
        for number in numbers
    ]
    filled = ((DataKey, keys), (Family, families), (AdultRow, adults), (ChannelAddress, addresses), (Consent, consents))
    for table, rows in filled:
        unit.connection.execute(sa.insert(table), rows)


@dataclass
class Newsroom:
    """Staff who write campaigns over an installation that writes first."""

    outreach: Outreach
    centre_id: int
    author: StaffMember
    second: StaffMember

    @property
    def store(self) -> Store:
        """The two ways in."""
        return self.outreach.store

    def text(self, **changes: object) -> DraftCampaign:
        """An open-door day, for every family of the centre, for a week from now."""
        now = self.outreach.clock.now
        plain = DraftCampaign(
            title="День открытых дверей",
            centre_id=self.centre_id,
            topic=Topic.CLUBS,
            words="Приходите в субботу в гости: покажем центр, детям мастерская.",
            segment=Segment(),
            repeat=Repeat.RESEND,
            starts_at=now,
            valid_until=now + timedelta(days=7),
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    async def draft(self, **changes: object) -> CampaignId:
        """A draft that its author has sent to themselves."""
        drafted = await self.store.write(draft_campaign, self.text(**changes), self.author)
        await self.store.write(send_test, SendTest(Address(TELEGRAM, 999_999), drafted.test_code), SENDER)
        await self.outreach.deliver()
        return CampaignId(drafted.campaign_id)

    async def launch(self, campaign: CampaignId) -> Launched:
        """The launch button."""
        return await self.store.write(Launching(self.outreach.matcher).launch(), campaign, self.author)

    async def running(self, **changes: object) -> CampaignId:
        """A campaign that has begun."""
        campaign = await self.draft(**changes)
        await self.launch(campaign)
        await self.feed()
        return campaign

    async def feed(self, helping: int = 150) -> int:
        """One round of the feeder."""
        return (await self.store.write(feed, Feed(helping), TICKER)).letters

    async def page(self, campaign: CampaignId) -> CampaignPage:
        """What the author sees."""
        page = await self.store.read(read_campaign, campaign, self.author)
        assert sum(page.ledger.values()) + page.erased == page.size, "C2: the sum is always right"
        return page

    async def send_everything(self) -> list[Claimed]:
        """Feed and deliver until there is nothing left to send now."""
        sent = await self.outreach.deliver()
        while await self.feed() or sent == []:
            more = await self.outreach.deliver()
            if not more:
                break
            sent += more
        await self.feed()
        return sent


async def a_newsroom(outreach: Outreach) -> Newsroom:
    """An open centre with two heads."""
    centre_id = await a_centre(outreach.store)
    accounts = [NewAccount(name, Role.HEAD, centre_id) for name in ("Анна", "Вера")]
    author, second = [await outreach.store.write(hire, account, TICKER) for account in accounts]
    return Newsroom(outreach, centre_id, author, second)
