"""The proposal box of the own centres."""

from aiohttp import web

from admin.forms import field, number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.feedback.proposing import AnswerProposal, ReadProposals, answer_proposal, proposals_of_centres
from core.feedback.tables import ProposalState
from core.staff.audit import Trace, trace_reading


async def proposals_page(request: web.Request) -> web.Response:
    """Newest first, each with its status and the word to the family."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    found = await store.read(proposals_of_centres, ReadProposals(), member)
    await store.write(trace_reading, Trace("proposal.read", "account", member.account_id), member)
    return page(request, "proposals.html", proposals=found.entries, states=list(ProposalState))


async def answer(request: web.Request) -> web.Response:
    """Another status, or another word."""
    state = await field(request, "state")
    if state not in set(ProposalState):
        raise web.HTTPBadRequest
    command = AnswerProposal(
        await number(request, "proposal"), ProposalState(state), await field(request, "answer", "")
    )
    await request.app[STORE].write(answer_proposal, command, request[SIGNED_IN].member)
    return go_to("/proposals")
