"""«Мы это уже получаем», and since when: it is not offered again, and whoever has to apply anew hears of it in time.

The family says so itself, or a specialist writes it down. A mark can be taken back. Not remembering since when is an
answer too: then nothing is announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlmodel import col, delete, select

from core.families.household import own_family, reach_family, today_of
from core.families.tables import Family, ReceivedMeasure
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Refused, Tx, use_case


class NotYet(Refused):
    """Nobody has been receiving something since a day that is still to come."""


@dataclass(frozen=True, slots=True)
class MarkReceived:
    """A measure, and whether the family gets it now; `since`: the day it was granted last (None: not remembered)."""

    measure_id: str
    received: bool
    since: date | None = None


@dataclass(frozen=True, slots=True)
class EnterReceived:
    """The same from a specialist about a family."""

    family_id: int
    mark: MarkReceived


@dataclass(frozen=True, slots=True)
class ReadReceived:
    """Whose measures."""

    family_id: int


@dataclass(frozen=True, slots=True)
class ReceivedMeasures:
    """Ids of what the family gets already, in the order it was marked, and since when as far as anybody remembers."""

    ids: tuple[str, ...]
    since: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))


@use_case(Permission.FAMILY)
def mark_received(tx: Tx, command: MarkReceived) -> ReceivedMeasures:
    """Mark a measure as received, or take the mark back; the same tap twice changes nothing. Raises `NotYet`."""
    return _mark(tx, own_family(tx), command)


@use_case(Permission.CORRECT_FACT)
def enter_received(tx: Tx, command: EnterReceived) -> ReceivedMeasures:
    """A specialist writes it down; leaves a trace. Raises `NotYet`, `UnknownFamily` or `Forbidden`."""
    family = reach_family(tx, command.family_id)
    record(tx, Trace("family.received", "family", command.family_id, family.centre_id, (command.mark.measure_id,)))
    return _mark(tx, family, command.mark)


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_received(tx: Tx, query: ReadReceived) -> ReceivedMeasures:
    """What the family says it gets."""
    reach_family(tx, query.family_id)
    return _received(tx, query.family_id)


def _mark(tx: Tx, family: Family, mark: MarkReceived) -> ReceivedMeasures:
    assert family.id is not None
    if mark.since is not None and mark.since > today_of(tx, family):
        raise NotYet
    row = tx.session.get(ReceivedMeasure, (family.id, mark.measure_id))
    if not mark.received:
        own = (col(ReceivedMeasure.family_id) == family.id, col(ReceivedMeasure.measure_id) == mark.measure_id)
        tx.session.exec(delete(ReceivedMeasure).where(*own))
    elif row is None:
        row = ReceivedMeasure(family_id=family.id, measure_id=mark.measure_id, since=mark.since, recorded_at=tx.now)
        tx.session.add(row)
    else:
        row.since = mark.since
    tx.session.flush()
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return _received(tx, family.id)


def _received(tx: Tx, family_id: int) -> ReceivedMeasures:
    rows = tx.session.exec(
        select(ReceivedMeasure)
        .where(col(ReceivedMeasure.family_id) == family_id)
        .order_by(col(ReceivedMeasure.recorded_at), col(ReceivedMeasure.measure_id))
    ).all()
    since = {row.measure_id: row.since for row in rows if row.since is not None}
    return ReceivedMeasures(tuple(row.measure_id for row in rows), since)
