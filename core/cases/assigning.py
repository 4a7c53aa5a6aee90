"""New conversations find their curator by themselves, where the head of a centre wants that (C2).

The program only ever gives away what nobody has: it locks the conversation and looks again, so that it and fifty
curators who press «Взять» make one owner. Somebody in danger is left to the people on duty. A family is told nothing
before: every screen names the curator from the row that was written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select

from core.cases.choosing import Candidate, Choice, Wish, choose
from core.cases.conversations import address_of, announce, case_of, open_request, row_id
from core.cases.mute import bot_is_speaking
from core.cases.presence import curators_there
from core.cases.refusals import NoAddress
from core.cases.sealing import envelope, message_text
from core.cases.states import Direction, Happening, OwnerKind
from core.cases.tables import Conversation, Message, Request
from core.cases.take import hand_to
from core.cases.telling import tell
from core.centres.states import Assigning
from core.centres.tables import Centre
from core.duty.alarms import has_alarm
from core.families.consenting import agrees
from core.families.needs import needs_of_family
from core.families.tables import Adult, ConsentPurpose, Family
from core.permissions import Permission
from core.triage.needs import Need
from core.use_case import Tx, use_case

BATCH = 50
"""Conversations of one centre given away in one transaction."""


@dataclass(frozen=True, slots=True)
class AssignWaiting:
    """Look for conversations nobody has taken, in every centre that wants it."""


@dataclass(frozen=True, slots=True)
class Assignments:
    """Which conversation got whom."""

    made: tuple[tuple[int, Choice], ...]


@use_case(Permission.SYSTEM)
def assign_waiting(tx: Tx, command: AssignWaiting) -> Assignments:
    """Give them to curators who are there. Calling it more often, or twice at once, changes nothing."""
    wanting = select(Centre.id).where(col(Centre.assigning) == Assigning.AUTOMATIC, col(Centre.opened))
    made: list[tuple[Conversation, Choice]] = []
    for centre_id in tx.session.exec(wanting.order_by(col(Centre.id))).all():
        there = list(curators_there(tx, centre_id or 0))
        for conversation in _waiting(tx, centre_id or 0) if there else ():
            choice = _give(tx, conversation, there)
            if choice is not None:
                made.append((conversation, choice))
                there = [_one_more(each) if each.account_id == choice.account_id else each for each in there]
    for conversation, _ in made:  # after every lock: writers of events queue behind each other until they commit
        announce(tx, conversation, "conversation.changed")
    return Assignments(tuple((row_id(conversation), choice) for conversation, choice in made))


def _waiting(tx: Tx, centre_id: int) -> Sequence[Conversation]:
    """Locked; one that somebody is taking at this moment is left to them."""
    query = select(Conversation).where(
        col(Conversation.owner_kind) == OwnerKind.QUEUE,
        col(Conversation.centre_id) == centre_id,
        ~col(Conversation.crisis),
    )
    ordered = query.order_by(col(Conversation.rank), col(Conversation.since), col(Conversation.id)).limit(BATCH)
    return tx.session.exec(ordered.with_for_update(skip_locked=True).execution_options(populate_existing=True)).all()


def _give(tx: Tx, conversation: Conversation, there: Sequence[Candidate]) -> Choice | None:
    choice, request = _choice(tx, conversation, there), open_request(tx, row_id(conversation))
    if choice is None or request is None or _bot_speaks(tx, conversation):
        return None
    hand_to(tx, conversation, request, choice.account_id)
    row = tell(tx, conversation, Happening.ASSIGNED)
    row.text_sealed = envelope(tx, conversation).seal(choice.written(), message_text(row_id(row)))
    tx.session.flush()
    return choice


def _bot_speaks(tx: Tx, conversation: Conversation) -> bool:
    """A letter of the bot is on its way: the next look will do (A9). Nobody can answer without an address."""
    try:
        return bot_is_speaking(tx, address_of(tx, row_id(conversation)))
    except NoAddress:
        return True


def _one_more(candidate: Candidate) -> Candidate:
    return replace(candidate, open=candidate.open + 1)


def suggested(tx: Tx, conversation: Conversation) -> Choice | None:
    """Whom the program would choose for a conversation nobody has, where the head wants to be advised."""
    centre = tx.session.get_one(Centre, conversation.centre_id)
    if conversation.owner_kind is not OwnerKind.QUEUE or centre.assigning is None:
        return None
    return _choice(tx, conversation, curators_there(tx, conversation.centre_id))


def _choice(tx: Tx, conversation: Conversation, there: Sequence[Candidate]) -> Choice | None:
    if conversation.crisis or has_alarm(tx, row_id(conversation)):
        return None  # danger is the business of whoever is on duty
    request = open_request(tx, row_id(conversation))
    given_back = _gave_back(tx, conversation, request)
    return choose([each for each in there if each.account_id not in given_back], _wish(tx, conversation, request))


def _gave_back(tx: Tx, conversation: Conversation, request: Request | None) -> frozenset[int | None]:
    """Curators who have returned this request to the queue are not given it again."""
    query = select(Message.author_id).where(
        col(Message.conversation_id) == row_id(conversation),
        col(Message.direction) == Direction.SYSTEM,
        col(Message.happening) == Happening.RELEASED,
    )
    if request is not None:
        query = query.where(col(Message.created_at) >= request.opened_at)
    return frozenset(tx.session.exec(query).all())


def _wish(tx: Tx, conversation: Conversation, request: Request | None) -> Wish:
    adult = tx.session.get(Adult, conversation.adult_id) if conversation.adult_id else None
    return Wish(
        needs=_needs(tx, conversation),
        language=adult.language if adult else None,
        curator_id=case_of(tx, request).curator_id if request else None,
    )


def _needs(tx: Tx, conversation: Conversation) -> tuple[Need, ...]:
    """What the family came for, if it agreed that specialists read its answers: a reason tells it to colleagues."""
    if conversation.adult_id is None or not agrees(tx, conversation.adult_id, ConsentPurpose.HAND_OVER):
        return ()
    chosen = needs_of_family(tx, tx.session.get_one(Family, conversation.family_id))
    return chosen.needs if chosen else ()
