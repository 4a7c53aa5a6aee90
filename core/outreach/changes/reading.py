"""Changes of the rules as staff see them: which there were, and what one of them compares."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.outreach.changes.moves import Judge, is_dangerous, measures_of
from core.outreach.changes.tables import CatalogueChange
from core.permissions import Permission
from core.use_case import Refused, Tx, use_case

MOST = 50


class NoSuchChange(Refused):
    """There is no such change of the rules."""


@dataclass(frozen=True, slots=True)
class ChangeId:
    """Which change."""

    change_id: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: when it was met, and the names of the measures whose rules are others now."""

    id: int
    noted_at: datetime
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeLines:
    """Newest first."""

    entries: tuple[ChangeLine, ...]


@use_case(Permission.RUN_CAMPAIGNS)
def list_changes(tx: Tx, _: None) -> ChangeLines:
    """The newest fifty. The first edition an installation met changed nothing and is none of them."""
    rows = tx.session.exec(select(CatalogueChange).order_by(col(CatalogueChange.id).desc()).limit(MOST))
    return ChangeLines(tuple(_line(row) for row in rows if row.measures))


def change_row(tx: Tx, change_id: int) -> CatalogueChange:
    """The row. Raises `NoSuchChange`."""
    row = tx.session.get(CatalogueChange, change_id)
    if row is None or not row.measures:
        raise NoSuchChange(f"change {change_id}")
    return row


def judge_of(tx: Tx, change_id: int) -> Judge:
    """The rules before the change against those in force now: what has changed back since concerns nobody."""
    return judge_by(tx, change_row(tx, change_id))


def judge_by(tx: Tx, row: CatalogueChange) -> Judge:
    """The same for a row at hand."""
    ids = set(row.measures)
    return Judge.of(measures_of(row.before), (one for one in tx.catalogue.measures if one.id in ids))


def uncounted(tx: Tx, row: CatalogueChange) -> tuple[str, ...]:
    """Names of changed measures nobody is chosen by, because their rule asks what may do harm."""
    versions = (*measures_of(row.before), *(one for one in tx.catalogue.measures if one.id in row.measures))
    return tuple(sorted({row.measures[one.id] for one in versions if is_dangerous(one)}))


def _line(row: CatalogueChange) -> ChangeLine:
    assert row.id is not None
    return ChangeLine(row.id, row.noted_at, tuple(sorted(row.measures.values())))
