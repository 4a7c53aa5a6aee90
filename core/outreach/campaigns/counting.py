"""Counts first: how many a campaign would reach, and why it does not reach the others (C12).

Everybody of the centre is in exactly one line of the count. The same look makes the snapshot at the launch.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from core.duty.tables import UnsafeMark
from core.families.profile import plain_profiles
from core.families.reaching import Closed
from core.families.tables import Adult, ChannelAddress, Consent, ConsentPurpose, Family, MutedTopic
from core.families.topics import Topic
from core.outreach.campaigns.segments import Belongs, Segment, belongs
from core.outreach.changes.reading import judge_of
from core.permissions import Permission
from core.triage.evaluation import Matcher
from core.triage.profile import Profile
from core.use_case import Forbidden, StaffMember, Tx, UseCase, use_case

OTHERS = "others"
"""Reason of those the segment does not mean."""
_CHUNK = 500
Adults = sa.Select[int | None, int, str, bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Audience:
    """A segment among the families of a centre (None: of all centres) for a topic."""

    centre_id: int | None
    topic: Topic
    segment: Segment


@dataclass(frozen=True, slots=True)
class Counts:
    """`reached` adults would be written to; `excluded` says how many are not, by reason."""

    reached: int
    excluded: dict[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An adult of the centre and what closes the door, if anything."""

    adult_id: int
    zone: str
    closed: str | None


@dataclass(frozen=True, slots=True)
class Counting:
    """Counting with the rules in force."""

    matcher: Callable[[], Matcher]

    def count(self) -> UseCase[Audience, Counts]:
        """The use case behind the count on the page; long, so it never holds up anybody's tap."""
        return use_case(Permission.RUN_CAMPAIGNS, long=True)(self._count)

    def _count(self, tx: Tx, query: Audience) -> Counts:
        require_scope(tx, query.centre_id)
        return counts_of(candidates(tx, self.matcher(), query))


def counts_of(found: Iterator[Candidate]) -> Counts:
    """One line of the count for each candidate."""
    lines = Counter(one.closed for one in found)
    return Counts(lines.pop(None, 0), {reason: count for reason, count in sorted(lines.items()) if reason is not None})


def require_scope(tx: Tx, centre_id: int | None) -> None:
    """Raise `Forbidden` beyond the own centres; None, all centres, is for those who reach all."""
    if centre_id is not None:
        tx.require_centre(centre_id)
    elif isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        raise Forbidden("only somebody with rights over every centre writes to all of them")


def candidates(tx: Tx, matcher: Matcher, audience: Audience) -> Iterator[Candidate]:
    """Every adult of the centre, in the order of their families."""
    meant = members(tx, audience.segment, matcher)
    rows = tx.unit.connection.execute(_adults(audience)).all()
    families = [list(adults) for _, adults in groupby(rows, key=lambda row: row.family_id)]
    for first in range(0, len(families), _CHUNK):
        chunk = families[first : first + _CHUNK]
        ids = [] if audience.segment.everybody else [adults[0].family_id for adults in chunk]
        profiles = plain_profiles(tx, ids)
        for adults in chunk:
            own = adults[0]
            today = tx.now.astimezone(ZoneInfo(own.time_zone)).date()
            yes = audience.segment.everybody or _is_meant(meant, profiles.get(own.family_id), today)
            yield from (Candidate(row.id, row.time_zone, closed_by(row) if yes else OTHERS) for row in adults)


def members(tx: Tx, segment: Segment, matcher: Matcher) -> Belongs:
    """The test for one family, with the rules before a change where the segment is about one. Raises `NoSuchChange`."""
    plain, moved = belongs(segment, matcher), segment.moved
    if moved is None:
        return plain
    judge = judge_of(tx, moved.change_id)

    def test(profile: Profile, today: date) -> bool:
        return any(move is moved.move for _, move in judge.moves(profile, today)) and plain(profile, today)

    return test


def _is_meant(meant: Callable[[Profile, date], bool], profile: Profile | None, today: date) -> bool:
    return meant(profile or Profile(), today)


def _adults(audience: Audience) -> Adults:
    query = adults_in(audience.topic).order_by(col(Adult.family_id), col(Adult.id))
    return query if audience.centre_id is None else query.where(col(Family.centre_id) == audience.centre_id)


def adults_in(topic: Topic) -> Adults:
    """Every adult with what `closed_by` looks at."""
    agrees = sa.exists().where(
        col(Consent.adult_id) == col(Adult.id),
        col(Consent.purpose) == ConsentPurpose.PROACTIVE,
        col(Consent.withdrawn_at).is_(None),
    )
    muted = sa.exists().where(col(MutedTopic.adult_id) == col(Adult.id), col(MutedTopic.topic) == topic.value)
    reachable = sa.exists().where(
        col(ChannelAddress.adult_id) == col(Adult.id), col(ChannelAddress.blocked_at).is_(None)
    )
    unsafe = sa.exists().where(col(UnsafeMark.family_id) == col(Adult.family_id), col(UnsafeMark.cleared_at).is_(None))
    return sa.select(
        col(Adult.id),
        col(Adult.family_id),
        col(Family.time_zone),
        agrees.label("agrees"),
        muted.label("muted"),
        reachable.label("reachable"),
        unsafe.label("unsafe"),
    ).join(Family, col(Family.id) == col(Adult.family_id))


def closed_by(row: Any) -> str | None:
    """The same reasons in the same order as at the door itself (`core.families.reaching`); silence comes first."""
    if row.unsafe:
        return Closed.UNSAFE
    if not row.reachable:
        return Closed.BLOCKED
    if not row.agrees:
        return Closed.NO_CONSENT
    return Closed.TOPIC_MUTED if row.muted else None
