"""Steps of the route sheet as staff plan them: who acts, until when, who at the centre does it, which body is asked.

The family ticks its own steps in the bot, staff tick the centre's and the agencies' (`core.families.plan`). A step for
an agency is a request with a date in working days; its answer completes the step (C5).
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.accompaniment.holding import Held, changed, hold_case, today_at
from core.accompaniment.refusals import AgenciesNotAllowed, NoSuchLine, NothingToAsk
from core.accompaniment.tables import AgencyRequest, AgencyState, StepTask
from core.accompaniment.workdays import after_working_days
from core.cases.colleagues import colleague_at
from core.cases.conversations import row_id
from core.catalog.measures import ObtainedBy
from core.families.consenting import agrees
from core.families.plan import mark_step, write_step
from core.families.tables import Adult, ConsentPurpose, PlanStep, StepDoer, StepState
from core.permissions import Permission
from core.use_case import Tx, use_case

LONGEST = 500
ANSWER_DAYS = 5
"""Working days within which a body answers, when nobody knows better: our planning figure, no act."""
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class PlanStepFor:
    """A step of the family or of the centre; `account_id`: who at the centre does it."""

    case_id: int
    words: str
    doer: StepDoer
    due_on: date | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The steps that were added."""

    step_ids: tuple[int, ...]


@use_case(Permission.REPLY)
def plan_step(tx: Tx, command: PlanStepFor) -> Planned:
    """Add it. Raises `NoSuchLine` for empty words or a stranger, `CaseClosed`, `NoFamilyYet`, `Forbidden`."""
    held = hold_case(tx, command.case_id)
    step_id = new_step(tx, held, command.words, command.doer, command.due_on)
    if command.account_id is not None:
        assign_step(tx, held, step_id, command.account_id)
    changed(tx, held, "step")
    return Planned((step_id,))


def new_step(tx: Tx, held: Held, words: str, doer: StepDoer, due_on: date | None) -> int:
    """A line of the plan. Raises `NoSuchLine` for empty or overlong words."""
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise NoSuchLine
    return write_step(tx, held.family, words, doer, due_on)


def assign_step(tx: Tx, held: Held, step_id: int, account_id: int) -> None:
    """Somebody of the centre does it. Raises `NoSuchLine` for a person who does not work there."""
    if colleague_at(tx, account_id, held.case.centre_id, Permission.READ_FAMILY) is None:
        raise NoSuchLine
    tx.session.merge(StepTask(step_id=step_id, case_id=held.case_id, account_id=account_id))


@dataclass(frozen=True, slots=True)
class AskAgency:
    """The centre asks a body for something; the answer is due after so many working days."""

    case_id: int
    agency: str
    words: str
    working_days: int = ANSWER_DAYS


@use_case(Permission.REPLY)
def ask_agency(tx: Tx, command: AskAgency) -> Planned:
    """Note that the request is sent today. Raises `AgenciesNotAllowed`, `NoSuchLine`, `CaseClosed`, `Forbidden`."""
    held = hold_case(tx, command.case_id)
    _require_consent(tx, held)
    step_id = _ask(tx, held, command.agency, command.words, command.working_days)
    changed(tx, held, "agency_ask")
    return Planned((step_id,))


@dataclass(frozen=True, slots=True)
class AskForPapers:
    """Every paper of a measure that the centre gets by itself."""

    case_id: int
    measure_id: str
    agency: str


@use_case(Permission.REPLY)
def ask_for_papers(tx: Tx, command: AskForPapers) -> Planned:
    """One request per paper; the family's own list stays short. Raises `NothingToAsk` and what `ask_agency` raises."""
    held = hold_case(tx, command.case_id)
    _require_consent(tx, held)
    measure = tx.catalogue.measure(command.measure_id, today_at(tx, held))
    papers = [paper.name for paper in measure.documents_from(ObtainedBy.AGENCY)] if measure else []
    if not papers:
        raise NothingToAsk
    planned = Planned(tuple(_ask(tx, held, command.agency, paper[:LONGEST], ANSWER_DAYS) for paper in papers))
    changed(tx, held, "agency_ask")
    return planned


def _require_consent(tx: Tx, held: Held) -> None:
    adults = tx.session.exec(select(Adult.id).where(col(Adult.family_id) == held.family_id)).all()
    if not any(agrees(tx, adult_id, ConsentPurpose.AGENCIES) for adult_id in adults if adult_id is not None):
        raise AgenciesNotAllowed


def _ask(tx: Tx, held: Held, agency: str, words: str, working_days: int) -> int:
    agency = " ".join(agency.split())[:120]
    if not agency or not 1 <= working_days <= MOST_DAYS:
        raise NoSuchLine
    sent_on = today_at(tx, held)
    due_on = after_working_days(sent_on, working_days)
    step_id = new_step(tx, held, words, StepDoer.AGENCY, due_on)
    tx.session.add(AgencyRequest(step_id=step_id, case_id=held.case_id, agency=agency, sent_on=sent_on, due_on=due_on))
    tx.session.flush()
    return step_id


@dataclass(frozen=True, slots=True)
class SettleStep:
    """A step of the centre or of an agency: done, open again, dropped."""

    case_id: int
    step_id: int
    state: StepState


@use_case(Permission.REPLY)
def settle_step(tx: Tx, command: SettleStep) -> Planned:
    """Tick it; a request to an agency is answered with it, or refused when it is dropped. Raises `NoSuchLine`."""
    held = hold_case(tx, command.case_id)
    step = tx.session.get(PlanStep, command.step_id)
    if step is None or step.family_id != held.family_id:
        raise NoSuchLine
    mark_step(tx, held.family, step, command.state)
    request = tx.session.exec(select(AgencyRequest).where(col(AgencyRequest.step_id) == command.step_id)).first()
    if request is not None:
        request.state = _ANSWERS[command.state]
        request.settled_on = None if request.state is AgencyState.ASKED else today_at(tx, held)
    changed(tx, held, "step")
    return Planned((row_id(step),))


_ANSWERS = {
    StepState.DONE: AgencyState.ANSWERED,
    StepState.DROPPED: AgencyState.REFUSED,
    StepState.OPEN: AgencyState.ASKED,
}
