"""Families who agreed to be written to first, their answers, and what would reach them: for tests of outreach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from app.house import KINDS
from core.catalog.conditions import Condition
from core.catalog.files import CONTENT, load_catalogue
from core.catalog.measures import Amount, Category, Confidence, Deadline, Kind, LifeSituation, Measure
from core.catalog.snapshot import Catalogue
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.tables import ConsentPurpose
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed, Kinds, State
from core.messaging.tables import outbox
from core.outreach.planning import PlanDue, Planned, Planner
from core.storage.database import Database
from core.texts import Texts
from core.triage.births import Birth
from core.triage.evaluation import Matcher
from core.triage.facts import Evasion, Fact
from core.triage.profile import Child, Value
from core.use_case import Adult, Store, System, Visitor
from tests.households import KEEPING_DATA
from tests.stores import Clock, vault

SENDER, TICKER = System("sender"), System("ticker")
WRITING_FIRST = Agreement(ConsentPurpose.PROACTIVE, "2026-11", "b" * 64)


def product_catalogue() -> Catalogue:
    """The content as families see it."""
    return load_catalogue(CONTENT)


def catalogue_of(*measures: Measure, version: str = "test") -> Catalogue:
    """A catalogue of these measures alone."""
    return Catalogue(version, (), measures, (), (), (), (), ())


def a_measure(condition: Condition, measure_id: str, category: Category = Category.EDUCATION) -> Measure:
    """A federal measure of which only name and rule matter."""
    return Measure(
        id=measure_id,
        region=None,
        title=measure_id,
        summary="",
        who="",
        category=category,
        kind=Kind.PAYMENT,
        life_situations=(LifeSituation.ANY,),
        eligibility=condition,
        eligibility_extra=(),
        amount=Amount("", Confidence.LOW),
        documents=(),
        where_to_apply=(),
        proactive=False,
        deadline=Deadline(),
        decision_term_days=None,
        legal_basis=(),
        sources=(),
        synonyms=(),
        related_federal=(),
        as_of=date(2026, 11, 22),
        confidence=Confidence.LOW,
        notes=None,
    )


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
