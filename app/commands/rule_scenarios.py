"""`ryadom catalog scenarios [DIR]`: whether the families written beside the measures still get the expected verdicts,
and how many slips in the rules they would notice (R8).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.catalog.measures import Measure
    from core.triage.scenarios import Broken, Scenario

BAD_INPUT = 2


def check_scenarios(options: argparse.Namespace) -> int:
    """Print every broken scenario and every measure without one; exit status 1 when there are any."""
    from core.catalog.faults import CatalogueBroken
    from core.catalog.files import CONTENT, load_catalogue
    from core.triage.evaluation import Matcher
    from core.triage.scenarios import BadScenario, broken, read_scenarios

    folder: Path = options.directory or CONTENT
    try:
        if not (folder / "scenarios").is_dir():
            raise NotADirectoryError(f"{folder}: нет папки scenarios")
        measures = load_catalogue(folder).measures
        files = sorted((folder / "scenarios").rglob("*.yaml"))
        scenarios = [one for path in files for one in read_scenarios(path.read_text("utf-8"))]
        faults = [*map(_as_words, broken(scenarios, Matcher(measures))), *_bare(measures, scenarios)]
    except (CatalogueBroken, BadScenario, OSError, ValueError) as error:
        print(f"ryadom catalog scenarios: {error}", file=sys.stderr)
        return BAD_INPUT
    print("\n".join([*faults, f"Сценариев: {len(scenarios)}, не сходится: {len(faults)}."]))
    if options.slips:
        print("\n".join(_slips(measures, scenarios)))
    return 1 if faults else 0


def _as_words(one: Broken) -> str:
    facts = json.dumps(one.scenario.family, ensure_ascii=False, default=str)
    expected, found = (
        " ".join([verdict.value, *sorted(asks)])
        for verdict, asks in ((one.scenario.verdict, one.scenario.asks), (one.verdict, one.asks))
    )
    return f"{one.scenario.measure_id}: {facts} на {one.scenario.on}: ждали {expected}, вышло {found}"


def _bare(measures: Iterable[Measure], scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Measures nobody wrote a family for."""
    guarded = {one.measure_id for one in scenarios}
    return (f"{one.id}: нет ни одного сценария" for one in measures if one.id not in guarded)


def _slips(measures: Iterable[Measure], scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Rules whose slips would pass unnoticed, worst first, and the share of all slips that is noticed."""
    from core.triage.scenario_strength import strength

    beside: dict[str, list[Scenario]] = defaultdict(list)
    for one in scenarios:
        beside[one.measure_id].append(one)
    found = [(measure.id, strength(measure, beside[measure.id])) for measure in measures]
    slips, unnoticed = sum(guard.slips for _, guard in found), sum(len(guard.unnoticed) for _, guard in found)
    for measure_id, guard in sorted(found, key=lambda pair: -len(pair[1].unnoticed)):
        if guard.unnoticed:
            yield f"{measure_id}: незамеченных описок {len(guard.unnoticed)} из {guard.slips}"
    yield f"Описок: {slips}, сценарии заметят {1 - unnoticed / max(slips, 1):.2%}."
