"""Nobody is in two places at one hour, nor on the telephone in one and at the centre in another (B1, F7).

The rule is one per family and not one per adult. The books know who booked a visit, not who comes to it: a mother books
for the father, staff book for "the family", a speech therapist sees the child whom either of them brings. An adult may
leave a family, too, and then nobody is named any more. A rule per adult would therefore let through the very double it
is for. A mother who sees the lawyer while the father is with the child at the speech therapist asks a person: staff who
have asked who comes may book the second visit aside (`Appointment.others_come`), and it is out of this rule. Back to
back in one visit is possible anyway, since a visit that ends at an hour does not meet one that begins then.

Only visits count (`BOOKED`), and only the minutes the family is there: a hold is a screen somebody is reading, two of
them may be open at once, and of the two the one confirmed first becomes the visit. What makes a second visit at one
hour impossible is the schema (`tables.py`); here is what is asked first, so that the refusal is cheap and kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.booking.hours import Span
from core.booking.queries import OWN_HOURS, ask
from core.booking.tables import Appointment
from core.families.household import reach_family
from core.permissions import Permission
from core.use_case import Adult, Tx, Visitor, use_case


def whose_hours(tx: Tx, family_id: int | None, moving: int | None) -> int | None:
    """The family times are looked for: an adult's own, that of the visit that moves, or the one staff name. A visitor
    has none and learns nothing of anybody's; one to which others come moves as if the family had none.

    Raises what `reach_family` does, `Forbidden` for another centre's visit.
    """
    if isinstance(tx.actor, Visitor):
        return None
    row = tx.session.get(Appointment, moving) if moving is not None else None
    if isinstance(tx.actor, Adult):
        own = row is None or row.family_id != tx.actor.family_id or not row.others_come
        return tx.actor.family_id if own else None
    if row is not None:
        tx.require_centre(row.centre_id)
        return None if row.others_come else row.family_id
    if family_id is not None:
        reach_family(tx, family_id)
    return family_id


def own_hours(tx: Tx, family_id: int | None, within: Span, but: int | None = None) -> list[Span]:
    """When the family is at a visit within a span (UTC); `but` is one that is being moved. Flush changes before."""
    return [Span(starts_at, ends_at) for _, starts_at, ends_at in _visits(tx, family_id, within, but)]


def own_visit(tx: Tx, family_id: int | None, hours: Span, but: int | None = None) -> str | None:
    """The ticket of the family's visit that shares a moment with these hours; `but` is one that is being moved."""
    return next((ticket for ticket, _, _ in _visits(tx, family_id, hours, but)), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Hours (UTC) a family asks about. `moving`: id of its visit that would move there."""

    starts_at: datetime
    ends_at: datetime
    moving: int | None = None


@use_case(Permission.ANYBODY)
def standing_visit(tx: Tx, query: Standing) -> str | None:
    """The ticket of the family's own visit for which a time in these hours would be refused."""
    whose = whose_hours(tx, None, query.moving)
    return own_visit(tx, whose, Span(query.starts_at, query.ends_at), query.moving)


def _visits(tx: Tx, family_id: int | None, within: Span, but: int | None) -> Iterable[tuple[str, datetime, datetime]]:
    if family_id is None:
        return ()
    span = {"since": within.starts_at, "until": within.ends_at}
    return [tuple(row) for row in ask(tx, OWN_HOURS, family=family_id, ignoring=but or 0, **span)]
