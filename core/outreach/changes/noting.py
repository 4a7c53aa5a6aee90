"""A new edition of the content is met once: what it changes about verdicts becomes a row that people can look at.

Nothing is sent by it. The first edition an installation ever meets is only remembered; the same rules in other words
are no change. Two processes that notice the same edition write one row.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from core.messaging.events import publish
from core.outreach.changes.moves import changed_ids, rules_of
from core.outreach.changes.tables import CatalogueChange
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class NoteEdition:
    """Compare the edition in force with the one before it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The change that was found now, if any."""

    change_id: int | None


@dataclass(frozen=True, slots=True)
class EditionIsKnown:
    """The edition in force has been compared already."""

    known: bool


@use_case(Permission.SYSTEM)
def edition_known(tx: Tx, _: NoteEdition) -> EditionIsKnown:
    """Asked at every tick, so it reads one short column."""
    query = select(CatalogueChange.compared).order_by(col(CatalogueChange.id).desc()).limit(1)
    return EditionIsKnown(tx.session.exec(query).first() == tx.catalogue.version)


@use_case(Permission.SYSTEM)
def note_edition(tx: Tx, _: NoteEdition) -> Noted:
    """Write down what the edition in force changes; the same edition again changes nothing."""
    newest = select(CatalogueChange).order_by(col(CatalogueChange.id).desc()).limit(1).with_for_update()
    last, version = tx.session.exec(newest).first(), tx.catalogue.version
    if last is not None and last.compared == version:
        return Noted(None)
    rules = rules_of(tx.catalogue.measures)
    if last is None:
        tx.session.add(_row(tx, {}, {}, rules))
        return Noted(None)
    ids = changed_ids(last.rules, rules)
    if not ids:
        last.compared = version
        return Noted(None)
    row = _row(tx, {one: last.rules[one] for one in ids if one in last.rules}, _titles(tx, ids, last), rules)
    last.rules = None
    tx.session.add_all((last, row))
    tx.session.flush()
    publish(tx, None, "catalogue.changed", f"catalogue:{row.id}")
    return Noted(row.id)


def _row(tx: Tx, before: dict[str, Any], measures: dict[str, str], rules: dict[str, Any]) -> CatalogueChange:
    version = tx.catalogue.version
    return CatalogueChange(
        edition=version, compared=version, before=before, measures=measures, rules=rules, noted_at=tx.now
    )


def _titles(tx: Tx, ids: tuple[str, ...], last: CatalogueChange) -> dict[str, str]:
    """What is gone is named by its id: nobody but editors reads it."""
    found = {one: tx.catalogue.measure(one) for one in ids}
    return {one: measure.title if measure else one for one, measure in found.items()}
