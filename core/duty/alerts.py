"""Waking people: letters to staff's own chats, and the event that open panel pages hear.

An alert says that somebody waits, and where. It carries no word of the family, not even what kind of danger it is: the
chat stands on somebody's locked screen (E9).
"""

from collections.abc import Iterable

from sqlmodel import col, select

from core.centres.tables import Centre
from core.duty.people import colleagues, leads, on_duty_now
from core.duty.states import Line, Step
from core.duty.tables import CrisisAlarm, StaffChat
from core.messaging.events import publish
from core.messaging.letters import Address, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Skip, Verdict, enqueue, withdraw
from core.permissions import Permission
from core.use_case import Tx

DUTY_ALERT = "duty_alert"
CALLS = {Step.DUTY: "duty-alert-duty", Step.LEAD: "duty-alert-lead", Step.SECOND_LINE: "duty-alert-second-line"}
DRILLS = {Step.DUTY: "duty-drill-duty", Step.LEAD: "duty-drill-lead", Step.SECOND_LINE: "duty-drill-second-line"}


def wake(tx: Tx, alarm: CrisisAlarm, step: Step) -> int:
    """Tell everybody this rung is for. Returns how many people that is; pages of the centre hear it in any case."""
    people = _people(tx, alarm.centre_id, step)
    centre = tx.session.get_one(Centre, alarm.centre_id).name
    text = Text((DRILLS if alarm.drill else CALLS)[step], {"number": alarm.number, "centre": centre})
    for account_id, address in _chats(tx, people):
        enqueue(
            tx,
            Outgoing(
                DUTY_ALERT,
                Lane.CRISIS,
                address,
                Letter(text),
                f"alarm:{alarm.id}:{step}:{account_id}",
                subject_of(alarm),
            ),
        )
    announce(tx, alarm, "alarm.raised")
    return len(people)


def announce(tx: Tx, alarm: CrisisAlarm, kind: str) -> None:
    """Tell open pages of the centre. The last thing a use case does."""
    publish(tx, alarm.centre_id, kind, subject_of(alarm))


def calm_down(tx: Tx, alarm: CrisisAlarm) -> None:
    """Somebody came: alerts still queued are pointless."""
    withdraw(tx, subject_of(alarm), "somebody came")


def subject_of(alarm: CrisisAlarm) -> str:
    """What letters and events of an alarm are about."""
    return f"alarm:{alarm.id}"


def _people(tx: Tx, centre_id: int, step: Step) -> frozenset[int]:
    """Those on duty; then the leads as well; then the second line, or everybody who may answer a crisis.

    While nobody is on duty, or none of them has linked a chat, the leads are woken at once: an alarm that reaches
    nobody is worse than a woken lead.
    """
    first = on_duty_now(tx, centre_id)
    if step is Step.DUTY and _chats(tx, first):
        return frozenset(first)
    if step is Step.DUTY:
        return frozenset({*first, *leads(tx, centre_id)})
    people = {*first, *leads(tx, centre_id)}
    if step is Step.SECOND_LINE:
        second = on_duty_now(tx, centre_id, Line.SECOND)
        people |= set(second or colleagues(tx.session, centre_id, Permission.ANSWER_CRISIS))
    return frozenset(people)


def _chats(tx: Tx, people: Iterable[int]) -> list[tuple[int, Address]]:
    query = select(StaffChat).where(col(StaffChat.account_id).in_(people)).order_by(col(StaffChat.account_id))
    return [(row.account_id, Address(row.channel, row.external_id)) for row in tx.session.exec(query)]


def _still_needed(tx: Tx, claimed: Claimed) -> Verdict:
    """An alert nobody needs any more frightens for nothing."""
    alarm = tx.session.get(CrisisAlarm, int(claimed.subject.removeprefix("alarm:")))
    if alarm is None or alarm.taken_at is not None or alarm.ended_at is not None:
        return Skip("somebody came")
    return Send()


DUTY_ALERTS = Kind(_still_needed)
"""For the table of kinds in `app`, under `DUTY_ALERT`. Better told twice than never: an unknown fate is repeated."""
