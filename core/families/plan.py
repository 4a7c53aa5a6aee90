"""The family's route sheet: measures saved to "my plan" and steps somebody has to take (F4, F9).

A measure is saved once however often it is tapped. The family ticks its own steps; the centre's and the agencies' are
ticked by staff, so that a tick always means that whoever had to act has acted.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from core.families.household import own_family, reach_family
from core.families.keys import open_text, seal
from core.families.tables import Family, PlanStep, StepDoer, StepState
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Adult, Forbidden, Refused, Tx, use_case


class UnknownStep(Refused):
    """There is no such step in this family's plan."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the plan: a measure of the catalogue, or words of the centre."""

    id: int
    measure_id: str | None
    words: str | None
    doer: StepDoer
    state: StepState
    due_on: date | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class SaveToPlan:
    """Measures the acting adult keeps."""

    measure_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """How many were new to the plan."""

    added: int


@use_case(Permission.FAMILY)
def save_to_plan(tx: Tx, command: SaveToPlan) -> Saved:
    """Put measures on the plan; one already there (also a dropped one) is open again, never doubled."""
    family = own_family(tx)
    present = {step.measure_id: step for step in _steps(tx, family)}
    added = 0
    for measure_id in dict.fromkeys(command.measure_ids):
        step = present.get(measure_id)
        if step is None:
            tx.session.add(_new_step(tx, family, StepDoer.FAMILY, measure_id=measure_id))
            added += 1
        elif step.state is StepState.DROPPED:
            step.state = StepState.OPEN
            tx.session.add(step)
    _announce(tx, family)
    return Saved(added)


def plan_measure(tx: Tx, family: Family, measure_id: str, due_on: date | None) -> bool:
    """Put a measure on a family's plan for staff; False when it is there already, dropped ones included.

    A day is set where the family had saved the measure without one.
    """
    known = next((step for step in _steps(tx, family) if step.measure_id == measure_id), None)
    if known is not None:
        known.due_on = known.due_on or due_on
        tx.session.flush()
        return False
    tx.session.add(_new_step(tx, family, StepDoer.FAMILY, measure_id=measure_id, due_on=due_on))
    tx.session.flush()
    return True


@dataclass(frozen=True, slots=True)
class AddStep:
    """A step written by staff in plain words; sealed like everything written about a family."""

    family_id: int
    words: str
    doer: StepDoer
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepAdded:
    """The new step's id."""

    step_id: int


@use_case(Permission.REPLY)
def add_step(tx: Tx, command: AddStep) -> StepAdded:
    """Write a step into a family's plan."""
    family = reach_family(tx, command.family_id)
    return StepAdded(write_step(tx, family, command.words, command.doer, command.due_on))


def write_step(tx: Tx, family: Family, words: str, doer: StepDoer, due_on: date | None) -> int:
    """The same for whoever was let in already, by the family or by its case; the new step's id."""
    assert family.id is not None
    sealed = seal(tx, family.data_key_id, words, words_place(family.id))
    step = _new_step(tx, family, doer, words_sealed=sealed, due_on=due_on)
    tx.session.add(step)
    _announce(tx, family)
    assert step.id is not None
    return step.id


@dataclass(frozen=True, slots=True)
class TickStep:
    """A step and where it stands now."""

    step_id: int
    state: StepState


@use_case(Permission.FAMILY, Permission.REPLY)
def tick_step(tx: Tx, command: TickStep) -> Step:
    """Tick a step off, open it again or drop it. An adult may touch the family's own steps only."""
    step = tx.session.get(PlanStep, command.step_id)
    if step is None:
        raise UnknownStep(f"step {command.step_id}")
    family = reach_family(tx, step.family_id)
    if isinstance(tx.actor, Adult) and step.doer is not StepDoer.FAMILY:
        raise Forbidden("the centre or the agency ticks this one")
    mark_step(tx, family, step, command.state)
    return _as_step(tx, family, step)


def mark_step(tx: Tx, family: Family, step: PlanStep, state: StepState) -> None:
    """The same for whoever was let in already."""
    step.state = state
    step.done_at = tx.now if state is StepState.DONE else None
    tx.session.add(step)
    _announce(tx, family)


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """Whose plan."""

    family_id: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order they were added; dropped ones are left out."""

    steps: tuple[Step, ...]


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_plan(tx: Tx, query: ReadPlan) -> Plan:
    """The route sheet: the family's own steps, and with their status the centre's and the agencies'."""
    return Plan(standing_steps(tx, reach_family(tx, query.family_id)))


def standing_steps(tx: Tx, family: Family) -> tuple[Step, ...]:
    """The same for whoever was let in already, by the family or by its case."""
    return tuple(step for step in all_steps(tx, family) if step.state is not StepState.DROPPED)


def all_steps(tx: Tx, family: Family) -> tuple[Step, ...]:
    """Every step, dropped ones too, in the order they were added."""
    return tuple(_as_step(tx, family, step) for step in _steps(tx, family))


def words_place(family_id: int) -> str:
    """The context under which words of a plan are sealed."""
    return f"plan_step {family_id}"


def _steps(tx: Tx, family: Family) -> list[PlanStep]:
    return list(tx.session.exec(select(PlanStep).where(PlanStep.family_id == family.id).order_by(col(PlanStep.id))))


def _new_step(
    tx: Tx,
    family: Family,
    doer: StepDoer,
    *,
    measure_id: str | None = None,
    words_sealed: bytes | None = None,
    due_on: date | None = None,
) -> PlanStep:
    assert family.id is not None
    return PlanStep(
        family_id=family.id,
        centre_id=family.centre_id,
        measure_id=measure_id,
        words_sealed=words_sealed,
        doer=doer,
        due_on=due_on,
        created_at=tx.now,
    )


def _as_step(tx: Tx, family: Family, row: PlanStep) -> Step:
    assert row.id is not None
    words = None
    if row.words_sealed is not None:
        words = open_text(tx, family.data_key_id, row.words_sealed, words_place(row.family_id))
    return Step(row.id, row.measure_id, words, row.doer, row.state, row.due_on, row.done_at)


def _announce(tx: Tx, family: Family) -> None:
    tx.session.flush()
    publish(tx, family.centre_id, "plan.changed", f"family:{family.id}")
