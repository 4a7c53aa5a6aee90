"""Who gets new conversations: the head of a centre decides how they are given out and what each curator is good at."""

from aiohttp import web

from admin.forms import field, number, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.cases.choosing import Knowledge
from core.cases.crew import ReadCrew, SetAssigning, SetKnowledge, read_crew, set_assigning, set_knowledge
from core.cases.refusals import NoSuchColleague
from core.centres.opening import UnknownCentre
from core.centres.states import Assigning
from core.families.spoken import Spoken
from core.triage.needs import Need

BY_HAND = "by-hand"


async def assigning_page(request: web.Request) -> web.Response:
    """How it is now."""
    return await _show(request)


async def change_assigning(request: web.Request) -> web.Response:
    """The way of giving out, or one curator's knowledge; the form's `deed` says which."""
    centre_id, deed = path_number(request), await field(request, "deed")
    try:
        if deed == "how":
            await request.app[STORE].write(set_assigning, await _how(request, centre_id), request[SIGNED_IN].member)
        else:
            await request.app[STORE].write(set_knowledge, await _knows(request, centre_id), request[SIGNED_IN].member)
    except NoSuchColleague:
        return await _show(request, 409, problem="gone")
    except UnknownCentre as unknown:
        raise web.HTTPNotFound from unknown
    return go_to(request.path)


async def _how(request: web.Request, centre_id: int) -> SetAssigning:
    chosen = await field(request, "how")
    if chosen != BY_HAND and chosen not in set(Assigning):
        raise web.HTTPBadRequest
    return SetAssigning(centre_id, None if chosen == BY_HAND else Assigning(chosen))


async def _knows(request: web.Request, centre_id: int) -> SetKnowledge:
    sent = await request.post()
    needs = frozenset(need for need in Need if need.value in sent.getall("need", []))
    languages = frozenset(each for each in Spoken if each.value in sent.getall("speaks", []))
    return SetKnowledge(centre_id, await number(request, "account"), Knowledge(needs, languages))


async def _show(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    query = ReadCrew(path_number(request))
    try:
        crew = await request.app[STORE].read(read_crew, query, request[SIGNED_IN].member)
    except UnknownCentre as unknown:
        raise web.HTTPNotFound from unknown
    ways = (BY_HAND, *Assigning)
    context = {"crew": crew, "ways": ways, "needs": tuple(Need), "languages": tuple(Spoken), "problem": problem}
    return page(request, "assigning.html", status, **context)
