"""Alarms as the panel shows them: what is open in one's own centres, how far each has climbed, who has come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.catalog.helplines import CrisisType
from core.centres.tables import Centre
from core.crisis.signals import Severity
from core.duty.states import AFTER, Step, StepState
from core.duty.tables import AlarmStep, CrisisAlarm
from core.permissions import Permission
from core.staff.tables import Account
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ledger."""

    step: Step
    due_at: datetime
    state: StepState
    fired_at: datetime | None
    told: int


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One open alarm; `conversation_id` None: an exercise. Times are UTC."""

    alarm_id: int
    number: str
    centre: str
    conversation_id: int | None
    drill: bool
    kind: CrisisType | None
    severity: Severity
    raised_at: datetime
    taken_by: str | None
    mistaken: bool
    rungs: tuple[Rung, ...]

    @property
    def waits(self) -> bool:
        """Nobody has come yet."""
        return self.taken_by is None


@dataclass(frozen=True, slots=True)
class Alarms:
    """Those nobody has taken first, then the oldest."""

    entries: tuple[AlarmLine, ...]

    @property
    def waiting(self) -> int:
        """How many nobody has taken, without those the family called an error."""
        return sum(each.waits and not each.mistaken for each in self.entries)


@dataclass(frozen=True, slots=True)
class ReadAlarms:
    """`conversation_id`: of this conversation alone."""

    conversation_id: int | None = None


@use_case(Permission.READ_INBOX, Permission.READ_CONVERSATION)
def read_alarms(tx: Tx, query: ReadAlarms) -> Alarms:
    """Open alarms of the actor's centres."""
    asked = (
        select(CrisisAlarm, Centre.name, Account.name)
        .join(Centre, col(Centre.id) == col(CrisisAlarm.centre_id))
        .outerjoin(Account, col(Account.id) == col(CrisisAlarm.taken_by))
        .where(col(CrisisAlarm.ended_at).is_(None))
        .order_by(col(CrisisAlarm.raised_at))
    )
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        asked = asked.where(col(CrisisAlarm.centre_id).in_(tx.actor.centres))
    if query.conversation_id is not None:
        asked = asked.where(col(CrisisAlarm.conversation_id) == query.conversation_id)
    rows = tx.session.exec(asked).all()
    rungs = _rungs(tx, [row.id or 0 for row, _, _ in rows])
    lines = [_line(row, centre, name, rungs[row.id or 0]) for row, centre, name in rows]
    return Alarms(tuple(sorted(lines, key=lambda line: not line.waits)))


def _rungs(tx: Tx, alarm_ids: Sequence[int]) -> dict[int, list[Rung]]:
    found: dict[int, list[Rung]] = defaultdict(list)
    for row in tx.session.exec(select(AlarmStep).where(col(AlarmStep.alarm_id).in_(alarm_ids))):
        found[row.alarm_id].append(Rung(row.step, row.due_at, row.state, row.fired_at, row.told))
    return found


def _line(row: CrisisAlarm, centre: str, name: str | None, rungs: list[Rung]) -> AlarmLine:
    return AlarmLine(
        alarm_id=row.id or 0,
        number=row.number,
        centre=centre,
        conversation_id=row.conversation_id,
        drill=row.drill,
        kind=row.kind,
        severity=Severity(row.severity),
        raised_at=row.raised_at,
        taken_by=name,
        mistaken=row.mistaken_at is not None,
        rungs=tuple(sorted(rungs, key=lambda rung: AFTER[rung.step])),
    )
