"""Finding a case, holding it still, and the family whose words are sealed with it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.accompaniment.refusals import CaseClosed, NoFamilyYet, NoSuchCase
from core.cases.conversations import row_id
from core.cases.tables import Case
from core.families.household import today_of
from core.families.keys import open_text, seal
from core.families.tables import Family
from core.messaging.events import publish
from core.staff.audit import Trace, record
from core.use_case import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """A case of the acting person's centres with its family."""

    case: Case
    family: Family

    @property
    def case_id(self) -> int:
        """The case's number in our books."""
        return row_id(self.case)

    @property
    def family_id(self) -> int:
        """The family's."""
        return row_id(self.family)


def look_at_case(tx: Tx, case_id: int) -> Held:
    """For reading. Raises `NoSuchCase`, `NoFamilyYet`, `Forbidden`."""
    return _held(tx, tx.session.get(Case, case_id))


def hold_case(tx: Tx, case_id: int) -> Held:
    """Locked, and open. Raises `CaseClosed` besides."""
    query = select(Case).where(col(Case.id) == case_id).with_for_update().execution_options(populate_existing=True)
    held = _held(tx, tx.session.exec(query).first())
    if held.case.closed_at is not None:
        raise CaseClosed
    return held


def _held(tx: Tx, case: Case | None) -> Held:
    if case is None:
        raise NoSuchCase
    tx.require_centre(case.centre_id)
    family = tx.session.get(Family, case.family_id) if case.family_id else None
    if family is None:
        raise NoFamilyYet
    return Held(case, family)


def sealed_words(tx: Tx, held: Held, words: str) -> bytes:
    """Words about the family, for a row of its case."""
    return seal(tx, held.family.data_key_id, words, _place(held))


def opened_words(tx: Tx, held: Held, sealed: bytes) -> str:
    """The same, readable."""
    return open_text(tx, held.family.data_key_id, sealed, _place(held))


def today_at(tx: Tx, held: Held) -> date:
    """The family's calendar day."""
    return today_of(tx, held.family)


def changed(tx: Tx, held: Held, deed: str) -> None:
    """Into the audit, and to the pages that show the case. The last thing a use case does."""
    record(tx, Trace(f"case.{deed}", "family_case", held.case_id, held.case.centre_id))
    tx.session.flush()
    publish(tx, held.case.centre_id, "case.changed", f"case:{held.case_id}")
    publish(tx, held.case.centre_id, "plan.changed", f"family:{held.family_id}")


def _place(held: Held) -> str:
    return f"family_case {held.case_id}"
