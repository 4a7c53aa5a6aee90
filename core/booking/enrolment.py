"""Coming to a club or event: a place, or a place in the queue; giving it up promotes exactly one (F12, B3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, func, select

from core.booking.contacts import Number, PhoneBook, reads_messages
from core.booking.gathering_letters import tell_of_place
from core.booking.gathering_tables import ENROLLED_PER_FAMILY, Attendance, Enrolment, Gathering, Meeting
from core.booking.gatherings import UnknownGathering, on_and_ahead, reach_gathering
from core.booking.states import Standing
from core.duty.unsafe import silent_among
from core.families.household import reach_family
from core.families.tables import Family
from core.messaging.events import publish
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Adult, Refused, StaffMember, Tx, use_case


class WrongAge(Refused):
    """The child is too young or too old for it, or its age was not said."""


class EnoughPlaces(Refused):
    """The family has all the places one family may have."""


@dataclass(frozen=True, slots=True)
class Enrol:
    """A child of this age (full years) or, where no age counts, the family. `family_id` for staff."""

    gathering_id: int
    age: int | None = None
    family_id: int | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentInfo:
    """A place. `ahead` counts those who wait before it; zero for a place that is had. `writes`: whoever is told of
    changes reads a messenger at present; `number`: where staff ring those who do not, None: none is kept. `silent`,
    for staff: somebody of the family hid the conversation, so no letter leaves and nobody rings (E7)."""

    ticket: str
    gathering_id: int
    title: str
    family_id: int
    family_ticket: str
    age: int | None
    standing: Standing
    ahead: int
    enrolled_at: datetime
    writes: bool
    number: Number | None = None
    silent: bool = False


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def enrol(tx: Tx, command: Enrol) -> EnrolmentInfo:
    """Enrol, or queue when it is full. Raises `UnknownGathering`, `WrongAge` or `EnoughPlaces`."""
    gathering = reach_gathering(tx, command.gathering_id, lock=True)
    adult = tx.actor if isinstance(tx.actor, Adult) else None
    family_id = adult.family_id if adult else command.family_id
    shown = gathering.offered or adult is None  # what families are no longer shown, staff may still fill
    if family_id is None or not shown or not _meets_again(tx, command.gathering_id):
        raise UnknownGathering(f"gathering {command.gathering_id}")
    reach_family(tx, family_id)
    _check_age(gathering, command.age)
    row = Enrolment(
        ticket=new_ticket(),
        gathering_id=command.gathering_id,
        family_id=family_id,
        adult_id=adult.adult_id if adult else None,
        ordinal=_free_ordinal(tx, command.gathering_id, family_id),
        age=command.age if gathering.age_from is not None else None,
        standing=Standing.ENROLLED if _take_place(tx, gathering) else Standing.WAITING,
        enrolled_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    publish(tx, gathering.centre_id, "gathering.changed", f"gathering:{gathering.id}")
    return _infos(tx, col(Enrolment.id) == row.id)[0]


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The ticket of a place."""

    ticket: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """`promoted` is the ticket of whoever has the place now."""

    promoted: str | None


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def give_up(tx: Tx, command: GiveUp) -> GivenUp:
    """Give a place up; the first in the queue has it in the same moment and is told. Twice changes nothing."""
    row = tx.session.exec(select(Enrolment).where(Enrolment.ticket == command.ticket)).first()
    if row is None:
        return GivenUp(None)
    if isinstance(tx.actor, Adult):
        reach_family(tx, row.family_id)  # staff are asked for the gathering's centre: the family may have moved on
    gathering = reach_gathering(tx, row.gathering_id, lock=True)
    promoted = leave(tx, gathering, row)
    publish(tx, gathering.centre_id, "gathering.changed", f"gathering:{gathering.id}")
    return GivenUp(promoted.ticket if promoted else None)


def leave(tx: Tx, gathering: Gathering, row: Enrolment) -> Enrolment | None:
    """Drop a row of the locked gathering; returns whoever was promoted by it."""
    tx.session.refresh(row)
    had_place = row.standing is Standing.ENROLLED
    tx.session.execute(sa.delete(Attendance).where(col(Attendance.enrolment_id) == row.id))
    tx.session.delete(row)
    tx.session.flush()
    if not had_place:
        return None
    gathering.taken -= 1
    tx.session.add(gathering)
    tx.session.flush()
    return next(iter(fill_places(tx, gathering)), None)


def fill_places(tx: Tx, gathering: Gathering) -> Sequence[Enrolment]:
    """Give the free places of the locked gathering to the first in its queue and tell them; nobody where nothing more
    takes place."""
    assert gathering.id is not None
    free = gathering.capacity - gathering.taken
    if not free or not _meets_again(tx, gathering.id):
        return ()
    queue = select(Enrolment).where(Enrolment.gathering_id == gathering.id, Enrolment.standing == Standing.WAITING)
    promoted = tx.session.exec(queue.order_by(col(Enrolment.id)).limit(free)).all()
    for row in promoted:
        row.standing = Standing.ENROLLED
        tx.session.add(row)
    gathering.taken += len(promoted)
    tx.session.add(gathering)
    tx.session.flush()
    for row in promoted:
        tell_of_place(tx, gathering, row)
    return promoted


@dataclass(frozen=True, slots=True)
class ReadEnrolments:
    """A family's places, or (for staff) everybody of a gathering."""

    family_id: int | None = None
    gathering_id: int | None = None


@dataclass(frozen=True, slots=True)
class Enrolments:
    """Places first, then the queue in order."""

    entries: tuple[EnrolmentInfo, ...]


@use_case(Permission.FAMILY, Permission.READ_APPOINTMENTS)
def read_enrolments(tx: Tx, query: ReadEnrolments) -> Enrolments:
    """Who is enrolled and who waits."""
    if isinstance(tx.actor, Adult):
        return Enrolments(_infos(tx, col(Enrolment.family_id) == tx.actor.family_id))
    if query.gathering_id is not None:
        reach_gathering(tx, query.gathering_id)
        return Enrolments(_infos(tx, col(Enrolment.gathering_id) == query.gathering_id))
    assert query.family_id is not None
    reach_family(tx, query.family_id)
    return Enrolments(_infos(tx, col(Enrolment.family_id) == query.family_id))


def enrolments_of(tx: Tx, family_id: int) -> tuple[EnrolmentInfo, ...]:
    """A family's places, for «мои данные»."""
    return _infos(tx, col(Enrolment.family_id) == family_id)


def _take_place(tx: Tx, gathering: Gathering) -> bool:
    """One more place, if there is one and nobody waits for it: one statement, with the CHECK behind it."""
    tx.session.flush()
    taken = tx.session.execute(
        sa.update(Gathering)
        .where(col(Gathering.id) == gathering.id, col(Gathering.taken) < col(Gathering.capacity))
        .values(taken=Gathering.taken + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _check_age(gathering: Gathering, age: int | None) -> None:
    if gathering.age_from is None or gathering.age_to is None:
        return
    if age is None or not gathering.age_from <= age <= gathering.age_to:
        raise WrongAge(f"{age} is outside {gathering.age_from}-{gathering.age_to}")


def _free_ordinal(tx: Tx, gathering_id: int, family_id: int) -> int:
    query = select(Enrolment.ordinal).where(Enrolment.gathering_id == gathering_id, Enrolment.family_id == family_id)
    free = set(range(1, ENROLLED_PER_FAMILY + 1)) - set(tx.session.exec(query).all())
    if not free:
        raise EnoughPlaces(f"family {family_id} has {ENROLLED_PER_FAMILY}")
    return min(free)


def _meets_again(tx: Tx, gathering_id: int) -> bool:
    query = select(Meeting.id).where(Meeting.gathering_id == gathering_id, on_and_ahead(tx.now))
    return tx.session.exec(query).first() is not None


def _infos(tx: Tx, condition: sa.ColumnElement[bool]) -> tuple[EnrolmentInfo, ...]:
    before = sa.orm.aliased(Enrolment)
    ahead = (
        select(func.count())
        .where(
            col(before.gathering_id) == col(Enrolment.gathering_id),
            col(before.standing) == Standing.WAITING,
            col(before.id) < col(Enrolment.id),
        )
        .scalar_subquery()
    )
    rows = tx.session.execute(
        sa.select(Enrolment, Gathering.title, Family.ticket, ahead, reads_messages(Enrolment))  # type: ignore[call-overload]
        .join(Gathering, col(Gathering.id) == col(Enrolment.gathering_id))
        .join(Family, col(Family.id) == col(Enrolment.family_id))
        .where(condition)
        .order_by(col(Enrolment.standing), col(Enrolment.id))
    )
    found = rows.all()
    numbers = _numbers(tx, [(row, writes) for row, _, _, _, writes in found])
    silent = silent_among(tx, {row.family_id for row, *_ in found}) if isinstance(tx.actor, StaffMember) else ()
    return tuple(
        EnrolmentInfo(
            ticket=row.ticket,
            gathering_id=row.gathering_id,
            title=title,
            family_id=row.family_id,
            family_ticket=family,
            age=row.age,
            standing=row.standing,
            ahead=0 if row.standing is Standing.ENROLLED else before_it,
            enrolled_at=row.enrolled_at,
            writes=bool(writes),
            number=numbers.get(row.ticket),
            silent=row.family_id in silent,
        )
        for row, title, family, before_it, writes in found
    )


def _numbers(tx: Tx, places: Iterable[tuple[Enrolment, bool]]) -> dict[str, Number]:
    """Where staff ring whom no letter reaches, by the ticket of the place; in full while there is something to tell."""
    if not isinstance(tx.actor, StaffMember):
        return {}
    unread = [row for row, writes in places if not writes]
    ids, clubs = {row.family_id for row in unread}, {row.gathering_id for row in unread}
    ahead = select(Meeting.gathering_id).where(col(Meeting.gathering_id).in_(clubs), col(Meeting.starts_at) > tx.now)
    on = frozenset(tx.session.exec(ahead.distinct()))
    families = tx.session.exec(select(Family).where(col(Family.id).in_(ids)))
    book = PhoneBook.of(tx, {family.id or 0: family for family in families})
    found = {row.ticket: book.number(tx, row.family_id, row.adult_id, opens=row.gathering_id in on) for row in unread}
    return {ticket: number for ticket, number in found.items() if number is not None}
