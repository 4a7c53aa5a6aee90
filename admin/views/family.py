"""The family's card: who lives in it, what it answered and when, what it is entitled to, its plan and consents."""

from dataclasses import dataclass

from aiohttp import web

from admin.access import Context
from admin.answers import in_words
from admin.entitlements import Entitlement, entitlements
from admin.forms import path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import page, translator
from core.cases.reading import Head, ReadConversation, read_conversation
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


async def family_pane(request: web.Request, head: Head) -> Context:
    """What the card needs. `card` is None for a person without a family in our books, or one of another centre."""
    nothing: Context = {"card": None, "answers": (), "verdicts": (), "titles": {}}
    member = request[SIGNED_IN].member
    if head.family_id is None or head.adult_id is None or Permission.READ_FAMILY not in member.permissions:
        return nothing
    try:
        card = await request.app[STORE].read(family_card, CardOf(head.family_id, head.adult_id), member)
    except Forbidden:
        return nothing
    return {
        "card": card,
        "answers": _answers(request, card),
        "verdicts": _verdicts(request, card),
        "titles": _titles(request, card),
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
    """Names of the measures on the plan."""
    steps = card.shown.steps if card.shown else ()
    ids = {step.measure_id for step in steps if step.measure_id is not None}
    catalogue = request.app[STORE].catalogue() if ids else None
    found = {measure_id: catalogue.measure(measure_id) for measure_id in ids} if catalogue else {}
    return {measure_id: measure.title for measure_id, measure in found.items() if measure is not None}
