"""Accompaniment: goals, steps, requests to agencies, check-ins, and a route that fills them (C4, C5)."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.accompaniment.applying import ApplyRoute, apply_route
from core.accompaniment.board import ReadAgencies, ReadBoard, awaited_answers, board
from core.accompaniment.check_ins import MarkCheckIn, PlanCheckIn, mark_check_in, plan_check_in
from core.accompaniment.goals import SetGoal, SettleGoal, set_goal, settle_goal
from core.accompaniment.moving import MoveCase, move_case
from core.accompaniment.refusals import AgenciesNotAllowed, CaseClosed, MoveNotAllowed, NoFamilyYet, NoSuchLine
from core.accompaniment.reminding import RemindAgencies, remind_agencies
from core.accompaniment.route_templates import RoutesBroken, read_routes, route_templates
from core.accompaniment.sheet import ReadSheet, Sheet, route_sheet
from core.accompaniment.standing import ReadStanding, agency_standing
from core.accompaniment.steps import (
    AskAgency,
    AskForPapers,
    PlanStepFor,
    SettleStep,
    ask_agency,
    ask_for_papers,
    plan_step,
    settle_step,
)
from core.accompaniment.tables import AgencyState, GoalState
from core.accompaniment.tasks import FinishTask, ReadTasks, finish_task, my_tasks
from core.booking.staffing import AddResource, AddService, Assign, add_resource, add_service, assign
from core.booking.states import Mode
from core.cases.closing import AnswerClosing, AskToClose, answer_closing, ask_to_close
from core.cases.states import CaseLevel, CaseState, FamilyWord
from core.catalog.files import load_catalogue
from core.catalog.measures import ObtainedBy
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.erasing import EraseMe, erasing
from core.families.exporting import ExportMyData, exporting
from core.families.plan import ReadPlan, read_plan
from core.families.settings import ChooseCentre, choose_centre
from core.families.tables import ConsentPurpose, StepDoer, StepState
from core.messaging.events import after
from core.staff.roles import Role
from core.storage.database import Database
from core.storage.schema import metadata
from core.triage.facts import Fact
from core.use_case import Adult, Forbidden, Store
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import TEST, Clock, vault

CATALOGUE = load_catalogue()
AGENCIES = Agreement(ConsentPurpose.AGENCIES, "1", "a" * 64)


@pytest.fixture
async def desk(database: Database, clock: Clock) -> Desk:
    return await desk_at(Store(database, clock, lambda: CATALOGUE, vault()))


async def a_case(desk: Desk) -> tuple[Curator, Person, int]:
    """A family with its curator, and its case."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    received = await mother.say("Нужна помощь")
    await anna.take(received.conversation_id)
    return anna, mother, (await anna.read(received.conversation_id)).head.case_id


async def allow_agencies(desk: Desk, mother: Person) -> None:
    await desk.store.write(give_consent, GiveConsent((AGENCIES,), None, "Europe/Moscow"), mother.actor)


async def sheet(curator: Curator, case_id: int) -> Sheet:
    return await curator.store.read(route_sheet, ReadSheet(case_id), curator.actor)


async def test_C4_a_case_goes_its_way_and_only_the_familys_word_solves_it(desk: Desk) -> None:
    anna, mother, case_id = await a_case(desk)
    for state in (CaseState.DIAGNOSING, CaseState.PLANNED, CaseState.IN_PROGRESS, CaseState.ON_HOLD):
        await desk.store.write(move_case, MoveCase(case_id, state, CaseLevel.ACCOMPANY), anna.actor)
    for wanted in (CaseState.RESOLVED, CaseState.DECLINED, CaseState.CLOSED, CaseState.NEW):
        with pytest.raises(MoveNotAllowed):
            await desk.store.write(move_case, MoveCase(case_id, wanted, CaseLevel.HELP), anna.actor)
    shown = await sheet(anna, case_id)
    assert (shown.state, shown.level) == (CaseState.ON_HOLD, CaseLevel.ACCOMPANY)

    assert shown.conversation_id is not None
    asked = await desk.store.write(ask_to_close, AskToClose(shown.conversation_id), anna.actor)
    yes = AnswerClosing(mother.address, asked.number, FamilyWord.SOLVED)
    await desk.store.write(answer_closing, yes, mother.actor)
    with pytest.raises(CaseClosed):
        await desk.store.write(set_goal, SetGoal(case_id, "Поздно"), anna.actor)
    no = AnswerClosing(mother.address, asked.number, FamilyWord.NOT_SOLVED)
    await desk.store.write(answer_closing, no, mother.actor)
    await desk.store.write(set_goal, SetGoal(case_id, "Начать заново"), anna.actor)
    assert (await sheet(anna, case_id)).state is CaseState.IN_PROGRESS, "«не решено» opens it again (F13)"


async def test_C4_goals_steps_and_check_ins_stand_on_the_sheet_and_the_family_sees_its_part(desk: Desk) -> None:
    anna, mother, case_id = await a_case(desk)
    boris = await desk.curator("Борис")
    goal = await desk.store.write(set_goal, SetGoal(case_id, "Своё жильё"), anna.actor)
    due = date(2026, 12, 1)
    for doer, who in ((StepDoer.FAMILY, None), (StepDoer.CENTRE, boris.actor.account_id)):
        step = PlanStepFor(case_id, f"Шаг: {doer}", doer, due, who)
        await desk.store.write(plan_step, step, anna.actor)
    check_in = await desk.store.write(plan_check_in, PlanCheckIn(case_id, due), anna.actor)
    assert check_in == await desk.store.write(plan_check_in, PlanCheckIn(case_id, due), anna.actor), "a day once"
    await desk.store.write(settle_goal, SettleGoal(goal.goal_id, GoalState.REACHED), anna.actor)
    await desk.store.write(mark_check_in, MarkCheckIn(check_in.check_in_id), anna.actor)

    shown = await sheet(anna, case_id)
    assert [(each.words, each.state) for each in shown.goals] == [("Своё жильё", GoalState.REACHED)]
    assert [(each.step.words, each.assignee) for each in shown.steps] == [
        ("Шаг: family", None),
        ("Шаг: centre", "Борис"),
    ]
    assert [each.done for each in shown.check_ins] == [True]
    assert isinstance(mother.actor, Adult)
    plan = await desk.store.read(read_plan, ReadPlan(mother.actor.family_id), mother.actor)
    assert [(step.doer, step.due_on) for step in plan.steps] == [(StepDoer.FAMILY, due), (StepDoer.CENTRE, due)]


async def test_C4_a_specialist_gets_a_task_finishes_it_and_sees_nobody_elses(desk: Desk) -> None:
    anna, _, case_id = await a_case(desk)
    ira, boris = await desk.curator("Ирина", Role.SPECIALIST), await desk.curator("Борис")
    step = PlanStepFor(case_id, "Проверить документы", StepDoer.CENTRE, date(2026, 11, 20), ira.actor.account_id)
    (step_id,) = (await desk.store.write(plan_step, step, anna.actor)).step_ids
    (task,) = (await desk.store.read(my_tasks, ReadTasks(), ira.actor)).entries
    assert (task.words, task.late) == ("Проверить документы", True)
    assert (await desk.store.read(my_tasks, ReadTasks(), boris.actor)).entries == ()

    with pytest.raises(NoSuchLine):
        await desk.store.write(finish_task, FinishTask(step_id), boris.actor)
    assert (await desk.store.write(finish_task, FinishTask(step_id), ira.actor)).entries == ()
    assert [each.step.state for each in (await sheet(anna, case_id)).steps] == [StepState.DONE]


async def test_C4_a_family_that_chose_another_centre_leaves_its_open_case_workable(desk: Desk) -> None:
    anna, mother, case_id = await a_case(desk)
    ira = await desk.curator("Ирина", Role.SPECIALIST)
    first = PlanStepFor(case_id, "Первый шаг", StepDoer.CENTRE, None, ira.actor.account_id)
    (step_id,) = (await desk.store.write(plan_step, first, anna.actor)).step_ids
    other = await desk_at(desk.store, "lugovoy")
    await desk.store.write(choose_centre, ChooseCentre(other.centre_id, "Europe/Moscow"), mother.actor)

    assert len((await desk.store.read(my_tasks, ReadTasks(), ira.actor)).entries) == 1
    second = PlanStepFor(case_id, "Второй шаг", StepDoer.CENTRE)
    (second_id,) = (await desk.store.write(plan_step, second, anna.actor)).step_ids
    await desk.store.write(settle_step, SettleStep(case_id, second_id, StepState.DONE), anna.actor)
    assert (await desk.store.write(finish_task, FinishTask(step_id), ira.actor)).entries == ()
    await desk.store.write(apply_route, ApplyRoute(case_id, "new-baby"), anna.actor)
    assert len((await sheet(anna, case_id)).steps) > 2


async def test_C4_the_route_of_a_seriously_ill_child_fills_steps_measures_specialists_and_dates(desk: Desk) -> None:
    anna, mother, case_id = await a_case(desk)
    await desk.store.write(record_answers, RecordAnswers((Statement(Fact.REGION, "LEN"),)), mother.actor)
    psychologist = await desk.store.write(add_resource, AddResource(desk.centre_id, "Ирина Тихая"), TEST)
    service = AddService(desk.centre_id, "psychologist", "Психолог", 60, frozenset({Mode.PLACE}))
    service_id = (await desk.store.write(add_service, service, TEST)).service_id
    await desk.store.write(assign, Assign(service_id, psychologist.resource_id), TEST)

    first = await desk.store.write(apply_route, ApplyRoute(case_id, "seriously-ill-child"), anna.actor)
    shown = await sheet(anna, case_id)
    assert first.steps == len(shown.steps) >= 12 and first.goals == len(shown.goals) == 2
    measures = {each.step.measure_id for each in shown.steps} - {None}
    assert {"mse-ipra-child", "disabled-child-pension", "hospital-stay-with-child"} <= measures
    words = [each.step.words for each in shown.steps if each.step.words]
    assert "Встретиться с психологом: Ирина Тихая" in words
    assert all(each.step.due_on and each.step.due_on.isoweekday() < 6 for each in shown.steps)
    assert {each.assignee for each in shown.steps if each.step.doer is StepDoer.CENTRE} == {"Анна"}
    assert len(shown.check_ins) == 4 and shown.level is CaseLevel.ACCOMPANY

    again = await desk.store.write(apply_route, ApplyRoute(case_id, "seriously-ill-child"), anna.actor)
    assert (again.goals, again.steps) == (0, 0)


async def test_C5_a_measure_with_papers_of_both_kinds_gives_the_family_the_short_list(desk: Desk) -> None:
    anna, mother, case_id = await a_case(desk)
    measure = max(
        (each for each in CATALOGUE.measures if each.region is None and each.documents_from(ObtainedBy.FAMILY)),
        key=lambda each: len(each.documents_from(ObtainedBy.AGENCY)),
    )
    papers = [paper.name for paper in measure.documents_from(ObtainedBy.AGENCY)]
    ask = AskForPapers(case_id, measure.id, "СФР")
    with pytest.raises(AgenciesNotAllowed):
        await desk.store.write(ask_for_papers, ask, anna.actor)
    await allow_agencies(desk, mother)
    await desk.store.write(ask_for_papers, ask, anna.actor)

    shown = await sheet(anna, case_id)
    assert [each.step.words for each in shown.steps] == papers
    assert {each.step.doer for each in shown.steps} == {StepDoer.AGENCY}, "nothing of it is the family's to bring"
    awaited = await desk.store.read(awaited_answers, ReadAgencies(), anna.actor)
    assert len(awaited.entries) == len(papers)


async def test_C5_an_answer_is_due_in_working_days_and_completes_the_step(desk: Desk, clock: Clock) -> None:
    anna, mother, case_id = await a_case(desk)
    await allow_agencies(desk, mother)
    clock.now = clock.now.replace(month=12, day=28)
    (step_id,) = (await desk.store.write(ask_agency, AskAgency(case_id, "ЗАГС", "Справка", 5), anna.actor)).step_ids
    (asked,) = [each.asked for each in (await sheet(anna, case_id)).steps]
    assert asked is not None and (asked.sent_on, asked.due_on) == (date(2026, 12, 28), date(2027, 1, 13))

    assert isinstance(mother.actor, Adult)
    standing = await desk.store.read(agency_standing, ReadStanding(mother.actor.family_id), mother.actor)
    assert standing.by_step[step_id] == asked
    await desk.store.write(settle_step, SettleStep(case_id, step_id, StepState.DONE), anna.actor)
    (answered,) = (await sheet(anna, case_id)).steps
    assert answered.asked is not None
    assert (answered.step.state, answered.asked.state) == (StepState.DONE, AgencyState.ANSWERED)
    assert (await desk.store.read(awaited_answers, ReadAgencies(), anna.actor)).entries == ()


async def test_C5_the_centre_is_reminded_before_and_after_the_day_once_each(desk: Desk, clock: Clock) -> None:
    anna, mother, case_id = await a_case(desk)
    await allow_agencies(desk, mother)
    await desk.store.write(ask_agency, AskAgency(case_id, "СФР", "Сведения", 5), anna.actor)
    reminded = []
    for _ in range(12):
        reminded.append(sum([(await desk.store.write(remind_agencies, RemindAgencies(), TEST)).count for _ in "ab"]))
        clock.forward(days=1)
    events = [event.kind for event in await desk.store.database.read(lambda unit: after(unit, 0, 5_000))]

    assert (sum(reminded), events.count("agency.due"), events.count("agency.late")) == (2, 1, 1)


async def test_C4_nobody_plans_for_a_stranger_or_in_another_centre(desk: Desk) -> None:
    anna, _, case_id = await a_case(desk)
    vera = await (await desk_at(desk.store, "lugovoy")).curator("Вера")
    visitor = desk.visitor()
    nobody = (await anna.read((await visitor.call()).conversation_id)).head.case_id
    with pytest.raises(NoFamilyYet):
        await desk.store.write(set_goal, SetGoal(nobody, "Цель"), anna.actor)
    for trespass in (
        (set_goal, SetGoal(case_id, "Чужая цель")),
        (move_case, MoveCase(case_id, CaseState.PLANNED, CaseLevel.HELP)),
        (apply_route, ApplyRoute(case_id, "new-baby")),
    ):
        with pytest.raises(Forbidden):
            await desk.store.write(*trespass, vera.actor)  # type: ignore[misc]
    with pytest.raises(Forbidden):
        await sheet(vera, case_id)
    with pytest.raises(NoSuchLine):
        stranger = PlanStepFor(case_id, "Шаг", StepDoer.CENTRE, None, vera.actor.account_id)
        await desk.store.write(plan_step, stranger, anna.actor)


async def test_D9_erasing_takes_goals_requests_and_check_ins_along_and_the_copy_shows_them(desk: Desk) -> None:
    anna, mother, case_id = await a_case(desk)
    await allow_agencies(desk, mother)
    await desk.store.write(record_answers, RecordAnswers((Statement(Fact.REGION, "LEN"),)), mother.actor)
    await desk.store.write(apply_route, ApplyRoute(case_id, "new-baby"), anna.actor)
    await desk.store.write(ask_agency, AskAgency(case_id, "ЗАГС", "Справка о рождении"), anna.actor)
    await desk.store.write(move_case, MoveCase(case_id, CaseState.PLANNED, CaseLevel.HELP), anna.actor)
    copy = await desk.store.read(exporting(FAMILY_PARTS), ExportMyData(), mother.actor)
    assert {"goal", "agency_request"} <= {section.name for section in copy.sections if section.records}

    await desk.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother.actor)
    for name in ("goal", "agency_request", "check_in", "case_move", "step_task", "plan_step", "family_case"):
        count = sa.select(sa.func.count()).select_from(metadata.tables[name])
        assert await desk.store.database.read(lambda unit, q=count: unit.session.execute(q).scalar_one()) == 0, name
    assert all(not column.cards for column in (await desk.store.read(board, ReadBoard(), anna.actor)).columns)


def test_C4_every_route_names_measures_that_exist_and_people_the_centre_may_have() -> None:
    known = {measure.id for measure in CATALOGUE.measures}
    for route in route_templates().values():
        assert {step.measure_id for step in route.steps if step.measure_id} <= known, route.key
        assert route.goals and route.steps and all(0 < step.days <= 60 for step in route.steps)


@pytest.mark.parametrize(
    "step", ["{words: a, measure: b, days: 1}", "{days: 1}", "{words: a}", "{words: a, days: 1, who: b}"]
)
def test_C4_a_broken_route_is_refused_with_its_name(step: str) -> None:
    text = f"- {{key: broken, title: Т, level: help, goals: [], check_ins: [], steps: [{step}]}}"
    with pytest.raises(RoutesBroken, match="route broken"):
        read_routes(text)
