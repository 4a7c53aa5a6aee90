"""«Как у вас дела?»: asked seldom and once, help comes at once, and silence costs nobody anything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.rendering import body_html
from core.accompaniment.sheet import ReadSheet, route_sheet
from core.accompaniment.tables import CheckIn
from core.cases.inbox import Queue, ReadInbox, inbox
from core.cases.reading import ReadConversation, read_conversation
from core.cases.states import CaseLevel, Direction, Happening
from core.cases.tables import Case, Conversation
from core.catalog.conditions import ChildYoungerThan, Comparison, IncomeRatio
from core.centres.tables import Centre
from core.families.plan import ReadPlan, SaveToPlan, TickStep, read_plan, save_to_plan, tick_step
from core.families.settings import MuteTopic, mute_topic
from core.families.tables import StepState
from core.messaging.letters import TELEGRAM, Address
from core.messaging.outbox import Claimed, State
from core.outreach.check_ins.answering import AnswerCheckIn, CheckInAnswered, NoSuchQuestion, answer_check_in
from core.outreach.check_ins.asking import AFTER_SILENCE, EVERY, RIPE
from core.outreach.check_ins.tables import HowItGoes
from core.storage.database import Database, Unit
from core.use_case import Adult
from tests.measures import a_measure
from tests.proactive import Newsroom, Outreach, a_newsroom, catalogue_of, texts
from tests.stores import Clock

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPEN = a_measure(ChildYoungerThan(36), "Выплата до трёх лет")
PRIVATE = a_measure(IncomeRatio(Comparison.LTE, 1.0), "Помощь при низком доходе")


@dataclass
class Home:
    """A centre, and a family with one thing in its plan."""

    newsroom: Newsroom
    mother: Adult

    @property
    def outreach(self) -> Outreach:
        return self.newsroom.outreach

    async def days_pass(self, days: int) -> list[Claimed]:
        """The planner and the sender at noon of each of these days; returns what was sent."""
        sent = []
        for _ in range(days):
            self.outreach.clock.forward(days=1)
            await self.outreach.plan()
            sent += await self.outreach.deliver()
        return sent

    async def asked(self) -> int:
        """The number of the first question, after the plan has lain for a while."""
        [letter] = await self.days_pass(RIPE.days)
        return int(letter.subject.partition(":")[2])

    async def answers(self, number: int, how: HowItGoes) -> CheckInAnswered:
        command = AnswerCheckIn(number, how, Address(TELEGRAM, 1))
        return await self.outreach.store.write(answer_check_in, command, self.mother)

    async def count(self, table: object) -> int:
        query = sa.select(sa.func.count()).select_from(table)  # type: ignore[arg-type]
        return await self.outreach.database.read(lambda unit: unit.connection.execute(query).scalar_one())


@pytest.fixture
async def home(database: Database) -> AsyncIterator[Home]:
    newsroom = await a_newsroom(Outreach(database, Clock(NOON), catalogue_of(OPEN, PRIVATE)))
    mother = await newsroom.outreach.family(1, centre_id=newsroom.centre_id)
    await newsroom.store.write(save_to_plan, SaveToPlan((OPEN.id,)), mother)
    yield Home(newsroom, mother)


def words(letter: Claimed) -> str:
    shown = body_html(letter.letter, texts())
    assert shown is not None
    return shown


async def test_a_family_with_an_open_plan_is_asked_after_two_weeks_with_three_answers(home: Home) -> None:
    assert await home.days_pass(RIPE.days - 1) == []
    [letter] = await home.days_pass(1)

    assert words(letter).startswith("Как у вас дела с этим: «Выплата до трёх лет»?")
    assert [row[0].action for row in letter.letter.buttons] == [
        f"how:{letter.subject[9:]}:managing",
        f"how:{letter.subject[9:]}:help",
        f"how:{letter.subject[9:]}:later",
        "quiet:care",
    ]


async def test_C10_the_question_comes_once_however_often_the_planner_looks(home: Home) -> None:
    home.outreach.clock.forward(days=RIPE.days)
    for _ in range(3):
        await home.outreach.plan()
        await home.outreach.says(home.mother, rural=True)

    assert len(await home.outreach.deliver()) == 1
    assert await home.days_pass(EVERY.days) == []


async def test_C8_silence_brings_no_more_than_fewer_questions(home: Home) -> None:
    await home.asked()
    cases = await home.count(Case)

    assert await home.days_pass(AFTER_SILENCE.days - 1) == []
    assert len(await home.days_pass(1)) == 1
    assert len(await home.days_pass(3 * AFTER_SILENCE.days)) == 0, "one step is asked about twice"
    assert (await home.count(Case), await home.count(CheckIn), await home.count(Conversation)) == (cases, 0, 0)


async def test_an_answer_that_all_is_well_is_only_remembered_and_asked_again_later(home: Home) -> None:
    number = await home.asked()
    for how in (HowItGoes.MANAGING, HowItGoes.NOT_BEGUN):
        assert not (await home.answers(number, how)).called

    assert (await home.count(Case), await home.count(Conversation)) == (0, 0)
    assert await home.days_pass(EVERY.days - 1) == []
    assert len(await home.days_pass(1)) == 1


async def test_help_reaches_a_person_at_once_with_a_mark_and_a_look_in_for_today(home: Home) -> None:
    number = await home.asked()

    assert (await home.answers(number, HowItGoes.NEEDS_HELP)).called
    assert (await home.answers(number, HowItGoes.NEEDS_HELP)).called, "the same tap twice"

    store, curator = home.outreach.store, home.newsroom.author
    [row] = (await store.read(inbox, ReadInbox(Queue.FREE), curator)).rows
    page = await store.read(read_conversation, ReadConversation(row.conversation_id), curator)
    told = [line.happening for line in page.lines if line.direction is Direction.SYSTEM]
    assert told == [Happening.CALLED, Happening.NEEDS_HELP]
    sheet = await store.read(route_sheet, ReadSheet(page.head.case_id), curator)
    assert [(one.due_on, one.done) for one in sheet.check_ins] == [(home.outreach.clock.now.date(), False)]


async def test_while_somebody_talks_with_the_family_nothing_is_asked(home: Home) -> None:
    number = await home.asked()
    await home.answers(number, HowItGoes.NEEDS_HELP)

    assert await home.days_pass(2 * EVERY.days) == []


async def test_a_centre_that_is_not_open_promises_nobody(home: Home) -> None:
    number = await home.asked()
    await home.outreach.database.write(lambda unit: _close(unit, home.newsroom.centre_id))

    assert not (await home.answers(number, HowItGoes.NEEDS_HELP)).called
    assert await home.count(Conversation) == 0


def _close(unit: Unit, centre_id: int) -> None:
    unit.session.get_one(Centre, centre_id).opened = False


async def test_an_accompanied_family_without_open_steps_is_asked_how_it_goes_altogether(home: Home) -> None:
    [step] = (await home.outreach.store.read(read_plan, ReadPlan(home.mother.family_id), home.mother)).steps
    await home.outreach.store.write(tick_step, TickStep(step.id, StepState.DONE), home.mother)
    await home.outreach.database.write(lambda unit: _accompany(unit, home))

    [letter] = await home.days_pass(RIPE.days)
    assert words(letter).startswith("Как у вас дела? ")


def _accompany(unit: Unit, home: Home) -> None:
    case = Case(
        ticket="CASE2222",
        centre_id=home.newsroom.centre_id,
        family_id=home.mother.family_id,
        level=CaseLevel.ACCOMPANY,
        opened_at=NOON,
    )
    unit.session.add(case)


async def test_C14_a_step_that_gives_something_away_is_not_named_on_a_locked_screen(home: Home) -> None:
    other = await home.outreach.family(2, centre_id=home.newsroom.centre_id)
    await home.outreach.store.write(save_to_plan, SaveToPlan((PRIVATE.id,)), other)

    sent = {one.address.external_id: words(one) for one in await home.days_pass(RIPE.days)}

    assert sent[2].startswith("Как у вас дела с тем, что вы наметили в плане?")


async def test_C13_the_question_is_switched_off_by_its_own_topic_also_when_it_is_queued(home: Home) -> None:
    home.outreach.clock.forward(days=RIPE.days)
    await home.outreach.plan()
    await home.outreach.store.write(mute_topic, MuteTopic("care", True), home.mother)

    assert await home.outreach.deliver() == []
    assert [row.reason for row in await home.outreach.outbox(State.SKIPPED)] == ["topic_muted"]
    assert await home.days_pass(2 * AFTER_SILENCE.days) == []


async def test_a_step_that_is_ticked_meanwhile_is_not_asked_about(home: Home) -> None:
    home.outreach.clock.forward(days=RIPE.days)
    await home.outreach.plan()
    [step] = (await home.outreach.store.read(read_plan, ReadPlan(home.mother.family_id), home.mother)).steps
    await home.outreach.store.write(tick_step, TickStep(step.id, StepState.DONE), home.mother)

    assert await home.outreach.deliver() == []
    assert [row.reason for row in await home.outreach.outbox(State.SKIPPED)] == ["the step is settled"]


async def test_C7_a_question_waits_for_the_familys_morning(home: Home) -> None:
    home.outreach.clock.now = NOON + RIPE + timedelta(hours=12)
    await home.outreach.plan()

    assert await home.outreach.deliver() == []
    home.outreach.clock.forward(hours=9)
    assert len(await home.outreach.deliver()) == 1


async def test_D11_without_the_consent_to_be_written_to_nobody_is_asked(home: Home) -> None:
    silent = await home.outreach.family(3, centre_id=home.newsroom.centre_id, agrees=False)
    await home.outreach.store.write(save_to_plan, SaveToPlan((OPEN.id,)), silent)

    assert {one.address.external_id for one in await home.days_pass(RIPE.days + 1)} == {1}


async def test_an_answer_silences_nothing_else(home: Home) -> None:
    number = await home.asked()
    await home.answers(number, HowItGoes.MANAGING)
    today = home.outreach.clock.now.date()
    await home.outreach.born(home.mother, date(today.year - 3, today.month, 28))

    sent = await home.days_pass(2)
    assert [one.kind for one in sent] == ["notice"]


async def test_somebody_elses_question_is_nobodys_to_answer(home: Home) -> None:
    number = await home.asked()
    stranger = await home.outreach.family(5, centre_id=home.newsroom.centre_id)

    with pytest.raises(NoSuchQuestion):
        await replace(home, mother=stranger).answers(number, HowItGoes.MANAGING)


async def test_C10_the_schema_holds_no_second_question_of_the_same_number(home: Home) -> None:
    await home.asked()
    columns = "adult_id, ordinal, step_id, asked_on"
    twice = f"INSERT INTO light_check_in ({columns}) SELECT {columns} FROM light_check_in"

    with pytest.raises(sa.exc.IntegrityError):
        await home.outreach.database.write(lambda unit: unit.connection.execute(sa.text(twice)))
