"""Accompaniment: the board of open cases, and one case with its route sheet (C4, C5, F9)."""

from collections.abc import Awaitable
from datetime import date
from typing import Any

from aiohttp import web

from admin.access import Context
from admin.forms import field, number, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.accompaniment.applying import ApplyRoute, apply_route
from core.accompaniment.board import ReadAgencies, ReadBoard, awaited_answers, board
from core.accompaniment.check_ins import MarkCheckIn, PlanCheckIn, mark_check_in, plan_check_in
from core.accompaniment.goals import SetGoal, SettleGoal, set_goal, settle_goal
from core.accompaniment.moves import NEXT
from core.accompaniment.moving import MoveCase, move_case
from core.accompaniment.refusals import (
    AgenciesNotAllowed,
    CaseClosed,
    MoveNotAllowed,
    NoFamilyYet,
    NoSuchCase,
    NoSuchLine,
    NothingToAsk,
)
from core.accompaniment.route_templates import route_templates
from core.accompaniment.sheet import ReadSheet, Sheet, route_sheet
from core.accompaniment.steps import (
    AskAgency,
    AskForPapers,
    PlanStepFor,
    SettleStep,
    ask_agency,
    ask_for_papers,
    plan_step,
    settle_step,
)
from core.accompaniment.tables import GoalState
from core.cases.choices import ReadColleagues, colleagues_at
from core.cases.colleagues import Colleague
from core.cases.states import CaseLevel, CaseState
from core.families.tables import StepDoer, StepState
from core.permissions import Permission
from core.staff.audit import Trace, trace_reading
from core.use_case import Refused

PROBLEMS: dict[type[Refused], str] = {
    AgenciesNotAllowed: "agencies",
    CaseClosed: "closed",
    MoveNotAllowed: "move",
    NoSuchLine: "line",
    NothingToAsk: "papers",
}
CONFLICT = 409


async def board_page(request: web.Request) -> web.Response:
    """Every open case of the own centres, or only the own ones."""
    return page(request, "board.html", **await _board(request))


async def board_fragment(request: web.Request) -> web.Response:
    """The columns alone, for a page that follows changes."""
    return page(request, "_board.html", **await _board(request))


async def _board(request: web.Request) -> Context:
    store, member, mine = request.app[STORE], request[SIGNED_IN].member, request.query.get("of") != "all"
    found = await store.read(board, ReadBoard(mine), member)
    awaited = await store.read(awaited_answers, ReadAgencies(), member)
    return {"columns": found.columns, "awaited": awaited.entries, "mine": mine}


async def case_page(request: web.Request) -> web.Response:
    """One case: goals, route sheet, requests, check-ins."""
    return await _show(request)


async def case_fragment(request: web.Request) -> web.Response:
    """The sheet alone, for a page that follows changes. Whoever has the page open is in the audit already."""
    return page(request, "_case.html", **await _context(request), problem=None)


async def move(request: web.Request) -> web.Response:
    """Another state or level."""
    command = MoveCase(
        path_number(request),
        _member(CaseState, await field(request, "state")),
        _member(CaseLevel, await field(request, "level")),
    )
    return await _done(request, _write(request, move_case, command))


async def add_goal(request: web.Request) -> web.Response:
    """A new goal."""
    return await _done(request, _write(request, set_goal, SetGoal(path_number(request), await field(request, "words"))))


async def mark_goal(request: web.Request) -> web.Response:
    """Reached, dropped, open again."""
    command = SettleGoal(await number(request, "goal"), _member(GoalState, await field(request, "state")))
    return await _done(request, _write(request, settle_goal, command))


async def add_step(request: web.Request) -> web.Response:
    """A step of the family or of the centre, or a request to an agency."""
    doer, words = _member(StepDoer, await field(request, "doer")), await field(request, "words")
    if doer is StepDoer.AGENCY:
        days = await field(request, "working_days", "")
        asked = AskAgency(path_number(request), await field(request, "agency", ""), words, *_days(days))
        return await _done(request, _write(request, ask_agency, asked))
    account = await field(request, "account", "")
    command = PlanStepFor(
        path_number(request),
        words,
        doer,
        _day(await field(request, "due_on", "")),
        int(account) if doer is StepDoer.CENTRE and account.isdigit() else None,
    )
    return await _done(request, _write(request, plan_step, command))


async def ask_papers(request: web.Request) -> web.Response:
    """Everything of a measure that the centre gets by itself."""
    command = AskForPapers(path_number(request), await field(request, "measure"), await field(request, "agency"))
    return await _done(request, _write(request, ask_for_papers, command))


async def mark_step(request: web.Request) -> web.Response:
    """Done, open again, dropped."""
    state = _member(StepState, await field(request, "state"))
    command = SettleStep(path_number(request), await number(request, "step"), state)
    return await _done(request, _write(request, settle_step, command))


async def add_check_in(request: web.Request) -> web.Response:
    """A day to look in."""
    day = _day(await field(request, "due_on"))
    if day is None:
        raise web.HTTPBadRequest
    return await _done(request, _write(request, plan_check_in, PlanCheckIn(path_number(request), day)))


async def tick_check_in(request: web.Request) -> web.Response:
    """Looked in, or not after all."""
    command = MarkCheckIn(await number(request, "check_in"), await field(request, "done") == "yes")
    return await _done(request, _write(request, mark_check_in, command))


async def use_route(request: web.Request) -> web.Response:
    """Fill the plan from a template."""
    command = ApplyRoute(path_number(request), await field(request, "route"))
    return await _done(request, _write(request, apply_route, command))


def _write(request: web.Request, case: Any, command: Any) -> Awaitable[Any]:
    return request.app[STORE].write(case, command, request[SIGNED_IN].member)


async def _done(request: web.Request, deed: Awaitable[Any]) -> web.Response:
    try:
        await deed
    except Refused as refusal:
        problem = PROBLEMS.get(type(refusal))
        if problem is None:
            raise
        return await _show(request, CONFLICT, problem)
    return go_to(f"/cases/{path_number(request)}")


async def _show(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    try:
        context = await _context(request)
    except (NoFamilyYet, NoSuchCase):
        raise web.HTTPNotFound from None
    sheet: Sheet = context["sheet"]
    trace = Trace("case.read", "family_case", sheet.case_id, sheet.centre_id)
    await request.app[STORE].write(trace_reading, trace, request[SIGNED_IN].member)
    return page(request, "case.html", status, **context, problem=problem)


async def _context(request: web.Request) -> Context:
    store, member = request.app[STORE], request[SIGNED_IN].member
    sheet = await store.read(route_sheet, ReadSheet(path_number(request)), member)
    people: tuple[Colleague, ...] = ()
    if member.may(Permission.REPLY, sheet.centre_id):
        people = (await store.read(colleagues_at, ReadColleagues(sheet.centre_id), member)).entries
    measures = {step.step.measure_id for step in sheet.steps if step.step.measure_id}
    catalogue = store.catalogue() if measures else None
    found = {each: catalogue.measure(each) for each in measures} if catalogue else {}
    return {
        "sheet": sheet,
        "titles": {each: measure.title for each, measure in found.items() if measure},
        "colleagues": people,
        "moves": [state for state in CaseState if state in NEXT[sheet.state]],
        "levels": list(CaseLevel),
        "routes": list(route_templates().values()),
        "open": sheet.state is not CaseState.CLOSED,
    }


def _member(kind: Any, text: str) -> Any:
    if text not in set(kind):
        raise web.HTTPBadRequest
    return kind(text)


def _days(text: str) -> tuple[int, ...]:
    return (int(text),) if text.isascii() and text.isdigit() and len(text) <= 3 else ()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise web.HTTPBadRequest from error
