"""Which families a change moves, by their tickets: for those who may read families, in their own centres."""

from dataclasses import dataclass
from itertools import islice

from sqlmodel import select

from core.centres.tables import Centre
from core.outreach.changes.counting import moved_families
from core.outreach.changes.directions import Move
from core.outreach.changes.reading import change_row, judge_by
from core.permissions import Permission
from core.use_case import Tx, use_case

MOST = 200


@dataclass(frozen=True, slots=True)
class ReadMoved:
    """Families in which a verdict went this way."""

    change_id: int
    move: Move


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A family by its public number, its centre, and the measures by name."""

    ticket: str
    centre: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovedLines:
    """In the order of the families; `more`: there are others beyond the two hundred shown."""

    entries: tuple[MovedLine, ...]
    more: bool


@use_case(Permission.READ_FAMILY, long=True)
def read_moved(tx: Tx, query: ReadMoved) -> MovedLines:
    """The families; the edge notes first that somebody looks. Raises `NoSuchChange`."""
    row = change_row(tx, query.change_id)
    concerned = (one for one in moved_families(tx, judge_by(tx, row)) if query.move in one.moves.values())
    found = list(islice(concerned, MOST + 1))
    names = dict(tx.session.exec(select(Centre.id, Centre.name)).all())
    lines = (
        MovedLine(
            one.ticket,
            names.get(one.centre_id, ""),
            tuple(row.measures[each] for each, move in one.moves.items() if move is query.move),
        )
        for one in found[:MOST]
    )
    return MovedLines(tuple(lines), len(found) > MOST)
