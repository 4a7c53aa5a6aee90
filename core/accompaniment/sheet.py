"""The route sheet of a case as staff read and print it: goals, steps with who and until when, check-ins (F9, C4)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.accompaniment.holding import Held, look_at_case, opened_words, today_at
from core.accompaniment.tables import AgencyRequest, AgencyState, CheckIn, Goal, GoalState, StepTask
from core.cases.conversations import name_of, names_of, row_id
from core.cases.states import CaseLevel, CaseState
from core.cases.tables import Request
from core.families.plan import Step, standing_steps
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """Which case."""

    case_id: int


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal."""

    goal_id: int
    words: str
    state: GoalState


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to an agency. Days are the family's calendar days."""

    agency: str
    sent_on: date
    due_on: date
    state: AgencyState


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One step with who does it at the centre and what was asked where."""

    step: Step
    assignee: str | None
    asked: Asked | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One check-in."""

    check_in_id: int
    due_on: date
    done: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole route sheet of an open or closed case."""

    case_id: int
    ticket: str
    state: CaseState
    level: CaseLevel
    curator: str | None
    centre_id: int
    family_ticket: str
    conversation_id: int | None
    """Where one writes to the family."""
    today: date
    goals: tuple[GoalLine, ...]
    steps: tuple[SheetStep, ...]
    check_ins: tuple[CheckInLine, ...]


@use_case(Permission.READ_FAMILY)
def route_sheet(tx: Tx, query: ReadSheet) -> Sheet:
    """The sheet. Raises `NoSuchCase`, `NoFamilyYet`, `Forbidden`."""
    held = look_at_case(tx, query.case_id)
    case, today = held.case, today_at(tx, held)
    newest = select(Request.conversation_id).where(col(Request.case_id) == query.case_id)
    return Sheet(
        case_id=query.case_id,
        ticket=case.ticket,
        state=case.state,
        level=case.level,
        curator=name_of(tx, case.curator_id) or None,
        centre_id=case.centre_id,
        family_ticket=held.family.ticket,
        conversation_id=tx.session.exec(newest.order_by(col(Request.id).desc())).first(),
        today=today,
        goals=_goals(tx, held),
        steps=_steps(tx, held, today),
        check_ins=_check_ins(tx, held),
    )


def _goals(tx: Tx, held: Held) -> tuple[GoalLine, ...]:
    rows = tx.session.exec(select(Goal).where(col(Goal.case_id) == held.case_id).order_by(col(Goal.id)))
    return tuple(GoalLine(row_id(row), opened_words(tx, held, row.words_sealed), row.state) for row in rows)


def _steps(tx: Tx, held: Held, today: date) -> tuple[SheetStep, ...]:
    mine = select(StepTask).where(col(StepTask.case_id) == held.case_id)
    tasks = {row.step_id: row.account_id for row in tx.session.exec(mine)}
    names = names_of(tx, tasks.values())
    sent = select(AgencyRequest).where(col(AgencyRequest.case_id) == held.case_id)
    asked = {row.step_id: row for row in tx.session.exec(sent)}
    steps = sorted(standing_steps(tx, held.family), key=lambda each: (each.due_on or date.max, each.id))
    return tuple(
        SheetStep(
            step,
            names.get(tasks.get(step.id, 0)),
            as_asked(asked[step.id]) if step.id in asked else None,
            step.state.value == "open" and step.due_on is not None and step.due_on < today,
        )
        for step in steps
    )


def _check_ins(tx: Tx, held: Held) -> tuple[CheckInLine, ...]:
    rows = tx.session.exec(select(CheckIn).where(col(CheckIn.case_id) == held.case_id).order_by(col(CheckIn.due_on)))
    return tuple(CheckInLine(row_id(row), row.due_on, row.done_at is not None) for row in rows)


def as_asked(row: AgencyRequest) -> Asked:
    """A request without its place in the books."""
    return Asked(row.agency, row.sent_on, row.due_on, row.state)
