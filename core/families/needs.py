"""What the family came for, kept with the family: a screen may be lost, a week may pass, the questions go on.

None chosen yet and «покажите всё» are different things: the first has no row, the second has an empty list.
"""

from dataclasses import dataclass
from datetime import datetime

from core.families.household import own_family, reach_family
from core.families.tables import ChosenNeeds, Family
from core.permissions import Permission
from core.triage.needs import Need
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ChooseNeeds:
    """The needs the acting adult names, most important first; none means everything."""

    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The needs in force and since when (UTC); no needs mean everything."""

    needs: tuple[Need, ...]
    chosen_at: datetime


@use_case(Permission.FAMILY)
def choose_needs(tx: Tx, command: ChooseNeeds) -> Chosen:
    """Replace the family's needs; what it has answered stays."""
    family = own_family(tx)
    names = [need.value for need in dict.fromkeys(command.needs)]
    row = tx.session.get(ChosenNeeds, family.id)
    if row is None:
        assert family.id is not None
        row = ChosenNeeds(family_id=family.id, needs=names, chosen_at=tx.now)
    row.needs, row.chosen_at = names, tx.now
    tx.session.add(row)
    tx.session.flush()
    return _chosen(row)


@dataclass(frozen=True, slots=True)
class ReadNeeds:
    """Whose needs."""

    family_id: int


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_needs(tx: Tx, query: ReadNeeds) -> Chosen | None:
    """The needs named last; None when the questionnaire was never begun."""
    return needs_of_family(tx, reach_family(tx, query.family_id))


def needs_of_family(tx: Tx, family: Family) -> Chosen | None:
    """The same, for whoever has the family already."""
    row = tx.session.get(ChosenNeeds, family.id)
    return _chosen(row) if row else None


def _chosen(row: ChosenNeeds) -> Chosen:
    known = frozenset(Need)
    return Chosen(tuple(Need(name) for name in row.needs if name in known), row.chosen_at)
