"""Whose verdict a change moves: counts first, by measure and by centre, and who would not be written to and why.

The stored families are judged in columns, each on its own calendar day. Dangerous answers stay sealed. Nobody is named
here; names are read one step further, by those who may read families (`families.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.centres.tables import Centre
from core.families.profile import plain_profiles
from core.families.tables import Family
from core.families.topics import Topic
from core.outreach.campaigns.counting import Counts, adults_in, closed_by
from core.outreach.changes.directions import WRITTEN_ABOUT, Move
from core.outreach.changes.moves import Judge
from core.outreach.changes.reading import ChangeId, change_row, judge_by, uncounted
from core.permissions import Permission
from core.triage.profile import Profile
from core.use_case import StaffMember, Tx, use_case

TOPICS: Mapping[Move, Topic] = {Move.GAINS: Topic.MEASURES, Move.LOSES: Topic.CHANGES, Move.UNCERTAIN: Topic.CHANGES}
"""Under which topic a family hears of it, and may have switched it off."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Moves:
    """Families by direction. One that gains a thing and loses another is in both."""

    name: str
    families: dict[Move, int]


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """`reach`: of the families that moved so, how many adults would be written to, and who would not by reason."""

    noted_at: datetime
    total: dict[Move, int]
    by_measure: tuple[Moves, ...]
    by_centre: tuple[Moves, ...]
    reach: dict[Move, Counts]
    uncounted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovedFamily:
    """One family and what moved for it."""

    family_id: int
    ticket: str
    centre_id: int | None
    moves: dict[str, Move]


@use_case(Permission.RUN_CAMPAIGNS, long=True)
def count_change(tx: Tx, query: ChangeId) -> ChangeCounts:
    """The counts over the centres of the acting person. Raises `NoSuchChange`."""
    row = change_row(tx, query.change_id)
    found = list(moved_families(tx, judge_by(tx, row)))
    measures: dict[str, Counter[Move]] = {one: Counter() for one in row.measures}
    centres: dict[int | None, Counter[Move]] = defaultdict(Counter)
    for family in found:
        centres[family.centre_id].update(set(family.moves.values()))
        for measure_id, move in family.moves.items():
            measures[measure_id][move] += 1
    names = dict(tx.session.exec(select(Centre.id, Centre.name)).all())
    return ChangeCounts(
        row.noted_at,
        dict(sum(centres.values(), Counter[Move]())),
        tuple(Moves(row.measures[one], dict(moves)) for one, moves in sorted(measures.items()) if moves),
        tuple(sorted((Moves(names.get(one, ""), dict(moves)) for one, moves in centres.items()), key=_by_name)),
        {move: _reach(tx, found, move) for move in WRITTEN_ABOUT},
        uncounted(tx, row),
    )


def moved_families(tx: Tx, judge: Judge) -> Iterator[MovedFamily]:
    """Every family of the acting person's centres in which something moved, in the order of the families."""
    families = select(Family.id, Family.ticket, Family.centre_id, Family.time_zone).order_by(col(Family.id))
    if (scope := _scope(tx)) is not None:
        families = families.where(col(Family.centre_id).in_(scope))
    rows = tx.session.exec(families).all()
    for first in range(0, len(rows), _CHUNK):
        chunk = rows[first : first + _CHUNK]
        profiles = plain_profiles(tx, [family_id for family_id, *_ in chunk if family_id is not None])
        moves = _judged(tx, judge, {one: zone for one, _, _, zone in chunk if one is not None}, profiles)
        for family_id, ticket, centre_id, _ in chunk:
            if family_id is not None and moves[family_id]:
                yield MovedFamily(family_id, ticket, centre_id, moves[family_id])


def _judged(
    tx: Tx, judge: Judge, zones: Mapping[int, str], profiles: Mapping[int, Profile]
) -> dict[int, dict[str, Move]]:
    """What moves for each of these families, those of one calendar day together."""
    from core.outreach.changes.many import moves_of_many  # numpy is loaded for a count and for nothing else

    days = defaultdict(list)
    for family_id, zone in zones.items():
        days[tx.now.astimezone(ZoneInfo(zone)).date()].append(family_id)
    found: dict[int, dict[str, Move]] = {}
    for today, ids in days.items():
        found |= zip(ids, moves_of_many(judge, [profiles.get(one, Profile()) for one in ids], today), strict=True)
    return found


def _reach(tx: Tx, found: list[MovedFamily], move: Move) -> Counts:
    """Adults of the families that moved so; everybody is in exactly one line."""
    ids = [family.family_id for family in found if move in family.moves.values()]
    lines: Counter[str | None] = Counter()
    for first in range(0, len(ids), _CHUNK):
        chunk = ids[first : first + _CHUNK]
        adults = adults_in(TOPICS[move]).where(col(Family.id).in_(chunk))
        lines.update(closed_by(row) for row in tx.unit.connection.execute(adults))
    return Counts(lines.pop(None, 0), {reason: lines[reason] for reason in sorted(filter(None, lines))})


def _scope(tx: Tx) -> frozenset[int] | None:
    return tx.actor.centres if isinstance(tx.actor, StaffMember) else frozenset()


def _by_name(one: Moves) -> str:
    return one.name
