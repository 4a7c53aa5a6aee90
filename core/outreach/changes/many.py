"""The same comparison for many families at once, in columns (R6). Pure; numpy is loaded with this module only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.catalog.measures import Measure
from core.outreach.changes.directions import Move, move
from core.outreach.changes.moves import Judge
from core.triage.columns import FamilyColumns, Verdicts, verdicts
from core.triage.profile import Profile
from core.triage.rulebook import Rulebook
from core.triage.situation import situation_on


def moves_of_many(judge: Judge, profiles: Sequence[Profile], today: date) -> list[dict[str, Move]]:
    """For each profile what `judge.moves` finds, on one calendar day."""
    found: list[dict[str, Move]] = [{} for _ in profiles]
    if not profiles:
        return found
    columns = FamilyColumns.of(situation_on(one, today) for one in profiles)
    for measure_id in judge.ids:
        before, after = (_verdicts(side, measure_id, today, columns) for side in (judge.old, judge.new))
        for row, moves in enumerate(found):
            moved = move(before.of(row) if before else None, after.of(row) if after else None)
            if moved is not None:
                moves[measure_id] = moved
    return found


def _verdicts(measures: Iterable[Measure], measure_id: str, today: date, columns: FamilyColumns) -> Verdicts | None:
    """None when no version is in force on the day."""
    version = next((one for one in measures if one.id == measure_id and one.validity.covers(today)), None)
    return verdicts(Rulebook([version]), measure_id, columns) if version else None
