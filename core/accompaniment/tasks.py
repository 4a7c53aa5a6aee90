"""Steps of the centre as tasks of the one who does them: a curator, or a specialist who answers no families (C4).

A specialist sees the own tasks and nothing else of the conversation; ticking a task is all it takes to finish the step.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.accompaniment.holding import Held, changed, hold_case, today_at
from core.accompaniment.refusals import NoSuchLine
from core.accompaniment.tables import StepTask
from core.cases.conversations import staff
from core.cases.tables import Case
from core.families.plan import mark_step, standing_steps
from core.families.tables import Family, PlanStep, StepState
from core.permissions import Permission
from core.use_case import Tx, use_case

MOST = 100


@dataclass(frozen=True, slots=True)
class ReadTasks:
    """Whose: the acting member of staff's."""


@dataclass(frozen=True, slots=True)
class Task:
    """One open step."""

    step_id: int
    case_id: int
    ticket: str
    words: str
    due_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Tasks:
    """The earliest due first."""

    entries: tuple[Task, ...]


@use_case(Permission.READ_FAMILY)
def my_tasks(tx: Tx, query: ReadTasks) -> Tasks:
    """Open steps of open cases in the own centres that the acting person does."""
    rows = (
        select(Case, Family)
        .join(Family, col(Family.id) == col(Case.family_id))
        .where(
            col(Case.id).in_(select(StepTask.case_id).where(col(StepTask.account_id) == staff(tx).account_id)),
            col(Case.closed_at).is_(None),
        )
        .limit(MOST)
    )
    if staff(tx).centres is not None:
        rows = rows.where(col(Case.centre_id).in_(staff(tx).centres or ()))
    found = [task for case, family in tx.session.exec(rows).all() for task in _tasks(tx, Held(case, family))]
    return Tasks(tuple(sorted(found, key=lambda task: (task.due_on or date.max, task.step_id))))


def _tasks(tx: Tx, held: Held) -> list[Task]:
    mine = select(StepTask.step_id).where(
        col(StepTask.case_id) == held.case_id, col(StepTask.account_id) == staff(tx).account_id
    )
    ids, today = set(tx.session.exec(mine)), today_at(tx, held)
    return [
        Task(
            step_id=step.id,
            case_id=held.case_id,
            ticket=held.case.ticket,
            words=step.words or "",
            due_on=step.due_on,
            late=step.due_on is not None and step.due_on < today,
        )
        for step in standing_steps(tx, held.family)
        if step.id in ids and step.state is StepState.OPEN
    ]


@dataclass(frozen=True, slots=True)
class FinishTask:
    """A step the acting person has done."""

    step_id: int


@use_case(Permission.READ_FAMILY)
def finish_task(tx: Tx, command: FinishTask) -> Tasks:
    """Tick it; what is left. Raises `NoSuchLine` for a task of somebody else, `CaseClosed`, `Forbidden`."""
    task = tx.session.get(StepTask, command.step_id)
    if task is None or task.account_id != staff(tx).account_id:
        raise NoSuchLine
    held = hold_case(tx, task.case_id)
    mark_step(tx, held.family, tx.session.get_one(PlanStep, command.step_id), StepState.DONE)
    changed(tx, held, "step")
    return my_tasks(tx, ReadTasks())
