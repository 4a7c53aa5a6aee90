"""When a visitor becomes a family: the conversation and its case are theirs from then on.

Nothing said before is lost or moved to another key; the stated basis of keeping it becomes the consent.
"""

from dataclasses import dataclass

from sqlmodel import col, select, update

from core.cases.conversations import announce, hold_at, require_own_address, row_id
from core.cases.opening import open_case_of
from core.cases.states import ContactBasis
from core.cases.tables import Case, Conversation, Request
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Adult, Forbidden, Tx, use_case


@dataclass(frozen=True, slots=True)
class Recognise:
    """The acting adult used to write from `address` as a visitor."""

    address: Address


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which conversation is the adult's now; None when nobody was called before the consent."""

    conversation_id: int | None


@use_case(Permission.FAMILY)
def recognise(tx: Tx, command: Recognise) -> Recognised:
    """Call it right after a consent. Doing it twice changes nothing."""
    conversation = hold_own_at(tx, command.address)
    return Recognised(None if conversation is None else conversation.id)


def hold_own_at(tx: Tx, address: Address) -> Conversation | None:
    """The acting person's conversation at `address`, locked. Raises `Forbidden` at anybody else's (A13)."""
    require_own_address(tx, address)
    conversation = hold_at(tx, address)
    if conversation is None:
        return None
    adult_id = tx.actor.adult_id if isinstance(tx.actor, Adult) else None
    if conversation.adult_id is not None and conversation.adult_id != adult_id:
        raise Forbidden("this conversation belongs to another adult")
    if isinstance(tx.actor, Adult) and conversation.adult_id is None:
        _join(tx, conversation, tx.actor)
    return conversation


def _join(tx: Tx, conversation: Conversation, adult: Adult) -> None:
    conversation.adult_id, conversation.family_id = adult.adult_id, adult.family_id
    conversation.basis = ContactBasis.CONSENT
    own = select(Request.case_id).where(col(Request.conversation_id) == row_id(conversation))
    for case in tx.session.exec(select(Case).where(col(Case.id).in_(own))).all():
        _give_to_family(tx, case, adult.family_id)
    tx.session.flush()
    announce(tx, conversation, "conversation.changed")


def _give_to_family(tx: Tx, case: Case, family_id: int) -> None:
    """An open case joins the one the family has already: a family has one open case."""
    open_one = open_case_of(tx, family_id) if case.closed_at is None else None
    if open_one is None:
        case.family_id = family_id
        return
    open_one.curator_id = open_one.curator_id or case.curator_id
    tx.session.exec(update(Request).where(col(Request.case_id) == row_id(case)).values(case_id=row_id(open_one)))
    tx.session.delete(case)
