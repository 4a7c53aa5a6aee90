"""Leaving the waiting list: because the family booked, does not want to wait any more, or is erased."""

from collections.abc import Sequence

from sqlmodel import col, delete, select

from core.booking.occupying import end
from core.booking.states import Status
from core.booking.tables import Appointment
from core.booking.waiting_tables import PassedOver, Waiting
from core.use_case import Tx


def stop_waiting(tx: Tx, family_id: int, service_id: int, *, booked: int | None = None) -> None:
    """The family waits for this service no longer; a time kept for it that it did not book goes back."""
    row = tx.session.exec(
        select(Waiting).where(Waiting.family_id == family_id, Waiting.service_id == service_id)
    ).first()
    if row is None:
        return
    kept = row.appointment_id
    drop_waiting(tx, [row.id])
    if kept is not None and kept != booked:
        give_back(tx, kept)


def give_back(tx: Tx, appointment_id: int) -> None:
    """End a kept time; one that is a visit by now stays."""
    held = tx.session.get(Appointment, appointment_id, with_for_update=True, populate_existing=True)
    if held is not None and held.status is Status.HELD:
        end(tx, held, Status.EXPIRED)


def drop_waiting(tx: Tx, ids: Sequence[int | None]) -> int:
    """Delete rows of the list; returns how many."""
    tx.session.flush()
    tx.session.exec(delete(PassedOver).where(col(PassedOver.waiting_id).in_(ids)))
    return int(tx.session.exec(delete(Waiting).where(col(Waiting.id).in_(ids))).rowcount)
