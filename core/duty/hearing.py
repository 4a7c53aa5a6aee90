"""What was heard, without a word of it: the review queue, and labelled examples for whoever mends the patterns.

Kind, severity and the ids of the patterns that spoke stay with the house (E.3, step 7). A soft signal has no alarm, so
a person reviews it here; «Это ошибка» is one tap and needs no explanation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from core.cases.conversations import look_at, require_own_address
from core.cases.states import Happening
from core.cases.tables import Message
from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.alarms import open_alarm, stop_climbing
from core.duty.alerts import announce
from core.duty.tables import CrisisAlarm, HeardDanger
from core.messaging.letters import Address
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import StaffMember, Tx, use_case

KEPT_FOR_REVIEW = timedelta(days=14)
MOST = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """A signal, by its number and a proof that the person holding the card is the one who wrote."""

    heard_id: int
    proof: str


@dataclass(frozen=True, slots=True)
class HearDanger:
    """A message at `address` sounded like danger. `centre_id`: the chosen centre, if somebody there reads messages."""

    address: Address
    kind: CrisisType
    severity: Severity
    signs: tuple[str, ...]
    centre_id: int | None


@use_case(Permission.ANYBODY)
def hear_danger(tx: Tx, command: HearDanger) -> Heard:
    """Keep how a message was read. Raises `Forbidden` for anybody else's address."""
    require_own_address(tx, command.address)
    conversation = look_at(tx, command.address)
    row = HeardDanger(
        heard_at=tx.now,
        kind=command.kind,
        severity=int(command.severity),
        signs=" ".join(command.signs)[:200],
        centre_id=command.centre_id,
        conversation_id=conversation.id if conversation is not None else None,
    )
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    return Heard(row.id, _proof(tx, row.id, command.address))


@dataclass(frozen=True, slots=True)
class Mistaken:
    """«Это ошибка» by the person at `address`, with what stood behind the button."""

    address: Address
    heard: Heard


@dataclass(frozen=True, slots=True)
class Labelled:
    """Whether it was this person's card."""

    known: bool


@use_case(Permission.ANYBODY)
def call_it_a_mistake(tx: Tx, command: Mistaken) -> Labelled:
    """Label the example. A serious alarm stops climbing and waits for a look; one of immediate danger climbs on.

    Somebody else may hold the phone: a person still looks at every alarm, and at the gravest without delay. An alarm
    that has any other cause climbs on as well.
    """
    row = tx.session.get(HeardDanger, command.heard.heard_id)
    if row is None or command.heard.proof != _proof(tx, command.heard.heard_id, command.address):
        return Labelled(False)
    row.mistaken_at = row.mistaken_at or tx.now
    alarm = open_alarm(tx, row.conversation_id) if row.conversation_id is not None else None
    if alarm is not None and alarm.severity < Severity.IMMEDIATE and _is_its_only_cause(tx, alarm, row):
        alarm.mistaken_at = alarm.mistaken_at or tx.now
        stop_climbing(tx, alarm)
        announce(tx, alarm, "alarm.mistaken")
    return Labelled(True)


def _is_its_only_cause(tx: Tx, alarm: CrisisAlarm, row: HeardDanger) -> bool:
    """This signal belongs to the alarm, and whatever else does was called an error too.

    Words are kept at the very moment at which they call the centre (`core.cases.urgent`): a call without them was a
    button, which nobody takes back by a card.
    """
    theirs = tx.session.exec(
        select(HeardDanger).where(
            col(HeardDanger.conversation_id) == alarm.conversation_id,
            col(HeardDanger.severity) >= int(Severity.SERIOUS),
            col(HeardDanger.heard_at) >= alarm.raised_at,
        )
    ).all()
    calls = tx.session.exec(
        select(Message.created_at).where(
            col(Message.conversation_id) == alarm.conversation_id,
            col(Message.happening) == Happening.CRISIS,
            col(Message.created_at) >= alarm.raised_at,
        )
    ).all()
    pressed = set(calls) - {each.heard_at for each in theirs}
    return not pressed and row in theirs and all(each.mistaken_at is not None for each in theirs)


def _proof(tx: Tx, heard_id: int, address: Address) -> str:
    """Anybody can send any button's text to the bot; this one works only from where the card was shown."""
    return tx.vault.digest("heard danger", f"{heard_id}:{address.channel}:{address.external_id}")[:16]


@dataclass(frozen=True, slots=True)
class ToReview:
    """What was heard in a centre and nobody has looked at."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class HeardLine:
    """One signal. `conversation_id` None: there is nobody to write to."""

    heard_id: int
    heard_at: datetime
    kind: CrisisType
    severity: Severity
    signs: tuple[str, ...]
    conversation_id: int | None
    mistaken: bool


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Soft signals and mistakes, newest first."""

    entries: tuple[HeardLine, ...]


@use_case(Permission.ANSWER_CRISIS)
def to_review(tx: Tx, query: ToReview) -> ReviewQueue:
    """The queue of a centre of one's own. Raises `Forbidden`."""
    tx.require_centre(query.centre_id)
    soft_or_wrong = (col(HeardDanger.severity) == int(Severity.SOFT)) | col(HeardDanger.mistaken_at).is_not(None)
    rows = tx.session.exec(
        select(HeardDanger)
        .where(
            col(HeardDanger.centre_id) == query.centre_id,
            col(HeardDanger.reviewed_at).is_(None),
            col(HeardDanger.heard_at) > tx.now - KEPT_FOR_REVIEW,
            soft_or_wrong,
        )
        .order_by(col(HeardDanger.id).desc())
        .limit(MOST)
    )
    return ReviewQueue(tuple(_line(row) for row in rows))


def _line(row: HeardDanger) -> HeardLine:
    return HeardLine(
        heard_id=row.id or 0,
        heard_at=row.heard_at,
        kind=row.kind,
        severity=Severity(row.severity),
        signs=tuple(row.signs.split()),
        conversation_id=row.conversation_id,
        mistaken=row.mistaken_at is not None,
    )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Somebody has looked at it."""

    heard_id: int


@use_case(Permission.ANSWER_CRISIS)
def review(tx: Tx, command: Reviewed) -> Reviewed:
    """Take a signal off the queue. Twice changes nothing. Raises `Forbidden`."""
    row = tx.session.get(HeardDanger, command.heard_id)
    if row is None or row.centre_id is None or not isinstance(tx.actor, StaffMember):
        return command
    tx.require_centre(row.centre_id)
    if row.reviewed_at is None:
        row.reviewed_at, row.reviewed_by = tx.now, tx.actor.account_id
        record(tx, Trace("duty.signal_reviewed", "heard_danger", command.heard_id, row.centre_id))
    return command
