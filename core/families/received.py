"""«Мы это уже получаем»: measures the family need not be offered again. A mark can be taken back."""

from dataclasses import dataclass

from sqlmodel import col, delete, select

from core.families.household import own_family, reach_family
from core.families.tables import ReceivedMeasure
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class MarkReceived:
    """A measure, and whether the family gets it now."""

    measure_id: str
    received: bool


@dataclass(frozen=True, slots=True)
class ReadReceived:
    """Whose measures."""

    family_id: int


@dataclass(frozen=True, slots=True)
class ReceivedMeasures:
    """Ids of what the family gets already, in the order it was marked."""

    ids: tuple[str, ...]


@use_case(Permission.FAMILY)
def mark_received(tx: Tx, command: MarkReceived) -> ReceivedMeasures:
    """Mark a measure as received, or take the mark back; the same tap twice changes nothing."""
    family = own_family(tx)
    assert family.id is not None
    row = tx.session.get(ReceivedMeasure, (family.id, command.measure_id))
    if command.received and row is None:
        tx.session.add(ReceivedMeasure(family_id=family.id, measure_id=command.measure_id, recorded_at=tx.now))
    elif not command.received:
        own = (col(ReceivedMeasure.family_id) == family.id, col(ReceivedMeasure.measure_id) == command.measure_id)
        tx.session.exec(delete(ReceivedMeasure).where(*own))
    tx.session.flush()
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return _received(tx, family.id)


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_received(tx: Tx, query: ReadReceived) -> ReceivedMeasures:
    """What the family says it gets."""
    reach_family(tx, query.family_id)
    return _received(tx, query.family_id)


def _received(tx: Tx, family_id: int) -> ReceivedMeasures:
    ids = tx.session.exec(
        select(ReceivedMeasure.measure_id)
        .where(col(ReceivedMeasure.family_id) == family_id)
        .order_by(col(ReceivedMeasure.recorded_at), col(ReceivedMeasure.measure_id))
    )
    return ReceivedMeasures(tuple(ids))
