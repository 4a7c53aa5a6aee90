"""What accompanies a case besides its conversation: goals, who does a step, requests to agencies, check-ins.

A step itself is a line of the family's plan (`core.families.tables.PlanStep`): one list, seen by both sides (F9). Words
are sealed under the family's key.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.cases.states import CaseLevel, CaseState
from core.storage.schema import BigId, Record, closed_set, identifier, instant


def _link(target: str, *, nullable: bool = False, index: bool = True) -> int:
    return Field(  # type: ignore[no-any-return]
        default=None if nullable else ..., foreign_key=target, sa_type=BigId, nullable=nullable, index=index
    )


class GoalState(StrEnum):
    """What became of a goal."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


class Goal(Record, table=True):
    """What should be true when the case is over, in the family's own words."""

    __tablename__ = "goal"
    __table_args__ = (sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_time"),)

    id: int | None = identifier()
    case_id: int = _link("family_case.id")
    words_sealed: bytes = Field(sa_type=sa.LargeBinary)
    state: GoalState = closed_set(GoalState, default=GoalState.OPEN)
    created_at: datetime = instant()
    settled_at: datetime | None = instant(nullable=True)


class CaseMove(Record, table=True):
    """A change of state or level by staff. Rows are only added: the history of a case."""

    __tablename__ = "case_move"

    id: int | None = identifier()
    case_id: int = _link("family_case.id")
    account_id: int = _link("account.id", index=False)
    state: CaseState = closed_set(CaseState)
    level: CaseLevel = closed_set(CaseLevel)
    at: datetime = instant()


class StepTask(Record, table=True):
    """A step of the centre has somebody who does it."""

    __tablename__ = "step_task"

    step_id: int = Field(primary_key=True, foreign_key="plan_step.id", sa_type=BigId)
    case_id: int = _link("family_case.id")
    account_id: int = _link("account.id")


class AgencyState(StrEnum):
    """Where a request to another body stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"


class AgencyRequest(Record, table=True):
    """The centre asks another body, so that the family brings no paper (C5). Its step is what the family sees."""

    __tablename__ = "agency_request"
    __table_args__ = (
        sa.CheckConstraint("(state = 'asked') = (settled_on IS NULL)", name="settled_has_day"),
        sa.CheckConstraint("due_on > sent_on", name="due_after_sent"),
        sa.Index("ix_agency_request_due", "state", "due_on"),
    )

    id: int | None = identifier()
    step_id: int = Field(foreign_key="plan_step.id", sa_type=BigId, unique=True)
    case_id: int = _link("family_case.id")
    agency: str = Field(max_length=120)
    """Name of an institution; nothing about the family."""
    sent_on: date
    due_on: date
    """Last day of the answer, counted in working days of the production calendar."""
    state: AgencyState = closed_set(AgencyState, default=AgencyState.ASKED)
    settled_on: date | None = None
    reminded: int = Field(default=0, sa_type=sa.SmallInteger)
    """1: reminded the day before it is due, 2: and when it was late."""


class CheckIn(Record, table=True):
    """The curator looks in on the family on this day, whatever the family writes or does not write."""

    __tablename__ = "check_in"
    __table_args__ = (sa.UniqueConstraint("case_id", "due_on"),)

    id: int | None = identifier()
    case_id: int = _link("family_case.id", index=False)
    due_on: date = Field(index=True)
    done_at: datetime | None = instant(nullable=True)
