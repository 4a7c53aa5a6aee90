"""The board: every open case of one's centres in the column of its state, and what is due (C4).

It is read from the cases themselves on every look; there is no second list that could differ from the database.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, func, select

from core.accompaniment.moves import BOARD
from core.accompaniment.tables import AgencyRequest, AgencyState, CheckIn
from core.cases.conversations import names_of, row_id, staff
from core.cases.states import CaseLevel, CaseState
from core.cases.tables import Case
from core.families.tables import PlanStep, StepState
from core.permissions import Permission
from core.use_case import Tx, use_case

IN_A_COLUMN = 100


@dataclass(frozen=True, slots=True)
class ReadBoard:
    """`mine`: only cases whose curator is the acting person."""

    mine: bool = False


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case on the board. `late`: steps, requests and check-ins whose day has passed."""

    case_id: int
    ticket: str
    state: CaseState
    level: CaseLevel
    curator: str | None
    opened_at: datetime
    open_steps: int
    late: int
    has_family: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One state; `count` counts also those beyond the hundred that are shown."""

    state: CaseState
    count: int
    cards: tuple[CaseCard, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Columns in the order a case goes."""

    columns: tuple[Column, ...]


@use_case(Permission.READ_INBOX, long=True)
def board(tx: Tx, query: ReadBoard) -> Board:
    """Every open case. Raises `Forbidden` for anybody but staff."""
    return Board(tuple(_column(tx, query, state) for state in BOARD))


def _column(tx: Tx, query: ReadBoard, state: CaseState) -> Column:
    conditions = [col(Case.state) == state, col(Case.closed_at).is_(None)]
    if staff(tx).centres is not None:
        conditions.append(col(Case.centre_id).in_(staff(tx).centres or ()))
    if query.mine:
        conditions.append(col(Case.curator_id) == staff(tx).account_id)
    count = tx.session.exec(select(func.count()).select_from(Case).where(*conditions)).one()
    rows = tx.session.exec(select(Case).where(*conditions).order_by(col(Case.id)).limit(IN_A_COLUMN)).all()
    return Column(state, count, _cards(tx, list(rows)))


def _cards(tx: Tx, cases: list[Case]) -> tuple[CaseCard, ...]:
    ids, families = [row_id(case) for case in cases], [case.family_id for case in cases if case.family_id]
    names, yesterday = names_of(tx, [case.curator_id for case in cases]), (tx.now - timedelta(days=1)).date()
    steps, late_steps = _steps(tx, families), _steps(tx, families, col(PlanStep.due_on) <= yesterday)
    late = _late(tx, ids, yesterday)
    return tuple(
        CaseCard(
            case_id=row_id(case),
            ticket=case.ticket,
            state=case.state,
            level=case.level,
            curator=names.get(case.curator_id or 0),
            opened_at=case.opened_at,
            open_steps=steps.get(case.family_id or 0, 0),
            late=late_steps.get(case.family_id or 0, 0) + late.get(row_id(case), 0),
            has_family=case.family_id is not None,
        )
        for case in cases
    )


def _steps(tx: Tx, families: list[int], *which: sa.ColumnElement[bool]) -> dict[int, int]:
    query = (
        select(PlanStep.family_id, func.count())
        .where(col(PlanStep.family_id).in_(families), col(PlanStep.state) == StepState.OPEN, *which)
        .group_by(col(PlanStep.family_id))
    )
    return dict(tx.session.exec(query).all())


def _late(tx: Tx, ids: list[int], yesterday: date) -> dict[int, int]:
    """Check-ins that were forgotten; a late request is counted as its step."""
    query = (
        select(CheckIn.case_id, func.count())
        .where(col(CheckIn.case_id).in_(ids), col(CheckIn.done_at).is_(None), col(CheckIn.due_on) <= yesterday)
        .group_by(col(CheckIn.case_id))
    )
    return dict(tx.session.exec(query).all())


@dataclass(frozen=True, slots=True)
class ReadAgencies:
    """Requests to agencies that wait for an answer, in the acting person's centres."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """One request; the days are the family's."""

    case_id: int
    ticket: str
    agency: str
    sent_on: date
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class AwaitedAnswers:
    """The earliest due first."""

    entries: tuple[Awaited, ...]


@use_case(Permission.READ_INBOX)
def awaited_answers(tx: Tx, query: ReadAgencies) -> AwaitedAnswers:
    """The staff's list of what was asked and is not answered (C5)."""
    rows = (
        select(AgencyRequest, Case)
        .join(Case, col(Case.id) == col(AgencyRequest.case_id))
        .where(col(AgencyRequest.state) == AgencyState.ASKED)
        .order_by(col(AgencyRequest.due_on), col(AgencyRequest.id))
        .limit(IN_A_COLUMN)
    )
    if staff(tx).centres is not None:
        rows = rows.where(col(Case.centre_id).in_(staff(tx).centres or ()))
    today = tx.now.date()
    return AwaitedAnswers(
        tuple(
            Awaited(row_id(case), case.ticket, row.agency, row.sent_on, row.due_on, row.due_on < today)
            for row, case in tx.session.exec(rows).all()
        )
    )
