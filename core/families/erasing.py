"""Erasure: after it no row, message or file of that family is left, only the number of a certificate (F2, D9).

All parts run in one transaction: either everything is gone or nothing is. The family's key goes too, so that what an
old backup still holds under it can be read by nobody once that backup's copy of the key has expired.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from core.families.household import author_of
from core.families.parts import Destroyed, FamilyPart, Whose
from core.families.tables import Destruction, Family
from core.families.whose import whose_actor, whose_family
from core.messaging.events import publish
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Tx, UseCase, use_case


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Whoever acts asks to be forgotten. With another adult in the household, the household stays."""


@dataclass(frozen=True, slots=True)
class EraseFamily:
    """The centre erases a household, for example when its time of keeping is over."""

    family_id: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof of destruction: a number, the moment (UTC) and the rows destroyed per table, biggest first."""

    ticket: str
    destroyed_at: datetime
    destroyed: tuple[Destroyed, ...]


@dataclass(frozen=True, slots=True)
class Erasing:
    """The two ways to the same destruction."""

    erase_me: UseCase[EraseMe, Certificate]
    erase_family: UseCase[EraseFamily, Certificate]


def erasing(parts: tuple[FamilyPart, ...]) -> Erasing:
    """The use cases over the parts of this installation, in the order of the tuple."""

    @use_case(Permission.ANYBODY)
    def erase_me(tx: Tx, command: EraseMe) -> Certificate:
        return _destroy(tx, parts, whose_actor(tx, leaving=True))

    @use_case(Permission.MANAGE_STAFF, Permission.SYSTEM)
    def erase_family(tx: Tx, command: EraseFamily) -> Certificate:
        return _destroy(tx, parts, whose_family(tx, command.family_id))

    return Erasing(erase_me, erase_family)


def _destroy(tx: Tx, parts: tuple[FamilyPart, ...], whose: Whose) -> Certificate:
    family = tx.session.get(Family, whose.family_id) if whose.family_id is not None else None
    centre_id = family.centre_id if family else None
    counts: Counter[str] = Counter()
    for part in parts:
        for destroyed in part.erase(tx, whose):
            counts[destroyed.table] += destroyed.rows
        tx.session.flush()
    certificate = Certificate(
        new_ticket(), tx.now, tuple(Destroyed(table, rows) for table, rows in counts.most_common() if rows)
    )
    _keep(tx, certificate, centre_id)
    if whose.family_id is not None:
        publish(tx, centre_id, "family.erased", f"family:{whose.family_id}")
    return certificate


def _keep(tx: Tx, certificate: Certificate, centre_id: int | None) -> None:
    tx.session.add(
        Destruction(
            ticket=certificate.ticket,
            centre_id=centre_id,
            requested_by=author_of(tx)[0],
            destroyed_at=certificate.destroyed_at,
            counts={destroyed.table: destroyed.rows for destroyed in certificate.destroyed},
        )
    )
    tx.session.flush()
