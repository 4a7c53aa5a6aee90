"""Finding a conversation and holding it still.

Every change of a conversation first locks its row, so that take, reply, takeover, edit and the sender's guard happen
one after another (on SQLite the single writer does the same). Staff reach only conversations of their own centres, and
for reading those that another centre shares with theirs (A22).
"""

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.cases.desk_tables import Absence, ReadingShare
from core.cases.refusals import NoAddress, NoSuchConversation, NotYours, TakenBy
from core.cases.states import OwnerKind
from core.cases.tables import Case, Conversation, ConversationAddress, Request
from core.families.tables import ChannelAddress
from core.messaging.events import publish
from core.messaging.letters import Address
from core.staff.tables import Account
from core.use_case import Adult, Forbidden, StaffMember, Tx, Visitor


def row_id(record: Any) -> int:
    """The id of a row that has been sent to the database."""
    assert record.id is not None, "flush first"
    return int(record.id)


def staff(tx: Tx) -> StaffMember:
    """The member of staff who acts. Raises `Forbidden` for anybody else, whatever rights they carry."""
    if not isinstance(tx.actor, StaffMember):
        raise Forbidden("only staff may do this")
    return tx.actor


def hold(tx: Tx, conversation_id: int) -> Conversation:
    """The conversation, locked until this transaction ends. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = hold_anywhere(tx, conversation_id)
    tx.require_centre(conversation.centre_id)
    return conversation


def hold_anywhere(tx: Tx, conversation_id: int) -> Conversation:
    """The conversation, locked, whatever its centre, for whom it is offered to. Raises `NoSuchConversation`."""
    return _found(tx, select(Conversation).where(col(Conversation.id) == conversation_id).with_for_update())


def look(tx: Tx, conversation_id: int) -> Conversation:
    """The conversation, for reading. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = _found(tx, select(Conversation).where(col(Conversation.id) == conversation_id))
    if not _is_shared(tx, conversation_id):
        tx.require_centre(conversation.centre_id)
    return conversation


def _found(tx: Tx, query: SelectOfScalar[Conversation]) -> Conversation:
    found = tx.session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NoSuchConversation
    return found


def _is_shared(tx: Tx, conversation_id: int) -> bool:
    """Another centre lets one of the acting person's centres read this."""
    centres = tx.actor.centres if isinstance(tx.actor, StaffMember) else None
    if not centres:
        return False
    query = select(ReadingShare.centre_id).where(
        col(ReadingShare.conversation_id) == conversation_id, col(ReadingShare.centre_id).in_(centres)
    )
    return tx.session.exec(query).first() is not None


def hold_own(tx: Tx, conversation_id: int) -> Conversation:
    """The conversation, locked, when the acting curator owns it or stands in for the owner.

    Raises `TakenBy`, `NotYours` otherwise.
    """
    conversation = hold(tx, conversation_id)
    if conversation.owner_kind is not OwnerKind.CURATOR:
        raise NotYours
    if not answers_for(tx, conversation.curator_id):
        raise TakenBy(name_of(tx, conversation.curator_id))
    return conversation


def answers_for(tx: Tx, curator_id: int | None) -> bool:
    """The acting member of staff is this curator, or the one who stands in today."""
    me = staff(tx).account_id
    return curator_id == me or (curator_id is not None and curator_id in away_for(tx, me))


def away_for(tx: Tx, substitute_id: int) -> frozenset[int]:
    """Curators who are away now and whom this member of staff stands in for."""
    query = select(Absence.account_id).where(
        col(Absence.substitute_id) == substitute_id, col(Absence.since) <= tx.now, col(Absence.until) > tx.now
    )
    return frozenset(tx.session.exec(query).all())


def hold_at(tx: Tx, address: Address) -> Conversation | None:
    """The conversation of an address, locked; None when there is none yet."""
    query = select(Conversation).join(ConversationAddress).where(*_is(address)).with_for_update(of=Conversation)
    return tx.session.exec(query.execution_options(populate_existing=True)).first()


def look_at(tx: Tx, address: Address) -> Conversation | None:
    """The conversation of an address, for reading; None when there is none yet."""
    return tx.session.exec(select(Conversation).join(ConversationAddress).where(*_is(address))).first()


def _is(address: Address) -> tuple[Any, Any]:
    return (
        col(ConversationAddress.channel) == address.channel,
        col(ConversationAddress.external_id) == address.external_id,
    )


def address_of(tx: Tx, conversation_id: int) -> Address:
    """Where the conversation's person reads. Raises `NoAddress`; there is no default destination (A13)."""
    row = tx.session.get(ConversationAddress, conversation_id)
    if row is None:
        raise NoAddress
    return Address(row.channel, row.external_id)


def require_own_address(tx: Tx, address: Address) -> None:
    """Raise `Forbidden` unless the acting person reads at `address`."""
    match tx.actor:
        case Visitor(channel=channel, external_id=external_id):
            own = Address(channel, external_id) == address
        case Adult(adult_id=adult_id):
            query = select(ChannelAddress.adult_id).where(
                col(ChannelAddress.channel) == address.channel, col(ChannelAddress.external_id) == address.external_id
            )
            own = tx.session.exec(query).first() == adult_id
        case _:
            own = False
    if not own:
        raise Forbidden("a person speaks only from the own address")


def open_request(tx: Tx, conversation_id: int) -> Request | None:
    """The request this conversation is about now, if any."""
    query = select(Request).where(col(Request.conversation_id) == conversation_id, col(Request.closed_at).is_(None))
    return tx.session.exec(query).first()


def case_of(tx: Tx, request: Request) -> Case:
    """The case a request belongs to."""
    return tx.session.exec(select(Case).where(col(Case.id) == request.case_id)).one()


def name_of(tx: Tx, account_id: int | None) -> str:
    """How colleagues and families see a member of staff."""
    account = None if account_id is None else tx.session.get(Account, account_id)
    return "" if account is None else account.name


def names_of(tx: Tx, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of several members of staff at once."""
    wanted = {account_id for account_id in account_ids if account_id is not None}
    query = select(Account.id, Account.name).where(col(Account.id).in_(wanted))
    return {account_id: name for account_id, name in tx.session.exec(query) if account_id is not None}


def announce(tx: Tx, conversation: Conversation, kind: str) -> None:
    """Tell open pages that this conversation changed. The last thing a use case does."""
    publish(tx, conversation.centre_id, kind, f"conversation:{conversation.id}")
