"""How a conversation, a request and a case begin.

No application is needed (C1): the first message meant for a person opens them. A family has one open case; a visitor,
who is nobody's family in our books yet, gets a case of its own that joins the family's when consent is given.
"""

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core.cases.conversations import hold_at, open_request, row_id
from core.cases.refusals import CentreNotOpened
from core.cases.states import CaseState, ContactBasis, OwnerKind, RequestReason, WaitsFor
from core.cases.tables import Case, Conversation, ConversationAddress, Request
from core.cases.turns import centres_turn
from core.centres.tables import Centre
from core.families.keys import new_key
from core.families.tables import Family
from core.messaging.letters import Address
from core.tickets import new_ticket
from core.use_case import Adult, Tx


def opened_centre(tx: Tx, centre_id: int) -> Centre:
    """A centre where somebody reads messages. Raises `CentreNotOpened`: then nothing may be kept either."""
    centre = tx.session.get(Centre, centre_id)
    if centre is None or not centre.opened:
        raise CentreNotOpened(centre_id)
    return centre


def begin(tx: Tx, address: Address, centre_id: int, basis: ContactBasis) -> Conversation:
    """A new conversation with whoever acts. Two first messages at the same moment begin the same one."""
    try:
        with tx.session.begin_nested():
            return _begin(tx, address, centre_id, basis)
    except IntegrityError:
        found = hold_at(tx, address)
        if found is None:
            raise
        return found


def _begin(tx: Tx, address: Address, centre_id: int, basis: ContactBasis) -> Conversation:
    adult = tx.actor if isinstance(tx.actor, Adult) else None
    conversation = Conversation(
        centre_id=centre_id,
        adult_id=adult.adult_id if adult else None,
        family_id=adult.family_id if adult else None,
        data_key_id=new_key(tx),
        basis=ContactBasis.CONSENT if adult else basis,
        owner_kind=OwnerKind.BOT,
        waits_for=WaitsFor.NOBODY,
        since=tx.now,
        opened_at=tx.now,
    )
    tx.session.add(conversation)
    tx.session.flush()
    tx.session.add(
        ConversationAddress(
            conversation_id=row_id(conversation), channel=address.channel, external_id=address.external_id
        )
    )
    tx.session.flush()
    return conversation


def ensure_request(
    tx: Tx, conversation: Conversation, channel: str, reason: RequestReason, case: Case | None = None
) -> tuple[Request, bool]:
    """The open request of the conversation and whether it was opened just now (then it waits in the queue).

    A new request belongs to `case`, or to the family's open one, or begins one.
    """
    found = open_request(tx, row_id(conversation))
    if found is not None:
        return found, False
    request = Request(
        number=new_ticket(),
        centre_id=conversation.centre_id,
        conversation_id=row_id(conversation),
        case_id=row_id(case or _open_case(tx, conversation)),
        channel=channel,
        reason=reason,
        opened_at=tx.now,
    )
    tx.session.add(request)
    conversation.owner_kind, conversation.curator_id = OwnerKind.QUEUE, None
    centres_turn(tx, conversation, request)
    tx.session.flush()
    return request, True


def _open_case(tx: Tx, conversation: Conversation) -> Case:
    found = open_case_of(tx, conversation.family_id)
    if found is not None:
        if found.state is CaseState.RESOLVED:  # solved for one adult, and now somebody asks again
            found.state = CaseState.IN_PROGRESS
        return found
    case = Case(
        ticket=new_ticket(),
        centre_id=conversation.centre_id,
        family_id=conversation.family_id,
        state=CaseState.NEW,
        opened_at=tx.now,
    )
    tx.session.add(case)
    tx.session.flush()
    return case


def open_case_of(tx: Tx, family_id: int | None) -> Case | None:
    """The one open case of a family. Two adults who ask at the same moment get the same one: the family is locked."""
    if family_id is None:
        return None
    tx.session.exec(select(Family.id).where(col(Family.id) == family_id).with_for_update()).one()
    return tx.session.exec(select(Case).where(col(Case.family_id) == family_id, col(Case.closed_at).is_(None))).first()
