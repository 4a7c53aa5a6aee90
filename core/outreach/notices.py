"""A notice on its way: is it still true, and to whom may it go; and what it says when somebody looks closer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.families.tables import Adult, Family
from core.families.topics import Topic
from core.messaging.outbox import Claimed, Kind, Later, Skip, Verdict
from core.outreach.coming import Coming, Turn
from core.outreach.planning import newest_fact
from core.outreach.respect import Occasion, keep_count, may_write_first
from core.outreach.tables import ComingChange, FamilyPlan, Notice, NoticeLine
from core.outreach.wording import measure_at
from core.permissions import Permission
from core.use_case import Adult as ActingAdult
from core.use_case import Refused, Tx, use_case

STALE = timedelta(minutes=2)
"""The planner looks at a changed family within a minute; a letter waits for it rather than tell an old truth."""


class NoSuchNotice(Refused):
    """There is no such notice for this adult."""


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    notice = tx.session.get(Notice, _number(claimed.subject))
    if notice is None:
        return Skip("the notice is gone")
    adult = tx.session.get_one(Adult, notice.adult_id)
    plan = tx.session.get(FamilyPlan, adult.family_id)
    if plan is None or plan.newest_fact != newest_fact(tx, adult.family_id) or plan.edition != tx.catalogue.version:
        return Later(tx.now + STALE)
    zone = ZoneInfo(tx.session.get_one(Family, adult.family_id).time_zone)
    the_day = datetime.combine(notice.on_day, time(0), tzinfo=zone)
    return may_write_first(tx, claimed, Occasion(Topic.CHANGES, the_day))


NOTICE_KIND = Kind(_guard, keep_count)
"""For the table of kinds in `app`, under `planning.NOTICE`."""


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """The number on the button under a notice."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class NoticeChange:
    """One line of a notice with its title."""

    measure_id: str
    title: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class OpenedNotice:
    """Everything that changes on the family's calendar day `on`."""

    on: date
    changes: tuple[NoticeChange, ...]


@use_case(Permission.FAMILY)
def read_notice(tx: Tx, query: ReadNotice) -> OpenedNotice:
    """What a notice is about, with every name. Raises `NoSuchNotice` also for somebody else's."""
    notice = tx.session.get(Notice, query.notice_id)
    if notice is None or not isinstance(tx.actor, ActingAdult) or notice.adult_id != tx.actor.adult_id:
        raise NoSuchNotice(f"notice {query.notice_id}")
    rows = tx.session.exec(
        select(ComingChange).join(NoticeLine).where(NoticeLine.notice_id == notice.id).order_by(col(ComingChange.id))
    )
    lines = (Coming(row.on_day, row.measure_id, row.turn) for row in rows if row.gone_at is None)
    named = ((one, measure_at(tx.catalogue, one)) for one in lines)
    changes = (NoticeChange(one.measure_id, measure.title, one.turn) for one, measure in named if measure is not None)
    return OpenedNotice(notice.on_day, tuple(changes))


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])
