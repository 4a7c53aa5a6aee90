"""Requests to agencies are not forgotten: the centre hears the day before an answer is due, and when it is late.

What is due is a query; `AgencyRequest.reminded` says how far reminding has gone: a restart repeats nothing (C5).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.accompaniment.tables import AgencyRequest, AgencyState
from core.cases.tables import Case
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case

SOON, LATE = 1, 2
BATCH = 200


@dataclass(frozen=True, slots=True)
class RemindAgencies:
    """Look for answers that are due, in every centre."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many reminders were given now."""

    count: int


@use_case(Permission.SYSTEM)
def remind_agencies(tx: Tx, command: RemindAgencies) -> Reminded:
    """Give each reminder that is due once."""
    latest = (tx.now + timedelta(days=2)).date()
    query = (
        select(AgencyRequest, Centre)
        .join(Case, col(Case.id) == col(AgencyRequest.case_id))
        .join(Centre, col(Centre.id) == col(Case.centre_id))
        .where(col(AgencyRequest.state) == AgencyState.ASKED, col(AgencyRequest.due_on) <= latest)
        .where(col(AgencyRequest.reminded) < LATE)
        .limit(BATCH)
    )
    count = 0
    for request, centre in tx.session.exec(query).all():
        stage = _stage(request, tx.now.astimezone(ZoneInfo(centre.time_zone)).date())
        if stage > request.reminded:
            request.reminded = stage
            count += 1
            publish(tx, centre.id, "agency.late" if stage is LATE else "agency.due", f"case:{request.case_id}")
    return Reminded(count)


def _stage(request: AgencyRequest, today: date) -> int:
    if request.due_on < today:
        return LATE
    return SOON if request.due_on <= today + timedelta(days=1) else 0
