"""Moving a case on, and the level of help (C4)."""

from dataclasses import dataclass

from core.accompaniment.holding import changed, hold_case
from core.accompaniment.moves import may_move
from core.accompaniment.refusals import MoveNotAllowed
from core.accompaniment.tables import CaseMove
from core.cases.conversations import staff
from core.cases.states import CaseLevel, CaseState
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class MoveCase:
    """Where the case goes, and how much the centre does from now on."""

    case_id: int
    state: CaseState
    level: CaseLevel


@dataclass(frozen=True, slots=True)
class Moved:
    """Where it stands now."""

    case_id: int
    state: CaseState
    level: CaseLevel


@use_case(Permission.REPLY)
def move_case(tx: Tx, command: MoveCase) -> Moved:
    """Move it. Raises `MoveNotAllowed`, `CaseClosed`, `NoFamilyYet`, `NoSuchCase`, `Forbidden`."""
    held = hold_case(tx, command.case_id)
    case = held.case
    if not may_move(case.state, command.state):
        raise MoveNotAllowed(case.state, command.state)
    if (case.state, case.level) != (command.state, command.level):
        case.state, case.level = command.state, command.level
        tx.session.add(
            CaseMove(
                case_id=held.case_id,
                account_id=staff(tx).account_id,
                state=command.state,
                level=command.level,
                at=tx.now,
            )
        )
        changed(tx, held, "move")
    return Moved(command.case_id, case.state, case.level)
