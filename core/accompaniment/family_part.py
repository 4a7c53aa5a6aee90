"""What accompaniment keeps about a family, handed out and destroyed (F2, D9). It goes before the cases and the plan."""

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, select

from core.accompaniment.holding import Held, opened_words
from core.accompaniment.tables import AgencyRequest, CaseMove, CheckIn, Goal, StepTask
from core.cases.tables import Case
from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.families.tables import Family
from core.storage.schema import Record
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    """Goals and requests of the household; staff's own task lists are not about the family."""
    family = tx.session.get(Family, whose.family_id) if whose.family_id else None
    if family is None:
        return ()
    helds = [Held(case, family) for case in tx.session.exec(select(Case).where(col(Case.family_id) == family.id))]
    return (
        Section("goal", tuple(line for held in helds for line in _goals(tx, held))),
        Section("agency_request", tuple(line for held in helds for line in _requests(tx, held))),
    )


def _goals(tx: Tx, held: Held) -> list[tuple[Field, ...]]:
    rows = tx.session.exec(select(Goal).where(col(Goal.case_id) == held.case_id).order_by(col(Goal.id)))
    return [(Field("words", opened_words(tx, held, row.words_sealed)), Field("goal", row.state.value)) for row in rows]


def _requests(tx: Tx, held: Held) -> list[tuple[Field, ...]]:
    rows = tx.session.exec(select(AgencyRequest).where(col(AgencyRequest.case_id) == held.case_id))
    return [
        (
            Field("agency", row.agency),
            Field("sent_on", row.sent_on.isoformat()),
            Field("due_on", row.due_on.isoformat()),
            Field("agency_state", row.state.value),
        )
        for row in rows
    ]


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    if whose.family_id is None:
        return ()
    cases = select(Case.id).where(col(Case.family_id) == whose.family_id)
    return (
        _drop(tx, AgencyRequest, col(AgencyRequest.case_id).in_(cases)),
        _drop(tx, StepTask, col(StepTask.case_id).in_(cases)),
        _drop(tx, Goal, col(Goal.case_id).in_(cases)),
        _drop(tx, CheckIn, col(CheckIn.case_id).in_(cases)),
        _drop(tx, CaseMove, col(CaseMove.case_id).in_(cases)),
    )


def _drop(tx: Tx, table: type[Record], which: ColumnElement[bool]) -> Destroyed:
    result = tx.session.exec(delete(table).where(which).execution_options(synchronize_session=False))
    return Destroyed(str(table.__tablename__), result.rowcount)


ACCOMPANIMENT_PART = FamilyPart(_export, _erase)
