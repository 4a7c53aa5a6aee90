"""How requests to agencies stand, as the family sees them beside its steps: asked on, answer due by (C5, F9)."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.accompaniment.sheet import Asked, as_asked
from core.accompaniment.tables import AgencyRequest
from core.families.household import reach_family
from core.families.tables import PlanStep
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadStanding:
    """Whose plan."""

    family_id: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Step by step."""

    by_step: dict[int, Asked]


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def agency_standing(tx: Tx, query: ReadStanding) -> Standing:
    """The requests of one family. Raises `Forbidden`, `UnknownFamily`."""
    reach_family(tx, query.family_id)
    rows = (
        select(AgencyRequest)
        .join(PlanStep, col(PlanStep.id) == col(AgencyRequest.step_id))
        .where(col(PlanStep.family_id) == query.family_id)
    )
    return Standing({row.step_id: as_asked(row) for row in tx.session.exec(rows)})
