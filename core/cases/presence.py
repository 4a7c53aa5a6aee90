"""Which curators of a centre are there at this moment, and how much lies on their desks."""

from collections.abc import Collection

from sqlmodel import col, func, select

from core.booking.schedule import days_between
from core.booking.tables import Resource
from core.booking.timetable import schedule_of
from core.cases.choosing import Candidate, Knowledge
from core.cases.colleagues import Colleague, curators_of
from core.cases.desk_tables import Absence
from core.cases.states import OwnerKind
from core.cases.tables import Conversation
from core.staff.tables import Account
from core.use_case import Tx


def curators_there(tx: Tx, centre_id: int) -> tuple[Candidate, ...]:
    """Curators who are not away and within working time: their own, if they have hours here, else the centre's."""
    at_work, own = _at_work(tx, centre_id), _own_hours(tx, centre_id)
    away = dict(_absences(tx))
    there = [
        each
        for each in curators_of(tx, centre_id)
        if each.account_id not in away and (own[each.account_id] in at_work if each.account_id in own else at_work)
    ]
    return weighed(tx, there)


def weighed(tx: Tx, people: Collection[Colleague]) -> tuple[Candidate, ...]:
    """These people with what they know and how many conversations they answer, stood-in ones among them."""
    ids = {each.account_id for each in people}
    stood_in = [(absent, substitute) for absent, substitute in _absences(tx) if substitute in ids]
    load = _load(tx, ids | {absent for absent, _ in stood_in})
    query = select(Account.id, Account.knows).where(col(Account.id).in_(ids))
    knows = {account_id: Knowledge.read(kept) for account_id, kept in tx.session.exec(query)}
    return tuple(
        Candidate(
            each.account_id,
            each.name,
            knows[each.account_id],
            load.get(each.account_id, 0) + sum(load.get(absent, 0) for absent, by in stood_in if by == each.account_id),
        )
        for each in people
    )


def _at_work(tx: Tx, centre_id: int) -> frozenset[int]:
    """Specialists of the centre who work at this moment."""
    schedule = schedule_of(tx, centre_id)
    today = days_between(tx.now, tx.now, schedule.zone)
    return frozenset(
        person
        for person in schedule.specialists
        if any(span.starts_at <= tx.now < span.ends_at for span in schedule.working(person, today))
    )


def _own_hours(tx: Tx, centre_id: int) -> dict[int, int]:
    """Accounts that are specialists of this centre themselves."""
    query = select(Resource.account_id, Resource.id).where(
        col(Resource.centre_id) == centre_id, col(Resource.account_id).is_not(None)
    )
    return {account_id: resource_id for account_id, resource_id in tx.session.exec(query) if account_id and resource_id}


def _absences(tx: Tx) -> list[tuple[int, int]]:
    """Who is away now, and who stands in."""
    query = select(Absence.account_id, Absence.substitute_id)
    return list(tx.session.exec(query.where(col(Absence.since) <= tx.now, col(Absence.until) > tx.now)))


def _load(tx: Tx, ids: Collection[int]) -> dict[int, int]:
    query = (
        select(Conversation.curator_id, func.count())
        .where(col(Conversation.owner_kind) == OwnerKind.CURATOR, col(Conversation.curator_id).in_(ids))
        .group_by(col(Conversation.curator_id))
    )
    return {account_id: count for account_id, count in tx.session.exec(query) if account_id is not None}
