"""The life of an alarm: raised, taken by a person, answered, ended. Parts of other features' use cases.

An alarm is raised in the transaction that puts the conversation before the centre, with its whole ladder, so that no
crash can leave one without the other. Taking it drops the rungs that are still to come.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.alerts import announce, calm_down, wake
from core.duty.people import on_duty_now
from core.duty.states import AFTER, Ending, Step, StepState
from core.duty.tables import AlarmStep, CrisisAlarm
from core.tickets import new_ticket
from core.use_case import StaffMember, Tx

COVERED = timedelta(minutes=30)
"""For so long after a person came the alarm covers new danger: that person sees the words arrive."""

UNHEARD = timedelta(minutes=5)
"""For so long after its last rung an alarm nobody took still rings in somebody's ears; then new danger climbs again."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What is known of it. `kind` None: somebody pressed the button and has not said what happened."""

    kind: CrisisType | None = None
    severity: Severity = Severity.SERIOUS


def raise_alarm(tx: Tx, centre_id: int, conversation_id: int, danger: Danger) -> CrisisAlarm:
    """The open alarm of this conversation, or a new one with its ladder."""
    found = open_alarm(tx, conversation_id)
    if found is not None and not _is_used_up(tx, found):
        found.severity = max(found.severity, int(danger.severity))
        found.kind = danger.kind or found.kind
        return found
    if found is not None:
        end(tx, found, Ending.CONTINUED)
        tx.session.flush()
    return start(tx, _new(tx, centre_id, danger, conversation_id=conversation_id))


def _is_used_up(tx: Tx, alarm: CrisisAlarm) -> bool:
    """Nobody would hear of new danger by it: a person came long ago, nobody came at all, or it was called an error."""
    long_ago = alarm.taken_at is not None and tx.now - alarm.taken_at > COVERED
    return long_ago or alarm.mistaken_at is not None or (alarm.taken_at is None and _rang_out(tx, alarm))


def _rang_out(tx: Tx, alarm: CrisisAlarm) -> bool:
    """The whole ladder was climbed a while ago and is silent now (E4)."""
    rungs = tx.session.exec(select(AlarmStep).where(col(AlarmStep.alarm_id) == alarm.id)).all()
    if any(rung.state is StepState.WAITING for rung in rungs):
        return False
    fired = [rung.fired_at for rung in rungs if rung.fired_at is not None]
    return not fired or tx.now - max(fired) > UNHEARD


def new_drill(tx: Tx, centre_id: int) -> CrisisAlarm:
    """An exercise: the same ladder, nobody's conversation."""
    return start(tx, _new(tx, centre_id, Danger(), conversation_id=None))


def _new(tx: Tx, centre_id: int, danger: Danger, conversation_id: int | None) -> CrisisAlarm:
    return CrisisAlarm(
        number=new_ticket(),
        centre_id=centre_id,
        conversation_id=conversation_id,
        drill=conversation_id is None,
        kind=danger.kind,
        severity=int(danger.severity),
        on_duty=bool(on_duty_now(tx, centre_id)),
        raised_at=tx.now,
    )


def start(tx: Tx, alarm: CrisisAlarm) -> CrisisAlarm:
    """Write the alarm and its ladder; the first rung fires with it."""
    tx.session.add(alarm)
    tx.session.flush()
    assert alarm.id is not None
    for step, after in AFTER.items():
        tx.session.add(AlarmStep(alarm_id=alarm.id, step=step, due_at=tx.now + after, state=StepState.WAITING))
    tx.session.flush()
    fire(tx, alarm, tx.session.get_one(AlarmStep, (alarm.id, Step.DUTY)))
    return alarm


def fire(tx: Tx, alarm: CrisisAlarm, rung: AlarmStep) -> None:
    """Do what this rung is for, and write down that it was done."""
    rung.state, rung.fired_at = StepState.FIRED, tx.now
    rung.told = wake(tx, alarm, rung.step)
    tx.session.flush()


def open_alarm(tx: Tx, conversation_id: int) -> CrisisAlarm | None:
    """The alarm of a conversation that is not over, locked."""
    return tx.session.exec(_not_over(conversation_id).with_for_update()).first()


def has_alarm(tx: Tx, conversation_id: int) -> bool:
    """Whether somebody may be in danger there, for whoever only looks."""
    return tx.session.exec(_not_over(conversation_id)).first() is not None


def _not_over(conversation_id: int) -> SelectOfScalar[CrisisAlarm]:
    return select(CrisisAlarm).where(
        col(CrisisAlarm.conversation_id) == conversation_id, col(CrisisAlarm.ended_at).is_(None)
    )


def person_came(tx: Tx, conversation_id: int) -> None:
    """The acting member of staff is with the family: the ladder stops."""
    alarm = open_alarm(tx, conversation_id)
    if alarm is not None:
        take_alarm(tx, alarm)


def take_alarm(tx: Tx, alarm: CrisisAlarm) -> None:
    """Note who came first; everybody after changes nothing."""
    assert isinstance(tx.actor, StaffMember)
    if alarm.taken_at is not None:
        return
    alarm.taken_at, alarm.taken_by = tx.now, tx.actor.account_id
    stop_climbing(tx, alarm)
    announce(tx, alarm, "alarm.taken")


def person_answered(tx: Tx, conversation_id: int) -> None:
    """A living person has written to the family (E5)."""
    alarm = open_alarm(tx, conversation_id)
    if alarm is None:
        return
    alarm.replied_at = alarm.replied_at or tx.now
    take_alarm(tx, alarm)


def end_alarm(tx: Tx, conversation_id: int, ending: Ending) -> None:
    """The alarm of this conversation, if any is open, is over."""
    alarm = open_alarm(tx, conversation_id)
    if alarm is not None:
        end(tx, alarm, ending)
        announce(tx, alarm, "alarm.ended")


def end(tx: Tx, alarm: CrisisAlarm, ending: Ending) -> None:
    """Over: nothing of it climbs any more."""
    alarm.ended_at, alarm.ending = tx.now, ending
    stop_climbing(tx, alarm)


def stop_climbing(tx: Tx, alarm: CrisisAlarm) -> None:
    """Drop the rungs that have not been reached."""
    waiting = (col(AlarmStep.alarm_id) == alarm.id, col(AlarmStep.state) == StepState.WAITING)
    for rung in tx.session.exec(select(AlarmStep).where(*waiting)).all():
        rung.state = StepState.DROPPED
    calm_down(tx, alarm)
    tx.session.flush()
