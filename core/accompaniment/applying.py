"""Applying a route template to a case: goals, steps, measures, specialists and dates fill in at once (C4).

Applying it again adds only what is missing, so that a route can be applied to a plan that exists already. A measure
that is not in force for the family's region is left out: a plan promises nothing that is not there.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.accompaniment.check_ins import new_check_in
from core.accompaniment.holding import Held, changed, hold_case, opened_words, sealed_words, today_at
from core.accompaniment.refusals import NoSuchRoute
from core.accompaniment.route_templates import RouteStep, RouteTemplate, route_templates
from core.accompaniment.steps import assign_step, new_step
from core.accompaniment.tables import Goal
from core.accompaniment.workdays import after_working_days
from core.booking.listing import ReadServices, read_services
from core.cases.colleagues import colleague_at
from core.cases.states import CaseLevel
from core.families.plan import plan_measure, standing_steps
from core.families.profile import known_of
from core.families.tables import StepDoer
from core.permissions import Permission
from core.triage.facts import Fact
from core.use_case import Tx, use_case

_LEVELS = tuple(CaseLevel)


@dataclass(frozen=True, slots=True)
class ApplyRoute:
    """Which template, by its key."""

    case_id: int
    route: str


@dataclass(frozen=True, slots=True)
class Applied:
    """How much was new."""

    goals: int
    steps: int


@use_case(Permission.REPLY)
def apply_route(tx: Tx, command: ApplyRoute) -> Applied:
    """Fill the plan. Raises `NoSuchRoute`, `CaseClosed`, `NoFamilyYet`, `Forbidden`."""
    held = hold_case(tx, command.case_id)
    route = route_templates().get(command.route)
    if route is None:
        raise NoSuchRoute
    today = today_at(tx, held)
    goals = _add_goals(tx, held, route)
    steps = sum(_add_step(tx, held, step, today) for step in route.steps)
    for days in route.check_ins:
        new_check_in(tx, held, after_working_days(today, days))
    held.case.level = max(held.case.level, route.level, key=_LEVELS.index)
    changed(tx, held, "route")
    return Applied(goals, steps)


def _add_goals(tx: Tx, held: Held, route: RouteTemplate) -> int:
    rows = tx.session.exec(select(Goal).where(col(Goal.case_id) == held.case_id))
    known = {opened_words(tx, held, row.words_sealed) for row in rows}
    new = [words for words in route.goals if words not in known]
    for words in new:
        tx.session.add(Goal(case_id=held.case_id, words_sealed=sealed_words(tx, held, words), created_at=tx.now))
    return len(new)


def _add_step(tx: Tx, held: Held, step: RouteStep, today: date) -> int:
    due_on = after_working_days(today, step.days)
    if step.measure_id is not None:
        offered = step.measure_id in _measures(tx, held, today)
        return int(offered and plan_measure(tx, held.family, step.measure_id, due_on))
    words = _with_specialist(tx, held, step)
    if words in {known.words for known in standing_steps(tx, held.family)}:
        return 0
    step_id = new_step(tx, held, words, step.doer, due_on)
    if step.doer is StepDoer.CENTRE and colleague_at(tx, held.case.curator_id, held.case.centre_id):
        assign_step(tx, held, step_id, held.case.curator_id or 0)
    return 1


def _measures(tx: Tx, held: Held, today: date) -> frozenset[str]:
    region = known_of(tx, held.family)[0].known.get(Fact.REGION)
    named = str(region.value) if region is not None else None
    return frozenset(measure.id for measure in tx.catalogue.measures_for(named, today))


def _with_specialist(tx: Tx, held: Held, step: RouteStep) -> str:
    """The words, with who gives the service at this centre when somebody does."""
    assert step.words is not None
    if step.speciality is None:
        return step.words
    services = read_services(tx, ReadServices(held.case.centre_id, step.speciality)).entries
    names = [person.name for service in services for person in service.specialists]
    return f"{step.words}: {names[0]}" if names else step.words
