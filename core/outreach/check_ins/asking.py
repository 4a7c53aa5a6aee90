"""«Как у вас дела?»: a family with an open plan, or one the centre accompanies, is asked shortly now and then.

The planner calls this at its daily look at a family, and may call it as often as it likes: a question is a row with a
running number, and the next one is due weeks later. Silence has no consequence but fewer questions. While somebody of
the centre talks with the family anyway, nothing is asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.cases.states import CaseLevel, OwnerKind
from core.cases.tables import Case, Conversation
from core.catalog.snapshot import Catalogue
from core.families.addresses import addresses_of_adult
from core.families.reaching import OpenDoor, door
from core.families.tables import Adult, Family, PlanStep, StepDoer, StepState
from core.families.topics import Topic
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Skip, Verdict, enqueue
from core.outreach.check_ins.tables import HowItGoes, LightCheckIn
from core.outreach.neutral import named_openly
from core.outreach.respect import Occasion, keep_count, may_write_first
from core.outreach.wording import QUIET
from core.use_case import Tx

CHECK_IN = "check_in"
ANSWER = "how:"
"""What the three buttons ask for; the number of the question and the answer follow."""
RIPE = timedelta(days=14)
"""A step or an accompaniment this old is asked about."""
EVERY, AFTER_SILENCE = timedelta(days=21), timedelta(days=60)
ABOUT_ONE_STEP = 2
HELPS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Subject:
    """What to ask about: a step of the plan, or how it goes altogether."""

    step: PlanStep | None


def ask_how_it_goes(tx: Tx, family: Family, adults: Sequence[int], today: date) -> int:
    """Queue the question if one is due; `adults` have agreed to be written to. Returns how many were queued: 0 or 1."""
    assert family.id is not None
    asked = _asked(tx, family.id)
    if not _due(asked, today) or _talking(tx, family.id):
        return 0
    subject = _subject(tx, family.id, asked)
    reader = _reader(tx, adults) if subject is not None else None
    if subject is None or reader is None:
        return 0
    adult_id, address = reader
    ordinal = sum(one.adult_id == adult_id for one in asked) + 1
    step_id = subject.step.id if subject.step else None
    row = LightCheckIn(adult_id=adult_id, ordinal=ordinal, step_id=step_id, asked_on=today)
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    key = f"{CHECK_IN}:{row.id}"
    letter = question(row.id, subject.step, tx.catalogue)
    enqueue(tx, Outgoing(CHECK_IN, Lane.EVENT, address, letter, dedup_key=key, subject=key))
    return 1


def question(number: int, step: PlanStep | None, catalogue: Catalogue) -> Letter:
    """One sentence and three buttons. A measure is named only where anybody may read it; a curator's words never."""
    measure = catalogue.measure(step.measure_id) if step is not None and step.measure_id else None
    named = measure is not None and named_openly(measure)
    shape = "named" if named else "plan" if step is not None else "all"
    answers = tuple((Button(Text(f"check-in-{one.value}"), action=f"{ANSWER}{number}:{one}"),) for one in HowItGoes)
    quiet = (Button(Text("proactive-quiet"), action=f"{QUIET}{Topic.CARE}"),)
    body = Text("check-in-ask", {"shape": shape, "title": measure.title if measure and named else ""})
    return Letter(body, (*answers, quiet))


def _asked(tx: Tx, family_id: int) -> list[LightCheckIn]:
    """Every question to the family, oldest first."""
    query = select(LightCheckIn).join(Adult).where(col(Adult.family_id) == family_id)
    return list(tx.session.exec(query.order_by(col(LightCheckIn.asked_on), col(LightCheckIn.id))))


def _due(asked: Sequence[LightCheckIn], today: date) -> bool:
    if not asked:
        return True
    return today - asked[-1].asked_on >= (AFTER_SILENCE if asked[-1].answer is None else EVERY)


def _talking(tx: Tx, family_id: int) -> bool:
    query = select(Conversation.id).where(
        col(Conversation.family_id) == family_id, col(Conversation.owner_kind) != OwnerKind.BOT
    )
    return tx.session.exec(query).first() is not None


def _subject(tx: Tx, family_id: int, asked: Sequence[LightCheckIn]) -> Subject | None:
    """The family's own ripe step that was asked about least; else the accompaniment itself."""
    times = Counter(one.step_id for one in asked)
    steps = tx.session.exec(
        select(PlanStep)
        .where(
            PlanStep.family_id == family_id,
            PlanStep.doer == StepDoer.FAMILY,
            PlanStep.state == StepState.OPEN,
            col(PlanStep.created_at) <= tx.now - RIPE,
        )
        .order_by(col(PlanStep.id))
    ).all()
    fresh = [step for step in steps if times[step.id] < ABOUT_ONE_STEP]
    if fresh:
        return Subject(min(fresh, key=lambda step: times[step.id]))
    accompanied = select(Case.id).where(
        col(Case.family_id) == family_id,
        col(Case.closed_at).is_(None),
        col(Case.level) == CaseLevel.ACCOMPANY,
        col(Case.opened_at) <= tx.now - RIPE,
    )
    return Subject(None) if tx.session.exec(accompanied).first() is not None else None


def _reader(tx: Tx, adults: Sequence[int]) -> tuple[int, Address] | None:
    """The first of the adults whose door is open for such a question: one of a household is asked, not both."""
    for adult_id in adults:
        for address in addresses_of_adult(tx, adult_id):
            if isinstance(door(tx, address, Topic.CARE), OpenDoor):
                return adult_id, address
    return None


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    row = tx.session.get(LightCheckIn, int(claimed.subject.partition(":")[2]))
    if row is None:
        return Skip("the question is gone")
    step = tx.session.get(PlanStep, row.step_id) if row.step_id is not None else None
    if step is not None and step.state is not StepState.OPEN:
        return Skip("the step is settled")
    family = tx.session.get_one(Family, tx.session.get_one(Adult, row.adult_id).family_id)
    until = datetime.combine(row.asked_on + HELPS_FOR, time(0), tzinfo=ZoneInfo(family.time_zone))
    return may_write_first(tx, claimed, Occasion(Topic.CARE, until))


CHECK_IN_KIND = Kind(_guard, keep_count)
"""For the table of kinds in `app`, under `CHECK_IN`."""
