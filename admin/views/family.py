"""The family's card: who lives in it, what it answered and when, what it is entitled to, its plan and consents."""

from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web

from admin.access import Context
from admin.answers import in_words
from admin.entitlements import Entitlement, entitlements
from admin.forms import field, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page, translator
from core.cases.reading import Head, ReadConversation, read_conversation
from core.families.received import EnterReceived, MarkReceived, NotYet, enter_received
from core.permissions import Permission
from core.staff.card import AnswerLine, CardOf, FamilyCard, family_card
from core.triage.profile import FactValue
from core.use_case import Forbidden


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """One answer as the card shows it."""

    line: AnswerLine
    words: tuple[str, ...]
    source: str | None
    """Whose word it is: `family`, `document`, `agency`, `specialist`; None for a question left unanswered."""


async def family_fragment(request: web.Request) -> web.Response:
    """The card alone, for a page that follows changes."""
    member = request[SIGNED_IN].member
    query = ReadConversation(path_number(request), size=1)
    found = await request.app[STORE].read(read_conversation, query, member)
    return page(request, "_family.html", head=found.head, **await family_pane(request, found.head))


async def note_received(request: web.Request) -> web.Response:
    """What the family gets already and since which month, as a specialist hears it, beside answers one may read."""
    member, number = request[SIGNED_IN].member, path_number(request)
    head = (await request.app[STORE].read(read_conversation, ReadConversation(number, size=1), member)).head
    card = (await family_pane(request, head))["card"]
    if card is None or card.shown is None:
        raise web.HTTPNotFound
    measure_id = await field(request, "measure")
    if request.app[STORE].catalogue().measure(measure_id) is None:
        raise web.HTTPBadRequest
    received = await field(request, "received") == "yes"
    mark = MarkReceived(measure_id, received, _month(await field(request, "since", "")))
    try:
        await request.app[STORE].write(enter_received, EnterReceived(card.family_id, mark), member)
    except NotYet:
        raise web.HTTPBadRequest from None
    return go_to(f"/conversations/{number}?pane=family")


def _month(text: str) -> date | None:
    """The first day of a month as a browser sends it; nothing typed is nothing remembered."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise web.HTTPBadRequest from error


async def family_pane(request: web.Request, head: Head) -> Context:
    """What the card needs. `card` is None for a person without a family in our books, or one of another centre."""
    nothing: Context = {"card": None, "answers": (), "verdicts": (), "titles": {}, "receivable": ()}
    member = request[SIGNED_IN].member
    if head.family_id is None or head.adult_id is None or Permission.READ_FAMILY not in member.permissions:
        return nothing
    try:
        card = await request.app[STORE].read(family_card, CardOf(head.family_id, head.adult_id), member)
    except Forbidden:
        return nothing
    verdicts = _verdicts(request, card)
    return {
        "card": card,
        "answers": _answers(request, card),
        "verdicts": verdicts,
        "titles": _titles(request, card),
        "receivable": tuple((one.measure_id, one.title) for one in verdicts),
    }


def _answers(request: web.Request, card: FamilyCard) -> tuple[AnswerWords, ...]:
    if card.shown is None:
        return ()
    t, catalogue, today = translator(request), request.app[STORE].catalogue(), card.shown.profile.today
    return tuple(
        AnswerWords(line, in_words(t, catalogue, line.answer, today), _source(line)) for line in card.shown.answers
    )


def _source(line: AnswerLine) -> str | None:
    return line.answer.provenance.name.lower() if isinstance(line.answer, FactValue) else None


def _verdicts(request: web.Request, card: FamilyCard) -> tuple[Entitlement, ...]:
    if card.shown is None or not card.shown.answers:
        return ()
    return entitlements(request.app, card.shown.profile)


def _titles(request: web.Request, card: FamilyCard) -> dict[str, str]:
    """Names of the measures on the plan, and of those the family gets already."""
    steps, received = (card.shown.steps, card.shown.received.ids) if card.shown else ((), ())
    ids = {step.measure_id for step in steps if step.measure_id is not None} | set(received)
    catalogue = request.app[STORE].catalogue() if ids else None
    found = {measure_id: catalogue.measure(measure_id) for measure_id in ids} if catalogue else {}
    return {measure_id: measure.title for measure_id, measure in found.items() if measure is not None}
