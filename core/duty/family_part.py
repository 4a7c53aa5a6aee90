"""What duty keeps about a person: alarms of their conversations and the wish not to be written to. Destroyed with them.

What was heard stays as a label without anybody: kind, severity and ids of patterns, no conversation any more.
"""

from sqlmodel import col, delete, select, update

from core.cases.conversations import row_id
from core.cases.family_part import conversations_of
from core.duty.tables import AlarmStep, CrisisAlarm, HeardDanger
from core.duty.unsafe import forget_marks
from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    ids = [row_id(each) for each in conversations_of(tx, whose)]
    query = select(CrisisAlarm).where(col(CrisisAlarm.conversation_id).in_(ids)).order_by(col(CrisisAlarm.id))
    return (Section("alarm", tuple(_record(row) for row in tx.session.exec(query))),)


def _record(row: CrisisAlarm) -> tuple[Field, ...]:
    return (
        Field("ticket", row.number),
        Field("opened_at", row.raised_at.isoformat()),
        Field("closed_at", row.ended_at.isoformat() if row.ended_at else None),
    )


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    ids = [row_id(each) for each in conversations_of(tx, whose, lock=True)]
    alarms = select(CrisisAlarm.id).where(col(CrisisAlarm.conversation_id).in_(ids))
    steps = tx.session.exec(delete(AlarmStep).where(col(AlarmStep.alarm_id).in_(alarms))).rowcount
    gone = tx.session.exec(delete(CrisisAlarm).where(col(CrisisAlarm.conversation_id).in_(ids))).rowcount
    tx.session.exec(update(HeardDanger).where(col(HeardDanger.conversation_id).in_(ids)).values(conversation_id=None))
    marks = forget_marks(tx, whose.family_id, whose.addresses)
    return (Destroyed("alarm_step", steps), Destroyed("crisis_alarm", gone), Destroyed("unsafe_mark", marks))


DUTY_PART = FamilyPart(_export, _erase)
