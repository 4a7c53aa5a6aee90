"""Who answers a family from now on: offered with acceptance, given by somebody in charge, or covered while away."""

from datetime import date

from aiohttp import web

from admin.forms import field, number, path_number, whole
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to
from admin.views.deeds import done
from core.cases.absences import EndAbsence, PlanAbsence, end_absence, plan_absence
from core.cases.refusals import NoSuchColleague
from core.cases.take import Assign, assign
from core.cases.transfer import (
    AnswerTransfer,
    OfferTransfer,
    accept_transfer,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)


async def offer(request: web.Request) -> web.Response:
    """Ask a colleague (`account:7`) or another centre (`centre:3`) to go on."""
    kind, _, chosen = (await field(request, "to")).partition(":")
    command = OfferTransfer(
        path_number(request),
        account_id=whole(chosen) if kind == "account" else None,
        centre_id=whole(chosen) if kind == "centre" else None,
        why=await field(request, "why", ""),
        keeps_reading=await field(request, "keeps_reading", "") == "yes",
    )
    return await done(request, request.app[STORE].write(offer_transfer, command, request[SIGNED_IN].member))


async def give(request: web.Request) -> web.Response:
    """Make a colleague the owner at once."""
    kind, _, chosen = (await field(request, "to")).partition(":")
    if kind != "account":
        raise web.HTTPBadRequest
    only_free = await field(request, "only_free", "") == "yes"
    command = Assign(path_number(request), whole(chosen), only_free)
    return await done(request, request.app[STORE].write(assign, command, request[SIGNED_IN].member))


async def withdraw(request: web.Request) -> web.Response:
    """Take an own offer back."""
    command = AnswerTransfer(await number(request, "transfer"))
    return await done(request, request.app[STORE].write(withdraw_transfer, command, request[SIGNED_IN].member))


async def accept(request: web.Request) -> web.Response:
    """Yes: the conversation opens."""
    command = AnswerTransfer(path_number(request))
    owned = await request.app[STORE].write(accept_transfer, command, request[SIGNED_IN].member)
    return go_to(f"/conversations/{owned.conversation_id}?queue=mine")


async def refuse(request: web.Request) -> web.Response:
    """No: the sender keeps it."""
    await request.app[STORE].write(refuse_transfer, AnswerTransfer(path_number(request)), request[SIGNED_IN].member)
    return go_to("/inbox")


async def plan_to_be_away(request: web.Request) -> web.Response:
    """Enter an absence with its substitute."""
    command = PlanAbsence(
        await number(request, "account"),
        await number(request, "substitute"),
        _day(await field(request, "first")),
        _day(await field(request, "last")),
    )
    try:
        await request.app[STORE].write(plan_absence, command, request[SIGNED_IN].member)
    except NoSuchColleague:
        return go_to("/account?done=absence-refused")
    return go_to("/account?done=absence")


async def be_back(request: web.Request) -> web.Response:
    """End an absence."""
    command = EndAbsence(await number(request, "absence"))
    await request.app[STORE].write(end_absence, command, request[SIGNED_IN].member)
    return go_to("/account?done=absence")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise web.HTTPBadRequest from error
