"""An exercise: a made-up case that climbs the whole ladder, plainly marked, so that the first real one is not the
first.

Weekly, says acceptance row E5. An exercise is answered by the first person who presses the button; that is its first
reply, and it ends there.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from core.centres.tables import Centre
from core.duty.alarms import end, new_drill, take_alarm
from core.duty.alerts import announce
from core.duty.refusals import DrillRuns, NoSuchAlarm
from core.duty.states import Ending
from core.duty.tables import CrisisAlarm
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Forbidden, StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class StartDrill:
    """Try the ladder of one centre."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class DrillId:
    """An exercise, by its alarm."""

    alarm_id: int


@use_case(Permission.ANSWER_CRISIS)
def start_drill(tx: Tx, command: StartDrill) -> DrillId:
    """Raise a made-up alarm. Raises `DrillRuns`, `Forbidden`."""
    tx.require_centre(command.centre_id)
    tx.session.exec(select(Centre.id).where(col(Centre.id) == command.centre_id).with_for_update()).one()
    running = select(CrisisAlarm.id).where(
        col(CrisisAlarm.centre_id) == command.centre_id, col(CrisisAlarm.drill), col(CrisisAlarm.ended_at).is_(None)
    )
    if tx.session.exec(running).first() is not None:
        raise DrillRuns
    alarm = new_drill(tx, command.centre_id)
    assert alarm.id is not None
    record(tx, Trace("duty.drill_started", "crisis_alarm", alarm.id, command.centre_id))
    return DrillId(alarm.id)


@use_case(Permission.ANSWER_CRISIS, Permission.TAKE_CASE)
def answer_drill(tx: Tx, command: DrillId) -> DrillId:
    """«Я здесь»: the exercise is answered and over. Raises `NoSuchAlarm`, `Forbidden`."""
    if not isinstance(tx.actor, StaffMember):
        raise Forbidden("only staff may do this")
    query = select(CrisisAlarm).where(col(CrisisAlarm.id) == command.alarm_id, col(CrisisAlarm.drill))
    alarm = tx.session.exec(query.with_for_update()).first()
    if alarm is None or alarm.ended_at is not None:
        raise NoSuchAlarm
    tx.require_centre(alarm.centre_id)
    take_alarm(tx, alarm)
    alarm.replied_at = tx.now
    end(tx, alarm, Ending.DRILL)
    record(tx, Trace("duty.drill_answered", "crisis_alarm", command.alarm_id, alarm.centre_id))
    announce(tx, alarm, "alarm.ended")
    return command
