"""Leaving the waiting list: because the family booked, does not want to wait any more, or is erased.

Whoever changes a list takes its centre's turn first, then the kept time, then the row of the list. In another order two
of them would wait for each other until one is called a deadlock, a second later.
"""

from collections.abc import Sequence

from sqlmodel import col, delete, select

from core.booking.occupying import end
from core.booking.states import Status
from core.booking.tables import Appointment
from core.booking.waiting_tables import PassedOver, Waiting
from core.centres.tables import Centre
from core.use_case import Tx


def take_turn(tx: Tx, centre_id: int) -> None:
    """One change of a centre's waiting lists at a time, in every process. Read their rows after this."""
    tx.session.exec(select(Centre.id).where(Centre.id == centre_id).with_for_update(key_share=True)).one()


def take_turn_if_anybody_waits(tx: Tx, centre_id: int) -> None:
    """For whoever takes a person or a room and lets the list move on afterwards: the list holds its turn while it takes
    them, so the turn comes first here too."""
    if tx.session.exec(select(Waiting.id).where(Waiting.centre_id == centre_id).limit(1)).first() is not None:
        take_turn(tx, centre_id)


def stop_waiting(tx: Tx, family_id: int, service_id: int, *, booked: int | None = None) -> None:
    """The family waits for this service no longer; a time kept for it that it did not book goes back."""
    row = place_of(tx, family_id, service_id)
    if row is None:
        return
    if row.appointment_id is not None and row.appointment_id != booked:
        give_back(tx, row.appointment_id)
    drop_waiting(tx, [row.id])


def place_of(tx: Tx, family_id: int, service_id: int) -> Waiting | None:
    """The family's row of this list as it stands now."""
    query = select(Waiting).where(Waiting.family_id == family_id, Waiting.service_id == service_id)
    return tx.session.exec(query.execution_options(populate_existing=True)).first()


def place_offered(tx: Tx, appointment_id: int | None) -> Waiting | None:
    """The row for which this time is kept now."""
    query = select(Waiting).where(Waiting.appointment_id == appointment_id)
    return tx.session.exec(query.execution_options(populate_existing=True)).first()


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
