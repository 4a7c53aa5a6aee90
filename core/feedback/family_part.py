"""Stars and proposals of a person, handed out and destroyed (F2, D9). It goes before cases and family."""

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, or_, select

from core.cases.conversations import row_id
from core.cases.family_part import conversations_of
from core.cases.tables import Request
from core.families.keys import open_text
from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.families.tables import Family
from core.feedback.tables import Proposal, Rating
from core.storage.schema import Record
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    family = tx.session.get(Family, whose.family_id) if whose.family_id else None
    rows = tx.session.exec(select(Proposal).where(col(Proposal.family_id) == family.id)) if family else ()
    return (Section("proposal", tuple(_proposal(tx, family, row) for row in rows if family is not None)),)


def _proposal(tx: Tx, family: Family, row: Proposal) -> tuple[Field, ...]:
    words = open_text(tx, family.data_key_id, row.words_sealed, f"proposal {family.id}")
    return Field("text", words), Field("proposal_state", row.state.value)


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    ids = [row_id(conversation) for conversation in conversations_of(tx, whose)]
    requests = select(Request.id).where(col(Request.conversation_id).in_(ids))
    gone = (_drop(tx, Rating, col(Rating.request_id).in_(requests)),)
    if whose.family_id is None:
        return gone
    return (*gone, _drop(tx, Proposal, or_(col(Proposal.family_id) == whose.family_id)))


def _drop(tx: Tx, table: type[Record], which: ColumnElement[bool]) -> Destroyed:
    result = tx.session.exec(delete(table).where(which).execution_options(synchronize_session=False))
    return Destroyed(str(table.__tablename__), result.rowcount)


FEEDBACK_PART = FamilyPart(_export, _erase)
