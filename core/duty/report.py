"""How soon a living person answers: real alarms and exercises apart, each while somebody was on duty (E5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from core.duty.tables import CrisisAlarm
from core.permissions import Permission
from core.use_case import Tx, use_case

WITHIN = timedelta(minutes=5)
GOAL = 95
"""Per cent of alarms that are to be answered within `WITHIN` (acceptance row E5)."""
PERIOD = timedelta(days=90)
DRILL_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FirstReplies:
    """Alarms of a period, and those answered in time. One younger than five minutes and unanswered is not counted."""

    count: int
    in_time: int

    @property
    def share(self) -> int | None:
        """Per cent, rounded down; None when there was none."""
        return None if self.count == 0 else self.in_time * 100 // self.count

    @property
    def good(self) -> bool:
        """The promise was kept."""
        return self.share is not None and self.share >= GOAL


@dataclass(frozen=True, slots=True)
class ReportOf:
    """The last ninety days of a centre."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class DutyReport:
    """Real alarms, exercises, alarms while nobody was on duty, and the last exercise (UTC)."""

    real: FirstReplies
    drills: FirstReplies
    unattended: int
    last_drill_at: datetime | None
    drill_is_due: bool


@use_case(Permission.READ_INBOX, Permission.READ_HEALTH)
def duty_report(tx: Tx, query: ReportOf) -> DutyReport:
    """The report of a centre of one's own. Raises `Forbidden`."""
    tx.require_centre(query.centre_id)
    rows = tx.session.exec(
        select(CrisisAlarm).where(
            col(CrisisAlarm.centre_id) == query.centre_id, col(CrisisAlarm.raised_at) > tx.now - PERIOD
        )
    ).all()
    real = [row for row in rows if not row.drill and row.mistaken_at is None]
    drills = [row for row in rows if row.drill]
    last = max((row.raised_at for row in drills), default=None)
    return DutyReport(
        real=first_replies((row for row in real if row.on_duty), tx.now),
        drills=first_replies((row for row in drills if row.on_duty), tx.now),
        unattended=sum(not row.on_duty for row in real),
        last_drill_at=last,
        drill_is_due=last is None or tx.now - last > DRILL_EVERY,
    )


def first_replies(alarms: Iterable[CrisisAlarm], now: datetime) -> FirstReplies:
    """Count the answered and the late ones."""
    waits = [
        (row.replied_at or now) - row.raised_at for row in alarms if row.replied_at or now - row.raised_at > WITHIN
    ]
    return FirstReplies(len(waits), sum(wait <= WITHIN for wait in waits))
