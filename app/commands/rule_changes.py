"""`ryadom catalog diff OLD [NEW]`: what an edit of the rules does to families, before anybody publishes it.

For each measure a concrete family that is judged differently (facts for `ryadom match`), and how many of a synthetic
population gain or lose it.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.catalog.snapshot import Catalogue
    from core.triage.rule_changes import RuleChange
    from core.triage.verdicts import Verdict

BAD_INPUT = 2


def list_changes(options: argparse.Namespace) -> int:
    """Print every change; exit status 0 whether there are any or none."""
    from core.catalog.faults import CatalogueBroken
    from core.catalog.files import CONTENT, load_catalogue

    try:
        old, new = (load_catalogue(_directory(folder)) for folder in (options.old, options.new or CONTENT))
    except (CatalogueBroken, OSError, ValueError) as error:
        print(f"ryadom catalog diff: {error}", file=sys.stderr)
        return BAD_INPUT
    found = _changes(old, new, options.families, options.today or date.today())
    for change in found:
        print(_as_json(change) if options.json else _in_words(change, options.families))
    if not found and not options.json:
        print("Для всех семей всё как прежде.")
    return 0


def _directory(folder: Path) -> Path:
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: нет такой папки")
    return folder


def _changes(old: Catalogue, new: Catalogue, families: int, on: date) -> list[RuleChange]:
    from core.triage.population import synthetic_families
    from core.triage.rule_changes import rule_changes
    from core.triage.situation import situation_on

    regions = tuple(region.code for region in new.regions_with_pack())
    population = [situation_on(one, on) for one in synthetic_families(families, regions, on)]
    return list(rule_changes(old.measures, new.measures, population, on))


def _as_json(change: RuleChange) -> str:
    row = {
        "measure": change.measure_id,
        "family": change.family,
        "before": change.before and change.before.value,
        "after": change.after and change.after.value,
        "gaining": change.gaining,
        "losing": change.losing,
    }
    return json.dumps(row, ensure_ascii=False)


def _in_words(change: RuleChange, families: int) -> str:
    facts = json.dumps(change.family, ensure_ascii=False)
    return "\n".join(
        (
            f"{change.title} [{change.measure_id}]",
            f"    Семья {facts}: {_word(change.before)} → {_word(change.after)}",
            f"    Из {families} вымышленных семей получат ещё {change.gaining}, потеряют {change.losing}",
        )
    )


def _word(verdict: Verdict | None) -> str:
    words = {"yes": "положено", "check": "положено с оговоркой", "ask": "надо уточнить", "no": "не положено"}
    return "меры нет" if verdict is None else words[verdict.value]
