"""The planner: families are looked at each day, and at once when something about them changed (F11).

Running it twice, or not for some days, changes nothing but the moment: what is coming is computed anew, compared with
the ledger, and only what nobody was told of yet becomes a letter. New rules give waiting letters new words.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from core.families.addresses import addresses_of_adult, adults_of
from core.families.consenting import agrees
from core.families.household import today_of
from core.families.profile import ReadProfile, read_profile
from core.families.tables import Adult, Consent, ConsentPurpose, FactRecord, Family, ReceivedMeasure
from core.messaging import events
from core.messaging.outbox import Lane, Outgoing, enqueue, reword, withdraw
from core.outreach.check_ins.asking import ask_how_it_goes
from core.outreach.coming import Coming, Household, coming
from core.outreach.leads import Entry, Lead, lead_on, reconcile
from core.outreach.tables import ComingChange, EventPlace, FamilyPlan, Notice, NoticeLine
from core.outreach.wording import notice_letter
from core.permissions import Permission
from core.triage.evaluation import Matcher
from core.use_case import Tx, UseCase, use_case

NOTICE = "notice"
LOOKED_AT = time(9)
"""The hour of the family's day at which the planner looks at it; quiet hours end then."""
_READER = "planner"
_SEATING = "planner seating"
"""The place of the first run: the last family it has made due. Gone when all are."""
_EVENTS = 500
SEATED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PlanDue:
    """Look at up to `most` families that are due, and at those that changed."""

    most: int = 100


@dataclass(frozen=True, slots=True)
class Planned:
    """How many families were looked at, and how many letters were queued."""

    families: int
    letters: int


@dataclass(frozen=True, slots=True)
class Planner:
    """The planner with the rules in force."""

    matcher: Callable[[], Matcher]

    def plan_due(self) -> UseCase[PlanDue, Planned]:
        """The use case the ticker calls until it finds nothing to do."""
        return use_case(Permission.SYSTEM)(self._plan_due)

    def _plan_due(self, tx: Tx, command: PlanDue) -> Planned:
        changed = _changed(tx)
        _seat_some(tx)
        families = (*changed, *_due(tx, command.most))
        matcher = self.matcher()
        letters = sum(plan_family(tx, matcher, family_id) for family_id in dict.fromkeys(families))
        return Planned(len(families), letters)


def plan_family(tx: Tx, matcher: Matcher, family_id: int) -> int:
    """Bring one family's ledger and letters up to date. Returns how many letters were queued."""
    family = tx.session.get(Family, family_id)
    if family is None:
        return 0
    adults = [adult for adult in adults_of(tx, family_id) if agrees(tx, adult, ConsentPurpose.PROACTIVE)]
    _note_plan(tx, family)
    if not adults:
        return 0
    today = today_of(tx, family)
    found = coming(tx.catalogue, matcher, household_of(tx, family_id), today)
    changes = _reconciled(tx, family_id, found, today)
    _renew_waiting(tx, family_id, changes)
    asked = ask_how_it_goes(tx, family, adults, today)
    return asked + sum(_tell(tx, adult, changes, today) for adult in adults)


def household_of(tx: Tx, family_id: int) -> Household:
    """Answers in force and what is received."""
    rows = tx.session.exec(select(ReceivedMeasure).where(ReceivedMeasure.family_id == family_id))
    received = {row.measure_id: row.since for row in rows}
    return Household(read_profile(tx, ReadProfile(family_id)).profile, received)


def newest_fact(tx: Tx, family_id: int) -> int:
    """The number of the family's newest statement; 0 before the first."""
    query = select(FactRecord.id).where(FactRecord.family_id == family_id).order_by(col(FactRecord.id).desc()).limit(1)
    return tx.session.exec(query).first() or 0


def notice_key(notice_id: int) -> str:
    """The outbox's name of a notice."""
    return f"{NOTICE}:{notice_id}"


def _changed(tx: Tx) -> tuple[int, ...]:
    """Families of which something was said since the planner last read the events. Its first run begins to seat all."""
    place = tx.session.get(EventPlace, _READER)
    if place is None:
        tx.session.add(EventPlace(reader=_READER, event_id=events.newest(tx.unit)))
        tx.session.add(EventPlace(reader=_SEATING, event_id=0))
        tx.session.flush()
        return ()
    news = events.after(tx.unit, place.event_id, _EVENTS)
    if news:
        place.event_id = news[-1].id
        tx.session.add(place)
    return tuple(int(one.subject.partition(":")[2]) for one in news if one.kind == "family.changed")


_AGREES = (Consent.purpose == ConsentPurpose.PROACTIVE, col(Consent.withdrawn_at).is_(None))


def _seat_some(tx: Tx) -> None:
    """After the first run: families that agreed before it become due, so many in a transaction."""
    place = tx.session.get(EventPlace, _SEATING)
    if place is None:
        return
    agreed = select(Adult.family_id).join(Consent).where(*_AGREES, Adult.family_id > place.event_id).distinct()
    families = tx.session.exec(agreed.order_by(col(Adult.family_id)).limit(SEATED_AT_ONCE)).all()
    if not families:
        tx.session.delete(place)
        return
    place.event_id = families[-1]
    known = set(tx.session.exec(select(FamilyPlan.family_id).where(col(FamilyPlan.family_id).in_(families))))
    plan = {"newest_fact": 0, "edition": tx.catalogue.version, "next_at": tx.now}
    if rows := [{"family_id": one, **plan} for one in families if one not in known]:
        tx.session.execute(sa.insert(FamilyPlan), rows)


def _due(tx: Tx, most: int) -> Sequence[int]:
    """Families whose hour has come; with a new edition of the content everybody's has."""
    edition = tx.catalogue.version
    other = select(FamilyPlan.family_id).where(FamilyPlan.edition != edition).limit(1)
    if tx.session.exec(other).first() is not None:
        renewed = (
            sa.update(FamilyPlan).where(col(FamilyPlan.edition) != edition).values(next_at=tx.now, edition=edition)
        )
        tx.session.exec(renewed)
    due = select(FamilyPlan.family_id).where(FamilyPlan.next_at <= tx.now).order_by(col(FamilyPlan.next_at)).limit(most)
    return tx.session.exec(due).all()


def _note_plan(tx: Tx, family: Family) -> None:
    assert family.id is not None
    next_at = _next_morning(tx.now, ZoneInfo(family.time_zone))
    plan = tx.session.get(FamilyPlan, family.id) or FamilyPlan(
        family_id=family.id, newest_fact=0, edition="", next_at=next_at
    )
    plan.newest_fact, plan.edition, plan.next_at = newest_fact(tx, family.id), tx.catalogue.version, next_at
    tx.session.add(plan)
    tx.session.flush()


def _next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=1) if local.time() >= LOOKED_AT else local.date()
    return datetime.combine(day, LOOKED_AT, tzinfo=zone)


def _reconciled(tx: Tx, family_id: int, found: Sequence[Coming], today: date) -> dict[int, Coming]:
    """The ledger after today's look; what is coming, by the ledger's number."""
    rows = {row.id: row for row in tx.session.exec(select(ComingChange).where(ComingChange.family_id == family_id))}
    entries = [Entry(row.id, row.measure_id, row.turn, row.on_day) for row in rows.values() if row.id is not None]
    result = reconcile(entries, found, today)
    for entry in result.gone:
        rows[entry.id].gone_at = rows[entry.id].gone_at or tx.now
    for entry, one in result.kept:
        rows[entry.id].on_day, rows[entry.id].gone_at = one.on, None
    tx.session.add_all(rows.values())
    changes = {entry.id: one for entry, one in result.kept}
    return changes | {_add(tx, family_id, one, entries): one for one in result.new}


def _add(tx: Tx, family_id: int, one: Coming, entries: Sequence[Entry]) -> int:
    before = sum((entry.measure_id, entry.turn) == (one.measure_id, one.turn) for entry in entries)
    row = ComingChange(family_id=family_id, measure_id=one.measure_id, turn=one.turn, ordinal=before + 1, on_day=one.on)
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    return row.id


def _renew_waiting(tx: Tx, family_id: int, changes: dict[int, Coming]) -> None:
    """Letters that have not left yet get today's words, or are taken back when nothing of theirs is coming."""
    lines = select(NoticeLine, Notice).join(Notice).join(ComingChange).where(ComingChange.family_id == family_id)
    told: dict[int, list[Coming]] = defaultdict(list)
    notices: dict[int, Notice] = {}
    for line, notice in tx.session.exec(lines):
        notices[line.notice_id] = notice
        if line.change_id in changes:
            told[line.notice_id].append(changes[line.change_id])
    for notice_id, notice in notices.items():
        if not told[notice_id]:
            _take_back(tx, notice_id)
            continue
        on = min(one.on for one in told[notice_id])
        letter = notice_letter(notice_id, Lead(notice.lead), on, told[notice_id], tx.catalogue)
        if reword(tx, notice_key(notice_id), letter):
            notice.on_day = on
            tx.session.add(notice)


def _take_back(tx: Tx, notice_id: int) -> None:
    """A letter that has not left told nobody anything: should it come true again, it is news."""
    if withdraw(tx, notice_key(notice_id), "nothing of it is coming any more"):
        tx.session.exec(sa.delete(NoticeLine).where(col(NoticeLine.notice_id) == notice_id))


def _tell(tx: Tx, adult_id: int, changes: dict[int, Coming], today: date) -> int:
    """Queue a letter for each day about which this adult is to hear now."""
    rows = tx.session.exec(select(NoticeLine.change_id, NoticeLine.lead).where(NoticeLine.adult_id == adult_id))
    told = {(change_id, lead) for change_id, lead in rows}
    days: dict[date, list[int]] = defaultdict(list)
    for change_id, one in changes.items():
        lead = lead_on(today, one.on)
        if lead is not None and (change_id, int(lead)) not in told:
            days[one.on].append(change_id)
    return sum(_queue(tx, adult_id, on, {number: changes[number] for number in days[on]}, today) for on in sorted(days))


def _queue(tx: Tx, adult_id: int, on: date, changes: dict[int, Coming], today: date) -> int:
    lead = lead_on(today, on)
    address = next(iter(addresses_of_adult(tx, adult_id)), None)
    if lead is None or address is None:
        return 0
    notice = Notice(adult_id=adult_id, lead=int(lead), on_day=on, created_at=tx.now)
    tx.session.add(notice)
    tx.session.flush()
    assert notice.id is not None
    for change_id in changes:
        tx.session.add(NoticeLine(change_id=change_id, adult_id=adult_id, lead=int(lead), notice_id=notice.id))
    letter = notice_letter(notice.id, lead, on, list(changes.values()), tx.catalogue)
    key = notice_key(notice.id)
    enqueue(tx, Outgoing(NOTICE, Lane.EVENT, address, letter, dedup_key=key, subject=key))
    return 1
