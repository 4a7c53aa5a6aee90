"""Goals: what should be true when the case is over."""

from dataclasses import dataclass

from core.accompaniment.holding import changed, hold_case, sealed_words
from core.accompaniment.refusals import NoSuchLine
from core.accompaniment.tables import Goal, GoalState
from core.cases.conversations import row_id
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class SetGoal:
    """A new goal in plain words."""

    case_id: int
    words: str


@dataclass(frozen=True, slots=True)
class GoalId:
    """A goal that exists."""

    goal_id: int


@use_case(Permission.REPLY)
def set_goal(tx: Tx, command: SetGoal) -> GoalId:
    """Write it down. Raises `NoSuchLine` for empty words, `CaseClosed`, `NoFamilyYet`, `Forbidden`."""
    held = hold_case(tx, command.case_id)
    if not command.words.strip():
        raise NoSuchLine
    goal = Goal(case_id=held.case_id, words_sealed=sealed_words(tx, held, command.words.strip()), created_at=tx.now)
    tx.session.add(goal)
    changed(tx, held, "goal")
    return GoalId(row_id(goal))


@dataclass(frozen=True, slots=True)
class SettleGoal:
    """What became of it; `OPEN` takes a settling back."""

    goal_id: int
    state: GoalState


@use_case(Permission.REPLY)
def settle_goal(tx: Tx, command: SettleGoal) -> GoalId:
    """Reached or dropped. Raises `NoSuchLine`, `CaseClosed`, `Forbidden`."""
    goal = tx.session.get(Goal, command.goal_id)
    if goal is None:
        raise NoSuchLine
    held = hold_case(tx, goal.case_id)
    goal.state = command.state
    goal.settled_at = None if command.state is GoalState.OPEN else tx.now
    changed(tx, held, "goal")
    return GoalId(command.goal_id)
