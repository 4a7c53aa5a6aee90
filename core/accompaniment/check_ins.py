"""Days on which the curator looks in by itself: a family that falls silent is not forgotten (C4)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.accompaniment.holding import Held, changed, hold_case
from core.accompaniment.refusals import NoSuchLine
from core.accompaniment.tables import CheckIn
from core.cases.conversations import row_id
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class PlanCheckIn:
    """A day, by the family's calendar."""

    case_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class CheckInId:
    """A check-in that exists."""

    check_in_id: int


@use_case(Permission.REPLY)
def plan_check_in(tx: Tx, command: PlanCheckIn) -> CheckInId:
    """Plan it; the same day twice is one. Raises `CaseClosed`, `NoFamilyYet`, `Forbidden`."""
    held = hold_case(tx, command.case_id)
    check_in = new_check_in(tx, held, command.due_on)
    changed(tx, held, "check_in")
    return CheckInId(row_id(check_in))


def new_check_in(tx: Tx, held: Held, due_on: date) -> CheckIn:
    """The check-in of that day."""
    mine = (col(CheckIn.case_id) == held.case_id, col(CheckIn.due_on) == due_on)
    found = tx.session.exec(select(CheckIn).where(*mine)).first()
    if found is None:
        found = CheckIn(case_id=held.case_id, due_on=due_on)
        tx.session.add(found)
        tx.session.flush()
    return found


@dataclass(frozen=True, slots=True)
class MarkCheckIn:
    """Whether it has been done."""

    check_in_id: int
    done: bool = True


@use_case(Permission.REPLY)
def mark_check_in(tx: Tx, command: MarkCheckIn) -> CheckInId:
    """Tick it, or take the tick back. Raises `NoSuchLine`, `CaseClosed`, `Forbidden`."""
    row = tx.session.get(CheckIn, command.check_in_id)
    if row is None:
        raise NoSuchLine
    held = hold_case(tx, row.case_id)
    row.done_at = tx.now if command.done else None
    changed(tx, held, "check_in")
    return CheckInId(command.check_in_id)
