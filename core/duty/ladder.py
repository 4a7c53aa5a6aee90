"""The ladder climbs by itself: what is due is a query over the ledger, so a restart forgets and repeats nothing (E4).

Any number of processes may climb: a rung is locked while it fires. When the program was down over several rungs, all of
them fire, the lower ones first: each wakes other people.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from core.duty.alarms import fire
from core.duty.states import StepState
from core.duty.tables import AlarmStep, CrisisAlarm
from core.permissions import Permission
from core.use_case import Tx, use_case

BATCH = 100


@dataclass(frozen=True, slots=True)
class Climb:
    """Look for rungs whose time has come, in every centre."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """How many rungs were due."""

    rungs: int


@use_case(Permission.SYSTEM)
def rungs_due(tx: Tx, query: Climb) -> Climbed:
    """Whether there is anything to do: a look at an index, cheap enough for every second."""
    due = select(AlarmStep.alarm_id).where(*_due(tx)).limit(1)
    return Climbed(len(tx.session.exec(due).all()))


@use_case(Permission.SYSTEM)
def climb(tx: Tx, command: Climb) -> Climbed:
    """Fire every rung that is due, once."""
    query = (
        select(AlarmStep, CrisisAlarm)
        .join(CrisisAlarm)
        .where(*_due(tx))
        .order_by(col(AlarmStep.due_at), col(AlarmStep.alarm_id))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    found = tx.session.exec(query).all()
    for rung, alarm in found:
        fire(tx, alarm, rung)
    return Climbed(len(found))


def _due(tx: Tx) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(AlarmStep.state) == StepState.WAITING, col(AlarmStep.due_at) <= tx.now
