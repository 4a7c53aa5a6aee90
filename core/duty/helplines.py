"""Which helplines somebody has to ring: never rung, rung more than ninety days ago, and regions without a line (E6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, select

from core.catalog.helplines import HelpLine
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import Tx, use_case


class Freshness(StrEnum):
    """When somebody last rang a line through."""

    FRESH = "fresh"
    OLD = "old"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class LineToRing:
    """A line with what a caller needs to know. One that is not shown waits for its first call."""

    id: str
    name: str
    numbers: tuple[str, ...]
    hours: str | None
    notes: str | None
    shown: bool
    verified_on: date | None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class ReadHelplines:
    """Every line of the catalogue."""


@dataclass(frozen=True, slots=True)
class Helplines:
    """Those that need a call first, shown ones before hidden ones; names of opened centres whose region has no line."""

    entries: tuple[LineToRing, ...]
    without_own_line: tuple[str, ...]

    @property
    def to_ring(self) -> int:
        """How many families are shown that nobody has rung lately."""
        return sum(line.shown and line.freshness is not Freshness.FRESH for line in self.entries)


@use_case(Permission.READ_HEALTH, Permission.EDIT_CONTENT, Permission.READ_FAMILY)
def read_helplines(tx: Tx, query: ReadHelplines) -> Helplines:
    """The lines as they stand today (UTC)."""
    lines = tx.catalogue.all_helplines
    return Helplines(lines_to_ring(lines, tx.now.date()), tuple(_without_line(tx, lines)))


def lines_to_ring(lines: Iterable[HelpLine], today: date) -> tuple[LineToRing, ...]:
    """In the order in which they are to be rung. Pure."""
    found = [_line(line, today) for line in lines]
    order = (Freshness.NEVER, Freshness.OLD, Freshness.FRESH)
    return tuple(sorted(found, key=lambda line: (not line.shown, order.index(line.freshness), line.name)))


def _line(line: HelpLine, today: date) -> LineToRing:
    old = Freshness.NEVER if line.verified_on is None else Freshness.OLD
    return LineToRing(
        id=line.id,
        name=line.name,
        numbers=tuple(dict.fromkeys(number for number in (line.phone, line.short_number) if number)),
        hours=line.hours,
        notes=line.notes,
        shown=line.show_to_family,
        verified_on=line.verified_on,
        freshness=Freshness.FRESH if line.recently_verified(today) else old,
    )


def _without_line(tx: Tx, lines: Iterable[HelpLine]) -> list[str]:
    shown = [line for line in lines if line.show_to_family]
    centres = tx.session.exec(select(Centre).where(col(Centre.opened)).order_by(col(Centre.name))).all()
    return [centre.name for centre in centres if not any(line.is_own_line_of(centre.region) for line in shown)]
